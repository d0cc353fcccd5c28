#include "parse/xml.h"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "parse/xml_repair.h"

namespace parse {
namespace {

struct KnownSpace {
  std::string_view uri;
  Space space;
};
// Lower case. As found in feeds; misspelt variants are those that are in wide use.
constexpr KnownSpace kSpaces[] = {
    {"http://www.w3.org/xml/1998/namespace", Space::kXml},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", Space::kRdf},
    {"http://purl.org/rss/1.0/", Space::kRss1},
    {"http://purl.org/net/rss1.1#", Space::kRss1},
    {"http://my.netscape.com/rdf/simple/0.9/", Space::kRss1},
    {"http://channel.netscape.com/rdf/simple/0.9/", Space::kRss1},
    {"http://example.com/newformat#", Space::kAtom},
    {"http://example.com/necho", Space::kAtom},
    {"http://purl.org/echo/", Space::kAtom},
    {"uri/of/echo/namespace#", Space::kAtom},
    {"http://purl.org/pie/", Space::kAtom},
    {"http://purl.org/atom/ns#", Space::kAtom},
    {"http://www.w3.org/2005/atom", Space::kAtom},
    {"http://purl.org/rss/1.0/modules/rss091#", Space::kRss1},
    {"http://backend.userland.com/rss", Space::kRss1},
    {"http://backend.userland.com/rss2", Space::kRss1},
    {"http://backend.userland.com/rss091", Space::kRss1},
    {"http://blogs.law.harvard.edu/tech/rss", Space::kRss1},
    {"http://cyber.law.harvard.edu/rss/rss.html", Space::kRss1},
    {"http://purl.org/dc/elements/1.1/", Space::kDublinCore},
    {"http://purl.org/dc/elements/1.0/", Space::kDublinCore},
    {"http://purl.org/dc/terms/", Space::kDublinCoreTerms},
    {"http://purl.org/rss/1.0/modules/content/", Space::kContent},
    {"http://search.yahoo.com/mrss", Space::kMedia},
    {"http://search.yahoo.com/mrss/", Space::kMedia},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", Space::kItunes},
    {"http://example.com/dtds/podcast-1.0.dtd", Space::kItunes},
    {"http://www.w3.org/1999/xhtml", Space::kXhtml},
    {"http://www.sitemaps.org/schemas/sitemap/0.9", Space::kSitemap},
    {"https://www.sitemaps.org/schemas/sitemap/0.9", Space::kSitemap},
    {"http://www.google.com/schemas/sitemap/0.9", Space::kSitemap},
    {"http://www.google.com/schemas/sitemap/0.84", Space::kSitemap},
    {"http://www.google.com/schemas/sitemap-news/0.9", Space::kNews},
    {"https://www.google.com/schemas/sitemap-news/0.9", Space::kNews},
    {"http://www.google.com/schemas/sitemap-image/1.1", Space::kImage},
    {"http://rssnamespace.org/feedburner/ext/1.0", Space::kFeedBurner},
};
constexpr KnownSpace kPrefixes[] = {
    {"xml", Space::kXml},
    {"rdf", Space::kRdf},
    {"dc", Space::kDublinCore},
    {"dcterms", Space::kDublinCoreTerms},
    {"content", Space::kContent},
    {"media", Space::kMedia},
    {"itunes", Space::kItunes},
    {"atom", Space::kAtom},
    {"atom10", Space::kAtom},
    {"xhtml", Space::kXhtml},
    {"news", Space::kNews},
    {"image", Space::kImage},
    {"feedburner", Space::kFeedBurner},
    {"rss", Space::kRss1},
};

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::string_view View(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What stands before the root element, cut off so that libxml2 never sees a DOCTYPE.
struct Prolog {
  size_t size = 0;
  std::vector<std::pair<std::string, std::string>> entities;
};

// <!ENTITY name "value"> of an internal subset. Values with references or markup declarations in
// them, and long ones, are not taken: nothing here can grow.
void CollectEntities(std::string_view subset, Prolog& prolog) {
  constexpr size_t kLongestValue = 256;
  for (size_t at = subset.find("<!ENTITY"); at != std::string_view::npos;
       at = subset.find("<!ENTITY", at + 1)) {
    if (prolog.entities.size() >= 256) return;
    size_t name = subset.find_first_not_of(" \t\r\n", at + 8);
    if (name == std::string_view::npos) return;
    const size_t name_end = subset.find_first_of(" \t\r\n>", name);
    if (name_end == std::string_view::npos) return;
    const size_t quote = subset.find_first_not_of(" \t\r\n", name_end);
    if (quote == std::string_view::npos) return;
    if (subset[name] == '%' || (subset[quote] != '"' && subset[quote] != '\'')) continue;
    const size_t end = subset.find(subset[quote], quote + 1);
    if (end == std::string_view::npos) return;
    const std::string_view value = subset.substr(quote + 1, end - quote - 1);
    if (value.size() > kLongestValue || value.find_first_of("&%<") != std::string_view::npos) {
      continue;
    }
    prolog.entities.emplace_back(subset.substr(name, name_end - name), value);
  }
}

size_t EndOfDoctype(std::string_view text, size_t at, Prolog& prolog) {
  const size_t subset = text.find_first_of("[>", at);
  if (subset == std::string_view::npos) return text.size();
  if (text[subset] == '>') return subset + 1;
  char quote = 0;
  for (size_t i = subset + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (text.substr(i).starts_with("<!--")) {
      i = std::min(text.find("-->", i), text.size() - 1);
    } else if (c == ']') {
      CollectEntities(text.substr(subset, i - subset), prolog);
      const size_t end = text.find('>', i);
      return end == std::string_view::npos ? text.size() : end + 1;
    }
  }
  return text.size();
}

Prolog CutProlog(std::string_view text) {
  Prolog prolog;
  size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<?")) {
      const size_t end = text.find("?>", at);
      at = end == std::string_view::npos ? text.size() : end + 2;
    } else if (rest.starts_with("<!--")) {
      const size_t end = text.find("-->", at);
      at = end == std::string_view::npos ? text.size() : end + 3;
    } else if (rest.starts_with("<!")) {
      at = EndOfDoctype(text, at, prolog);
    } else if (rest[0] == '<') {
      break;
    } else {  // a BOM, white space, or anything that does not belong there
      at = std::min(text.find('<', at), text.size());
    }
  }
  prolog.size = at;
  return prolog;
}

// Whether some tag is so long that it must be looked at before libxml2 does, whose check for
// doubled attributes is quadratic.
bool HasMonstrousTag(std::string_view text) {
  constexpr size_t kPlain = 16 * 1024;
  for (size_t at = 0; (at = text.find('<', at)) != std::string_view::npos;) {
    if (text.substr(at).starts_with("<![CDATA[") || text.substr(at).starts_with("<!--")) {
      const char* end_mark = text[at + 2] == '[' ? "]]>" : "-->";
      at = text.find(end_mark, at);
      if (at == std::string_view::npos) return false;
      continue;
    }
    const size_t end = std::min(text.find('>', at), text.size());
    if (end - at > kPlain && std::count(text.begin() + static_cast<ptrdiff_t>(at),
                                        text.begin() + static_cast<ptrdiff_t>(end), '=') > 64) {
      return true;
    }
    at = end;
  }
  return false;
}

void SilenceLibxml(void*, const char*, ...) {}

void SetUpLibxml() {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
}

}  // namespace

