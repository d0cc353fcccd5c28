#include "newsroom/newsroom.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/utf8.h"

namespace newsroom {
namespace {

using base::ErrorKind;
namespace fs = std::filesystem;

constexpr int64_t kNoTime = INT64_MAX;

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<int> NumberFrom(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "-1d2h30m" as microseconds; the sign stands for all of it.
std::optional<int64_t> OffsetFrom(std::string_view text) {
  const bool before = text.starts_with('-');
  if (before) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  int64_t minutes = 0;
  while (!text.empty()) {
    const size_t unit = text.find_first_of("dhm");
    if (unit == std::string_view::npos) return std::nullopt;
    const std::optional<int> count = NumberFrom(text.substr(0, unit));
    if (!count) return std::nullopt;
    minutes += int64_t{*count} * (text[unit] == 'd' ? 1440 : text[unit] == 'h' ? 60 : 1);
    text.remove_prefix(unit + 1);
  }
  return (before ? -minutes : minutes) * 60 * base::kMicrosPerSecond;
}

// "+09:00" as minutes.
std::optional<int> ZoneFrom(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const std::optional<int> hours = NumberFrom(text.substr(1, 2));
  const std::optional<int> minutes = NumberFrom(text.substr(4, 2));
  if (!hours || !minutes) return std::nullopt;
  const int all = *hours * 60 + *minutes;
  return text[0] == '-' ? -all : all;
}

// What a field of a header does with its value. False: the value cannot be understood.
using Setter = std::function<bool(std::string_view)>;
using Setters = std::map<std::string, Setter, std::less<>>;

Setter Into(std::string& target) {
  return [&target](std::string_view value) {
    target = value;
    return true;
  };
}
Setter Into(bool& target) {
  return [&target](std::string_view value) {
    target = value == "yes";
    return value == "yes" || value == "no";
  };
}
template <typename T>
Setter OneOf(T& target, std::map<std::string, T, std::less<>> values) {
  return [&target, values = std::move(values)](std::string_view value) {
    const auto found = values.find(value);
    if (found == values.end()) return false;
    target = found->second;
    return true;
  };
}
template <typename T, typename F>
Setter Read(T& target, F parse) {
  return [&target, parse](std::string_view value) {
    auto parsed = parse(value);
    if (parsed) target = std::move(*parsed);
    return parsed.has_value();
  };
}

// Reads "field: value" lines until the first empty line. Gives what stands behind it.
base::Result<std::string_view> ReadHeader(std::string_view text, const Setters& setters) {
  int line_number = 0;
  while (!text.empty()) {
    ++line_number;
    const size_t end = text.find('\n');
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) return text;
    const size_t colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    const auto setter = setters.find(field);
    if (colon == std::string_view::npos || setter == setters.end()) {
      return base::Fail(ErrorKind::kInvalidInput,
                        fmt::format("line {}: no field is named '{}'", line_number, field));
    }
    if (!setter->second(Trim(line.substr(colon + 1)))) {
      return base::Fail(
          ErrorKind::kInvalidInput,
          fmt::format("line {}: the value of '{}' cannot be understood", line_number, field));
    }
  }
  return text;
}

base::Result<Publisher> ReadPublisher(const fs::path& path) {
  TRY_ASSIGN(const std::string text, base::ReadFile(path));
  Publisher out;
  out.key = path.stem().string();
  const std::map<std::string, FeedKind, std::less<>> feeds = {
      {"none", FeedKind::kNone}, {"rss", FeedKind::kRss},   {"atom", FeedKind::kAtom},
      {"rdf", FeedKind::kRdf},   {"json", FeedKind::kJson}, {"sitemap", FeedKind::kSitemap}};
  const std::map<std::string, Paragraphs, std::less<>> styles = {
      {"p", Paragraphs::kP}, {"div", Paragraphs::kDiv}, {"breaks", Paragraphs::kBreaks}};
  const Setters setters = {{"name", Into(out.name)},
                           {"host", Into(out.host)},
                           {"language", Into(out.language)},
                           {"tagline", Into(out.tagline)},
                           {"country", Into(out.country)},
                           {"layout", Into(out.layout)},
                           {"path", Into(out.path)},
                           {"feed", OneOf(out.feed, feeds)},
                           {"feed-path", Into(out.feed_path)},
                           {"moved-feed", Into(out.moved_feed)},
                           {"full-text", Into(out.full_text)},
                           {"charset", Into(out.charset)},
                           {"charset-in-header", Into(out.charset_in_header)},
                           {"paragraphs", OneOf(out.paragraphs, styles)},
                           {"zone", Read(out.zone_minutes, ZoneFrom)},
                           {"delay-ms", Read(out.delay_ms, NumberFrom)},
                           {"busy", Into(out.busy)},
                           {"broken", [&out](std::string_view value) {
                              out.broken.emplace_back(value);
                              return value == "cut" || value == "error" || value == "garbage";
                            }}};
  TRY(ReadHeader(text, setters));
  if (out.name.empty() || out.host.empty() || out.language.empty()) {
    return base::Fail(ErrorKind::kInvalidInput, "name, host and language are needed");
  }
  return out;
}

// One paragraph a line; empty lines are for the eye.
std::vector<std::string> ParagraphsOf(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty()) out.emplace_back(line);
  }
  return out;
}

