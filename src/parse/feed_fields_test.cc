// What feeds say beyond title, link and text: people, files, pictures, places, replies, podcasts.

#include <gtest/gtest.h>

#include <string>

#include "base/time.h"
#include "parse/feed.h"

namespace parse {
namespace {

// Lines that a reader can compare: what is empty is left out.
class Shower {
 public:
  std::string Show(const model::Feed& feed) {
    About(feed);
    Line("moved_to", feed.moved_to);
    if (feed.update_minutes) Line("update_minutes", std::to_string(*feed.update_minutes));
    Podcast(feed.podcast);
    for (const model::Entry& entry : feed.entries) {
      out_ += "- " + entry.key + "\n";
      indent_ = "  ";
      Entry(entry);
    }
    return out_;
  }

 private:
  void Line(const std::string& name, const std::string& value) {
    if (!value.empty()) out_ += indent_ + name + ": " + value + "\n";
  }
  static std::string Joined(std::initializer_list<std::string> parts) {
    std::string out;
    for (const std::string& part : parts) {
      if (!part.empty()) out += (out.empty() ? "" : " | ") + part;
    }
    return out;
  }
  static std::string Number(const char* name, const std::optional<int64_t>& number) {
    return number ? std::string(name) + " " + std::to_string(*number) : "";
  }
  static std::string Time(const std::optional<base::Instant>& time) {
    return time ? base::FormatRfc3339(*time) : "";
  }

  void People(const std::vector<model::Person>& people) {
    for (const model::Person& person : people) {
      Line(person.role, Joined({person.name, person.email, person.url, person.image}));
    }
  }
  void Categories(const std::vector<model::Category>& categories) {
    for (const model::Category& category : categories) {
      Line("category", Joined({category.term, category.scheme, category.label}));
    }
  }
  void About(const model::FeedAbout& about) {
    Line("title", about.title);
    Line("home", about.home);
    Line("self", about.self);
    for (const std::string& hub : about.hubs) Line("hub", hub);
    Line("id", about.id);
    Line("image", about.image);
    Line("rights", about.rights);
    Line("license", about.license);
    Line("generator", Joined({about.generator.name, about.generator.version, about.generator.url}));
    Line("published", Time(about.published));
    Line("updated", Time(about.updated));
    People(about.people);
    Categories(about.categories);
  }
  void Podcast(const base::Boxed<model::Podcast>& podcast) {
    if (!podcast) return;
    if (podcast->is_explicit) Line("explicit", *podcast->is_explicit ? "yes" : "no");
    if (podcast->is_blocked) Line("blocked", *podcast->is_blocked ? "yes" : "no");
    Line("part", Joined({Number("season", podcast->season), Number("episode", podcast->episode),
                         podcast->kind}));
    Line("funding", podcast->funding);
    Line("chapters", podcast->chapters_url);
    for (const model::Chapter& chapter : podcast->chapters) {
      Line("chapter", Joined({std::to_string(chapter.start_milliseconds), chapter.title,
                              chapter.url, chapter.image}));
    }
    for (const model::Transcript& transcript : podcast->transcripts) {
      Line("transcript",
           Joined({transcript.url, transcript.type, transcript.language, transcript.relation}));
    }
  }
  void Entry(const model::Entry& entry) {
    People(entry.people);
    Categories(entry.categories);
    for (const model::Enclosure& file : entry.enclosures) {
      Line("file", Joined({file.url, file.type, file.medium, Number("bytes", file.bytes),
                           Number("seconds", file.seconds), Number("width", file.width),
                           Number("height", file.height), file.title, file.language, file.player}));
    }
    for (const model::Picture& picture : entry.images) {
      Line("picture", Joined({picture.url, picture.title, picture.credit,
                              Number("width", picture.width), Number("height", picture.height)}));
    }
    for (const model::Place& place : entry.places) {
      std::string points;
      for (const auto& [latitude, longitude] : place.points) {
        points += (points.empty() ? "" : ", ") + std::to_string(latitude).substr(0, 6) + " " +
                  std::to_string(longitude).substr(0, 6);
      }
      Line("place", Joined({place.name, place.kind, points}));
    }
    Line("rights", entry.rights);
    Line("license", entry.license);
    Line("expires", Time(entry.expires));
    if (entry.replies) {
      Line("replies",
           Joined({entry.replies->url, entry.replies->feed, Number("count", entry.replies->count),
                   Time(entry.replies->updated)}));
    }
    for (const model::InReplyTo& other : entry.in_reply_to) {
      Line("answers", Joined({other.reference, other.url, other.type, other.source}));
    }
    Podcast(entry.podcast);
    if (entry.taken_from) {
      out_ += "  taken from:\n";
      indent_ = "    ";
      About(*entry.taken_from);
      indent_ = "  ";
    }
  }