// Receives libxml2's events and lays down the tree.
class XmlTreeBuilder {
 public:
  XmlTreeBuilder(XmlTree& tree, const Prolog& prolog, size_t first_line)
      : tree_(tree), prolog_(prolog), first_line_(first_line) {}

  // Whether the document was well-formed. With `recover` it goes on behind errors.
  bool Run(std::string_view text, bool recover) {
    tree_.nodes_.clear();
    tree_.attributes_.clear();
    tree_.text_.clear();
    tree_.names_ = {std::string()};
    name_of_pointer_.clear();
    name_of_string_.clear();
    open_.clear();
    tree_.text_.reserve(text.size());
    xmlSAXHandler sax = Handler();
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())), &xmlFreeParserCtxt);
    if (context == nullptr) return false;
    xmlSAXHandler* own = context->sax;
    context->sax = &sax;
    context->userData = this;
    context_ = context.get();
    xmlCtxtUseOptions(context.get(),
                      XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | (recover ? XML_PARSE_RECOVER : 0));
    // xmlCtxtUseOptions may have replaced callbacks.
    sax = Handler();
    xmlParseDocument(context.get());
    const bool well_formed = context->wellFormed == 1;
    context->sax = own;
    if (context->myDoc != nullptr) {
      xmlFreeDoc(context->myDoc);
      context->myDoc = nullptr;
    }
    context_ = nullptr;
    while (!open_.empty()) End();
    return well_formed;
  }

  const std::string& error() const { return error_; }

 private:
  static XmlTreeBuilder& Self(void* user) { return *static_cast<XmlTreeBuilder*>(user); }

  static xmlSAXHandler Handler() {
    xmlSAXHandler sax = {};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = [](void* user, const xmlChar* name, const xmlChar* prefix,
                            const xmlChar* uri, int, const xmlChar**, int count, int,
                            const xmlChar** attributes) {
      Self(user).Start(name, prefix, uri, static_cast<size_t>(count), attributes);
    };
    sax.endElementNs = [](void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
      Self(user).End();
    };
    const charactersSAXFunc characters = [](void* user, const xmlChar* text, int size) {
      Self(user).Text({reinterpret_cast<const char*>(text), static_cast<size_t>(size)});
    };
    sax.characters = characters;
    sax.ignorableWhitespace = characters;
    sax.cdataBlock = characters;
    sax.getEntity = [](void* user, const xmlChar* name) { return Self(user).Entity(View(name)); };
    sax.getParameterEntity = [](void*, const xmlChar*) -> xmlEntityPtr { return nullptr; };
    sax.serror = [](void* user, xmlErrorPtr error) { Self(user).Note(error); };
    sax.warning = SilenceLibxml;
    sax.error = SilenceLibxml;
    sax.fatalError = SilenceLibxml;
    return sax;
  }

  void Note(const xmlError* error) {
    if (error == nullptr || error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE ||
        !error_.empty()) {
      return;
    }
    std::string what = error->message == nullptr ? "broken" : error->message;
    while (!what.empty() && (what.back() == '\n' || what.back() == ' ')) what.pop_back();
    error_ = fmt::format("line {}: {}", static_cast<size_t>(std::max(error->line, 1)) + first_line_,
                         base::RepairUtf8(base::TruncateUtf8(what, 200)));
  }

  uint16_t NameIndex(const xmlChar* pointer) {
    // libxml2 keeps one copy of every name for the life of the context.
    const auto [known, is_new] = name_of_pointer_.try_emplace(pointer, uint16_t{0});
    if (!is_new) return known->second;
    std::string name = Lower(View(pointer));
    const auto [entry, fresh] = name_of_string_.try_emplace(name, uint16_t{0});
    if (fresh && tree_.names_.size() < 0xFFFF) {
      entry->second = static_cast<uint16_t>(tree_.names_.size());
      tree_.names_.push_back(std::move(name));
    }
    known->second = entry->second;
    return known->second;
  }

  Space SpaceOf(const xmlChar* prefix, const xmlChar* uri) {
    if (uri == nullptr && prefix == nullptr) return Space::kNone;
    const xmlChar* key = uri != nullptr ? uri : prefix;
    const auto [known, is_new] = space_of_pointer_.try_emplace(key, Space::kOther);
    if (!is_new) return known->second;
    const std::string text = Lower(View(key));
    if (text.empty()) known->second = Space::kNone;
    if (uri != nullptr) {
      for (const KnownSpace& space : kSpaces) {
        if (space.uri == text) known->second = space.space;
      }
    } else {
      for (const KnownSpace& space : kPrefixes) {
        if (space.uri == text) known->second = space.space;
      }
    }
    return known->second;
  }

  void Start(const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, size_t count,
             const xmlChar** attributes) {
    if (tree_.nodes_.size() >= kMostXmlNodes) {
      if (error_.empty()) error_ = "more elements than the limit";
      xmlStopParser(context_);
      return;
    }
    XmlTree::Node node;
    node.parent = open_.empty() ? kNoXml : open_.back();
    node.name = NameIndex(name);
    node.space = SpaceOf(prefix, uri);
    if (open_.empty() && prefix == nullptr && node.space == Space::kOther) {
      // <rss xmlns="…"> with a namespace of somebody's own: the elements mean what they always
      // mean.
      space_of_pointer_[uri] = node.space = Space::kNone;
    }
    node.first = static_cast<uint32_t>(tree_.attributes_.size());
    node.count = static_cast<uint32_t>(std::min(count, kMostXmlAttributes));
    for (size_t i = 0; i < node.count; ++i) {
      const xmlChar** attribute = attributes + i * 5;  // name, prefix, URI, value, its end
      XmlTree::StoredAttribute stored;
      stored.name = NameIndex(attribute[0]);
      stored.space = SpaceOf(attribute[1], attribute[2]);
      stored.value = static_cast<uint32_t>(tree_.text_.size());
      AppendValue({reinterpret_cast<const char*>(attribute[3]),
                   static_cast<size_t>(attribute[4] - attribute[3])});
      stored.value_size = static_cast<uint32_t>(tree_.text_.size()) - stored.value;
      tree_.attributes_.push_back(stored);
    }
    open_.push_back(static_cast<XmlId>(tree_.nodes_.size()));
    tree_.nodes_.push_back(node);
  }

  // libxml2 leaves references to '&' and to entities of ours in attributes undone.
  void AppendValue(std::string_view value) {
    for (size_t at = 0; at < value.size();) {
      const size_t reference = std::min(value.find('&', at), value.size());
      tree_.text_ += value.substr(at, reference - at);
      at = reference;
      if (at == value.size()) return;
      const size_t end = value.find(';', at);
      if (value.substr(at).starts_with("&#38;")) {
        tree_.text_ += '&';
        at += 5;
      } else if (end != std::string_view::npos && end - at < 40) {
        tree_.text_ += Content(std::string(value.substr(at + 1, end - at - 1)));
        at = end + 1;
      } else {
        tree_.text_ += '&';
        ++at;
      }
    }
  }

  void End() {
    if (open_.empty()) return;
    tree_.nodes_[open_.back()].subtree_end = static_cast<XmlId>(tree_.nodes_.size());
    open_.pop_back();
  }

  void Text(std::string_view text) {
    if (open_.empty() || text.empty()) return;
    if (!tree_.nodes_.empty()) {
      XmlTree::Node& last = tree_.nodes_.back();
      if (last.is_text && last.parent == open_.back()) {
        Append(text);
        last.count = static_cast<uint32_t>(tree_.text_.size()) - last.first;
        return;
      }
    }
    const bool layout =
        text.contains('\n') && IsBlank(text) && tree_.nodes_[open_.back()].space != Space::kXhtml;
    if (layout || tree_.nodes_.size() >= kMostXmlNodes) return;
    XmlTree::Node node;
    node.is_text = true;
    node.parent = open_.back();
    node.subtree_end = static_cast<XmlId>(tree_.nodes_.size()) + 1;
    node.first = static_cast<uint32_t>(tree_.text_.size());
    Append(text);
    node.count = static_cast<uint32_t>(tree_.text_.size()) - node.first;
    tree_.nodes_.push_back(node);
  }

  // U+0080 to U+009F are control characters that nobody means: "&#146;" was written by somebody who
  // saw a quotation mark in windows-1252, and HTML reads it so (13.2.5.84).
  void Append(std::string_view text) {
    static constexpr char16_t kWindows1252[] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    size_t done = 0;
    for (size_t at = text.find('\xC2'); at != std::string_view::npos && at + 1 < text.size();
         at = text.find('\xC2', at + 1)) {
      const auto second = static_cast<unsigned char>(text[at + 1]);
      if (second >= 0xA0) continue;
      tree_.text_ += text.substr(done, at - done);
      base::AppendCodePoint(kWindows1252[second - 0x80], tree_.text_);
      done = at + 2;
    }
    tree_.text_ += text.substr(done);
  }

  // What "&name;" stands for: the document's own word for it, HTML's, or itself.
  std::string Content(const std::string& name) const {
    for (const auto& [own, value] : prolog_.entities) {
      if (own == name) return value;
    }
    const auto* html = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
    std::string content;
    if (html != nullptr) {
      base::AppendCodePoint(static_cast<char32_t>(html->value), content);
    } else {
      content = "&" + name + ";";
    }
    return content;
  }

  struct StoredEntity {
    std::string name;
    std::string content;
    xmlEntity entity = {};
  };

  // In text an entity "predefined" is given on as characters at once. In attributes libxml2 would
  // take its first byte only, so there it must be a general one, which is left as it stands.
  xmlEntityPtr Entity(std::string_view name) {
    const bool in_attribute =
        context_ != nullptr && context_->instate == XML_PARSER_ATTRIBUTE_VALUE;
    const std::string key = std::string(name) + (in_attribute ? "@" : "");
    const auto known = entity_of_name_.find(key);
    if (known != entity_of_name_.end()) return &known->second->entity;
    StoredEntity& stored = entities_.emplace_back();
    stored.name = std::string(name);
    stored.content = in_attribute ? "?" : Content(stored.name);
    xmlEntity& entity = stored.entity;
    entity.type = XML_ENTITY_DECL;
    entity.name = reinterpret_cast<const xmlChar*>(stored.name.c_str());
    entity.content = reinterpret_cast<xmlChar*>(stored.content.data());
    entity.orig = entity.content;
    entity.length = static_cast<int>(stored.content.size());
    entity.etype = in_attribute ? XML_INTERNAL_GENERAL_ENTITY : XML_INTERNAL_PREDEFINED_ENTITY;
    entity.checked = 2;  // "looked at, holds no markup"
    entity_of_name_.emplace(key, &stored);
    return &entity;
  }

  XmlTree& tree_;
  const Prolog& prolog_;
  size_t first_line_;
  xmlParserCtxtPtr context_ = nullptr;
  std::string error_;
  std::vector<XmlId> open_;
  std::unordered_map<const xmlChar*, uint16_t> name_of_pointer_;
  std::unordered_map<std::string, uint16_t> name_of_string_;
  std::unordered_map<const xmlChar*, Space> space_of_pointer_;
  std::deque<StoredEntity> entities_;
  std::unordered_map<std::string, StoredEntity*> entity_of_name_;

 public:
  static void Finish(XmlTree& tree, std::vector<std::string> warnings, bool well_formed) {
    tree.warnings_ = std::move(warnings);
    if (tree.warnings_.size() > 20) tree.warnings_.resize(20);
    tree.well_formed_ = well_formed;
  }
};

