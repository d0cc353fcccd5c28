#include "extract/facts.h"

#include <algorithm>

#include "extract/lenient_json.h"
#include "html/text.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

void ReadHead(const Document& document, PageFacts& facts) {
  for (NodeId node = 1; node < document.size(); ++node) {
    const Tag tag = document.tag(node);
    if (tag == Tag::kMeta) {
      std::string_view content = document.attribute(node, Attr::kContent);
      // Some pages write <meta name value>.
      if (content.empty()) content = document.attribute(node, Attr::kValue);
      if (content.empty()) continue;
      for (const Attr id : {Attr::kProperty, Attr::kName, Attr::kItemprop, Attr::kHttpEquiv}) {
        const std::string_view name = document.attribute(node, id);
        if (!name.empty() && name.size() < 100) facts.metas.emplace_back(LowerAscii(name), content);
      }
    } else if (tag == Tag::kLink) {
      const std::string_view rel = document.attribute(node, Attr::kRel);
      if (facts.canonical.empty() && (rel == "canonical" || rel == "Canonical")) {
        facts.canonical = document.attribute(node, Attr::kHref);
      } else if (facts.image.empty() && rel == "image_src") {
        facts.image = document.attribute(node, Attr::kHref);
      }
    } else if (tag == Tag::kBase && facts.base.empty()) {
      facts.base = document.attribute(node, Attr::kHref);
    } else if (tag == Tag::kHtml) {
      facts.language = document.attribute(node, Attr::kLang);
      if (facts.language.empty()) facts.language = document.attribute(node, "xml:lang");
      facts.is_amp = std::ranges::any_of(
          document.attributes(node), [](const html::Attribute& attribute) {
            return attribute.name == "amp" || attribute.name.starts_with("\u26A1");
          });
    } else if (tag == Tag::kTitle && facts.title_element.empty()) {
      facts.title_element = document.TextOf(node);
    }
  }
}

// ---- JSON-LD -----------------------------------------------------------------------------------

std::vector<std::string> TypesOf(const base::Json& object) {
  std::vector<std::string> types;
  const auto add = [&types](std::string_view type) {
    const size_t slash = type.find_last_of("/#:");
    std::string name(slash == std::string_view::npos ? type : type.substr(slash + 1));
    if (name.empty()) return;
    if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
    types.push_back(std::move(name));
  };
  if (const base::Json* type = object.Find("@type"); type != nullptr) {
    if (const std::string* one = type->AsString()) add(*one);
    if (const base::Json::Array* several = type->AsArray()) {
      for (const base::Json& item : *several) {
        if (const std::string* text = item.AsString()) add(*text);
      }
    }
  }
  return types;
}

// How likely the object is the article that the page is about.
int RankOf(const std::vector<std::string>& types) {
  int rank = 0;
  for (const std::string& type : types) {
    int one = 0;
    if (type.ends_with("NewsArticle") || type == "LiveBlogPosting") one = 9;
    if (type == "Article" || type == "BlogPosting" || type.ends_with("Article"))
      one = std::max(one, 8);
    if (type == "Report" || type == "SocialMediaPosting" || type == "DiscussionForumPosting" ||
        type == "Recipe" || type == "Review" || type == "QAPage") {
      one = 7;
    }
    if (type == "VideoObject" || type == "Product" || type == "Event") one = 3;
    if (type == "WebPage" || type.ends_with("Page")) one = std::max(one, 2);
    rank = std::max(rank, one);
  }
  return rank;
}