base::Result<Article> ReadArticle(const fs::path& path, base::Instant as_of) {
  TRY_ASSIGN(const std::string text, base::ReadFile(path));
  if (!base::IsValidUtf8(text)) return base::Fail(ErrorKind::kInvalidInput, "not UTF-8");
  Article out;
  out.publisher = path.parent_path().filename().string();
  out.slug = path.stem().string();
  // "granary-fire.2.txt" is what granary-fire becomes in the second edition.
  if (const size_t dot = out.slug.find('.'); dot != std::string::npos) {
    const std::optional<int> version = NumberFrom(std::string_view(out.slug).substr(dot + 1));
    if (!version) return base::Fail(ErrorKind::kInvalidInput, "'slug.N.txt': N is no number");
    out.version = *version;
    out.slug.resize(dot);
  }
  out.id = out.publisher + "/" + out.slug;
  int64_t time = kNoTime;
  int64_t updated = kNoTime;
  const Setters setters = {{"time", Read(time, OffsetFrom)},
                           {"updated", Read(updated, OffsetFrom)},
                           {"event", Into(out.event)},
                           {"genre", Read(out.genre, model::GenreFrom)},
                           {"copy-of", Into(out.copy_of)},
                           {"byline", Into(out.byline)},
                           {"agency", Into(out.agency)},
                           {"section", Into(out.section)},
                           {"caption", Into(out.caption)},
                           {"credit", Into(out.credit)},
                           {"standfirst", Into(out.standfirst)},
                           {"fault", Read(out.fault, model::ReasonFrom)},
                           {"quirk", Into(out.quirk)},
                           {"moved-from", Into(out.moved_from)},
                           {"path", Into(out.path)},
                           {"title", Into(out.title)}};
  TRY_ASSIGN(const std::string_view body, ReadHeader(text, setters));
  out.paragraphs = ParagraphsOf(body);
  if (out.title.empty() || time == kNoTime) {
    return base::Fail(ErrorKind::kInvalidInput, "title and time are needed");
  }
  out.published.micros = as_of.micros + time;
  if (updated != kNoTime) out.modified = base::Instant{as_of.micros + updated};
  return out;
}

// The day `offset` days from as_of's, as a paper of that language names it in its text: the day of
// the week, in Japanese the day of the month.
std::string DayName(base::Instant as_of, int offset, std::string_view language) {
  static constexpr std::array<const char*, 7> kEnglish = {
      "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"};
  static constexpr std::array<const char*, 7> kArabic = {"الخميس",  "الجمعة",   "السبت",   "الأحد",
                                                         "الاثنين", "الثلاثاء", "الأربعاء"};
  const base::Day day{base::DayOf(as_of).number + offset};
  if (language == "ja") return fmt::format("{}日", base::CivilFromDay(day).day);
  const auto weekday = static_cast<size_t>(day.number % 7);  // 1970-01-01 was a Thursday
  return language == "ar" ? kArabic[weekday] : kEnglish[weekday];
}

// Replaces "{day-1}" by the name of the day before as_of, and so on.
base::Status NameDays(std::string& text, base::Instant as_of, std::string_view language) {
  static constexpr std::string_view kMark = "{day";
  for (size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at)) {
    const size_t end = text.find('}', at);
    if (end == std::string::npos) return base::Fail(ErrorKind::kInvalidInput, "'{day' has no '}'");
    std::string_view offset =
        std::string_view(text).substr(at + kMark.size(), end - at - kMark.size());
    if (offset.starts_with('+')) offset.remove_prefix(1);
    const std::optional<int> days = NumberFrom(offset);
    if (!days) return base::Fail(ErrorKind::kInvalidInput, "'{day…}': no number of days");
    text.replace(at, end + 1 - at, DayName(as_of, *days, language));
  }
  return {};
}

