#include "extract/marked.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "extract/labels.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::NodeId;
using html::Tag;

// What the words of a name mean; a name has lower case when it is looked at.
constexpr uint32_t kAuthor = 1;
constexpr uint32_t kByline = 2;
constexpr uint32_t kNameOf = 4;
constexpr uint32_t kToday = 8;
constexpr uint32_t kUpdated = 16;
constexpr uint32_t kPublished = 32;
constexpr uint32_t kWeakUpdated = 64;
constexpr uint32_t kDate = 128;

constexpr Label kNames[] = {
    {"author", kAuthor | kDate}, {"autor", kAuthor}, {"auteur", kAuthor}, {"writer", kAuthor},
    {"reporter", kAuthor}, {"journalist", kAuthor}, {"contributor", kAuthor},
    {"username", kAuthor | kNameOf}, {"byline", kByline | kDate}, {"by-line", kByline},
    {"posted-by", kByline | kPublished}, {"written-by", kByline}, {"meta-by", kByline},
    {"name", kNameOf}, {"today", kToday}, {"current-date", kToday}, {"currentdate", kToday},
    {"clock", kToday}, {"weather", kToday}, {"modified", kUpdated}, {"last-up", kUpdated},
    {"lastup", kUpdated}, {"updated-at", kUpdated}, {"updated_at", kUpdated},
    {"updatedat", kUpdated}, {"date-updated", kUpdated}, {"date_updated", kUpdated},
    {"updateddate", kUpdated}, {"updated-date", kUpdated}, {"post-updated", kUpdated},
    {"time-updated", kUpdated}, {"publish", kPublished}, {"pubdate", kPublished},
    {"pub-date", kPublished}, {"pub_date", kPublished}, {"posted", kPublished},
    {"post-date", kPublished}, {"entry-date", kPublished}, {"article-date", kPublished},
    {"article__date", kPublished}, {"postdate", kPublished}, {"updated", kWeakUpdated},
    {"date", kDate}, {"time", kDate}, {"meta", kDate}, {"datum", kDate}, {"fecha", kDate},
    {"info", kDate}};

struct NameKinds {
  BylineKind byline = BylineKind::kNone;
  DateKind date = DateKind::kNone;
};

NameKinds KindsOfName(std::string_view value) {
  static const Labels kAll{kNames};
  constexpr size_t kLongest = 300;
  NameKinds kinds;
  if (value.empty() || value.size() > kLongest) return kinds;
  std::string lower(value);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const uint32_t bits = kAll.In(lower);
  if ((bits & (kAuthor | kByline)) != 0) {
    kinds.byline = (bits & kNameOf) != 0   ? BylineKind::kName
                   : (bits & kAuthor) != 0 ? BylineKind::kAuthor
                                           : BylineKind::kByline;
  } else if (lower == "fn" || lower == "url fn n") {
    kinds.byline = BylineKind::kName;  // hCard
  }
  kinds.date = (bits & kToday) != 0         ? DateKind::kToday
               : (bits & kUpdated) != 0     ? DateKind::kUpdated
               : (bits & kPublished) != 0   ? DateKind::kPublished
               : (bits & kWeakUpdated) != 0 ? DateKind::kUpdated
               : (bits & kDate) != 0        ? DateKind::kDate
                                            : DateKind::kNone;
  return kinds;
}

constexpr Label kAuthorPaths[] = {
    {"/author/", 1}, {"/authors/", 1}, {"/autor/", 1}, {"/autoren/", 1}, {"/auteur/", 1},
    {"/profile/", 1}, {"/by/", 1}, {"/staff/", 1}, {"/people/", 1}, {"/contributor", 1},
    {"/writer", 1}, {"/journalist", 1}, {"/reporter", 1}, {"/team/", 1}, {"/person/", 1},
    {"/redaktion/", 1}, {"/columnist", 1}, {"/user/", 1}, {"/users/", 1}, {"/member/", 1},
    {"/members/", 1}};