  std::string out_;
  std::string indent_;
};

struct Case {
  const char* name;
  const char* bytes;
  const char* expected;
};

const Case kCases[] = {
    {"RSS 2.0 and its modules",
     R"(<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
 xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"
 xmlns:georss="http://www.georss.org/georss" xmlns:dcterms="http://purl.org/dc/terms/"><channel>
<title>Harbour</title><link>https://example.org/</link><copyright>&#169; Harbour &amp; sons</copyright>
<managingEditor>ed@example.org (Ed Itor)</managingEditor><webMaster>web@example.org</webMaster>
<generator>Press 4.2</generator><lastBuildDate>Sun, 22 Nov 2026 08:30:00 GMT</lastBuildDate>
<category domain="https://example.org/topics">Coast</category>
<atom:link rel="hub" href="https://hub.example/a"/><atom:link rel="hub" href="https://hub.example/b"/>
<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
<creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>
<item><guid>1</guid><author>jane@example.org (Jane Doe)</author><comments>/1#comments</comments>
<wfw:commentRss>/1/comments.xml</wfw:commentRss><slash:comments>12</slash:comments>
<category domain="https://example.org/topics">Ferries</category>
<source url="https://agency.example/feed">The Agency</source>
<georss:featurename>Hollin Ferry</georss:featurename><georss:point>54.1 -2.9</georss:point>
<dcterms:valid>start=2026-11-22;end=2026-12-24T12:00:00Z</dcterms:valid>
<enclosure url="/a.mp3" type="audio/mpeg; charset=x" length="99" duration="1:02:03"/>
<enclosure url="/b.mp4"/></item></channel></rss>)",
     R"(title: Harbour
home: https://example.org/
hub: https://hub.example/a
hub: https://hub.example/b
rights: © Harbour & sons
license: https://creativecommons.org/licenses/by/4.0/
generator: Press 4.2
updated: 2026-11-22T08:30:00Z
editor: Ed Itor | ed@example.org
webmaster: web@example.org
category: Coast | https://example.org/topics
update_minutes: 360
- 1
  author: Jane Doe | jane@example.org
  category: Ferries | https://example.org/topics
  file: https://example.org/a.mp3 | audio/mpeg | audio | bytes 99 | seconds 3723
  file: https://example.org/b.mp4 | video
  place: Hollin Ferry | point | 54.100 -2.900
  expires: 2026-12-24T12:00:00Z
  replies: https://example.org/1#comments | https://example.org/1/comments.xml | count 12
  taken from:
    title: The Agency
    self: https://agency.example/feed
)"},

