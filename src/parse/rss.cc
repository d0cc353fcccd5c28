// RSS 0.90 to 2.0 (https://www.rssboard.org/rss-specification), RDF Site Summary 1.0 and 1.1
// (https://web.resource.org/rss/1.0/spec), and Microsoft's Channel Definition Format, which differ
// in where the items stand more than in what is in them.

#include "parse/xml_feed.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace parse {
namespace {

bool IsCore(Space space) {
  return space == Space::kNone || space == Space::kRss1;
}

bool IsItem(const XmlTree& tree, XmlId node) {
  return !tree.IsText(node) && IsCore(tree.space(node)) && tree.name(node) == "item";
}

class RssReader {
 public:
  explicit RssReader(XmlFeed& in) : in_(in), tree_(in.tree), feed_(in.draft.feed()) {}

  void Run(XmlId root) {
    feed_.version = TrimSpace(tree_.Attribute(root, "version"));
    feed_.language = in_.LanguageOf(root);
    std::vector<XmlId> items;
    if (IsCore(tree_.space(root)) && tree_.name(root) == "channel") Channel(root);
    // Channels and items stand below the root in RDF, items in the channel in RSS, in <items> in
    // RSS 1.1, and CDF nests channels: whatever is an item counts, in the order of the document.
    for (XmlId node = root + 1; node < tree_.subtree_end(root);) {
      if (IsItem(tree_, node)) {
        items.push_back(node);
        node = tree_.subtree_end(node);
        continue;
      }
      if (!tree_.IsText(node) && IsCore(tree_.space(node)) && tree_.name(node) == "channel") {
        Channel(node);
      }
      ++node;
    }
    Image(root);
    for (const XmlId item : items) {
      if (!in_.draft.HasRoom()) return;
      Item(item);
    }
  }

 private:
  void Channel(XmlId channel) {
    if (feed_.language.empty()) feed_.language = in_.LanguageOf(channel);
    for (XmlId node = tree_.first_child(channel); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      if (IsCore(tree_.space(node))) {
        ChannelElement(node);
      } else {
        ChannelExtension(node);
      }
    }
    // CDF: <CHANNEL HREF="…">.
    if (feed_.home.empty()) feed_.home = in_.UrlIn(channel, tree_.Attribute(channel, "href"));
  }

  void ChannelElement(XmlId node) {
    const std::string_view name = tree_.name(node);
    if (name == "title") {
      SetOnce(feed_.title, Draft::Line(in_.EscapedMarkup(node)));
    } else if (name == "description" || name == "tagline" || name == "subtitle" ||
               name == "abstract") {
      SetOnce(feed_.description, Draft::Plain(in_.EscapedMarkup(node)));
    } else if (name == "link") {
      SetOnce(feed_.home, in_.UrlIn(node, tree_.Text(node)));
      if (feed_.home.empty()) ReadFeedLink(in_, node);
    } else if (name == "language") {
      const std::string language = LanguageTag(tree_.Text(node));
      if (!language.empty()) feed_.language = language;
    } else if (name == "ttl") {
      feed_.ttl_minutes = Number(tree_.Text(node));
    } else if (name == "image") {
      ChannelImage(node);
    } else if (name == "cloud") {
      // rssCloud: out of use, and not what we subscribe by.
    }
  }

