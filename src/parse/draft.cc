#include "parse/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "html/document.h"
#include "html/sanitise.h"
#include "parse/feed_date.h"
#include "parse/markup_repair.h"
#include "parse/people.h"
#include "parse/plain_text.h"
#include "text/markup.h"

namespace parse {
namespace {

constexpr size_t kLongestLine = 2'000;
constexpr size_t kLongestSummary = 64 * 1024;
constexpr size_t kMostTags = 100;
constexpr size_t kMostEnclosures = 50;
constexpr size_t kMostPictures = 50;
constexpr size_t kMostWarnings = 50;
constexpr size_t kGrowth = size_t{16} << 20;

bool IsPlain(const Markup& markup) {
  return !markup.is_html || (!markup.text.contains('<') && !markup.text.contains('&'));
}

// Bytes that the URL standard leaves as they are in a path, a query and a fragment; '.' apart.
constexpr auto kPlainInUrl = [] {
  std::array<bool, 256> plain{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_~!$&()*+,;=:@/%.")) {
    plain[static_cast<unsigned char>(c)] = true;
  }
  return plain;
}();

// Whether net::Url would give exactly this text back: most links of feeds are written as they are
// serialised, and to see that takes a tenth of the time. False: not certain.
bool IsSerialisedHttp(std::string_view url) {
  const std::string_view scheme = url.starts_with("https://") ? "https://" : "http://";
  if (!url.starts_with(scheme)) return false;
  size_t at = scheme.size();
  size_t label = at;
  for (; at < url.size() && url[at] != '/'; ++at) {
    const char c = url[at];
    if (c == '.') label = at + 1;
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!allowed) return false;
  }
  // A last label that begins with a letter is no number, so the host no IPv4 address.
  if (at == url.size() || label == at || url[label] < 'a' || url[label] > 'z') return false;
  bool in_path = true;
  for (; at < url.size(); ++at) {
    const char c = url[at];
    if (c == '?' || c == '#') {
      in_path = false;
    } else if (!kPlainInUrl[static_cast<unsigned char>(c)] ||
               (in_path && url[at - 1] == '/' && (c == '.' || c == '%'))) {
      return false;  // "/./", "/%2e%2e/"
    }
  }
  return true;
}

// A description is the whole article when it has the shape of one: blocks, and enough text.
bool IsFullText(const Markup& markup, size_t text_size) {
  constexpr size_t kFullText = 800;  // bytes; teasers of the large publishers stay below 600
  if (!markup.is_html || text_size < kFullText) return false;
  size_t blocks = 0;
  const std::string_view text = markup.text;
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    for (const std::string_view tag : {"<p>", "<p ", "<br", "<div", "<h2", "<h3", "<li"}) {
      if (IsSameLetters(text.substr(at, tag.size()), tag) && ++blocks == 2) return true;
    }
  }
  return false;
}

std::optional<net::Url> DocumentBase(const Input& input) {
  std::optional<net::Url> base;
  if (auto url = net::Url::Parse(input.url)) base = url->WithoutUserInfo();
  for (const auto& [name, value] : input.headers) {
    if (name != "content-location") continue;
    auto located = net::Url::Parse(TrimSpace(value), base ? &*base : nullptr);
    if (located && located->IsHttp()) base = located->WithoutUserInfo();
  }
  return base;
}

