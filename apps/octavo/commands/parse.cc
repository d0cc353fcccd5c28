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

Json Strings(const std::vector<std::string>& values) {
  Json::Array array;
  for (const std::string& value : values) array.emplace_back(value);
  return array;
}

Json Time(const std::optional<base::Instant>& instant) {
  return instant ? Json(base::FormatRfc3339(*instant)) : Json();
}

Json EnclosureJson(const model::Enclosure& enclosure) {
  Json out;
  out.Set("url", enclosure.url);
  out.Set("type", enclosure.type);
  if (enclosure.bytes) out.Set("bytes", *enclosure.bytes);
  if (enclosure.seconds) out.Set("seconds", *enclosure.seconds);
  return out;
}

Json EntryJson(const model::Entry& entry) {
  Json out;
  out.Set("id", entry.key);
  out.Set("url", entry.url);
  out.Set("title", entry.title);
  out.Set("author", Strings(entry.author));
  out.Set("published", Time(entry.published));
  out.Set("updated", Time(entry.updated));
  out.Set("summary", entry.summary);
  out.Set("content", entry.content);
  out.Set("language", entry.language);
  out.Set("image", entry.image);
  Json::Array enclosures;
  for (const model::Enclosure& enclosure : entry.enclosures) {
    enclosures.push_back(EnclosureJson(enclosure));
  }
  out.Set("enclosures", std::move(enclosures));
  out.Set("tags", Strings(entry.tags));
  return out;
}

// "feed" for everything whose entries are news, else what it is instead.
std::string_view VerdictOf(const model::Feed& feed) {
  return parse::IsFeed(feed.format) ? "feed" : model::FeedFormatName(feed.format);
}

Json FeedJson(const model::Feed& feed) {
  Json out;
  out.Set("verdict", VerdictOf(feed));
  out.Set("format", model::FeedFormatName(feed.format));
  out.Set("version", feed.version);
  out.Set("title", feed.title);
  out.Set("description", feed.description);
  out.Set("home", feed.home);
  out.Set("self", feed.self);
  out.Set("hub", feed.hub);
  out.Set("language", feed.language);
  out.Set("icon", feed.icon);
  out.Set("ttl_minutes", feed.ttl_minutes ? Json(*feed.ttl_minutes) : Json());
  Json::Array entries;
  for (const model::Entry& entry : feed.entries) entries.push_back(EntryJson(entry));
  out.Set("entries", std::move(entries));
  out.Set("children", Strings(feed.children));
  out.Set("warnings", Strings(feed.warnings));
  return out;
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

base::Result<Json> Answer(const Json& request) {
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
  return FeedJson(parse::ParseFeed(input));
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
          "  entries       id, url, title, author, published, updated, summary (plain text),\n"
          "                content (safe HTML), language, image, enclosures, tags\n"
          "  children      sitemaps of a sitemap index, feeds that a web page or an OPML names\n"
          "  warnings      what was repaired or left out\n\n"
          "Example:\n"
          "  echo '{\"id\":1,\"url\":\"https://example.org/feed\",\"file\":\"feed.xml\"}' | octavo "
          "parse",
          "",
          {},
          [](const Arguments&) -> int { return RunFilter(Answer); }};
}

}  // namespace octavo