// All objects of all blocks, parents before children, to a depth where articles stand.
class Graph {
 public:
  explicit Graph(const std::vector<base::Json>& blocks) {
    constexpr int kDeep = 6;
    std::vector<std::pair<const base::Json*, int>> stack;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block)
      stack.emplace_back(&*block, 0);
    while (!stack.empty() && objects_.size() < kMost) {
      const auto [json, depth] = stack.back();
      stack.pop_back();
      if (const base::Json::Array* items = json->AsArray()) {
        for (size_t i = std::min<size_t>(items->size(), 500); i-- > 0;) {
          stack.emplace_back(&(*items)[i], depth);
        }
      }
      const base::Json::Object* members = json->AsObject();
      if (members == nullptr) continue;
      objects_.push_back({json, depth});
      if (depth >= kDeep) continue;
      for (size_t i = std::min<size_t>(members->size(), 500); i-- > 0;) {
        const base::Json& value = (*members)[i].second;
        if (value.AsObject() != nullptr || value.AsArray() != nullptr) {
          stack.emplace_back(&value, depth + 1);
        }
      }
    }
  }

  struct Item {
    const base::Json* json;
    int depth;
  };
  const std::vector<Item>& objects() const { return objects_; }

  // {"@id": "#x"} stands for the object with that id that says more.
  const base::Json* Resolve(const base::Json* value) const {
    const base::Json::Object* members = value->AsObject();
    if (members == nullptr || members->size() > 2) return value;
    const std::string_view id = value->String("@id");
    if (id.empty()) return value;
    for (const Item& item : objects_) {
      if (item.json->AsObject()->size() > members->size() && item.json->String("@id") == id) {
        return item.json;
      }
    }
    return value;
  }

 private:
  static constexpr size_t kMost = 5'000;
  std::vector<Item> objects_;
};

std::string Plain(std::string_view text) {
  return text.find_first_of("<&") == std::string_view::npos ? std::string(text)
                                                            : html::ToText(text);
}

// The text that a value is or names: "x", {"name": "x"}, {"@value": "x"}, ["x", …] (the first).
std::string TextValue(const Graph& graph, const base::Json* value) {
  for (int depth = 0; value != nullptr && depth < 4; ++depth) {
    if (const std::string* text = value->AsString()) return Plain(*text);
    if (const base::Json::Array* items = value->AsArray()) {
      value = items->empty() ? nullptr : &items->front();
      continue;
    }
    const base::Json& object = *graph.Resolve(value);
    for (const std::string_view name : {"@value", "name", "text", "headline", "url"}) {
      if (const base::Json* found = object.Find(name); found != nullptr && found->AsString()) {
        return Plain(*found->AsString());
      }
    }
    value = object.Find("name");
  }
  return {};
}

// Whether an author is typed, and not as a person.
bool IsOrganisation(const Graph& graph, const base::Json* value) {
  if (value == nullptr) return false;
  if (const base::Json::Array* items = value->AsArray()) {
    return !items->empty() && IsOrganisation(graph, &items->front());
  }
  if (value->AsObject() == nullptr) return false;
  return std::ranges::any_of(TypesOf(*graph.Resolve(value)), [](const std::string& type) {
    return type.ends_with("Organization") || type == "WebSite" || type == "Corporation" ||
           type == "LocalBusiness" || type == "Brand";
  });
}

// The names that a value is or has: "x", {"name": "x"}, {"givenName", "familyName"}, {"@list": […]},
// {"author": …} within an author, arrays of all of them.
void AddNames(const Graph& graph, const base::Json* value, std::vector<std::string>& names,
              int depth = 0) {
  constexpr int kDeepest = 4;
  constexpr size_t kMost = 50;
  if (value == nullptr || depth > kDeepest || names.size() >= kMost) return;
  if (const base::Json::Array* items = value->AsArray()) {
    for (size_t i = 0; i < std::min(items->size(), kMost); ++i) {
      AddNames(graph, &(*items)[i], names, depth + 1);
    }
    return;
  }
  if (const std::string* text = value->AsString()) {
    if (!text->empty()) names.push_back(Plain(*text));
    return;
  }
  if (value->AsObject() == nullptr) return;
  const base::Json& object = *graph.Resolve(value);
  for (const std::string_view member : {"name", "@list", "@set", "@value", "author"}) {
    const size_t before = names.size();
    AddNames(graph, object.Find(member), names, depth + 1);
    if (names.size() > before) return;
  }
  const std::string given = TextValue(graph, object.Find("givenName"));
  const std::string family = TextValue(graph, object.Find("familyName"));
  if (!given.empty() && !family.empty()) names.push_back(given + " " + family);
}

