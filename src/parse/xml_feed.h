#pragma once
// The readers of the XML formats. Only for this room.

#include <string>
#include <string_view>

#include "parse/draft.h"
#include "parse/xml.h"

namespace parse {

// An XML document together with the draft of the feed that is made of it.
struct XmlFeed {
  const XmlTree& tree;
  Draft& draft;

  // xml:base of the node and what is around it, resolved; empty: only the document's URL is known.
  std::string BaseOf(XmlId node) const;
  // xml:lang of the node or the nearest around it.
  std::string LanguageOf(XmlId node) const;
  // xml:lang of an entry, or else of its content or title: what it says of itself.
  std::string OwnLanguage(XmlId entry) const;
  // The URL that a node's text, or an attribute's value, stands for.
  std::string UrlIn(XmlId node, std::string_view url) const;
  // A text construct: escaped HTML (RSS and its like).
  Markup EscapedMarkup(XmlId node) const;
  // A text construct of Atom: type and mode say what it is.
  Markup AtomMarkup(XmlId node) const;
};

// `root` is <rss>, <rdf:RDF> or <channel> (CDF too).
void ReadRss(XmlFeed& in, XmlId root);
// `root` is <feed>, or an <entry> alone.
void ReadAtom(XmlFeed& in, XmlId root);
// `root` is <urlset> or <sitemapindex>.
void ReadSitemap(XmlFeed& in, XmlId root);
// `root` is <opml>.
void ReadOutline(XmlFeed& in, XmlId root);

// What RSS and Atom share: Media RSS, iTunes, Dublin Core, of one element below an entry. False: it
// is none of these.
bool ReadExtension(XmlFeed& in, XmlId node, model::Entry& entry);
// The address of an <itunes:image>; empty when it has none.
std::string ItunesImage(const XmlFeed& in, XmlId node);
// rel, href, type and length of an Atom <link>, in a feed or in an entry.
void ReadFeedLink(XmlFeed& in, XmlId node);
void ReadEntryLink(XmlFeed& in, XmlId node, model::Entry& entry);

}  // namespace parse