// What a file is, where nothing says so.
std::string MediumOf(const model::Enclosure& enclosure) {
  for (const std::string_view medium : {"audio", "video", "image"}) {
    if (enclosure.type.starts_with(medium)) return std::string(medium);
  }
  if (!enclosure.type.empty() && enclosure.type != "application/octet-stream") {
    return enclosure.type.starts_with("text/") || enclosure.type == "application/pdf" ? "document"
                                                                                      : "";
  }
  struct Ending {
    std::string_view ending;
    std::string_view medium;
  };
  static constexpr Ending kEndings[] = {
      {".mp3", "audio"},   {".m4a", "audio"}, {".ogg", "audio"},  {".oga", "audio"},
      {".opus", "audio"},  {".wav", "audio"}, {".aac", "audio"},  {".flac", "audio"},
      {".mp4", "video"},   {".m4v", "video"}, {".mov", "video"},  {".webm", "video"},
      {".mkv", "video"},   {".ogv", "video"}, {".jpg", "image"},  {".jpeg", "image"},
      {".png", "image"},   {".gif", "image"}, {".webp", "image"}, {".avif", "image"},
      {".pdf", "document"}};
  const std::string path = LowerAscii(enclosure.url.substr(0, enclosure.url.find_first_of("?#")));
  for (const Ending& known : kEndings) {
    if (path.ends_with(known.ending)) return std::string(known.medium);
  }
  return {};
}

template <typename T>
void Complete(T& field, T& with) {
  if (field == T{}) field = std::move(with);
}

std::string TextOf(const model::Entry& entry) {
  return fmt::format("{}\n{}\n{}", entry.title, entry.summary, entry.content);
}

// What an entry without id and address is known by: its text, else whatever it says; empty: it says
// nothing.
std::string IdentityOf(const model::Entry& entry) {
  std::string identity = TextOf(entry);
  if (identity.size() > 2) return identity;
  for (const model::Person& part : entry.people) identity += part.name + part.email + part.url;
  for (const model::Category& part : entry.categories) identity += part.term;
  for (const model::Enclosure& part : entry.enclosures) identity += part.url;
  for (const model::InReplyTo& part : entry.in_reply_to) identity += part.reference + part.url;
  for (const model::Place& part : entry.places) identity += part.name + part.kind;
  for (const std::string* part : {&entry.image, &entry.rights, &entry.license, &entry.language}) {
    identity += *part;
  }
  for (const auto& time : {entry.published, entry.updated, entry.expires}) {
    if (time) identity += base::FormatRfc3339(*time);
  }
  if (entry.replies) identity += entry.replies->url + entry.replies->feed;
  if (entry.taken_from) identity += "source" + entry.taken_from->title + entry.taken_from->self;
  if (entry.podcast) identity += "podcast";
  return identity.size() > 2 ? identity : std::string();
}

// A few signs take more bytes when they are composed than before (U+0958 becomes two).
std::string CutComposed(std::string text, size_t longest) {
  text = Composed(std::move(text));
  if (text.size() > longest) text.resize(base::TruncateUtf8(text, longest).size());
  return text;
}

}  // namespace

Draft::Draft(const Input& input, model::Feed& feed)
    : feed_(feed), base_(DocumentBase(input)), may_grow_(kGrowth + input.bytes.size() * 3) {}

void Draft::Warn(std::string warning) {
  if (feed_.warnings.size() >= kMostWarnings) return;
  // What it quotes may be cut within a character, or be no text at all.
  if (!base::IsValidUtf8(warning)) warning = base::RepairUtf8(warning);
  feed_.warnings.push_back(std::move(warning));
}

bool Draft::MayGrow(size_t made, size_t from) {
  const size_t growth = made > from ? made - from : 0;
  if (growth > may_grow_) {
    if (may_grow_ > 0) Warn("it would grow beyond the limit: what makes it grow was left out");
    may_grow_ = 0;
    return false;
  }
  may_grow_ -= growth;
  return true;
}

void Draft::InheritAuthors(const std::vector<model::Person>& from, model::Entry& entry) {
  if (HasAuthor(entry.people)) return;
  size_t size = 0;
  for (const model::Person& person : from) {
    size += sizeof(person) + person.name.size() + person.email.size() + person.url.size();
  }
  if (!MayGrow(size, 0)) return;
  for (const model::Person& person : from) {
    if (person.role == "author") entry.people.push_back(person);
  }
}