void ReadImage(const Graph& graph, const base::Json* value, StructuredArticle& article) {
  constexpr int kDeepest = 4;
  for (int depth = 0; value != nullptr && depth < kDeepest; ++depth) {
    if (const base::Json::Array* items = value->AsArray()) {
      value = items->empty() ? nullptr : &items->front();
      continue;
    }
    if (const std::string* text = value->AsString()) {
      article.image = *text;
      return;
    }
    if (value->AsObject() == nullptr) return;
    const base::Json& image = *graph.Resolve(value);
    for (const std::string_view name : {"url", "contentUrl", "@id"}) {
      if (!article.image.empty()) break;
      article.image = TextValue(graph, image.Find(name));
      if (!article.image.contains('/') || article.image.starts_with('#')) article.image.clear();
    }
    article.image_caption = TextValue(graph, image.Find("caption"));
    for (const std::string_view name : {"creditText", "creator", "author", "copyrightHolder"}) {
      if (article.image_credit.empty()) article.image_credit = TextValue(graph, image.Find(name));
    }
    if (!article.image.empty()) return;
    const base::Json* list = image.Find("@list");
    value = list == nullptr ? image.Find("image") : list;
  }
}

std::optional<bool> BoolValue(const base::Json* value) {
  if (value == nullptr) return std::nullopt;
  if (const bool* flag = value->AsBool()) return *flag;
  if (const std::string* text = value->AsString()) {
    const std::string lower = LowerAscii(*text);
    if (lower == "true" || lower.ends_with("/true")) return true;
    if (lower == "false" || lower.ends_with("/false")) return false;
  }
  return std::nullopt;
}

void AddKeywords(const base::Json* value, std::vector<std::string>& keywords) {
  if (value == nullptr) return;
  if (const std::string* text = value->AsString()) keywords.push_back(Plain(*text));
  if (const base::Json::Array* items = value->AsArray()) {
    for (const base::Json& item : *items) {
      if (const std::string* one = item.AsString(); one != nullptr && keywords.size() < 50) {
        keywords.push_back(Plain(*one));
      }
    }
  }
}

StructuredArticle ReadArticle(const Graph& graph, const base::Json& object) {
  StructuredArticle article;
  const auto text = [&](std::string_view name) { return TextValue(graph, object.Find(name)); };
  article.types = TypesOf(object);
  article.headline = text("headline");
  if (article.headline.empty()) article.headline = text("name");
  article.alternative_headline = text("alternativeHeadline");
  AddNames(graph, object.Find("author"), article.authors);
  article.authors_are_organisations = IsOrganisation(graph, object.Find("author"));
  if (article.authors.empty()) AddNames(graph, object.Find("creator"), article.authors);
  article.published = text("datePublished");
  article.created = text("dateCreated");
  if (article.created.empty()) article.created = text("uploadDate");
  article.modified = text("dateModified");
  article.description = text("description");
  article.body = text("articleBody");
  article.section = text("articleSection");
  article.language = text("inLanguage");
  article.publisher = text("publisher");
  ReadImage(graph, object.Find("image"), article);
  if (article.image.empty()) article.image = text("thumbnailUrl");
  AddKeywords(object.Find("keywords"), article.keywords);
  article.free = BoolValue(object.Find("isAccessibleForFree"));
  return article;
}

// Whether the object says that it is about this page.
bool IsAbout(const base::Json& object, std::string_view url) {
  if (url.size() < 12) return false;
  const auto same = [&](std::string_view other) {
    while (other.ends_with('/')) other.remove_suffix(1);
    std::string_view own = url;
    while (own.ends_with('/')) own.remove_suffix(1);
    return !other.empty() && other == own;
  };
  if (same(object.String("url")) || same(object.String("@id"))) return true;
  const base::Json* page = object.Find("mainEntityOfPage");
  if (page == nullptr) return false;
  return page->AsString() != nullptr ? same(*page->AsString()) : same(page->String("@id"));
}

