// Language and address of a page, as it states them.
//
// The canonical address is believed where it can be one: of the same site, and of a page. Some
// templates give every page the front page's or the section's address; some sites are copied with
// their canonical addresses still in them, some pages carry the address of a machine in the
// publisher's cellar. Another site's address is believed where the page says that it is a copy made
// for somebody: an AMP page, or one that names the same site as the source of its syndication.

#include <algorithm>

#include "extract/heading.h"
#include "net/url.h"

namespace extract {

std::string FindLanguage(const PageFacts& facts) {
  for (const std::string_view stated :
       {facts.language, facts.Meta({"content-language", "language", "dc.language", "inlanguage"}),
        std::string_view(facts.article.language), facts.Meta({"og:locale"})}) {
    std::string tag;
    for (const char c : stated.substr(0, stated.find_first_of(",; "))) {
      tag.push_back(c == '_' ? '-' : c);
    }
    const size_t first = tag.find('-') == std::string::npos ? tag.size() : tag.find('-');
    const bool letters = std::ranges::all_of(tag, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!letters || first < 2 || first > 3 || tag.size() > 20) continue;
    for (size_t i = 0; i < first; ++i) {
      if (tag[i] >= 'A' && tag[i] <= 'Z') tag[i] = static_cast<char>(tag[i] + 32);
    }
    if (tag.size() == first + 3) {
      for (size_t i = first + 1; i < tag.size(); ++i) {
        if (tag[i] >= 'a' && tag[i] <= 'z') tag[i] = static_cast<char>(tag[i] - 32);
      }
    }
    return tag;
  }
  return {};
}

namespace {

size_t Segments(std::string_view path) {
  size_t segments = 0;
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    if (end > at) ++segments;
    at = end + 1;
  }
  return segments;
}

// The last segment of a path is made of several words: an article's name in an address.
bool NamesArticle(std::string_view path) {
  constexpr size_t kFewestJoints = 3;
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view last = path.substr(path.rfind('/') + 1);
  return std::ranges::count_if(last, [](char c) { return c == '-' || c == '_'; }) >=
         static_cast<std::ptrdiff_t>(kFewestJoints);
}

bool IsSameSite(const net::Url& one, const net::Url& other) {
  return net::RegistrableDomain(one.host()) == net::RegistrableDomain(other.host());
}

// Whether the page says that it was made from the site of `canonical`.
bool IsCopyOf(const PageFacts& facts, const net::Url& canonical) {
  if (facts.is_amp) return true;
  for (const std::string_view name : {"syndication-source", "original-source"}) {
    const auto source = net::Url::Parse(facts.Meta({name}));
    if (source && IsSameSite(*source, canonical)) return true;
  }
  return false;
}

bool IsBelievable(const PageFacts& facts, const net::Url& canonical, const net::Url& own) {
  if (!IsSameSite(canonical, own) && !IsCopyOf(facts, canonical)) return false;
  if (canonical.path() == own.path()) return true;
  // The front page, or the section that the page stands in.
  const bool front = canonical.path().size() <= 1 && canonical.query().empty();
  if (front && own.path().size() > 1) return false;
  std::string section(canonical.path());
  if (!section.ends_with('/')) section.push_back('/');
  const bool above =
      own.path().starts_with(section) && Segments(canonical.path()) < Segments(own.path());
  return !above || !NamesArticle(own.path()) || NamesArticle(canonical.path());
}

}  // namespace

std::string FindUrl(const PageFacts& facts, std::string_view url) {
  constexpr size_t kLongest = 2'000;  // bytes
  const auto own = net::Url::Parse(url);
  const net::Url* base = own ? &*own : nullptr;
  for (const std::string_view stated : {facts.canonical, facts.Meta({"og:url"})}) {
    if (stated.empty() || stated.size() > kLongest) continue;
    const auto canonical = net::Url::Parse(stated, base);
    if (!canonical || !canonical->IsHttp()) continue;
    if (own && !IsBelievable(facts, *canonical, *own)) continue;
    return canonical->WithoutUserInfo().WithoutTracking().href();
  }
  return own && own->IsHttp() ? own->WithoutTracking().href() : std::string(url);
}

}  // namespace extract
