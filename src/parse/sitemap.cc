// Sitemaps (https://www.sitemaps.org/protocol.html) with Google's news and image extensions, and
// OPML, of which only the feeds' addresses are taken here (the room `source` reads it in full).

#include <utility>

#include "parse/xml_feed.h"

namespace parse {
namespace {

void ReadNews(XmlFeed& in, XmlId news, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  for (XmlId node = news + 1; node < tree.subtree_end(news); ++node) {
    if (tree.IsText(node)) continue;
    const std::string_view name = tree.name(node);
    if (name == "title") {
      entry.title = Draft::Line(in.EscapedMarkup(node));
    } else if (name == "publication_date") {
      entry.published = in.draft.Time(tree.Text(node));
    } else if (name == "language") {
      entry.language = LanguageTag(tree.Text(node));
      if (in.draft.feed().language.empty()) in.draft.feed().language = entry.language;
    } else if (name == "name") {
      if (in.draft.feed().title.empty()) {
        in.draft.feed().title = Draft::Line(in.EscapedMarkup(node));
      }
    } else if (name == "keywords") {
      Draft::AddTags(tree.Text(node), entry.tags);
    }
  }
}

void ReadImage(XmlFeed& in, XmlId image, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  if (!entry.image.empty()) return;
  for (XmlId node = image + 1; node < tree.subtree_end(image); ++node) {
    if (!tree.IsText(node) && tree.name(node) == "loc")
      entry.image = in.UrlIn(node, tree.Text(node));
  }
}

void ReadUrl(XmlFeed& in, XmlId url) {
  const XmlTree& tree = in.tree;
  model::Entry entry;
  for (XmlId node = tree.first_child(url); node != kNoXml; node = tree.next_sibling(node)) {
    if (tree.IsText(node)) continue;
    const std::string_view name = tree.name(node);
    if (tree.space(node) == Space::kImage) {
      if (name == "image") ReadImage(in, node, entry);
    } else if (name == "news") {
      ReadNews(in, node, entry);
    } else if (name == "loc") {
      entry.url = in.UrlIn(node, tree.Text(node));
    } else if (name == "lastmod") {
      entry.updated = in.draft.Time(tree.Text(node));
    }
  }
  if (entry.url.empty()) {
    in.draft.Warn("a <url> without a usable <loc> was left out");
    return;
  }
  in.draft.Add(std::move(entry));
}

}  // namespace

void ReadSitemap(XmlFeed& in, XmlId root) {
  const XmlTree& tree = in.tree;
  for (XmlId node = tree.first_child(root); node != kNoXml; node = tree.next_sibling(node)) {
    if (tree.IsText(node)) continue;
    if (tree.name(node) == "url") {
      if (!in.draft.HasRoom(kMostSitemapEntries)) return;
      ReadUrl(in, node);
    } else if (tree.name(node) == "sitemap") {
      for (XmlId child = tree.first_child(node); child != kNoXml;
           child = tree.next_sibling(child)) {
        if (tree.IsText(child) || tree.name(child) != "loc") continue;
        std::string url = in.UrlIn(child, tree.Text(child));
        const bool room = in.draft.feed().children.size() < kMostSitemapEntries;
        if (!url.empty() && room) in.draft.feed().children.push_back(std::move(url));
      }
    }
  }
}

void ReadOutline(XmlFeed& in, XmlId root) {
  const XmlTree& tree = in.tree;
  for (XmlId node = root + 1; node < tree.subtree_end(root); ++node) {
    if (tree.IsText(node)) continue;
    if (tree.name(node) == "title" && in.draft.feed().title.empty()) {
      in.draft.feed().title = Draft::Line(in.EscapedMarkup(node));
    }
    std::string url = in.UrlIn(node, tree.Attribute(node, "xmlurl"));
    if (!url.empty() && in.draft.feed().children.size() < kMostEntries) {
      in.draft.feed().children.push_back(std::move(url));
    }
  }
}

}  // namespace parse
