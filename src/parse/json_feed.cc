// JSON Feed (https://www.jsonfeed.org/version/1.1/).

#include "parse/json_feed.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/json.h"
#include "parse/people.h"

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
  return Draft::Line({text, false, nullptr});
}

void ReadAuthors(const Json& of, Draft& draft, std::vector<model::Person>& people) {
  const auto add = [&](const Json& author) {
    if (author.AsObject() == nullptr) return;
    model::Person known;
    known.url = draft.Resolve(author.String("url"));
    known.image = draft.Resolve(author.String("avatar"));
    AddPeople(author.String("name"), "author", people, known);
  };
  if (const Json* authors = of.Find("authors"); authors != nullptr && authors->AsArray()) {
    for (const Json& author : *authors->AsArray()) add(author);
  }
  if (const Json* author = of.Find("author"); people.empty() && author != nullptr) {
    if (const std::string* name = author->AsString()) AddPeople(*name, "author", people);
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
    enclosure.type = MediaType(attachment.String("mime_type"));
    enclosure.bytes = Count(attachment.Find("size_in_bytes"));
    enclosure.seconds = Count(attachment.Find("duration_in_seconds"));
    enclosure.title = PlainLine(attachment.String("title"));
    Draft::AddEnclosure(std::move(enclosure), entry);
  }
}

void ReadTexts(const Json& item, Draft& draft, model::Entry& entry) {
  entry.title = PlainLine(item.String("title"));
  entry.summary = Draft::Plain({item.String("summary"), false, nullptr});
  entry.content = draft.Safe({item.String("content_html"), true, nullptr});
  if (entry.content.empty()) {
    entry.content = draft.Safe({item.String("content_text"), false, nullptr});
  }
  if (const Json* tags = item.Find("tags"); tags != nullptr && tags->AsArray() != nullptr) {
    for (const Json& tag : *tags->AsArray()) {
      if (const std::string* text = tag.AsString()) AddCategory({*text, {}, {}}, entry.categories);
    }
  }
}

void ReadItem(const Json& item, Draft& draft) {
  model::Entry& entry = draft.Begin();
  entry.key = TrimSpace(Scalar(item.Find("id")));
  entry.url = draft.Resolve(item.String("url"));
  if (entry.url.empty()) entry.url = draft.Resolve(item.String("external_url"));
  if (entry.url.empty() && entry.key.starts_with("http")) entry.url = draft.Resolve(entry.key);
  ReadTexts(item, draft, entry);
  Draft::AddPicture({draft.Resolve(item.String("image")), {}, {}, {}, {}}, entry);
  Draft::AddPicture({draft.Resolve(item.String("banner_image")), {}, {}, {}, {}}, entry);
  entry.published = draft.Time(item.String("date_published"));
  entry.updated = draft.Time(item.String("date_modified"));
  entry.language = LanguageTag(item.String("language"));
  ReadAuthors(item, draft, entry.people);
  draft.InheritAuthors(draft.feed().people, entry);
  ReadAttachments(item, draft, entry);
  draft.Finish();
}

// What the feed says of itself.
void ReadTop(const Json& json, Draft& draft) {
  model::Feed& feed = draft.feed();
  feed.title = PlainLine(json.String("title"));
  feed.description = Draft::Plain({json.String("description"), false, nullptr});
  feed.home = draft.Resolve(json.String("home_page_url"));
  feed.self = draft.Resolve(json.String("feed_url"));
  feed.language = LanguageTag(json.String("language"));
  feed.image = draft.Resolve(json.String("icon"));
  feed.icon = feed.image.empty() ? draft.Resolve(json.String("favicon")) : feed.image;
  if (const Json* hubs = json.Find("hubs"); hubs != nullptr && hubs->AsArray() != nullptr) {
    for (const Json& hub : *hubs->AsArray()) {
      if (!IsSameLetters(hub.String("type"), "websub") || feed.hubs.size() >= 20) continue;
      std::string url = draft.Resolve(hub.String("url"));
      if (!url.empty()) feed.hubs.push_back(std::move(url));
    }
  }
  if (!feed.hubs.empty()) feed.hub = feed.hubs.front();
  ReadAuthors(json, draft, feed.people);
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
  ReadTop(*json, draft);
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
    ReadItem(item, draft);
  }
}

}  // namespace parse
