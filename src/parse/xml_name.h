#pragma once
// The names of elements and attributes that feeds are made of, by number, and their vocabularies.
// Only for this room.

#include <cstdint>
#include <string_view>

namespace parse {

// X(enumerator, name): local names in lower case; what stands for several vocabularies stands once.
#define OCTAVO_FEED_NAMES(X)                   \
  X(kAbout, "about")                           \
  X(kAbstract, "abstract")                     \
  X(kAlternateEnclosure, "alternateenclosure") \
  X(kAuthor, "author")                         \
  X(kBase, "base")                             \
  X(kBlock, "block")                           \
  X(kBody, "body")                             \
  X(kBox, "box")                               \
  X(kCaption, "caption")                       \
  X(kCategory, "category")                     \
  X(kChannel, "channel")                       \
  X(kChapter, "chapter")                       \
  X(kChapters, "chapters")                     \
  X(kCircle, "circle")                         \
  X(kComment, "comment")                       \
  X(kCommentRss, "commentrss")                 \
  X(kComments, "comments")                     \
  X(kCommunity, "community")                   \
  X(kContent, "content")                       \
  X(kContentLocation, "content_loc")           \
  X(kContributor, "contributor")               \
  X(kCopyright, "copyright")                   \
  X(kCount, "count")                           \
  X(kCreated, "created")                       \
  X(kCreator, "creator")                       \
  X(kCredit, "credit")                         \
  X(kDate, "date")                             \
  X(kDescription, "description")               \
  X(kDomain, "domain")                         \
  X(kDuration, "duration")                     \
  X(kEmail, "email")                           \
  X(kEnclosure, "enclosure")                   \
  X(kEncoded, "encoded")                       \
  X(kEntry, "entry")                           \
  X(kEnvelope, "envelope")                     \
  X(kEpisode, "episode")                       \
  X(kEpisodeType, "episodetype")               \
  X(kExpirationDate, "expirationdate")         \
  X(kExplicit, "explicit")                     \
  X(kExterior, "exterior")                     \
  X(kFeatureName, "featurename")               \
  X(kFeed, "feed")                             \
  X(kFileSize, "filesize")                     \
  X(kFullItem, "fullitem")                     \
  X(kFunding, "funding")                       \
  X(kGenerator, "generator")                   \
  X(kGeneratorAgent, "generatoragent")         \
  X(kGeo, "geo")                               \
  X(kGroup, "group")                           \
  X(kGuid, "guid")                             \
  X(kHeight, "height")                         \
  X(kHomepage, "homepage")                     \
  X(kHref, "href")                             \
  X(kHrefLanguage, "hreflang")                 \
  X(kHtml, "html")                             \
  X(kHtmlUrl, "htmlurl")                       \
  X(kIcon, "icon")                             \
  X(kId, "id")                                 \
  X(kIdentifier, "identifier")                 \
  X(kImage, "image")                           \
  X(kImg, "img")                               \
  X(kSrcSet, "srcset")                         \
  X(kInReplyTo, "in-reply-to")                 \
  X(kInfo, "info")                             \
  X(kIsPermaLink, "ispermalink")               \
  X(kIssued, "issued")                         \
  X(kItem, "item")                             \
  X(kItems, "items")                           \
  X(kKeywords, "keywords")                     \
  X(kLabel, "label")                           \
  X(kLang, "lang")                             \
  X(kLanguage, "language")                     \
  X(kLastBuildDate, "lastbuilddate")           \
  X(kLastMod, "lastmod")                       \
  X(kLat, "lat")                               \
  X(kLatitude, "latitude")                     \
  X(kLength, "length")                         \
  X(kLicense, "license")                       \
  X(kLine, "line")                             \
  X(kLineString, "linestring")                 \
  X(kLinearRing, "linearring")                 \
  X(kLink, "link")                             \
  X(kLoc, "loc")                               \
  X(kLocation, "location")                     \
  X(kLogo, "logo")                             \
  X(kLong, "long")                             \
  X(kLongitude, "longitude")                   \
  X(kLowerCorner, "lowercorner")               \
  X(kManagingEditor, "managingeditor")         \
  X(kMedium, "medium")                         \
  X(kMode, "mode")                             \
  X(kModified, "modified")                     \
  X(kName, "name")                             \
  X(kNewFeedUrl, "new-feed-url")               \
  X(kNewLocation, "newlocation")               \
  X(kNews, "news")                             \
  X(kOpml, "opml")                             \
  X(kOrigLink, "origlink")                     \
  X(kOutline, "outline")                       \
  X(kOwner, "owner")                           \
  X(kPayload, "payload")                       \
  X(kPerson, "person")                         \
  X(kPlayer, "player")                         \
  X(kPlayerLocation, "player_loc")             \
  X(kPoint, "point")                           \
  X(kPolygon, "polygon")                       \
  X(kPos, "pos")                               \
  X(kPosList, "poslist")                       \
  X(kPubDate, "pubdate")                       \
  X(kPublicationDate, "publication_date")      \
  X(kPublished, "published")                   \
  X(kPublisher, "publisher")                   \
  X(kRdf, "rdf")                               \
  X(kRef, "ref")                               \
  X(kRel, "rel")                               \
  X(kResource, "resource")                     \
  X(kRights, "rights")                         \
  X(kRole, "role")                             \
  X(kRating, "rating")                         \
  X(kRss, "rss")                               \
  X(kScheme, "scheme")                         \
  X(kSeason, "season")                         \
  X(kSelf, "self")                             \
  X(kSitemap, "sitemap")                       \
  X(kSitemapIndex, "sitemapindex")             \
  X(kSource, "source")                         \
  X(kSrc, "src")                               \
  X(kSrsName, "srsname")                       \
  X(kStart, "start")                           \
  X(kSubject, "subject")                       \
  X(kSubtitle, "subtitle")                     \
  X(kSummary, "summary")                       \
  X(kTagline, "tagline")                       \
  X(kTags, "tags")                             \
  X(kTerm, "term")                             \
  X(kText, "text")                             \
  X(kThumbnail, "thumbnail")                   \
  X(kThumbnailLocation, "thumbnail_loc")       \
  X(kTitle, "title")                           \
  X(kTotal, "total")                           \
  X(kTranscript, "transcript")                 \
  X(kTtl, "ttl")                               \
  X(kType, "type")                             \
  X(kUpdateFrequency, "updatefrequency")       \
  X(kUpdatePeriod, "updateperiod")             \
  X(kUpdated, "updated")                       \
  X(kUpperCorner, "uppercorner")               \
  X(kUri, "uri")                               \
  X(kUrl, "url")                               \
  X(kUrlSet, "urlset")                         \
  X(kUserComments, "usercomments")             \
  X(kValid, "valid")                           \
  X(kValue, "value")                           \
  X(kVersion, "version")                       \
  X(kVideo, "video")                           \
  X(kWebMaster, "webmaster")                   \
  X(kWhere, "where")                           \
  X(kWidth, "width")                           \
  X(kXmlUrl, "xmlurl")                         \
  X(kDiv, "div")

enum class Name : uint16_t {
  kUnknown,
#define OCTAVO_FEED_ENUMERATOR(enumerator, name) enumerator,
  OCTAVO_FEED_NAMES(OCTAVO_FEED_ENUMERATOR)
#undef OCTAVO_FEED_ENUMERATOR
};

// The vocabularies of feeds. A prefix that was never declared stands for the vocabulary that goes
// by this name everywhere.
enum class Space : uint8_t {
  kNone,  // no namespace: RSS 0.91 to 2.0, CDF, OPML
  kOther,
  kXml,
  kRdf,
  kRss1,  // RSS 0.90, 1.0, 1.1, and the namespaces that some give to RSS 2.0
  kAtom,  // 0.3 and 1.0
  kDublinCore,
  kDublinCoreTerms,
  kContent,
  kMedia,
  kItunes,
  kPodcast,   // https://podcastindex.org/namespace/1.0
  kChapters,  // Podlove Simple Chapters
  kXhtml,
  kSitemap,
  kNews,   // of sitemaps
  kImage,  // of sitemaps
  kVideo,  // of sitemaps
  kFeedBurner,
  kGeoRss,
  kGml,
  kGeo,  // W3C: lat, long
  kSlash,
  kWellFormedWeb,
  kThreading,
  kCreativeCommons,
  kSyndication,
  kAdmin,
};

// Of a local name in any case; kUnknown for any that is not on the list.
Name NameFrom(std::string_view local);
// Of a namespace's URI as it stands in a declaration.
Space SpaceOfUri(std::string_view uri);
// Of a prefix that nothing declares.
Space SpaceOfPrefix(std::string_view prefix);

}  // namespace parse
