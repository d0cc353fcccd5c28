#include "parse/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "html/sanitise.h"
#include "html/text.h"
#include "text/dates.h"
#include "text/markup.h"
#include "text/words.h"

namespace parse {
namespace {

constexpr size_t kLongestLine = 2'000;
constexpr size_t kLongestSummary = 64 * 1024;
constexpr size_t kMostPeople = 20;
constexpr size_t kMostTags = 100;
constexpr size_t kMostEnclosures = 50;
constexpr size_t kMostWarnings = 50;

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; });
}

std::string Composed(std::string text) {
  if (IsAscii(text)) return text;
  return text::Normalise(text);
}

// Parts of `text` between any of `separators`, without empty ones.
std::vector<std::string_view> Split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(separators), text.size());
    const std::string_view part = TrimSpace(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

bool LooksLikeEmail(std::string_view text) {
  return text.contains('@') && !text.contains(' ');
}

// The name in "jane@example.org (Jane Doe)", "Jane Doe <jane@example.org>", "Jane Doe
// (jane@example.org)"; an address alone is the name then.
std::string_view NameOf(std::string_view text) {
  text = TrimSpace(text);
  const size_t open = text.find_first_of("(<");
  if (open == std::string_view::npos) return text;
  const size_t close = text.find_first_of(")>", open);
  const std::string_view before = TrimSpace(text.substr(0, open));
  const std::string_view inside = TrimSpace(text.substr(
      open + 1, close == std::string_view::npos ? std::string_view::npos : close - open - 1));
  if (LooksLikeEmail(before) && !inside.empty()) return inside;
  if (LooksLikeEmail(inside) && !before.empty()) return before;
  if (before.empty()) return inside;
  return text;
}

void AddPerson(std::string_view text, std::vector<std::string>& people) {
  const std::string name = Draft::Line({std::string(NameOf(text)), false, {}});
  if (name.empty() || people.size() >= kMostPeople) return;
  if (std::ranges::find(people, name) == people.end()) people.push_back(name);
}

// Whether a comma divides people here ("Jane Doe, John Roe") and not a name ("Doe, Jane") or a name
// and an office ("Jane Doe, Reuters").
bool IsListOfPeople(const std::vector<std::string_view>& parts) {
  return parts.size() > 1 &&
         std::ranges::all_of(parts, [](std::string_view part) { return part.contains(' '); });
}

// A description is the whole article when it has the shape of one: blocks, and enough text.
bool IsFullText(const Markup& markup, size_t text_size) {
  constexpr size_t kFullText = 800;  // bytes; teasers of the large publishers stay below 600
  if (!markup.is_html || text_size < kFullText) return false;
  const std::string lower = LowerAscii(markup.text);
  size_t blocks = 0;
  for (const std::string_view tag : {"<p>", "<p ", "<br", "<div", "<h2", "<h3", "<li"}) {
    for (size_t at = lower.find(tag); at != std::string::npos && blocks < 2;
         at = lower.find(tag, at + 1)) {
      ++blocks;
    }
  }
  return blocks >= 2;
}

std::string DocumentBase(const Input& input) {
  auto base = net::Url::Parse(input.url);
  for (const auto& [name, value] : input.headers) {
    if (name != "content-location") continue;
    auto located = net::Url::Parse(TrimSpace(value), base ? &*base : nullptr);
    if (located && located->IsHttp()) base = std::move(located);
  }
  return base ? base->href() : std::string();
}

}  // namespace

Draft::Draft(const Input& input, model::Feed& feed) : feed_(feed), base_(DocumentBase(input)) {}

void Draft::Warn(std::string warning) {
  if (feed_.warnings.size() < kMostWarnings) feed_.warnings.push_back(std::move(warning));
}

