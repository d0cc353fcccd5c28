// What of a URL is about its reader and not about the page, and whose a host is.

#include <libpsl.h>

#include <algorithm>

#include "net/url.h"
#include "net/url_host.h"

namespace net {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Parameters that tell a publisher where its reader came from, and change nothing on the page. From
// the documentation of those who append them (Google Analytics and Ads, Meta, Microsoft, HubSpot,
// Mailchimp, Matomo, Yandex, TikTok, X, Adobe, Vero, Marketo, Oracle, Piano, Webtrekk).
constexpr std::string_view kTrackingNames[] = {"_ga",           "_gl",
                                               "_hsenc",        "_hsmi",
                                               "_openstat",     "at_campaign",
                                               "at_medium",     "cmpid",
                                               "dclid",         "dicbo",
                                               "fbclid",        "gad_source",
                                               "gbraid",        "gclid",
                                               "gclsrc",        "gs_l",
                                               "hsctatracking", "icid",
                                               "igsh",          "igshid",
                                               "li_fat_id",     "mc_cid",
                                               "mc_eid",        "mkt_tok",
                                               "ml_subscriber", "ml_subscriber_hash",
                                               "msclkid",       "ns_campaign",
                                               "ns_mchannel",   "ns_source",
                                               "oly_anon_id",   "oly_enc_id",
                                               "rb_clickid",    "s_cid",
                                               "srsltid",       "ttclid",
                                               "twclid",        "vero_conv",
                                               "vero_id",       "wbraid",
                                               "wickedid",      "wt_mc",
                                               "wt_zmc",        "xtor",
                                               "yclid",         "ysclid"};
constexpr std::string_view kTrackingPrefixes[] = {"utm_",   "mtm_",   "matomo_", "pk_campaign",
                                                  "pk_kwd", "piwik_", "hsa_",    "at_custom"};

bool IsTracking(std::string_view parameter) {
  std::string name(parameter.substr(0, parameter.find('=')));
  std::ranges::transform(name, name.begin(), Lower);
  return std::ranges::find(kTrackingNames, name) != std::end(kTrackingNames) ||
         std::ranges::any_of(kTrackingPrefixes,
                             [&name](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

Url Url::WithoutTracking() const {
  std::string href = href_.substr(0, href_.find('#'));
  const size_t mark = href.find('?');
  if (IsHttp() && mark != std::string::npos) {
    std::string kept;
    bool dropped = false;
    std::string_view rest = std::string_view(href).substr(mark + 1);
    while (!rest.empty()) {
      const std::string_view parameter = rest.substr(0, rest.find('&'));
      rest.remove_prefix(std::min(rest.size(), parameter.size() + 1));
      if (IsTracking(parameter)) {
        dropped = true;
        continue;
      }
      if (!kept.empty()) kept += '&';
      kept += parameter;
    }
    if (dropped) {
      href.resize(mark);
      if (!kept.empty()) href += '?' + kept;
    }
  }
  if (href == href_) return *this;
  // What was serialised, less a query's parameters or a fragment, always parses.
  auto url = Parse(href);
  if (!url) return *this;
  return *std::move(url);
}

std::string RegistrableDomain(std::string_view host) {
  if (host.starts_with('[') || EndsInNumber(host)) return std::string(host);
  std::string name(host);
  while (name.ends_with('.')) name.pop_back();
  const char* domain = psl_registrable_domain(psl_builtin(), name.c_str());
  return domain == nullptr ? name : std::string(domain);
}

}  // namespace net
