// What a parsed URL says of itself. How it is parsed: url_parser.cc.

#include "net/url.h"

#include <fmt/format.h>

#include "net/url_record.h"

namespace net {
namespace {

constexpr std::string_view kSlashes = "://";

}  // namespace

std::string_view Url::View(Part part) const {
  return std::string_view(href_).substr(part.start, part.size);
}

const std::string& Url::href() const {
  return href_;
}
std::string_view Url::scheme() const {
  return std::string_view(href_).substr(0, scheme_size_);
}
std::string_view Url::username() const {
  return View(username_);
}
std::string_view Url::password() const {
  return View(password_);
}
std::string_view Url::host() const {
  return View(host_);
}
std::optional<uint16_t> Url::port() const {
  return port_;
}
uint16_t Url::effective_port() const {
  if (port_) return *port_;
  const SpecialScheme* special = FindSpecial(scheme());
  return special == nullptr ? uint16_t{0} : special->port;
}
std::string_view Url::path() const {
  return View(path_);
}
std::string_view Url::query() const {
  return View(query_);
}
std::string_view Url::fragment() const {
  return View(fragment_);
}
bool Url::IsHttp() const {
  return scheme() == "http" || scheme() == "https";
}
Url Url::WithoutUserInfo() const {
  if (username().empty() && password().empty()) return *this;
  // What was serialised, less this, always parses.
  auto url = Parse(href_.substr(0, scheme_size_ + kSlashes.size()) + href_.substr(host_.start));
  return url ? *std::move(url) : Url();
}
Url Url::WithUserInfoOf(const Url& home) const {
  const bool has_own = !username().empty() || !password().empty();
  const bool has_none = home.username().empty() && home.password().empty();
  if (has_own || has_none || HostKey() != home.HostKey()) return *this;
  const std::string_view info(home.href_.data() + home.scheme_size_,
                              home.host_.start - home.scheme_size_);
  auto url = Parse(fmt::format("{}{}{}", scheme(), info, href_.substr(host_.start)));
  return url ? *std::move(url) : *this;
}
std::string Url::HostKey() const {
  return fmt::format("{}://{}:{}", scheme(), host(), effective_port());
}

}  // namespace net
