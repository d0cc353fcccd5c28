// Sitemaps (https://www.sitemaps.org/protocol.html) with Google's news, image and video extensions,
// and OPML, of which only the feeds' addresses are taken here (the room `source` reads it in full).

#include <utility>

#include "parse/xml_feed.h"

namespace parse {
namespace {

void ReadNews(XmlFeed& in, XmlId news, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  for (XmlId node = news + 1; node < tree.subtree_end(news); ++node) {
    switch (tree.name(node)) {
      case Name::kTitle:
        entry.title = Draft::Line(in.EscapedMarkup(node));
        break;
      case Name::kPublicationDate:
        entry.published = in.draft.Time(tree.Text(node));
        break;
      case Name::kLanguage:
        entry.language = LanguageTag(tree.Text(node));
        SetOnce(in.draft.feed().language, entry.language);
        break;
      case Name::kName:
        if (in.draft.feed().title.empty()) {
          in.draft.feed().title = Draft::Line(in.EscapedMarkup(node));
        }
        break;
      case Name::kKeywords:
        AddKeywords(tree.Text(node), {}, entry.categories);
        break;
      default:
        break;
    }
  }
}

void ReadImage(XmlFeed& in, XmlId image, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  model::Picture picture;
  for (XmlId node = image + 1; node < tree.subtree_end(image); ++node) {
    if (tree.name(node) == Name::kLoc) picture.url = in.UrlOf(node);
    if (tree.name(node) == Name::kCaption) picture.title = Draft::Line(in.EscapedMarkup(node));
    if (tree.name(node) == Name::kTitle && picture.title.empty()) {
      picture.title = Draft::Line(in.EscapedMarkup(node));
    }
  }
  Draft::AddPicture(std::move(picture), entry);
}

void ReadVideo(XmlFeed& in, XmlId video, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  model::Enclosure enclosure;
  enclosure.medium = "video";
  for (XmlId node = video + 1; node < tree.subtree_end(video); ++node) {
    switch (tree.name(node)) {
      case Name::kThumbnailLocation:
        Draft::AddPicture({in.UrlOf(node), {}, {}, {}, {}}, entry);
        break;
      case Name::kContentLocation:
        enclosure.url = in.UrlOf(node);
        break;
      case Name::kPlayerLocation:
        enclosure.player = in.UrlOf(node);
        break;
      case Name::kDuration:
        enclosure.seconds = Number(tree.Text(node));
        break;
      case Name::kTitle:
        enclosure.title = Draft::Line(in.EscapedMarkup(node));
        SetOnce(entry.title, enclosure.title);
        break;
      case Name::kDescription:
        SetOnce(entry.summary, Draft::Plain(in.EscapedMarkup(node)));
        break;
      case Name::kPublicationDate:
        if (!entry.published) entry.published = in.draft.Time(tree.Text(node));
        break;
      default:
        break;
    }
  }
  Draft::AddEnclosure(std::move(enclosure), entry);
}

void ReadUrl(XmlFeed& in, XmlId url) {
  const XmlTree& tree = in.tree;
  model::Entry& entry = in.draft.Begin();
  for (XmlId node = tree.first_child(url); node != kNoXml; node = tree.next_sibling(node)) {
    const Name name = tree.name(node);
    if (tree.space(node) == Space::kImage) {
      if (name == Name::kImage) ReadImage(in, node, entry);
    } else if (tree.space(node) == Space::kVideo) {
      if (name == Name::kVideo) ReadVideo(in, node, entry);
    } else if (name == Name::kNews) {
      ReadNews(in, node, entry);
    } else if (name == Name::kLoc) {
      entry.url = in.UrlOf(node);
    } else if (name == Name::kLastMod) {
      entry.updated = in.draft.Time(tree.Text(node));
    }
  }
  if (entry.url.empty()) {
    in.draft.Warn("a <url> without a usable <loc> was left out");
    in.draft.Drop();
    return;
  }
  in.draft.Finish();
}

void AddChild(std::string url, Draft& draft) {
  auto& children = draft.feed().children;
  if (!url.empty() && children.size() < kMostEntries) children.push_back(std::move(url));
}

}  // namespace

void ReadSitemap(XmlFeed& in, XmlId root) {
  const XmlTree& tree = in.tree;
  for (XmlId node = tree.first_child(root); node != kNoXml; node = tree.next_sibling(node)) {
    if (tree.name(node) == Name::kUrl) {
      if (!in.draft.HasRoom()) return;
      ReadUrl(in, node);
    } else if (tree.name(node) == Name::kSitemap) {
      for (XmlId child = tree.first_child(node); child != kNoXml;
           child = tree.next_sibling(child)) {
        if (tree.name(child) == Name::kLoc) AddChild(in.UrlOf(child), in.draft);
      }
    }
  }
}

void ReadOutline(XmlFeed& in, XmlId root) {
  const XmlTree& tree = in.tree;
  for (XmlId node = root + 1; node < tree.subtree_end(root); ++node) {
    if (tree.IsText(node)) continue;
    if (tree.name(node) == Name::kTitle && in.draft.feed().title.empty()) {
      in.draft.feed().title = Draft::Line(in.EscapedMarkup(node));
    }
    AddChild(in.UrlOf(node, Name::kXmlUrl), in.draft);
  }
}

}  // namespace parse