  void ChannelExtension(XmlId node) {
    const std::string_view name = tree_.name(node);
    switch (tree_.space(node)) {
      case Space::kAtom:
        if (name == "link") ReadFeedLink(in_, node);
        if (name == "title") SetOnce(feed_.title, Draft::Line(in_.AtomMarkup(node)));
        if (name == "subtitle") SetOnce(feed_.description, Draft::Plain(in_.AtomMarkup(node)));
        return;
      case Space::kDublinCore:
      case Space::kDublinCoreTerms:
        if (name == "title") SetOnce(feed_.title, Draft::Line(in_.EscapedMarkup(node)));
        if (name == "description") {
          SetOnce(feed_.description, Draft::Plain(in_.EscapedMarkup(node)));
        }
        if (name == "language" && feed_.language.empty()) {
          feed_.language = LanguageTag(tree_.Text(node));
        }
        return;
      case Space::kItunes:
        if (name == "image" || (name == "link" && tree_.Attribute(node, "rel") == "image")) {
          SetOnce(feed_.icon, ItunesImage(in_, node));
        }
        if (name == "summary" || name == "subtitle") {
          SetOnce(feed_.description, Draft::Plain(in_.EscapedMarkup(node)));
        }
        return;
      default:
        return;
    }
  }

  static void SetOnce(std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  }