bool IsAuthorPath(std::string_view href) {
  static const Labels kAll{kAuthorPaths};
  constexpr size_t kLongest = 300;
  return href.size() <= kLongest && kAll.In(href) != 0;
}

bool HasWord(std::string_view value, std::string_view word) {
  for (size_t at = value.find(word); at != std::string_view::npos; at = value.find(word, at + 1)) {
    const bool starts = at == 0 || value[at - 1] == ' ';
    const size_t end = at + word.size();
    if (starts && (end == value.size() || value[end] == ' ')) return true;
  }
  return false;
}

// Whether one of the words is the property, with or without a prefix.
bool HasProperty(std::string_view value, std::string_view property) {
  for (size_t at = value.find(property); at != std::string_view::npos;
       at = value.find(property, at + 1)) {
    const bool starts = at == 0 || value[at - 1] == ' ' || value[at - 1] == ':';
    const size_t end = at + property.size();
    if (starts && (end == value.size() || value[end] == ' ')) return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(const Document& document) : document_(document) {}

  Marked Read(NodeId node) {
    Marked marked{node};
    if (document_.tag(node) == Tag::kTime) marked.date = DateKind::kTime;
    for (const html::Attribute& attribute : document_.attributes(node)) {
      switch (attribute.id) {
        case Attr::kClass:
        case Attr::kId: {
          const NameKinds kinds = Remembered(attribute.value);
          marked.byline = std::max(marked.byline, kinds.byline);
          marked.date = std::max(marked.date, kinds.date);
          break;
        }
        case Attr::kItemprop:
          if (HasWord(attribute.value, "author")) marked.byline = BylineKind::kMicrodata;
          marked.published = attribute.value.contains("datePublished") ||
                             attribute.value.contains("dateCreated") ||
                             attribute.value.contains("uploadDate");
          marked.modified = attribute.value.contains("dateModified");
          break;
        case Attr::kProperty: {
          // RDFa: "schema:author", "dc:date dc:created".
          const std::string_view value = attribute.value;
          if (HasProperty(value, "author") || HasProperty(value, "creator")) {
            marked.byline = BylineKind::kMicrodata;
          }
          marked.modified = marked.modified || HasProperty(value, "dateModified") ||
                            HasProperty(value, "modified");
          marked.published =
              marked.published || HasProperty(value, "datePublished") ||
              (!marked.modified && (HasProperty(value, "created") || HasProperty(value, "issued") ||
                                    HasProperty(value, "date")));
          break;
        }
        case Attr::kRel:
          if (HasWord(attribute.value, "author")) {
            marked.byline = std::max(marked.byline, BylineKind::kRelation);
          }
          break;
        case Attr::kHref:
          if (document_.tag(node) == Tag::kA && marked.byline == BylineKind::kNone &&
              IsAuthorPath(attribute.value)) {
            marked.byline = BylineKind::kLink;
          }
          break;
        case Attr::kDatetime:
          marked.date = std::max(marked.date, DateKind::kTime);
          break;
        default:
          break;
      }
    }
    return marked;
  }

 private:
  NameKinds Remembered(std::string_view name) {
    const auto [seen, added] = seen_.try_emplace(name);
    if (added) seen->second = KindsOfName(name);
    return seen->second;
  }

  const Document& document_;
  std::unordered_map<std::string_view, NameKinds> seen_;
};

}  // namespace

std::vector<Marked> FindMarked(const Document& document) {
  Reader reader(document);
  std::vector<Marked> found;
  for (NodeId node = 1; node < document.size(); ++node) {
    if (!document.IsElement(node)) continue;
    const Tag tag = document.tag(node);
    if (tag == Tag::kMeta || tag == Tag::kScript || tag == Tag::kStyle) continue;
    if (tag != Tag::kTime && document.attributes(node).empty()) continue;
    const Marked marked = reader.Read(node);
    if (marked.byline != BylineKind::kNone || marked.date != DateKind::kNone || marked.published ||
        marked.modified) {
      found.push_back(marked);
    }
  }
  return found;
}

}  // namespace extract
