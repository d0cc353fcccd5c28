#include "parse/xml_name.h"

#include <array>

namespace parse {
namespace {

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Whether `text`, in any case, is `lower`.
constexpr bool IsLowerOf(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (Lower(text[i]) != lower[i]) return false;
  }
  return true;
}

#define OCTAVO_FEED_NAME(enumerator, name) std::string_view(name),
constexpr std::array kNames = {std::string_view(), OCTAVO_FEED_NAMES(OCTAVO_FEED_NAME)};
#undef OCTAVO_FEED_NAME

// Open addressing, filled by the compiler; 0 is an empty slot. The length and three letters tell
// the names apart well enough; every element and attribute of a feed comes through here.
constexpr size_t kSlots = 1024;
constexpr size_t SlotOf(std::string_view name) {
  const auto letter = [name](size_t i) {
    return static_cast<size_t>(static_cast<unsigned char>(Lower(name[i])));
  };
  const size_t last = name.size() - 1;
  return (name.size() * 37 + letter(0) * 131 + letter(last / 2) * 29 + letter(last) * 11 +
          letter(last * 3 / 4) * 67) %
         kSlots;
}

constexpr auto kTable = [] {
  std::array<uint8_t, kSlots> table{};
  static_assert(kNames.size() < 256);
  for (size_t i = 1; i < kNames.size(); ++i) {
    size_t slot = SlotOf(kNames[i]);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<uint8_t>(i);
  }
  return table;
}();

struct KnownSpace {
  std::string_view name;  // lower case
  Space space;
};

// URIs without "http://" or "https://" and without '/' and '#' at the end: feeds write them either
// way. As found in feeds; misspelt variants are those that are in wide use.
constexpr KnownSpace kUris[] = {
    {"www.w3.org/xml/1998/namespace", Space::kXml},
    {"www.w3.org/1999/02/22-rdf-syntax-ns", Space::kRdf},
    {"purl.org/rss/1.0", Space::kRss1},
    {"purl.org/net/rss1.1", Space::kRss1},
    {"my.netscape.com/rdf/simple/0.9", Space::kRss1},
    {"channel.netscape.com/rdf/simple/0.9", Space::kRss1},
    {"example.com/newformat", Space::kAtom},
    {"example.com/necho", Space::kAtom},
    {"purl.org/echo", Space::kAtom},
    {"uri/of/echo/namespace", Space::kAtom},
    {"purl.org/pie", Space::kAtom},
    {"purl.org/atom/ns", Space::kAtom},
    {"www.w3.org/2005/atom", Space::kAtom},
    {"purl.org/rss/1.0/modules/rss091", Space::kRss1},
    {"backend.userland.com/rss", Space::kRss1},
    {"backend.userland.com/rss2", Space::kRss1},
    {"backend.userland.com/rss091", Space::kRss1},
    {"blogs.law.harvard.edu/tech/rss", Space::kRss1},
    {"cyber.law.harvard.edu/rss/rss.html", Space::kRss1},
    {"purl.org/dc/elements/1.1", Space::kDublinCore},
    {"purl.org/dc/elements/1.0", Space::kDublinCore},
    {"purl.org/dc/terms", Space::kDublinCoreTerms},
    {"purl.org/rss/1.0/modules/dcterms", Space::kDublinCoreTerms},
    {"purl.org/rss/1.0/modules/content", Space::kContent},
    {"search.yahoo.com/mrss", Space::kMedia},
    {"search.yahoo.com/mrss/rss", Space::kMedia},
    {"video.search.yahoo.com/mrss", Space::kMedia},
    {"tools.search.yahoo.com/mrss", Space::kMedia},
    {"www.itunes.com/dtds/podcast-1.0.dtd", Space::kItunes},
    {"example.com/dtds/podcast-1.0.dtd", Space::kItunes},
    {"podcastindex.org/namespace/1.0", Space::kPodcast},
    {"github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md", Space::kPodcast},
    {"podlove.org/simple-chapters", Space::kChapters},
    {"www.w3.org/1999/xhtml", Space::kXhtml},
    {"www.sitemaps.org/schemas/sitemap/0.9", Space::kSitemap},
    {"www.google.com/schemas/sitemap/0.9", Space::kSitemap},
    {"www.google.com/schemas/sitemap/0.84", Space::kSitemap},
    {"www.google.com/schemas/sitemap-news/0.9", Space::kNews},
    {"www.google.com/schemas/sitemap-image/1.1", Space::kImage},
    {"www.google.com/schemas/sitemap-video/1.1", Space::kVideo},
    {"rssnamespace.org/feedburner/ext/1.0", Space::kFeedBurner},
    {"www.georss.org/georss", Space::kGeoRss},
    {"www.georss.org/georss/10", Space::kGeoRss},
    {"www.georss.org/georss/11", Space::kGeoRss},
    {"www.opengis.net/gml", Space::kGml},
    {"www.opengis.net/gml/3.2", Space::kGml},
    {"www.w3.org/2003/01/geo/wgs84_pos", Space::kGeo},
    {"purl.org/rss/1.0/modules/slash", Space::kSlash},
    {"wellformedweb.org/commentapi", Space::kWellFormedWeb},
    {"wellformedweb.org/comment", Space::kWellFormedWeb},
    {"purl.org/syndication/thread/1.0", Space::kThreading},
    {"backend.userland.com/creativecommonsrssmodule", Space::kCreativeCommons},
    {"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", Space::kCreativeCommons},
    {"web.resource.org/cc", Space::kCreativeCommons},
    {"creativecommons.org/ns", Space::kCreativeCommons},
    {"purl.org/rss/1.0/modules/syndication", Space::kSyndication},
    {"webns.net/mvcb", Space::kAdmin},
    {"purl.org/net/rss1.1/payload", Space::kContent},
};

constexpr KnownSpace kPrefixes[] = {
    {"xml", Space::kXml},
    {"rdf", Space::kRdf},
    {"dc", Space::kDublinCore},
    {"dcterms", Space::kDublinCoreTerms},
    {"content", Space::kContent},
    {"media", Space::kMedia},
    {"itunes", Space::kItunes},
    {"podcast", Space::kPodcast},
    {"psc", Space::kChapters},
    {"atom", Space::kAtom},
    {"atom10", Space::kAtom},
    {"xhtml", Space::kXhtml},
    {"news", Space::kNews},
    {"image", Space::kImage},
    {"video", Space::kVideo},
    {"feedburner", Space::kFeedBurner},
    {"rss", Space::kRss1},
    {"georss", Space::kGeoRss},
    {"gml", Space::kGml},
    {"geo", Space::kGeo},
    {"slash", Space::kSlash},
    {"wfw", Space::kWellFormedWeb},
    {"thr", Space::kThreading},
    {"creativecommons", Space::kCreativeCommons},
    {"cc", Space::kCreativeCommons},
    {"sy", Space::kSyndication},
    {"admin", Space::kAdmin},
};

}  // namespace

Name NameFrom(std::string_view local) {
  if (local.empty()) return Name::kUnknown;
  for (size_t slot = SlotOf(local); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
    if (IsLowerOf(local, kNames[kTable[slot]])) return static_cast<Name>(kTable[slot]);
  }
  return Name::kUnknown;
}

Space SpaceOfUri(std::string_view uri) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (uri.size() > scheme.size() && IsLowerOf(uri.substr(0, scheme.size()), scheme)) {
      uri.remove_prefix(scheme.size());
      break;
    }
  }
  while (uri.ends_with('/') || uri.ends_with('#')) uri.remove_suffix(1);
  if (uri.empty()) return Space::kNone;
  for (const KnownSpace& known : kUris) {
    if (IsLowerOf(uri, known.name)) return known.space;
  }
  return Space::kOther;
}

Space SpaceOfPrefix(std::string_view prefix) {
  for (const KnownSpace& known : kPrefixes) {
    if (IsLowerOf(prefix, known.name)) return known.space;
  }
  return prefix.empty() ? Space::kNone : Space::kOther;
}

}  // namespace parse
