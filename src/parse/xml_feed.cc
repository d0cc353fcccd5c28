#include "parse/xml_feed.h"

#include <utility>
#include <vector>

#include "base/utf8.h"
#include "parse/base64.h"

namespace parse {
namespace {

// "text/html; charset=utf-8" is "text/html".
std::string MediaType(std::string_view text) {
  return LowerAscii(TrimSpace(text.substr(0, text.find(';'))));
}

bool IsXmlType(std::string_view type) {
  return type.ends_with("+xml") || type.ends_with("/xml");
}

void ReadMedia(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  const std::string_view name = tree.name(node);
  if (name == "group") {
    for (XmlId child = tree.first_child(node); child != kNoXml; child = tree.next_sibling(child)) {
      if (tree.space(child) == Space::kMedia && tree.name(child) != "group") {
        ReadMedia(in, child, entry);
      }
    }
    return;
  }
  if (name == "content") {
    model::Enclosure enclosure;
    enclosure.url = in.UrlIn(node, tree.Attribute(node, "url"));
    enclosure.type = MediaType(tree.Attribute(node, "type"));
    enclosure.bytes = Number(tree.Attribute(node, "filesize"));
    enclosure.seconds = Duration(tree.Attribute(node, "duration"));
    const bool picture =
        enclosure.type.starts_with("image/") || tree.Attribute(node, "medium") == "image";
    if (picture && entry.image.empty()) entry.image = enclosure.url;
    Draft::AddEnclosure(std::move(enclosure), entry);
    for (XmlId child = tree.first_child(node); child != kNoXml; child = tree.next_sibling(child)) {
      const bool nested = tree.space(child) == Space::kMedia && tree.name(child) != "content" &&
                          tree.name(child) != "group";
      if (nested) ReadMedia(in, child, entry);
    }
  } else if (name == "thumbnail") {
    if (entry.image.empty()) {
      std::string_view url = tree.Attribute(node, "url");
      const std::string text = url.empty() ? tree.Text(node) : std::string(url);
      entry.image = in.UrlIn(node, text);
    }
  } else if (name == "keywords") {
    Draft::AddTags(tree.Text(node), entry.tags);
  } else if (name == "category") {
    const std::string_view label = tree.Attribute(node, "label");
    Draft::AddTag(label.empty() ? tree.Text(node) : std::string(label), entry.tags);
  } else if (name == "title") {
    if (entry.title.empty()) entry.title = Draft::Line(in.AtomMarkup(node));
  } else if (name == "description") {
    if (entry.summary.empty()) entry.summary = Draft::Plain(in.AtomMarkup(node));
  }
}

}  // namespace

std::string ItunesImage(const XmlFeed& in, XmlId node) {
  std::string url = in.UrlIn(node, in.tree.Attribute(node, "href"));
  return url.empty() ? in.UrlIn(node, in.tree.Attribute(node, "url")) : url;
}

namespace {

void ReadItunes(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  const std::string_view name = tree.name(node);
  if (name == "author") {
    if (entry.author.empty()) Draft::AddPeople(tree.Text(node), entry.author);
  } else if (name == "duration") {
    const auto seconds = Duration(tree.Text(node));
    for (model::Enclosure& enclosure : entry.enclosures) {
      if (!enclosure.seconds) enclosure.seconds = seconds;
    }
  } else if (name == "image") {
    if (entry.image.empty()) entry.image = ItunesImage(in, node);
  } else if (name == "link") {  // the extension's first version
    if (entry.image.empty() && tree.Attribute(node, "rel") == "image") {
      entry.image = ItunesImage(in, node);
    }
  } else if (name == "category") {
    for (XmlId at = node; at < tree.subtree_end(node); ++at) {
      if (tree.Is(at, Space::kItunes, "category")) {
        Draft::AddTag(tree.Attribute(at, "text"), entry.tags);
      }
    }
  } else if (name == "keywords") {
    Draft::AddTags(tree.Text(node), entry.tags);
  } else if (name == "summary" || name == "subtitle") {
    if (entry.summary.empty()) entry.summary = Draft::Plain(in.EscapedMarkup(node));
  }
}

void ReadDublinCore(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  const std::string_view name = tree.name(node);
  if (name == "creator" || name == "author") {
    Draft::AddPeople(tree.Text(node), entry.author);
  } else if (name == "date" || name == "issued" || name == "created") {
    const auto time = in.draft.Time(tree.Text(node));
    if (!entry.published || name == "issued") entry.published = time ? time : entry.published;
  } else if (name == "modified") {
    if (!entry.updated) entry.updated = in.draft.Time(tree.Text(node));
  } else if (name == "subject") {
    Draft::AddTag(tree.Text(node), entry.tags);
  } else if (name == "language") {
    entry.language = LanguageTag(tree.Text(node));
  } else if (name == "title") {
    if (entry.title.empty()) entry.title = Draft::Line(in.EscapedMarkup(node));
  } else if (name == "description" || name == "abstract") {
    if (entry.summary.empty()) in.draft.SetDescription(in.EscapedMarkup(node), entry);
  } else if (name == "identifier") {
    if (entry.key.empty()) entry.key = TrimSpace(tree.Text(node));
  }
}

}  // namespace

std::string XmlFeed::BaseOf(XmlId node) const {
  std::vector<std::string_view> bases;  // inner first
  for (XmlId at = node; at != kNoXml; at = tree.parent(at)) {
    if (tree.attribute_count(at) == 0) continue;
    std::string_view base = tree.Attribute(at, "base", Space::kXml);
    if (base.empty() && tree.Is(at, Space::kNone, "channel")) base = tree.Attribute(at, "base");
    if (!base.empty()) bases.push_back(base);
  }
  std::string resolved;
  while (!bases.empty()) {
    std::string next = draft.Resolve(bases.back(), resolved);
    if (!next.empty()) resolved = std::move(next);
    bases.pop_back();
  }
  return resolved;
}

std::string XmlFeed::LanguageOf(XmlId node) const {
  for (XmlId at = node; at != kNoXml; at = tree.parent(at)) {
    if (tree.attribute_count(at) == 0) continue;
    std::string language = LanguageTag(tree.Attribute(at, "lang", Space::kXml));
    if (language.empty() && at == 0) language = LanguageTag(tree.Attribute(at, "lang"));
    if (!language.empty()) return language;
  }
  return {};
}

std::string XmlFeed::OwnLanguage(XmlId entry) const {
  std::string language;
  for (XmlId at = tree.first_child(entry); at != kNoXml; at = tree.next_sibling(at)) {
    if (tree.attribute_count(at) == 0) continue;
    const std::string_view name = tree.name(at);
    const bool text = name == "content" || name == "title" || name == "encoded" ||
                      name == "description" || name == "summary" || name == "body" ||
                      name == "fullitem";
    if (!text || (!language.empty() && name == "title")) continue;
    std::string own = LanguageTag(tree.Attribute(at, "lang", Space::kXml));
    if (!own.empty()) language = std::move(own);
  }
  return language.empty() ? LanguageTag(tree.Attribute(entry, "lang", Space::kXml)) : language;
}

std::string XmlFeed::UrlIn(XmlId node, std::string_view url) const {
  return draft.Resolve(url, BaseOf(node));
}

Markup XmlFeed::EscapedMarkup(XmlId node) const {
  // Some write their HTML unescaped: then the elements are the markup.
  return {tree.HasElements(node) ? tree.Markup(node) : tree.Text(node), true, BaseOf(node)};
}

Markup XmlFeed::AtomMarkup(XmlId node) const {
  const std::string type = MediaType(tree.Attribute(node, "type"));
  const std::string mode = LowerAscii(TrimSpace(tree.Attribute(node, "mode")));
  const bool nested = tree.HasElements(node);
  Markup markup{{}, true, BaseOf(node)};
  if (type == "xhtml" || type == "application/xhtml+xml" || nested) {
    // Escaped markup inside of XHTML is seen, too; it is text there and would be shown as such.
    markup.text = nested || mode != "escaped" ? tree.Markup(node) : tree.Text(node);
    return markup;
  }
  markup.text = tree.Text(node);
  const bool own_type = !type.empty() && type != "text" && type != "html" &&
                        !type.starts_with("text/") && !IsXmlType(type);
  if (mode == "base64" || (own_type && type.contains('/'))) {
    if (auto decoded = DecodeBase64(markup.text)) {
      markup.text = base::RepairUtf8(*decoded);
      return markup;
    }
  }
  markup.is_html = type == "html" || type == "text/html" || IsXmlType(type) ||
                   (mode == "escaped" && type != "text/plain");
  return markup;
}

bool ReadExtension(XmlFeed& in, XmlId node, model::Entry& entry) {
  switch (in.tree.space(node)) {
    case Space::kMedia:
      ReadMedia(in, node, entry);
      return true;
    case Space::kItunes:
      ReadItunes(in, node, entry);
      return true;
    case Space::kDublinCore:
    case Space::kDublinCoreTerms:
      ReadDublinCore(in, node, entry);
      return true;
    case Space::kContent:
      if (in.tree.name(node) == "encoded" || in.tree.name(node) == "items") {
        entry.content = in.draft.Safe(in.EscapedMarkup(node));
      }
      return true;
    case Space::kFeedBurner:
      if (in.tree.name(node) == "origlink") {
        const std::string url = in.UrlIn(node, in.tree.Text(node));
        if (!url.empty()) entry.url = url;
      }
      return true;
    case Space::kXhtml:
      if (in.tree.name(node) == "body" || in.tree.name(node) == "div") {
        if (entry.content.empty()) entry.content = in.draft.Safe(in.EscapedMarkup(node));
      }
      return true;
    case Space::kOther:
    case Space::kRdf:
    case Space::kXml:
      return true;  // nothing of ours
    default:
      return false;
  }
}

void ReadFeedLink(XmlFeed& in, XmlId node) {
  const std::string rel = LowerAscii(TrimSpace(in.tree.Attribute(node, "rel")));
  const std::string url = in.UrlIn(node, in.tree.Attribute(node, "href"));
  if (url.empty()) return;
  model::Feed& feed = in.draft.feed();
  if (rel.empty() || rel == "alternate") {
    const std::string type = MediaType(in.tree.Attribute(node, "type"));
    if (feed.home.empty() && (type.empty() || type.contains("html"))) feed.home = url;
  } else if (rel == "self") {
    if (feed.self.empty()) feed.self = url;
  } else if (rel == "hub") {
    if (feed.hub.empty()) feed.hub = url;
  }
}

void ReadEntryLink(XmlFeed& in, XmlId node, model::Entry& entry) {
  const std::string rel = LowerAscii(TrimSpace(in.tree.Attribute(node, "rel")));
  const std::string url = in.UrlIn(node, in.tree.Attribute(node, "href"));
  if (url.empty()) return;
  const std::string type = MediaType(in.tree.Attribute(node, "type"));
  if (rel.empty() || rel == "alternate" ||
      rel == "http://www.iana.org/assignments/relation/alternate") {
    const bool page = type.empty() || type.contains("html");
    if (entry.url.empty() || (page && type.contains("html"))) entry.url = url;
  } else if (rel == "enclosure") {
    model::Enclosure enclosure;
    enclosure.url = url;
    enclosure.type = type;
    enclosure.bytes = Number(in.tree.Attribute(node, "length"));
    if (type.starts_with("image/") && entry.image.empty()) entry.image = url;
    Draft::AddEnclosure(std::move(enclosure), entry);
  }
}

}  // namespace parse