    {"Media RSS, nested",
     R"(<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><guid>1</guid>
<media:group><media:title>The launch</media:title><media:credit role="photographer">P. Hoto</media:credit>
<media:content url="/s.mp4" type="video/mp4" medium="video" duration="61.5" width="640" height="360" lang="en">
<media:player url="/play"/><media:thumbnail url="/t.jpg" width="75" height="50"/></media:content>
<media:content url="/l.webm" type="video/webm" fileSize="1000"/></media:group>
<media:content url="/p.jpg" medium="image"><media:title>A ship</media:title><media:credit>Q. Photo</media:credit></media:content>
<media:category scheme="urn:x" label="Seafaring">sea</media:category><media:keywords>ship, launch</media:keywords>
<media:rating>nonadult</media:rating><media:license href="https://example.org/l">L</media:license>
<media:subTitle type="application/smil" lang="de" href="/s.smil"/></item></channel></rss>)",
     R"(- 1
  photographer: P. Hoto
  credit: Q. Photo
  category: sea | urn:x | Seafaring
  category: ship
  category: launch
  file: https://example.org/s.mp4 | video/mp4 | video | seconds 61 | width 640 | height 360 | The launch | en | https://example.org/play
  file: https://example.org/l.webm | video/webm | video | bytes 1000 | The launch
  file: https://example.org/p.jpg | image | A ship
  picture: https://example.org/t.jpg | The launch | P. Hoto | width 75 | height 50
  picture: https://example.org/p.jpg | A ship | Q. Photo
  license: https://example.org/l
  explicit: no
  transcript: https://example.org/s.smil | application/smil | de | captions
)"},

    {"a podcast with chapters and transcripts",
     R"(<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters"><channel>
<title>Waves</title><itunes:author>The Harbour</itunes:author><itunes:type>serial</itunes:type>
<itunes:owner><itunes:name>Ann Chor</itunes:name><itunes:email>ann@example.org</itunes:email></itunes:owner>
<itunes:explicit>false</itunes:explicit><itunes:new-feed-url>https://example.org/new</itunes:new-feed-url>
<itunes:category text="Society"><itunes:category text="Places"/></itunes:category>
<itunes:image href="/cover.jpg"/><podcast:funding url="/give">Give</podcast:funding>
<item><guid>1</guid><enclosure url="/1.m4a" type="audio/x-m4a" length="5"/><itunes:duration>1:01:00</itunes:duration>
<itunes:season>2</itunes:season><itunes:episode>7</itunes:episode><itunes:episodeType>full</itunes:episodeType>
<itunes:block>Yes</itunes:block>
<podcast:transcript url="/1.vtt" type="text/vtt" language="en" rel="captions"/>
<podcast:chapters url="/1.json" type="application/json+chapters"/>
<podcast:person role="Guest" href="/jo" img="/jo.jpg">Jo Ker</podcast:person>
<podcast:location geo="geo:54.1,-2.9;u=10" osm="R1">Hollin</podcast:location>
<podcast:alternateEnclosure type="audio/opus" length="3" title="Small"><podcast:source uri="/1.opus"/></podcast:alternateEnclosure>
<psc:chapters version="1.2"><psc:chapter start="0" title="Begin"/>
<psc:chapter start="00:03:07.250" title="Middle" href="/m" image="/m.png"/></psc:chapters></item></channel></rss>)",
     R"(title: Waves
image: https://example.org/cover.jpg
author: The Harbour
owner: Ann Chor | ann@example.org
category: Society | http://www.itunes.com/
category: Places | http://www.itunes.com/
moved_to: https://example.org/new
explicit: no
part: serial
funding: https://example.org/give
- 1
  guest: Jo Ker | https://example.org/jo | https://example.org/jo.jpg
  file: https://example.org/1.m4a | audio/x-m4a | audio | bytes 5 | seconds 3660
  file: https://example.org/1.opus | audio/opus | audio | bytes 3 | Small
  place: Hollin | point | 54.100 -2.900
  blocked: yes
  part: season 2 | episode 7 | full
  chapters: https://example.org/1.json
  chapter: 0 | Begin
  chapter: 187250 | Middle | https://example.org/m | https://example.org/m.png
  transcript: https://example.org/1.vtt | text/vtt | en | captions
)"},

    {"Atom with people, threading, source and GML",
     R"(<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
 xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml">
<id>urn:f</id><title>Harbour</title><updated>2026-11-22T08:30:00Z</updated>
<generator uri="/g" version="2">Writer</generator><logo>/logo.png</logo><rights type="html">&amp;copy; us</rights>
<author><name>Jane Doe</name><email>jane@example.org</email><uri>/jane</uri></author>
<contributor><name>Con Tributor</name></contributor>
<entry><id>urn:1</id><title>T</title><contributor><name>John Roe</name><uri>/john</uri></contributor>
<category term="sea" scheme="urn:s" label="The sea"/><link rel="license" href="https://example.org/l"/>
<link rel="replies" type="application/atom+xml" href="/1/r" thr:count="3" thr:updated="2026-11-23T00:00:00Z"/>
<thr:in-reply-to ref="urn:0" href="/0" type="text/html" source="/feed0"/>
<georss:where><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>1 2 3 4 5 6 1 2</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></georss:where>
<source><id>urn:other</id><title>Other</title><author><name>Oth Er</name></author><link rel="self" href="/other"/></source></entry></feed>)",
     R"(title: Harbour