  void ChannelImage(XmlId image) {
    for (XmlId node = tree_.first_child(image); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node) || tree_.name(node) != "url") continue;
      SetOnce(feed_.icon, in_.UrlIn(node, tree_.Text(node)));
    }
  }

  // RDF has the image beside the channel.
  void Image(XmlId root) {
    for (XmlId node = tree_.first_child(root); node != kNoXml; node = tree_.next_sibling(node)) {
      if (!tree_.IsText(node) && IsCore(tree_.space(node)) && tree_.name(node) == "image") {
        ChannelImage(node);
      }
    }
  }

  void Item(XmlId item) {
    model::Entry entry;
    std::string permalink;
    entry.language = in_.OwnLanguage(item);
    // What the format itself says goes before what an extension says: two passes.
    for (XmlId node = tree_.first_child(item); node != kNoXml; node = tree_.next_sibling(node)) {
      if (!tree_.IsText(node) && IsCore(tree_.space(node))) ItemElement(node, entry, permalink);
    }
    for (XmlId node = tree_.first_child(item); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node) || IsCore(tree_.space(node))) continue;
      if (!ReadExtension(in_, node, entry)) ItemAtom(node, entry);
    }
    if (entry.url.empty()) entry.url = permalink;
    if (entry.url.empty()) entry.url = in_.UrlIn(item, tree_.Attribute(item, "about", Space::kRdf));
    if (entry.url.empty()) entry.url = in_.UrlIn(item, tree_.Attribute(item, "href"));  // CDF
    if (entry.key.empty()) entry.key = TrimSpace(tree_.Attribute(item, "about", Space::kRdf));
    if (!entry.updated) entry.updated = in_.draft.Time(tree_.Attribute(item, "lastmod"));  // CDF
    if (entry.title.empty() && entry.summary.empty() && entry.url.empty() && entry.key.empty()) {
      TextOnly(item, entry);
    }
    in_.draft.Add(std::move(entry));
  }

  // <item>text</item> of nobody's format.
  void TextOnly(XmlId item, model::Entry& entry) {
    if (!tree_.HasElements(item)) in_.draft.SetDescription(in_.EscapedMarkup(item), entry);
  }

  void ItemElement(XmlId node, model::Entry& entry, std::string& permalink) {
    const std::string_view name = tree_.name(node);
    if (name == "title") {
      if (entry.title.empty()) entry.title = Draft::Line(in_.EscapedMarkup(node));
    } else if (name == "link" || name == "url") {
      if (entry.url.empty()) entry.url = in_.UrlIn(node, tree_.Text(node));
      if (entry.url.empty()) ReadEntryLink(in_, node, entry);
    } else if (name == "description" || name == "summary" || name == "abstract") {
      in_.draft.SetDescription(in_.EscapedMarkup(node), entry);
    } else if (name == "encoded" || name == "fullitem" || name == "body" || name == "content") {
      entry.content = in_.draft.Safe(in_.EscapedMarkup(node));
    } else if (name == "guid" || name == "id") {
      Guid(node, entry, permalink);
    } else if (name == "pubdate" || name == "published" || name == "date" || name == "issued") {
      if (!entry.published) entry.published = in_.draft.Time(tree_.Text(node));
    } else if (name == "modified" || name == "updated" || name == "lastbuilddate") {
      if (!entry.updated) entry.updated = in_.draft.Time(tree_.Text(node));
    } else if (name == "author" || name == "creator" || name == "managingeditor") {
      Draft::AddPeople(tree_.Text(node), entry.author);
    } else if (name == "category") {
      Draft::AddTag(tree_.Text(node), entry.tags);
    } else if (name == "enclosure") {
      Enclosure(node, entry);
    } else if (name == "image") {
      Image(node, entry);
    } else if (name == "language") {
      entry.language = LanguageTag(tree_.Text(node));
    }
  }

  void Guid(XmlId node, model::Entry& entry, std::string& permalink) {
    const std::string text = tree_.Text(node);
    if (entry.key.empty()) entry.key = TrimSpace(text);
    const std::string_view is_permalink = TrimSpace(tree_.Attribute(node, "ispermalink"));
    if (LowerAscii(is_permalink) != "false") {
      // Many give an opaque id without saying that it is no link: only what is absolute is one.
      const std::string_view link = TrimSpace(text);
      if (link.starts_with("http://") || link.starts_with("https://")) {
        permalink = in_.UrlIn(node, link);
      }
    }
  }

  void Enclosure(XmlId node, model::Entry& entry) {
    model::Enclosure enclosure;
    std::string_view url = tree_.Attribute(node, "url");
    if (url.empty()) url = tree_.Attribute(node, "href");
    enclosure.url = in_.UrlIn(node, url);
    enclosure.type = LowerAscii(TrimSpace(tree_.Attribute(node, "type")));
    enclosure.bytes = Number(tree_.Attribute(node, "length"));
    if (enclosure.type.starts_with("image/") && entry.image.empty()) entry.image = enclosure.url;
    Draft::AddEnclosure(std::move(enclosure), entry);
  }

  // <image>: an element <url>, or the address as text.
  void Image(XmlId node, model::Entry& entry) {
    if (!entry.image.empty()) return;
    for (XmlId child = tree_.first_child(node); child != kNoXml;
         child = tree_.next_sibling(child)) {
      if (!tree_.IsText(child) && tree_.name(child) == "url") {
        entry.image = in_.UrlIn(child, tree_.Text(child));
      }
    }
    if (!tree_.HasElements(node)) entry.image = in_.UrlIn(node, tree_.Text(node));
  }

  void ItemAtom(XmlId node, model::Entry& entry) {
    if (tree_.space(node) != Space::kAtom) return;
    const std::string_view name = tree_.name(node);
    if (name == "link") {
      // rel=self and others are not the article.
      ReadEntryLink(in_, node, entry);
    } else if (name == "updated" || name == "modified") {
      if (!entry.updated) entry.updated = in_.draft.Time(tree_.Text(node));
    } else if (name == "published") {
      if (!entry.published) entry.published = in_.draft.Time(tree_.Text(node));
    } else if (name == "summary") {
      if (entry.summary.empty()) in_.draft.SetDescription(in_.AtomMarkup(node), entry);
    } else if (name == "content") {
      if (entry.content.empty()) entry.content = in_.draft.Safe(in_.AtomMarkup(node));
    } else if (name == "title") {
      if (entry.title.empty()) entry.title = Draft::Line(in_.AtomMarkup(node));
    } else if (name == "author") {
      for (XmlId child = tree_.first_child(node); child != kNoXml;
           child = tree_.next_sibling(child)) {
        if (!tree_.IsText(child) && tree_.name(child) == "name") {
          Draft::AddPeople(tree_.Text(child), entry.author);
        }
      }
    }
  }

  XmlFeed& in_;
  const XmlTree& tree_;
  model::Feed& feed_;
};

}  // namespace

void ReadRss(XmlFeed& in, XmlId root) {
  RssReader(in).Run(root);
}

}  // namespace parse
