// Who wrote the page: see FindByline in heading.h for the order of evidence.

#include <algorithm>

#include "base/utf8.h"
#include "extract/byline.h"
#include "extract/heading.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::NodeId;
using html::Tag;

std::string Folded(std::string_view text) {
  return text::Fold(text);
}

void Add(std::string_view byline, std::vector<std::string>& names) {
  for (std::string& name : NamesOfByline(byline)) {
    const std::string folded = Folded(name);
    const bool known = std::ranges::any_of(
        names, [&](const std::string& other) { return Folded(other) == folded; });
    if (!known) names.push_back(std::move(name));
  }
}

// "Doe, Jane" is "Jane Doe".
std::string FirstNameFirst(std::string_view name) {
  const size_t comma = name.find(", ");
  if (comma == std::string_view::npos || name.find(',', comma + 1) != std::string_view::npos) {
    return std::string(name);
  }
  return std::string(name.substr(comma + 2)) + " " + std::string(name.substr(0, comma));
}

// A site's own name is a byline only where nothing better is known.
bool IsSite(const std::vector<std::string>& names, std::string_view site_name) {
  return names.size() == 1 && !site_name.empty() && Folded(names.front()) == Folded(site_name);
}

bool HasWord(std::string_view value, std::string_view word) {
  for (size_t at = value.find(word); at != std::string_view::npos; at = value.find(word, at + 1)) {
    const bool starts = at == 0 || value[at - 1] == ' ';
    const size_t end = at + word.size();
    if (starts && (end == value.size() || value[end] == ' ')) return true;
  }
  return false;
}

std::string MicrodataAuthor(const html::Document& document, NodeId node) {
  for (NodeId inner = node + 1; inner < document.subtree_end(node); ++inner) {
    if (document.IsText(inner) || !HasWord(document.attribute(inner, Attr::kItemprop), "name")) {
      continue;
    }
    const std::string_view content = document.attribute(inner, Attr::kContent);
    return content.empty() ? document.TextOf(inner) : std::string(content);
  }
  const std::string_view content = document.attribute(node, Attr::kContent);
  return content.empty() ? document.TextOf(node) : std::string(content);
}

// Elements of the page that name authors by markup, best kind first.
enum class Kind : uint8_t { kNone, kItemprop, kRel, kNamed, kAuthorLink };

Kind KindOf(const html::Document& document, NodeId node) {
  Kind kind = Kind::kNone;
  for (const html::Attribute& attribute : document.attributes(node)) {
    const std::string_view value = attribute.value;
    if (value.size() > 300) continue;
    if (attribute.id == Attr::kItemprop && HasWord(value, "author")) return Kind::kItemprop;
    if (attribute.id == Attr::kRel && HasWord(value, "author")) return Kind::kRel;
    if (attribute.id == Attr::kClass || attribute.id == Attr::kId) {
      for (const std::string_view name : {"author", "byline", "Author", "Byline", "writer"}) {
        if (value.find(name) != std::string_view::npos) kind = Kind::kNamed;
      }
    }
    if (attribute.id == Attr::kHref && kind == Kind::kNone) {
      for (const std::string_view part : {"/author/", "/authors/", "/profile/", "/by/", "/staff/",
                                          "/people/", "/contributors/", "/writer/"}) {
        if (value.find(part) != std::string_view::npos) kind = Kind::kAuthorLink;
      }
    }
  }
  return kind;
}

bool IsOfComments(const Anatomy& anatomy, NodeId node) {
  for (int up = 0; node != html::kNoNode && up < 8; ++up, node = anatomy.document.parent(node)) {
    const Hint hint = anatomy.facts[node].hint;
    if (hint == Hint::kComments || hint == Hint::kFurniture) return true;
  }
  return false;
}

std::vector<std::string> FromMarkup(const Anatomy& anatomy, NodeId until) {
  const html::Document& document = anatomy.document;
  for (const Kind wanted : {Kind::kItemprop, Kind::kRel, Kind::kNamed, Kind::kAuthorLink}) {
    std::vector<std::string> names;
    for (NodeId node = 1; node < document.size() && names.size() < 8; ++node) {
      if (!document.IsElement(node) || anatomy.facts[node].hidden) continue;
      if (node > until && !names.empty()) break;
      if (KindOf(document, node) != wanted || IsOfComments(anatomy, node)) continue;
      const std::string text =
          wanted == Kind::kItemprop ? MicrodataAuthor(document, node) : document.TextOf(node);
      if (text.size() > 120) continue;
      Add(text, names);
      if (wanted == Kind::kNamed && !names.empty()) break;
    }
    if (!names.empty()) return names;
  }
  return {};
}

// "By Jane Doe" as a line of its own beside the headline or at the start of the body.
std::vector<std::string> FromText(const Anatomy& anatomy, size_t body_start) {
  const size_t from = body_start < 12 ? 0 : body_start - 12;
  const size_t to = std::min(body_start + 3, anatomy.runs.size());
  for (size_t i = from; i < to; ++i) {
    const Run& run = anatomy.runs[i];
    if (run.weight > 90 || run.weight < 4) continue;
    const std::string line = TextOf(anatomy, run);
    const std::string start = Folded(base::TruncateUtf8(line, 24));
    for (const std::string_view by : {"by ", "written by", "posted by", "author:", "von ", "par ",
                                      "por ", "文・", "文＝", "بقلم", "كتب"}) {
      if (!start.starts_with(by)) continue;
      // "By Jane Doe" may stand in an element of its own within the line.
      const std::string own = text::CollapseSpace(anatomy.document.text(run.first));
      std::vector<std::string> names =
          NamesOfByline(own.size() > std::string_view(by).size() + 3 ? own : line);
      if (!names.empty()) return names;
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> FindByline(const Anatomy& anatomy, const PageFacts& facts,
                                    std::string_view site_name, size_t body_start) {
  std::vector<std::string> structured;
  for (const std::string& author : facts.article.authors) Add(author, structured);
  if (!structured.empty() && !IsSite(structured, site_name)) return structured;

  std::vector<std::string> stated;
  for (const std::string_view name :
       {"author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
        "dcterms.creator", "citation_author", "byl", "cxenseparse:author", "twitter:data1"}) {
    if (name == "twitter:data1" && facts.Meta({"twitter:label1"}) != "Written by") continue;
    for (const std::string_view value : facts.MetaAll(name)) {
      Add(name == "citation_author" ? FirstNameFirst(value) : std::string(value), stated);
    }
    if (!stated.empty()) break;
  }
  if (!stated.empty() && !IsSite(stated, site_name)) return stated;

  const NodeId until =
      body_start < anatomy.runs.size() ? anatomy.runs[body_start].first : anatomy.document.size();
  std::vector<std::string> marked = FromMarkup(anatomy, until);
  if (!marked.empty() && !IsSite(marked, site_name)) return marked;
  std::vector<std::string> written = FromText(anatomy, body_start);
  if (!written.empty()) return written;
  for (std::vector<std::string>* names : {&structured, &stated, &marked}) {
    if (!names->empty()) return *names;
  }
  return {};
}

}  // namespace extract
