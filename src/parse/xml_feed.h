#pragma once
// The readers of the XML formats, and what they share. Only for this room.

#include <string>
#include <string_view>
#include <unordered_map>

#include "net/url.h"
#include "parse/draft.h"
#include "parse/xml.h"

namespace parse {

// What kind of text an element holds where its namespace does not say so.
enum class Dialect {
  kRss,   // escaped HTML
  kAtom,  // as `type` and `mode` say
};

// An XML document together with the draft of the feed that is made of it.
class XmlFeed {
 public:
  XmlFeed(const XmlTree& xml, Draft& feed_draft, Dialect feed_dialect)
      : tree(xml), draft(feed_draft), dialect(feed_dialect) {}

  const XmlTree& tree;
  Draft& draft;
  const Dialect dialect;

  // xml:base of the node and what is around it, resolved; null: only the document's is known. Valid
  // until the next call.
  const net::Url* BaseOf(XmlId node);
  // xml:lang of the node or the nearest around it.
  std::string LanguageOf(XmlId node) const;
  // xml:lang as it holds for the content of an entry, or else its title, or its summary; empty:
  // nothing states it; kNoLanguage: it is stated as empty.
  std::string LanguageOfEntry(XmlId entry) const;
  // The URL that a node's text, or an attribute's value, stands for.
  std::string UrlIn(XmlId node, std::string_view url) { return draft.Resolve(url, BaseOf(node)); }
  std::string UrlOf(XmlId node) { return UrlIn(node, tree.Text(node)); }
  std::string UrlOf(XmlId node, Name attribute) {
    return UrlIn(node, tree.Attribute(node, attribute));
  }
  // A text construct, as the dialect and the element's namespace have it.
  Markup MarkupOf(XmlId node);
  std::string LineOf(XmlId node) { return Draft::Line(MarkupOf(node)); }
  std::string PlainOf(XmlId node) { return Draft::Plain(MarkupOf(node)); }
  std::string SafeOf(XmlId node) { return draft.Safe(MarkupOf(node)); }
  // Escaped HTML, whatever the dialect.
  Markup EscapedMarkup(XmlId node);
  // As `type` and `mode` say.
  Markup AtomMarkup(XmlId node);

 private:
  std::unordered_map<XmlId, net::Url> bases_;  // by the element that states them
  std::string decoded_;                        // what AtomMarkup had to decode
};

// `root` is <rss>, <rdf:RDF> or <channel> (CDF too).
void ReadRss(XmlFeed& in, XmlId root);
// `root` is <feed>, or an <entry> alone.
void ReadAtom(XmlFeed& in, XmlId root);
// `root` is <urlset> or <sitemapindex>.
void ReadSitemap(XmlFeed& in, XmlId root);
// `root` is <opml>.
void ReadOutline(XmlFeed& in, XmlId root);

// One element of what a feed says of itself: of a channel, a <feed>, or the <source> of an entry.
void ReadAbout(XmlFeed& in, XmlId node, model::FeedAbout& about);
// rel, href, type of an Atom <link> in such a place.
void ReadAboutLink(XmlFeed& in, XmlId node, model::FeedAbout& about);
// The address in an <image>, which holds a <url>, or says it in an attribute or as its text.
std::string ImageAddress(XmlFeed& in, XmlId node);

// Elements of an entry, one function for each family (extensions.cc, media.cc, podcast.cc,
// place.cc). What the format itself says goes before what an extension says, so these come second.
void ReadExtension(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadMedia(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadItunes(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadPodcast(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadChapters(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadPlace(XmlFeed& in, XmlId node, model::Entry& entry);
// W3C's latitude and longitude stand beside each other: `around` is what holds them.
void ReadPointOf(const XmlTree& tree, XmlId around, model::Entry& entry);

// Atom, in an entry of any format.
void ReadAtomElement(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadEntryLink(XmlFeed& in, XmlId node, model::Entry& entry);
void ReadAtomPerson(XmlFeed& in, XmlId person, std::string_view role,
                    std::vector<model::Person>& people);
// `usual_scheme` holds where the element states none.
void ReadCategory(const XmlFeed& in, XmlId node, std::vector<model::Category>& categories,
                  std::string_view usual_scheme = {});
// itunes:category, which nests.
void ReadItunesCategory(const XmlTree& tree, XmlId node, std::vector<model::Category>& categories);
// Of a licence: where it stands, as text or attribute.
std::string LicenseAddress(XmlFeed& in, XmlId node);

inline void SetOnce(std::string& field, std::string value) {
  if (field.empty()) field = std::move(value);
}

// Of itunes:block: "Yes"; "any other value has no effect", says Apple.
inline bool IsBlocking(std::string_view text) {
  return text == "Yes" || text == "yes";
}

inline constexpr std::string_view kItunesScheme = "http://www.itunes.com/";

}  // namespace parse