std::string Draft::Resolve(std::string_view url, const net::Url* base) {
  url = TrimSpace(url);
  if (url.empty()) return {};
  if (IsSerialisedHttp(url)) return std::string(url);
  if (url.starts_with("feed://")) return Resolve("http" + std::string(url.substr(4)), base);
  if (url.starts_with("feed:http")) url.remove_prefix(5);
  const auto resolved = net::Url::Parse(url, base != nullptr ? base : this->base());
  if (!resolved || !resolved->IsHttp()) return {};
  std::string href = resolved->WithoutUserInfo().href();
  return MayGrow(href.size(), url.size()) ? href : std::string();
}

std::string Draft::Line(const Markup& markup) {
  return CutComposed(IsPlain(markup) ? TextOfPlain(markup.text, kLongestLine)
                                     : TextOfHtml(markup.text, Lines::kJoin, kLongestLine),
                     kLongestLine);
}

std::string Draft::Plain(const Markup& markup) {
  return CutComposed(IsPlain(markup) ? TextOfPlain(markup.text, kLongestSummary)
                                     : TextOfHtml(markup.text, Lines::kKeep, kLongestSummary),
                     kLongestSummary);
}

std::string Draft::Safe(const Markup& markup) {
  const std::string_view text = TrimSpace(markup.text);
  std::string out;
  if (text.empty()) return out;
  if (!markup.is_html) {
    out = "<p>";
    text::AppendEscaped(text, out);
    return out += "</p>";
  }
  out.reserve(markup.text.size());
  std::string repaired;
  const html::Document document = html::Parse(RepairMarkup(markup.text, repaired));
  const net::Url* from = markup.base != nullptr ? markup.base : base();
  // A long base before every one of very many short links.
  const auto tags = static_cast<size_t>(std::ranges::count(markup.text, '<'));
  if (from != nullptr && from->href().size() * tags > may_grow_) {
    Warn("a long base and very many links: relative ones were left out");
    from = nullptr;
  }
  html::SanitiseNode(document, html::kRoot, from, out);
  if (!MayGrow(out.size(), markup.text.size() * 2)) out.clear();
  return out;
}

std::optional<base::Instant> Draft::Time(std::string_view text) const {
  return FeedDate(text, feed_.language);
}

void Draft::AddEnclosure(model::Enclosure enclosure, model::Entry& entry) {
  if (enclosure.url.empty()) return;
  if (enclosure.medium.empty()) enclosure.medium = MediumOf(enclosure);
  const auto known = std::ranges::find(entry.enclosures, enclosure.url, &model::Enclosure::url);
  if (known == entry.enclosures.end()) {
    if (entry.enclosures.size() < kMostEnclosures) entry.enclosures.push_back(std::move(enclosure));
    return;
  }
  Complete(known->type, enclosure.type);
  Complete(known->bytes, enclosure.bytes);
  Complete(known->seconds, enclosure.seconds);
  Complete(known->medium, enclosure.medium);
  Complete(known->title, enclosure.title);
  Complete(known->language, enclosure.language);
  Complete(known->width, enclosure.width);
  Complete(known->height, enclosure.height);
  Complete(known->player, enclosure.player);
}

void Draft::AddPicture(model::Picture picture, model::Entry& entry) {
  if (picture.url.empty()) return;
  if (entry.image.empty()) entry.image = picture.url;
  const auto known = std::ranges::find(entry.images, picture.url, &model::Picture::url);
  if (known == entry.images.end()) {
    if (entry.images.size() < kMostPictures) entry.images.push_back(std::move(picture));
    return;
  }
  Complete(known->title, picture.title);
  Complete(known->credit, picture.credit);
  Complete(known->width, picture.width);
  Complete(known->height, picture.height);
}

void Draft::SetDescription(const Markup& markup, model::Entry& entry) {
  std::string summary = Plain(markup);
  if (entry.content.empty() && IsFullText(markup, summary.size())) entry.content = Safe(markup);
  if (entry.summary.empty()) entry.summary = std::move(summary);
}

bool Draft::HasRoom() {
  if (feed_.entries.size() < kMostEntries) return true;
  Warn(fmt::format("more than {} entries: the rest was left out", kMostEntries));
  return false;
}