void Complete(StructuredArticle more, StructuredArticle& article) {
  const auto take = [](std::string& from, std::string& to) {
    if (to.empty()) to = std::move(from);
  };
  take(more.published, article.published);
  take(more.created, article.created);
  take(more.modified, article.modified);
  take(more.description, article.description);
  take(more.section, article.section);
  take(more.language, article.language);
  take(more.publisher, article.publisher);
  if (article.authors.empty()) {
    article.authors = std::move(more.authors);
    article.authors_are_organisations = more.authors_are_organisations;
  }
  if (article.image.empty()) {
    article.image = std::move(more.image);
    article.image_caption = std::move(more.image_caption);
    article.image_credit = std::move(more.image_credit);
  }
  if (article.keywords.empty()) article.keywords = std::move(more.keywords);
  if (!article.free) article.free = more.free;
}

void ReadJsonLd(const Document& document, std::string_view url, PageFacts& facts) {
  constexpr size_t kMostBlocks = 50;
  std::vector<base::Json> blocks;
  for (NodeId node = 1; node < document.size() && blocks.size() < kMostBlocks; ++node) {
    if (document.tag(node) != Tag::kScript) continue;
    const std::string_view type = document.attribute(node, Attr::kType);
    if (!type.starts_with("application/ld+json")) continue;
    const NodeId text = document.first_child(node);
    if (text != kNoNode) blocks.push_back(ParseLenientJson(document.text(text)));
  }
  const Graph graph(blocks);
  struct Ranked {
    int rank;
    const base::Json* json;
  };
  std::vector<Ranked> ranked;
  for (const Graph::Item& item : graph.objects()) {
    const std::vector<std::string> types = TypesOf(*item.json);
    if (item.depth <= 2) {
      facts.structured_types.insert(facts.structured_types.end(), types.begin(), types.end());
    }
    int rank = RankOf(types) * 4;
    if (rank == 0) continue;
    const bool about = IsAbout(*item.json, url);
    if (about) rank += 3;
    if (item.depth > 2) rank -= 8;
    if (rank > 0) ranked.push_back({rank, item.json});
  }
  std::ranges::stable_sort(ranked, std::ranges::greater(), &Ranked::rank);
  if (ranked.empty()) return;
  facts.article = ReadArticle(graph, *ranked.front().json);
  // What it leaves out may be said by another object about this page: its WebPage, a second Article.
  constexpr size_t kMostRead = 6;
  for (size_t i = 1; i < std::min(ranked.size(), kMostRead); ++i) {
    if (IsAbout(*ranked[i].json, url)) Complete(ReadArticle(graph, *ranked[i].json), facts.article);
  }
}

}  // namespace

std::string_view PageFacts::Meta(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (const auto& [key, value] : metas) {
      if (key == name) return value;
    }
  }
  return {};
}

std::vector<std::string_view> PageFacts::MetaAll(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const auto& [key, value] : metas) {
    if (key == name) found.push_back(value);
  }
  return found;
}

namespace {

// The section as microdata names it in the page's text.
std::string MarkedSection(const Document& document) {
  constexpr size_t kLongest = 80;  // bytes
  for (NodeId node = 1; node < document.size(); ++node) {
    if (!document.IsElement(node) || document.tag(node) == Tag::kMeta) continue;
    if (document.attribute(node, Attr::kItemprop) != "articleSection") continue;
    std::string section = document.TextOf(node);
    return section.size() <= kLongest ? section : std::string();
  }
  return {};
}

}  // namespace

PageFacts ReadFacts(const Document& document, std::string_view url) {
  PageFacts facts;
  ReadHead(document, facts);
  ReadJsonLd(document, url, facts);
  if (facts.article.section.empty()) facts.article.section = MarkedSection(document);
  return facts;
}

}  // namespace extract
