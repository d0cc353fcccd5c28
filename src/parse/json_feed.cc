// JSON Feed (https://www.jsonfeed.org/version/1.1/).

#include "parse/json_feed.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/json.h"

namespace parse {
namespace {

using base::Json;

// A string, or a number as its digits: ids are both.
std::string Scalar(const Json* value) {
  if (value == nullptr) return {};
  if (const std::string* text = value->AsString()) return *text;
  if (const auto number = value->AsInteger()) return fmt::format("{}", *number);
  return {};
}

std::optional<int64_t> Count(const Json* value) {
  if (value == nullptr) return std::nullopt;
  if (const auto number = value->AsNumber(); number && *number >= 0 && *number < 9e15) {
    return static_cast<int64_t>(*number);
  }
  return std::nullopt;
}

std::string PlainLine(std::string_view text) {
  return Draft::Line({std::string(text), false, {}});
}

void ReadAuthors(const Json& of, std::vector<std::string>& people) {
  const auto add = [&](const Json& author) {
    if (author.AsObject() != nullptr) Draft::AddPeople(author.String("name"), people);
  };
  if (const Json* authors = of.Find("authors"); authors != nullptr && authors->AsArray()) {
    for (const Json& author : *authors->AsArray()) add(author);
  }
  if (const Json* author = of.Find("author"); people.empty() && author != nullptr) {
    if (const std::string* name = author->AsString()) Draft::AddPeople(*name, people);
    add(*author);
  }
}

void ReadAttachments(const Json& item, Draft& draft, model::Entry& entry) {
  const Json* attachments = item.Find("attachments");
  if (attachments == nullptr || attachments->AsArray() == nullptr) return;
  for (const Json& attachment : *attachments->AsArray()) {
    if (attachment.AsObject() == nullptr) continue;
    model::Enclosure enclosure;
    enclosure.url = draft.Resolve(attachment.String("url"));
    enclosure.type = LowerAscii(attachment.String("mime_type"));
    enclosure.bytes = Count(attachment.Find("size_in_bytes"));
    enclosure.seconds = Count(attachment.Find("duration_in_seconds"));
    Draft::AddEnclosure(std::move(enclosure), entry);
  }
}

void ReadItem(const Json& item, const std::vector<std::string>& authors, Draft& draft) {
  model::Entry entry;
  entry.key = TrimSpace(Scalar(item.Find("id")));
  entry.url = draft.Resolve(item.String("url"));
  if (entry.url.empty()) entry.url = draft.Resolve(item.String("external_url"));
  if (entry.url.empty() && entry.key.starts_with("http")) entry.url = draft.Resolve(entry.key);
  entry.title = PlainLine(item.String("title"));
  entry.summary = Draft::Plain({std::string(item.String("summary")), false, {}});
  entry.content = draft.Safe({std::string(item.String("content_html")), true, {}});
  if (entry.content.empty()) {
    entry.content = draft.Safe({std::string(item.String("content_text")), false, {}});
  }
  entry.image = draft.Resolve(item.String("image"));
  if (entry.image.empty()) entry.image = draft.Resolve(item.String("banner_image"));
  entry.published = draft.Time(item.String("date_published"));
  entry.updated = draft.Time(item.String("date_modified"));
  entry.language = LanguageTag(item.String("language"));
  ReadAuthors(item, entry.author);
  if (entry.author.empty()) entry.author = authors;
  if (const Json* tags = item.Find("tags"); tags != nullptr && tags->AsArray() != nullptr) {
    for (const Json& tag : *tags->AsArray()) {
      if (const std::string* text = tag.AsString()) Draft::AddTag(*text, entry.tags);
    }
  }
  ReadAttachments(item, draft, entry);
  draft.Add(std::move(entry));
}

}  // namespace

void ReadJsonFeed(std::string_view utf8, Draft& draft) {
  const auto json = base::ParseJson(utf8);
  if (!json) {
    draft.Warn(json.error().message());
    return;
  }
  constexpr std::string_view kVersions = "jsonfeed.org/version/";
  const std::string_view version = json->String("version");
  const Json* items = json->Find("items");
  const bool has_items = items != nullptr && items->AsArray() != nullptr;
  if (!version.contains(kVersions) && !(has_items && json->Find("title") != nullptr)) {
    draft.Warn("JSON, and no JSON Feed: it has no version and no items");
    return;
  }
  model::Feed& feed = draft.feed();
  feed.format = model::FeedFormat::kJsonFeed;
  const size_t at = version.find(kVersions);
  if (at != std::string_view::npos) feed.version = version.substr(at + kVersions.size());
  feed.title = PlainLine(json->String("title"));
  feed.description = Draft::Plain({std::string(json->String("description")), false, {}});
  feed.home = draft.Resolve(json->String("home_page_url"));
  feed.self = draft.Resolve(json->String("feed_url"));
  feed.language = LanguageTag(json->String("language"));
  feed.icon = draft.Resolve(json->String("icon"));
  if (feed.icon.empty()) feed.icon = draft.Resolve(json->String("favicon"));
  if (const Json* hubs = json->Find("hubs"); hubs != nullptr && hubs->AsArray() != nullptr) {
    for (const Json& hub : *hubs->AsArray()) {
      if (feed.hub.empty() && LowerAscii(hub.String("type")) == "websub") {
        feed.hub = draft.Resolve(hub.String("url"));
      }
    }
  }
  std::vector<std::string> authors;
  ReadAuthors(*json, authors);
  if (!has_items) {
    draft.Warn("there are no items");
    return;
  }
  for (const Json& item : *items->AsArray()) {
    if (!draft.HasRoom()) return;
    if (item.AsObject() == nullptr) {
      draft.Warn("an item that is no object was left out");
      continue;
    }
    ReadItem(item, authors, draft);
  }
}

}  // namespace parse