base::Status NameDays(Newsroom& newsroom, base::Instant as_of) {
  for (Article& article : newsroom.articles) {
    const Publisher* publisher = newsroom.FindPublisher(article.publisher);
    if (publisher == nullptr) continue;  // Check complains of it
    for (std::string* text : {&article.title, &article.standfirst, &article.caption}) {
      TRY_WITH(article.id, NameDays(*text, as_of, publisher->language));
    }
    for (std::string& text : article.paragraphs) {
      TRY_WITH(article.id, NameDays(text, as_of, publisher->language));
    }
  }
  return {};
}

// Every file below `folder` that ends in `extension`, in the order of their names.
std::vector<fs::path> FilesOf(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> out;
  std::error_code error;
  for (auto item = fs::recursive_directory_iterator(folder, error);
       !error && item != fs::recursive_directory_iterator(); item.increment(error)) {
    if (item->is_regular_file() && item->path().extension() == extension) {
      out.push_back(item->path());
    }
  }
  std::ranges::sort(out);
  return out;
}

base::Status ReadTemplates(const fs::path& folder, std::map<std::string, std::string>& out) {
  for (const fs::path& path : FilesOf(folder, ".html")) {
    TRY_ASSIGN_WITH(path.string(), out[path.stem().string()], base::ReadFile(path));
  }
  return {};
}

// A copy without a text of its own has that of its original.
base::Status FillCopies(Newsroom& newsroom) {
  for (Article& article : newsroom.articles) {
    if (article.copy_of.empty()) continue;
    const auto original = std::ranges::find_if(newsroom.articles, [&](const Article& other) {
      return other.id == article.copy_of && other.version == 1;
    });
    if (original == newsroom.articles.end() || !original->copy_of.empty()) {
      return base::Fail(ErrorKind::kInvalidInput,
                        fmt::format("{}: copy-of must name an original", article.id));
    }
    if (article.paragraphs.empty()) article.paragraphs = original->paragraphs;
  }
  return {};
}

base::Status Check(const Newsroom& newsroom) {
  if (!newsroom.layouts.contains("front")) {
    return base::Fail(ErrorKind::kInvalidInput, "layouts/front.html is not there");
  }
  std::set<std::pair<std::string, int>> seen;
  for (const Article& article : newsroom.articles) {
    const Publisher* publisher = newsroom.FindPublisher(article.publisher);
    const auto fail = [&](std::string_view what) {
      return base::Fail(ErrorKind::kInvalidInput, fmt::format("{}: {}", article.id, what));
    };
    if (publisher == nullptr) return fail("its folder is not named as a publisher");
    if (!newsroom.layouts.contains(publisher->layout)) return fail("its layout is not there");
    if (!seen.emplace(article.id, article.version).second) return fail("stands there twice");
    if (article.version > 1 && !seen.contains({article.id, 1}) &&
        std::ranges::none_of(newsroom.articles, [&](const Article& other) {
          return other.id == article.id && other.version == 1;
        })) {
      return fail("has a later version and no first");
    }
    if (article.fault == model::Reason::kNone && article.paragraphs.empty()) {
      return fail("has no text");
    }
    if (article.fault != model::Reason::kNone && article.fault != model::Reason::kNotHtml &&
        !newsroom.faults.contains(std::string(model::ReasonName(article.fault)))) {
      return fail("there is no template in faults/ for its fault");
    }
  }
  return {};
}

}  // namespace

const Publisher* Newsroom::FindPublisher(std::string_view key) const {
  const auto found = std::ranges::find(publishers, key, &Publisher::key);
  return found == publishers.end() ? nullptr : &*found;
}

base::Result<Newsroom> ReadNewsroom(const fs::path& folder, base::Instant as_of) {
  std::error_code error;
  if (!fs::is_directory(folder / "publishers", error)) {
    return base::Fail(ErrorKind::kNotFound,
                      fmt::format("{}: no sample newsroom stands there", folder.string()));
  }
  Newsroom out;
  TRY(ReadTemplates(folder / "layouts", out.layouts));
  TRY(ReadTemplates(folder / "faults", out.faults));
  for (const fs::path& path : FilesOf(folder / "publishers", ".txt")) {
    TRY_ASSIGN_WITH(path.string(), Publisher publisher, ReadPublisher(path));
    out.publishers.push_back(std::move(publisher));
  }
  for (const fs::path& path : FilesOf(folder / "articles", ".txt")) {
    TRY_ASSIGN_WITH(path.string(), Article article, ReadArticle(path, as_of));
    out.articles.push_back(std::move(article));
  }
  std::ranges::sort(out.articles, [](const Article& a, const Article& b) {
    return std::tie(b.published, a.id, a.version) < std::tie(a.published, b.id, b.version);
  });
  TRY(NameDays(out, as_of));
  TRY(FillCopies(out));
  TRY_WITH(folder.string(), Check(out));
  return out;
}

}  // namespace newsroom