size_t Draft::SlotOf(std::string_view key) const {
  size_t slot = base::Hash64(key) & (table_.size() - 1);
  while (table_[slot] != 0 && feed_.entries[table_[slot] - 1].key != key) {
    slot = (slot + 1) & (table_.size() - 1);
  }
  return slot;
}

void Draft::GrowTable() {
  const size_t count = feed_.entries.size();
  if (count * 2 <= table_.size()) return;
  table_.assign(std::max<size_t>(table_.size() * 2, 16), 0);
  for (size_t i = 0; i + 1 < count; ++i) {
    table_[SlotOf(feed_.entries[i].key)] = static_cast<uint32_t>(i) + 1;
  }
}

// False: it says nothing that could be its key.
bool Draft::GiveKey(model::Entry& entry) {
  if (entry.key.empty()) entry.key = entry.url;
  if (!entry.key.empty()) return true;
  const std::string identity = IdentityOf(entry);
  if (identity.empty()) {
    Warn("an entry that says nothing was left out");
    return false;
  }
  entry.key = "hash:" + base::HexOf(base::Hash64(identity));
  return true;
}

// Makes the key one of its own where another entry has it; false: it is the same entry again.
bool Draft::MakeKeyUnique(model::Entry& entry) {
  const uint32_t known = table_[SlotOf(entry.key)];
  if (known == 0) return true;
  model::Entry& first = feed_.entries[known - 1];
  const bool newer = first.updated && entry.updated && *first.updated < *entry.updated;
  const bool versions = first.updated && entry.updated && first.updated != entry.updated;
  if (first.url == entry.url && (first.title == entry.title || (versions && !entry.url.empty()))) {
    Warn(fmt::format("an entry given twice was left out: {}", entry.key.substr(0, 200)));
    // Of two versions of an entry the newer counts (RFC 4287, 4.1.1).
    if (newer) std::swap(first, entry);
    return false;
  }
  // One id for different entries: the id alone says nothing, what it stands at does.
  entry.key += "#" + base::HexOf(base::Hash64(entry.url.empty() ? TextOf(entry) : entry.url));
  return table_[SlotOf(entry.key)] == 0;
}

model::Entry& Draft::Begin() {
  return feed_.entries.emplace_back();
}

void Draft::Finish() {
  model::Entry& entry = feed_.entries.back();
  entry.author = AuthorsOf(entry.people);
  for (const model::Category& category : entry.categories) {
    AddTag(category.label.empty() ? category.term : category.label, entry.tags);
  }
  GrowTable();
  const bool keyed = GiveKey(entry) && MakeKeyUnique(entry);
  if (entry.language.empty()) entry.language = feed_.language;
  if (entry.language == kNoLanguage) entry.language.clear();
  if (keyed) {
    table_[SlotOf(entry.key)] = static_cast<uint32_t>(feed_.entries.size());
  } else {
    feed_.entries.pop_back();
  }
}

void Draft::Add(model::Entry entry) {
  Begin() = std::move(entry);
  Finish();
}

void AddTag(std::string_view text, std::vector<std::string>& tags) {
  if (text.empty() || tags.size() >= kMostTags) return;
  if (std::ranges::find(tags, text) == tags.end()) tags.emplace_back(text);
}

void AddCategory(model::Category category, std::vector<model::Category>& categories) {
  category.term = Draft::Line({category.term, true, nullptr});
  category.label = Draft::Line({category.label, true, nullptr});
  if (category.term.empty()) category.term = category.label;
  if (category.label == category.term) category.label.clear();
  if (category.term.empty() || categories.size() >= kMostTags) return;
  for (const model::Category& known : categories) {
    if (known.term == category.term && known.scheme == category.scheme) return;
  }
  categories.push_back(std::move(category));
}

void AddKeywords(std::string_view list, std::string_view scheme,
                 std::vector<model::Category>& categories) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    AddCategory({std::string(list.substr(0, end)), std::string(scheme), {}}, categories);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace parse