std::string Draft::Resolve(std::string_view url, const std::string& base) {
  url = TrimSpace(url);
  if (url.empty()) return {};
  if (url.starts_with("feed://")) {
    return Resolve("http" + std::string(url.substr(4)), base);
  }
  const std::string& from = base.empty() ? base_ : base;
  auto found = bases_.find(from);
  if (found == bases_.end() && !from.empty()) {
    if (auto parsed = net::Url::Parse(from)) {
      if (bases_.size() > 1'000) bases_.clear();
      found = bases_.emplace(from, std::move(*parsed)).first;
    }
  }
  const auto resolved = net::Url::Parse(url, found == bases_.end() ? nullptr : &found->second);
  return resolved && resolved->IsHttp() ? resolved->href() : std::string();
}

std::string Draft::Line(const Markup& markup) {
  const bool plain = !markup.is_html || markup.text.find_first_of("<&") == std::string::npos;
  std::string line = text::CollapseSpace(plain ? markup.text : html::ToText(markup.text));
  line.resize(base::TruncateUtf8(line, kLongestLine).size());
  return Composed(std::move(line));
}

std::string Draft::Plain(const Markup& markup) {
  const bool plain = !markup.is_html || markup.text.find_first_of("<&") == std::string::npos;
  std::string text = plain ? text::CollapseSpace(markup.text) : html::ToText(markup.text);
  text.resize(base::TruncateUtf8(text, kLongestSummary).size());
  return Composed(std::move(text));
}

std::string Draft::Safe(const Markup& markup) const {
  if (TrimSpace(markup.text).empty()) return {};
  const std::string& base = markup.base.empty() ? base_ : markup.base;
  if (markup.is_html) return html::Sanitise(markup.text, base);
  std::string out = "<p>";
  text::AppendEscaped(TrimSpace(markup.text), out);
  return out + "</p>";
}

std::optional<base::Instant> Draft::Time(std::string_view text) const {
  const auto date = text::ParseDate(text, feed_.language);
  if (!date) return std::nullopt;
  return date->instant ? *date->instant : base::StartOf(date->day);
}

void Draft::AddPeople(std::string_view text, std::vector<std::string>& people) {
  std::string line = Line({std::string(text), true, {}});
  if (LowerAscii(line.substr(0, 3)) == "by ") line.erase(0, 3);
  std::string divided;  // "; " for every word that divides
  std::string_view rest = line;
  for (const std::string_view word : {" and ", " & ", " und ", " et "}) {
    divided.clear();
    for (size_t at = rest.find(word); at != std::string_view::npos; at = rest.find(word)) {
      divided.append(rest.substr(0, at)).append(";");
      rest.remove_prefix(at + word.size());
    }
    if (divided.empty()) continue;
    divided.append(rest);
    AddPeople(divided, people);
    return;
  }
  for (const std::string_view part : Split(line, ";|")) {
    const auto by_comma = Split(part, ",");
    if (!IsListOfPeople(by_comma)) {
      AddPerson(part, people);
      continue;
    }
    for (const std::string_view person : by_comma) AddPerson(person, people);
  }
}

void Draft::AddTag(std::string_view text, std::vector<std::string>& tags) {
  std::string tag = Line({std::string(text), true, {}});
  if (tag.empty() || tags.size() >= kMostTags) return;
  if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(std::move(tag));
}

void Draft::AddTags(std::string_view list, std::vector<std::string>& tags) {
  for (const std::string_view tag : Split(list, ",")) AddTag(tag, tags);
}

void Draft::AddEnclosure(model::Enclosure enclosure, model::Entry& entry) {
  if (enclosure.url.empty()) return;
  const auto known = std::ranges::find(entry.enclosures, enclosure.url, &model::Enclosure::url);
  if (known == entry.enclosures.end()) {
    if (entry.enclosures.size() < kMostEnclosures) entry.enclosures.push_back(std::move(enclosure));
    return;
  }
  if (known->type.empty()) known->type = std::move(enclosure.type);
  if (!known->bytes) known->bytes = enclosure.bytes;
  if (!known->seconds) known->seconds = enclosure.seconds;
}

void Draft::SetDescription(const Markup& markup, model::Entry& entry) const {
  std::string summary = Plain(markup);
  if (entry.content.empty() && IsFullText(markup, summary.size())) entry.content = Safe(markup);
  if (entry.summary.empty()) entry.summary = std::move(summary);
}

bool Draft::HasRoom(size_t most) {
  if (feed_.entries.size() < most) return true;
  Warn(fmt::format("more than {} entries: the rest was left out", most));
  return false;
}

void Draft::Add(model::Entry entry) {
  if (entry.language.empty()) entry.language = feed_.language;
  if (entry.key.empty()) entry.key = entry.url;
  const std::string said = entry.title + '\n' + entry.summary + '\n' + entry.content;
  if (entry.key.empty()) {
    // The text of a nameless entry is its identity; when it has none, whatever else it says is.
    std::string identity = said;
    if (identity.size() <= 2) {
      for (const std::string& part : entry.author) identity += part;
      for (const std::string& part : entry.tags) identity += part;
      for (const model::Enclosure& part : entry.enclosures) identity += part.url;
      identity += entry.image;
      for (const auto& time : {entry.published, entry.updated}) {
        if (time) identity += base::FormatRfc3339(*time);
      }
      if (identity.size() <= 2) {
        Warn("an entry that says nothing was left out");
        return;
      }
    }
    entry.key = "hash:" + base::HexOf(base::Hash64(identity));
  }
  const auto known = keys_.find(entry.key);
  if (known != keys_.end()) {
    const model::Entry& first = feed_.entries[known->second];
    if (first.url == entry.url && first.title == entry.title) {
      Warn(fmt::format("an entry given twice was left out: {}", entry.key));
      return;
    }
    // One id for different entries: the id alone says nothing, what it stands at does.
    const std::string what = entry.url.empty() ? said : entry.url;
    entry.key += "#" + base::HexOf(base::Hash64(what));
    if (keys_.contains(entry.key)) return;
  }
  keys_.emplace(entry.key, feed_.entries.size());
  feed_.entries.push_back(std::move(entry));
}

std::string LanguageTag(std::string_view text) {
  text = TrimSpace(text);
  text = text.substr(0, text.find_first_of(", ;"));
  if (text.size() < 2 || text.size() > 35) return {};
  std::string out;
  size_t part_start = 0;
  const auto finish_part = [&] {
    // A region is written in capitals, a script with one (RFC 5646, 2.1.1).
    if (part_start == 0) return;
    const size_t size = out.size() - part_start;
    for (size_t i = part_start; i < out.size(); ++i) {
      const bool capital = size == 2 || (size == 4 && i == part_start);
      if (capital && out[i] >= 'a' && out[i] <= 'z') out[i] = static_cast<char>(out[i] - 32);
    }
  };
  for (const char c : text) {
    if (c == '-' || c == '_') {
      finish_part();
      out += '-';
      part_start = out.size();
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else {
      return {};
    }
  }
  finish_part();
  const size_t first = std::min(out.find('-'), out.size());
  return first < 2 || first > 3 || out.ends_with('-') ? std::string() : out;
}

std::optional<int64_t> Number(std::string_view text) {
  text = TrimSpace(text);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<size_t>(text.data() + text.size() - end));
  // "12.5" seconds and "1024 bytes" are met; "12abc" is no number.
  if (!rest.empty() && rest[0] != '.' && rest[0] != ' ') return std::nullopt;
  return value;
}

std::optional<int64_t> Duration(std::string_view text) {
  int64_t seconds = 0;
  int parts = 0;
  for (const std::string_view part : Split(text, ":")) {
    const auto value = Number(part);
    if (!value || *value > 1'000'000 || ++parts > 3) return std::nullopt;
    seconds = seconds * 60 + *value;
  }
  if (parts == 0) return std::nullopt;
  return seconds;
}

std::string_view TrimSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

}  // namespace parse