XmlTree ReadXml(std::string_view utf8) {
  SetUpLibxml();
  XmlTree tree;
  std::vector<std::string> warnings;
  bool well_formed = true;
  if (utf8.size() > kLongestXml) {
    utf8 = base::TruncateUtf8(utf8, kLongestXml);
    warnings.push_back("the document is longer than 64 MB: the rest was left out");
    well_formed = false;
  }
  const Prolog prolog = CutProlog(utf8);
  const std::string_view body = utf8.substr(prolog.size);
  if (body.empty()) {
    warnings.push_back("there is no element in it");
    XmlTreeBuilder::Finish(tree, std::move(warnings), false);
    return tree;
  }
  const auto lines = static_cast<size_t>(
      std::count(utf8.begin(), utf8.begin() + static_cast<ptrdiff_t>(prolog.size), '\n'));
  XmlTreeBuilder builder(tree, prolog, lines);
  if (HasMonstrousTag(body) || !builder.Run(body, false)) {
    well_formed = false;
    if (!builder.error().empty()) warnings.push_back(builder.error());
    RepairedXml repaired = RepairXml(body);
    for (std::string& warning : repaired.warnings) warnings.push_back(std::move(warning));
    XmlTreeBuilder second(tree, prolog, 0);
    if (!second.Run(repaired.text, false)) {
      warnings.push_back("after repair, " + second.error());
      XmlTreeBuilder third(tree, prolog, 0);
      third.Run(repaired.text, true);
    }
  }
  XmlTreeBuilder::Finish(tree, std::move(warnings), well_formed);
  return tree;
}

}  // namespace parse
