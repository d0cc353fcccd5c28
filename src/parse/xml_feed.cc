#include "parse/xml_feed.h"

#include <utility>
#include <vector>

#include "base/utf8.h"
#include "parse/base64.h"

namespace parse {
namespace {

bool IsXmlType(std::string_view type) {
  return type.ends_with("+xml") || type.ends_with("/xml");
}

// Whose language is the entry's: of several texts that of the highest rank.
int RankOfText(Name name) {
  switch (name) {
    case Name::kContent:
    case Name::kEncoded:
    case Name::kBody:
    case Name::kFullItem:
      return 3;
    case Name::kTitle:
      return 2;
    case Name::kSummary:
    case Name::kDescription:
      return 1;
    default:
      return 0;
  }
}

std::string_view StatedBase(const XmlTree& tree, XmlId node) {
  const std::string_view base = tree.Attribute(node, Name::kBase, Space::kXml);
  if (!base.empty() || tree.name(node) != Name::kChannel) return base;
  return tree.Attribute(node, Name::kBase);  // CDF
}

}  // namespace

const net::Url* XmlFeed::BaseOf(XmlId node) {
  if (!tree.has_bases()) return draft.base();
  constexpr size_t kMostKept = 1'000;
  constexpr size_t kLongest = 2'000;
  if (bases_.size() > kMostKept) bases_.clear();
  std::vector<XmlId> stating;  // inner first, up to the first that is known already
  const net::Url* base = draft.base();
  for (XmlId at = node; at != kNoXml; at = tree.parent(at)) {
    if (tree.attribute_count(at) == 0) continue;
    if (const auto known = bases_.find(at); known != bases_.end()) {
      base = &known->second;
      break;
    }
    if (!StatedBase(tree, at).empty()) stating.push_back(at);
  }
  for (; !stating.empty(); stating.pop_back()) {
    const std::string_view stated = TrimSpace(StatedBase(tree, stating.back()));
    auto url = net::Url::Parse(stated, base);
    if (url && url->IsHttp() && url->href().size() <= kLongest) {
      base = &bases_.emplace(stating.back(), url->WithoutUserInfo()).first->second;
    } else if (base != nullptr) {
      base = &bases_.emplace(stating.back(), *base).first->second;
    }
  }
  return base;
}

std::string XmlFeed::LanguageOf(XmlId node) const {
  if (!tree.has_languages()) return {};
  for (XmlId at = node; at != kNoXml; at = tree.parent(at)) {
    if (tree.attribute_count(at) == 0) continue;
    std::string language = LanguageTag(tree.Attribute(at, Name::kLang, Space::kXml));
    if (language.empty() && at == 0) language = LanguageTag(tree.Attribute(at, Name::kLang));
    if (!language.empty()) return language;
  }
  return {};
}

std::string XmlFeed::LanguageOfEntry(XmlId entry) const {
  if (!tree.has_languages()) return {};
  XmlId chosen = entry;
  int best = 0;
  for (XmlId at = tree.first_child(entry); at != kNoXml; at = tree.next_sibling(at)) {
    const int rank = RankOfText(tree.name(at));
    if (rank <= best || tree.Text(at).empty()) continue;
    best = rank;
    chosen = at;
  }
  // An empty xml:lang takes back what is around it.
  for (XmlId at = chosen; at != kNoXml; at = tree.parent(at)) {
    for (size_t i = 0; i < tree.attribute_count(at); ++i) {
      const XmlAttribute& attribute = tree.attribute(at, i);
      if (attribute.name == Name::kLang && attribute.space == Space::kXml) {
        return TrimSpace(attribute.value).empty() ? std::string(kNoLanguage)
                                                  : LanguageTag(attribute.value);
      }
    }
  }
  return {};
}

Markup XmlFeed::MarkupOf(XmlId node) {
  const Space space = tree.space(node);
  const bool atom = space == Space::kAtom || space == Space::kMedia ||
                    (dialect == Dialect::kAtom && space == Space::kNone);
  return atom ? AtomMarkup(node) : EscapedMarkup(node);
}

Markup XmlFeed::EscapedMarkup(XmlId node) {
  // Some write their HTML unescaped: then the elements are the markup.
  return {tree.HasElements(node) ? tree.Markup(node) : tree.Text(node), true, BaseOf(node)};
}

Markup XmlFeed::AtomMarkup(XmlId node) {
  Markup markup{{}, true, BaseOf(node)};
  const bool nested = tree.HasElements(node);
  if (!nested && tree.attribute_count(node) == 0) {
    markup.is_html = false;
    markup.text = tree.Text(node);
    return markup;
  }
  const std::string type = MediaType(tree.Attribute(node, Name::kType));
  const std::string_view mode = TrimSpace(tree.Attribute(node, Name::kMode));
  if (type == "xhtml" || type == "application/xhtml+xml" || nested) {
    // Escaped markup inside of XHTML is seen, too; it is text there and would be shown as such.
    markup.text = nested || !IsSameLetters(mode, "escaped") ? tree.Markup(node) : tree.Text(node);
    return markup;
  }
  markup.text = tree.Text(node);
  const bool own_type = !type.empty() && type != "text" && type != "html" &&
                        !type.starts_with("text/") && !IsXmlType(type);
  if (IsSameLetters(mode, "base64") || (own_type && type.contains('/'))) {
    if (auto decoded = DecodeBase64(markup.text)) {
      decoded_ = base::RepairUtf8(*decoded);
      markup.text = decoded_;
      return markup;
    }
  }
  markup.is_html = type == "html" || type == "text/html" || IsXmlType(type) ||
                   (IsSameLetters(mode, "escaped") && type != "text/plain");
  return markup;
}

}  // namespace parse
