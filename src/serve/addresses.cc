#include "serve/addresses.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "net/url.h"
#include "serve/locale.h"

namespace serve {
namespace {

constexpr size_t kSlugBytes = 80;

constexpr std::array<std::pair<std::string_view, PageKind>, 10> kPageNames = {{
    {"day", PageKind::kDay},
    {"story", PageKind::kStory},
    {"article", PageKind::kArticle},
    {"hashtag", PageKind::kHashtag},
    {"hashtags", PageKind::kHashtags},
    {"publisher", PageKind::kPublisher},
    {"publishers", PageKind::kPublishers},
    {"search", PageKind::kSearch},
    {"quarantine", PageKind::kQuarantine},
    {"sources", PageKind::kSources},
}};

constexpr std::array<std::pair<std::string_view, FeedKind>, 3> kFeedNames = {
    {{"feed.rss", FeedKind::kRss}, {"feed.atom", FeedKind::kAtom}, {"feed.json", FeedKind::kJson}}};

FeedKind FeedKindFrom(std::string_view segment) {
  for (const auto& [name, kind] : kFeedNames) {
    if (name == segment) return kind;
  }
  return FeedKind::kNone;
}

std::optional<PageKind> PageKindFrom(std::string_view segment) {
  if (segment == "about") return PageKind::kAbout;
  for (const auto& [name, kind] : kPageNames) {
    if (name == segment) return kind;
  }
  return std::nullopt;
}

std::string_view NameOf(PageKind kind) {
  for (const auto& [name, each] : kPageNames) {
    if (each == kind) return name;
  }
  return kind == PageKind::kAbout ? "about" : "";
}

// "/en/story/12/" as {"en", "story", "12"}; one empty segment at the end is left out.
std::vector<std::string_view> Segments(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (!path.empty() && segments.size() < 8) {
    const size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return segments;
}

std::optional<std::string> DecodeSegment(std::string_view segment) {
  std::string decoded = net::PercentDecode(segment);
  if (!base::IsValidUtf8(decoded) || decoded.find('\0') != std::string::npos) return std::nullopt;
  return decoded;
}

bool TakesFeed(PageKind page) {
  return page == PageKind::kFront || page == PageKind::kHashtag || page == PageKind::kPublisher ||
         page == PageKind::kSearch;
}

// Reads what stands behind "/en/story/": an id, a day or a name, then a slug. False: no such page.
bool ReadRest(const std::vector<std::string_view>& rest, Route& route) {
  const size_t count = rest.size();
  switch (route.page) {
    case PageKind::kStory:
    case PageKind::kArticle:
    case PageKind::kPublisher: {
      if (count < 1 || count > 2) return false;
      const std::optional<int64_t> id = ParseId(rest[0]);
      std::optional<std::string> slug = count == 2 ? DecodeSegment(rest[1]) : std::string();
      if (!id.has_value() || !slug.has_value()) return false;
      route.id = *id;
      route.slug = std::move(*slug);
      return true;
    }
    case PageKind::kHashtag: {
      if (count != 1) return false;
      std::optional<std::string> name = DecodeSegment(rest[0]);
      if (!name.has_value() || name->empty()) return false;
      route.name = std::move(*name);
      return true;
    }
    case PageKind::kDay: {
      const std::optional<base::Day> day =
          count == 1 ? base::ParseDay(rest[0]) : std::optional<base::Day>();
      if (!day.has_value()) return false;
      route.day = *day;
      return true;
    }
    default:
      return count == 0;
  }
}

// Anything but letters and digits, as far as titles have it: what ends a word of a slug.
bool IsSeparator(char32_t c) {
  if (c < 0x80)
    return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  if (c <= 0xBF || c == 0xD7 || c == 0xF7) return true;
  if (c == 0x060C || c == 0x061B || c == 0x061F || c == 0x066A || c == 0x06D4) return true;
  if (c >= 0x2000 && c <= 0x2BFF) return true;                 // punctuation, symbols
  if (c >= 0x3000 && c <= 0x303F && c != 0x3005) return true;  // CJK punctuation, but 々
  if (c == 0x30FB || (c >= 0xFE10 && c <= 0xFE6F)) return true;
  if (c >= 0xFF00 && c <= 0xFF0F) return true;
  if (c >= 0xFF1A && c <= 0xFF20) return true;
  if (c >= 0xFF3B && c <= 0xFF40) return true;
  if (c >= 0xFF5B && c <= 0xFF65) return true;
  return c >= 0xFFF0 || (c >= 0xE000 && c <= 0xF8FF);
}

}  // namespace

std::optional<int64_t> ParseId(std::string_view text) {
  if (text.empty() || text[0] == '0' || text[0] == '-') return std::nullopt;
  int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

std::string Slug(std::string_view title) {
  std::string slug;
  bool gap = false;
  for (size_t position = 0; position < title.size();) {
    char32_t c = base::NextCodePoint(title, position);
    if (c == '\'' || c == 0x2019) continue;  // "Japan's" is one word
    if (IsSeparator(c)) {
      gap = true;
      continue;
    }
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    std::string letter;
    base::AppendCodePoint(c, letter);
    const bool dash = gap && !slug.empty();
    if (slug.size() + letter.size() + (dash ? 1 : 0) > kSlugBytes) break;
    if (dash) slug.push_back('-');
    slug.append(letter);
    gap = false;
  }
  return slug.empty() ? "-" : slug;
}

std::optional<Route> ParseRoute(std::string_view path) {
  std::vector<std::string_view> segments = Segments(path);
  if (segments.empty() || FindLocale(segments[0]) == nullptr) return std::nullopt;
  Route route;
  route.language = segments[0];
  segments.erase(segments.begin());
  if (segments.empty()) return route;
  route.feed = FeedKindFrom(segments.back());
  if (route.feed != FeedKind::kNone) segments.pop_back();
  if (!segments.empty()) {
    const std::optional<PageKind> page = PageKindFrom(segments[0]);
    if (!page.has_value()) return std::nullopt;
    route.page = *page;
    segments.erase(segments.begin());
    if (!ReadRest(segments, route)) return std::nullopt;
  }
  if (route.feed != FeedKind::kNone && !TakesFeed(route.page)) return std::nullopt;
  return route;
}

std::string PathOf(const Route& route) {
  std::string path = "/" + route.language + "/";
  if (route.page != PageKind::kFront) path += NameOf(route.page);
  switch (route.page) {
    case PageKind::kStory:
    case PageKind::kArticle:
    case PageKind::kPublisher:
      path += fmt::format("/{}", route.id);
      if (!route.slug.empty() && route.feed == FeedKind::kNone) {
        path += "/" + net::PercentEncode(route.slug);
      }
      break;
    case PageKind::kHashtag:
      path += "/" + net::PercentEncode(route.name);
      break;
    case PageKind::kDay:
      path += "/" + base::FormatDay(route.day);
      break;
    default:
      break;
  }
  for (const auto& [name, kind] : kFeedNames) {
    if (kind != route.feed || route.feed == FeedKind::kNone) continue;
    if (!path.ends_with('/')) path += "/";
    path += name;
  }
  return path;
}

std::string FrontPath(std::string_view language) {
  return fmt::format("/{}/", language);
}

std::string DayPath(std::string_view language, base::Day day) {
  return fmt::format("/{}/day/{}", language, base::FormatDay(day));
}

std::string StoryPath(std::string_view language, int64_t id, std::string_view title) {
  return fmt::format("/{}/story/{}/{}", language, id, net::PercentEncode(Slug(title)));
}

std::string ArticlePath(std::string_view language, int64_t id, std::string_view title) {
  return fmt::format("/{}/article/{}/{}", language, id, net::PercentEncode(Slug(title)));
}

std::string HashtagPath(std::string_view language, std::string_view tag) {
  return fmt::format("/{}/hashtag/{}", language, net::PercentEncode(tag));
}

std::string PublisherPath(std::string_view language, int64_t id, std::string_view name) {
  return fmt::format("/{}/publisher/{}/{}", language, id, net::PercentEncode(Slug(name)));
}

std::string PagePath(std::string_view language, PageKind page) {
  return fmt::format("/{}/{}", language, NameOf(page));
}

std::string SearchPath(std::string_view language, std::string_view query) {
  return fmt::format("/{}/search?q={}", language, net::PercentEncode(query));
}

}  // namespace serve