id: urn:f
image: https://example.org/logo.png
rights: © us
generator: Writer | 2 | https://example.org/g
updated: 2026-11-22T08:30:00Z
author: Jane Doe | jane@example.org | https://example.org/jane
contributor: Con Tributor
- urn:1
  contributor: John Roe | https://example.org/john
  author: Oth Er
  category: sea | urn:s | The sea
  place: polygon | 1.0000 2.0000, 3.0000 4.0000, 5.0000 6.0000, 1.0000 2.0000
  license: https://example.org/l
  replies: https://example.org/1/r | count 3 | 2026-11-23T00:00:00Z
  answers: urn:0 | https://example.org/0 | text/html | https://example.org/feed0
  taken from:
    title: Other
    self: https://example.org/other
    id: urn:other
    author: Oth Er
)"},

    {"JSON Feed 1.1",
     R"({"version":"https://jsonfeed.org/version/1.1","title":"H","icon":"/i.png",
"authors":[{"name":"Jane Doe","url":"/jane","avatar":"/j.png"}],
"items":[{"id":"1","banner_image":"/b.jpg","attachments":[{"url":"/a.mp3","mime_type":"audio/mpeg","title":"Aloud"}]}]})",
     R"(title: H
image: https://example.org/i.png
author: Jane Doe | https://example.org/jane | https://example.org/j.png
- 1
  author: Jane Doe | https://example.org/jane | https://example.org/j.png
  file: https://example.org/a.mp3 | audio/mpeg | audio | Aloud
  picture: https://example.org/b.jpg
)"},

    {"a sitemap with a video",
     R"(<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>/1</loc>
<image:image><image:loc>/1.jpg</image:loc><image:caption>A ship</image:caption></image:image>
<video:video><video:thumbnail_loc>/t.jpg</video:thumbnail_loc><video:title>Launch</video:title>
<video:content_loc>/1.mp4</video:content_loc><video:duration>60</video:duration><video:player_loc>/p</video:player_loc></video:video></url></urlset>)",
     R"(- https://example.org/1
  file: https://example.org/1.mp4 | video | seconds 60 | Launch | https://example.org/p
  picture: https://example.org/1.jpg | A ship
  picture: https://example.org/t.jpg
)"},

    {"places that are none, and W3C's",
     R"(<rss xmlns:georss="http://www.georss.org/georss" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"
 xmlns:gml="http://www.opengis.net/gml"><channel>
<item><guid>1</guid><georss:point>95 10</georss:point><georss:box>1 2 3</georss:box></item>
<item><guid>2</guid><geo:lat>51.5</geo:lat><geo:long>-0.12</geo:long></item>
<item><guid>3</guid><georss:where><gml:Point srsName="EPSG:26986"><gml:pos>231394 902476</gml:pos></gml:Point></georss:where></item>
<item><guid>4</guid><georss:where><gml:Point><gml:pos>1 2 300</gml:pos></gml:Point></georss:where></item></channel></rss>)",
     R"(- 1
- 2
  place: point | 51.500 -0.120
- 3
- 4
  place: point | 1.0000 2.0000
)"},
};

TEST(FeedFields, Read) {
  for (const Case& row : kCases) {
    Input input;
    input.bytes = row.bytes;
    input.url = "https://example.org/feed";
    EXPECT_EQ(Shower().Show(ParseFeed(input)), row.expected) << row.name;
  }
}

}  // namespace
}  // namespace parse
