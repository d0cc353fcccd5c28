// octavo parse: feeds in, entries out.

#include <string>
#include <utility>

#include "base/time.h"
#include "commands.h"
#include "filter.h"
#include "parse/base64.h"
#include "parse/feed.h"

namespace octavo {
namespace {

using base::Json;
using base::JsonWriter;

// Members that are left out when there is nothing to say.
void Put(JsonWriter& out, std::string_view key, std::string_view text) {
  if (!text.empty()) out.Member(key, text);
}

void Put(JsonWriter& out, std::string_view key, const std::optional<int64_t>& number) {
  if (!number) return;
  out.Key(key);
  out.Integer(*number);
}

void Put(JsonWriter& out, std::string_view key, const std::optional<bool>& flag) {
  if (!flag) return;
  out.Key(key);
  out.Boolean(*flag);
}

void Put(JsonWriter& out, std::string_view key, const std::optional<base::Instant>& instant) {
  if (instant) out.Member(key, base::FormatRfc3339(*instant));
}

// Members that are always there.
void Time(JsonWriter& out, std::string_view key, const std::optional<base::Instant>& instant) {
  out.Key(key);
  if (instant) {
    out.String(base::FormatRfc3339(*instant));
  } else {
    out.Null();
  }
}

void Strings(JsonWriter& out, std::string_view key, const std::vector<std::string>& values) {
  out.Key(key);
  out.BeginArray();
  for (const std::string& value : values) out.String(value);
  out.EndArray();
}

// A list of objects, one `write` each; left out when it is empty.
template <typename T, typename Write>
void List(JsonWriter& out, std::string_view key, const std::vector<T>& values, Write write) {
  if (values.empty()) return;
  out.Key(key);
  out.BeginArray();
  for (const T& value : values) {
    out.BeginObject();
    write(value);
    out.EndObject();
  }
  out.EndArray();
}

void WritePeople(JsonWriter& out, const std::vector<model::Person>& people) {
  List(out, "people", people, [&](const model::Person& person) {
    out.Member("role", person.role);
    Put(out, "name", person.name);
    Put(out, "email", person.email);
    Put(out, "url", person.url);
    Put(out, "image", person.image);
  });
}

void WriteCategories(JsonWriter& out, const std::vector<model::Category>& categories) {
  List(out, "categories", categories, [&](const model::Category& category) {
    out.Member("term", category.term);
    Put(out, "scheme", category.scheme);
    Put(out, "label", category.label);
  });
}

void WriteEnclosures(JsonWriter& out, const std::vector<model::Enclosure>& enclosures) {
  out.Key("enclosures");
  out.BeginArray();
  for (const model::Enclosure& enclosure : enclosures) {
    out.BeginObject();
    out.Member("url", enclosure.url);
    out.Member("type", enclosure.type);
    Put(out, "bytes", enclosure.bytes);
    Put(out, "seconds", enclosure.seconds);
    Put(out, "medium", enclosure.medium);
    Put(out, "title", enclosure.title);
    Put(out, "language", enclosure.language);
    Put(out, "width", enclosure.width);
    Put(out, "height", enclosure.height);
    Put(out, "player", enclosure.player);
    out.EndObject();
  }
  out.EndArray();
}

void WriteImages(JsonWriter& out, const std::vector<model::Picture>& images) {
  List(out, "images", images, [&](const model::Picture& image) {
    out.Member("url", image.url);
    Put(out, "title", image.title);
    Put(out, "credit", image.credit);
    Put(out, "width", image.width);
    Put(out, "height", image.height);
  });
}

void WritePlaces(JsonWriter& out, const std::vector<model::Place>& places) {
  List(out, "places", places, [&](const model::Place& place) {
    Put(out, "name", place.name);
    Put(out, "kind", place.kind);
    if (place.points.empty()) return;
    out.Key("points");
    out.BeginArray();
    for (const auto& [latitude, longitude] : place.points) {
      out.BeginArray();
      out.Number(latitude);
      out.Number(longitude);
      out.EndArray();
    }
    out.EndArray();
  });
}

void WriteReplies(JsonWriter& out, const model::Entry& entry) {
  if (entry.replies) {
    out.Key("replies");
    out.BeginObject();
    Put(out, "url", entry.replies->url);
    Put(out, "feed", entry.replies->feed);
    Put(out, "count", entry.replies->count);
    Put(out, "updated", entry.replies->updated);
    out.EndObject();
  }
  List(out, "in_reply_to", entry.in_reply_to, [&](const model::InReplyTo& other) {
    Put(out, "id", other.reference);
    Put(out, "url", other.url);
    Put(out, "type", other.type);
    Put(out, "source", other.source);
  });
}

void WritePodcast(JsonWriter& out, const base::Boxed<model::Podcast>& podcast) {
  if (!podcast) return;
  out.Key("podcast");
  out.BeginObject();
  Put(out, "explicit", podcast->is_explicit);
  Put(out, "blocked", podcast->is_blocked);
  Put(out, "season", podcast->season);
  Put(out, "episode", podcast->episode);
  Put(out, "kind", podcast->kind);
  Put(out, "funding", podcast->funding);
  Put(out, "chapters_url", podcast->chapters_url);
  List(out, "chapters", podcast->chapters, [&](const model::Chapter& chapter) {
    out.Key("start");
    out.Number(static_cast<double>(chapter.start_milliseconds) / 1000);
    Put(out, "title", chapter.title);
    Put(out, "url", chapter.url);
    Put(out, "image", chapter.image);
  });
  List(out, "transcripts", podcast->transcripts, [&](const model::Transcript& transcript) {
    out.Member("url", transcript.url);
    Put(out, "type", transcript.type);
    Put(out, "language", transcript.language);
    Put(out, "relation", transcript.relation);
  });
  out.EndObject();
}

// Of a feed, or of the feed that an entry was taken from: what not every feed says.
void WriteAbout(JsonWriter& out, const model::FeedAbout& about) {
  Put(out, "feed_id", about.id);  // `id` is the caller's
  Put(out, "image", about.image);
  Put(out, "rights", about.rights);
  Put(out, "license", about.license);
  Put(out, "published", about.published);
  Put(out, "updated", about.updated);
  WritePeople(out, about.people);
  WriteCategories(out, about.categories);
  if (!about.hubs.empty()) Strings(out, "hubs", about.hubs);
  const model::Generator& generator = about.generator;
  if (generator.name.empty() && generator.version.empty() && generator.url.empty()) return;
  out.Key("generator");
  out.BeginObject();
  Put(out, "name", generator.name);
  Put(out, "version", generator.version);
  Put(out, "url", generator.url);
  out.EndObject();
}

void WriteTakenFrom(JsonWriter& out, const model::FeedAbout& about) {
  out.Key("taken_from");
  out.BeginObject();
  Put(out, "title", about.title);
  Put(out, "description", about.description);
  Put(out, "home", about.home);
  Put(out, "self", about.self);
  Put(out, "language", about.language);
  Put(out, "icon", about.icon);
  WriteAbout(out, about);
  out.EndObject();
}

void WriteEntry(JsonWriter& out, const model::Entry& entry) {
  out.BeginObject();
  out.Member("id", entry.key);
  out.Member("url", entry.url);
  out.Member("title", entry.title);
  Strings(out, "author", entry.author);
  Time(out, "published", entry.published);
  Time(out, "updated", entry.updated);
  out.Member("summary", entry.summary);
  out.Member("content", entry.content);
  out.Member("language", entry.language);
  out.Member("image", entry.image);
  WriteEnclosures(out, entry.enclosures);
  Strings(out, "tags", entry.tags);
  WritePeople(out, entry.people);
  WriteCategories(out, entry.categories);
  WriteImages(out, entry.images);
  WritePlaces(out, entry.places);
  Put(out, "rights", entry.rights);
  Put(out, "license", entry.license);
  Put(out, "expires", entry.expires);
  WriteReplies(out, entry);
  WritePodcast(out, entry.podcast);
  if (entry.taken_from) WriteTakenFrom(out, *entry.taken_from);
  out.EndObject();
}

// "feed" for everything whose entries are news, else what it is instead.
std::string_view VerdictOf(const model::Feed& feed) {
  return parse::IsFeed(feed.format) ? "feed" : model::FeedFormatName(feed.format);
}

void WriteFeed(JsonWriter& out, const model::Feed& feed) {
  out.Member("verdict", VerdictOf(feed));
  out.Member("format", model::FeedFormatName(feed.format));
  out.Member("version", feed.version);
  out.Member("title", feed.title);
  out.Member("description", feed.description);
  out.Member("home", feed.home);
  out.Member("self", feed.self);
  out.Member("hub", feed.hub);
  out.Member("language", feed.language);
  out.Member("icon", feed.icon);
  out.Member("charset", feed.charset);
  out.Key("ttl_minutes");
  if (feed.ttl_minutes) {
    out.Integer(*feed.ttl_minutes);
  } else {
    out.Null();
  }
  Put(out, "update_minutes", feed.update_minutes);
  Put(out, "moved_to", feed.moved_to);
  WriteAbout(out, feed);
  WritePodcast(out, feed.podcast);
  out.Key("entries");
  out.BeginArray();
  for (const model::Entry& entry : feed.entries) WriteEntry(out, entry);
  out.EndArray();
  Strings(out, "children", feed.children);
  Strings(out, "warnings", feed.warnings);
}

base::Result<std::string> BytesOfRequest(const Json& request) {
  const Json* encoded = request.Find("bytes_base64");
  if (encoded == nullptr || encoded->AsString() == nullptr) return BytesOf(request, "bytes");
  auto bytes = parse::DecodeBase64(*encoded->AsString());
  if (!bytes) {
    return base::Fail(base::ErrorKind::kInvalidInput, "\"bytes_base64\" is not Base64");
  }
  return std::move(*bytes);
}

base::Status Answer(const Json& request, JsonWriter& out) {
  TRY_ASSIGN(const std::string bytes, BytesOfRequest(request));
  parse::Input input;
  input.bytes = bytes;
  input.url = request.String("url");
  if (const Json* headers = request.Find("headers"); headers != nullptr && headers->AsObject()) {
    for (const auto& [name, value] : *headers->AsObject()) {
      std::string lower = name;
      for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      }
      if (const std::string* text = value.AsString()) input.headers.emplace_back(lower, *text);
    }
  }
  const model::Feed feed = parse::ParseFeed(input);
  out.Reserve(bytes.size() * 2);  // what is not used is never touched
  WriteFeed(out, feed);
  return {};
}

}  // namespace

Command ParseCommand() {
  return {"parse",
          "read feeds: JSON Lines in, JSON Lines out",
          "Reads RSS, RDF, Atom, JSON Feed, CDF and sitemaps, broken ones too.\n\n"
          "One JSON object a line on standard input:\n"
          "  id            echoed\n"
          "  url           where the bytes came from; relative links are resolved against it\n"
          "  bytes_base64  the bytes as they came, or\n"
          "  file          a file that holds them\n"
          "  headers       an object of HTTP headers: content-type, content-location, link; may be "
          "left out\n\n"
          "One JSON object a line on standard output, in the same order:\n"
          "  verdict       \"feed\", or what it is instead: \"html\", \"opml\", \"none\"\n"
          "  format, version, title, description, home, self, hub, language, icon, ttl_minutes\n"
          "  charset       what the bytes were in, found where it is not said or wrong\n"
          "  entries       id, url, title, author, published, updated, summary (plain text),\n"
          "                content (safe HTML), language, image, enclosures, tags\n"
          "  children      sitemaps of a sitemap index, feeds that a web page or an OPML names\n"
          "  warnings      what was repaired or left out\n\n"
          "These are left out when the feed does not say them. Of a feed and of an entry:\n"
          "  people        role (author, contributor, editor, host, ...), name, email, url, image\n"
          "  categories    term, scheme, label\n"
          "  rights, license; published, updated of a feed\n"
          "  podcast       explicit, blocked, season, episode, kind, funding, chapters_url,\n"
          "                chapters (start in seconds, title, url, image),\n"
          "                transcripts (url, type, language, relation)\n"
          "Of a feed alone:\n"
          "  feed_id, image, hubs, generator (name, version, url), update_minutes, moved_to\n"
          "Of an entry alone:\n"
          "  images        url, title, credit, width, height\n"
          "  places        name, kind (point, line, polygon, box), points ([latitude, longitude])\n"
          "  replies       url, feed, count, updated: where it is answered\n"
          "  in_reply_to   id, url, type, source: what it answers\n"
          "  expires       when it is no longer true\n"
          "  taken_from    the feed that it stood in first\n"
          "Of an enclosure: url, type; bytes, seconds, medium (audio, video, image, document),\n"
          "title, language, width, height, player where they are known.\n\n"
          "Example:\n"
          "  echo '{\"id\":1,\"url\":\"https://example.org/feed\",\"file\":\"feed.xml\"}' | octavo "
          "parse",
          "",
          {},
          [](const Arguments&) -> int { return RunWritingFilter(Answer); }};
}

}  // namespace octavo
