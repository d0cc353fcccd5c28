#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "html/text.h"
#include "parse/testing/feedparser_fields.h"

namespace parse {
namespace {

std::string Shown(const std::optional<base::Instant>& time) {
  return time ? base::FormatRfc3339(*time) : std::string();
}

std::string Shown(const std::optional<int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

std::string Indexed(const std::string& name, size_t index) {
  return name + "[" + std::to_string(index) + "]";
}

void PutPerson(const std::string& at, const model::Person& person, Fields& fields) {
  fields[at + ".name"] = {Kind::kName, person.name};
  fields[at + ".email"] = {Kind::kExact, person.email};
  fields[at + ".url"] = fields[at + ".href"] = {Kind::kUrl, person.url};
}

// Their lists, and the first of each as "author", "author_detail".
void PutPeople(const std::string& at, const std::vector<model::Person>& people, Fields& fields) {
  struct List {
    const char* singular;
    const char* plural;
    std::vector<std::string> roles;  // the first that is there
  };
  const List lists[] = {{"author", "authors", {"author", "editor"}},
                        {"contributor", "contributors", {"contributor"}},
                        {"publisher", "publishers", {"publisher", "webmaster", "owner"}}};
  for (const List& list : lists) {
    std::vector<model::Person> chosen;
    for (const std::string& role : list.roles) {
      if (!chosen.empty()) break;
      std::ranges::copy_if(people, std::back_inserter(chosen),
                           [&](const model::Person& person) { return person.role == role; });
    }
    const model::Person first = chosen.empty() ? model::Person{} : chosen.front();
    fields[at + list.singular] = {Kind::kName, first.name.empty() ? first.email : first.name};
    PutPerson(at + list.singular + "_detail", first, fields);
    chosen.resize(std::max<size_t>(chosen.size(), 2));
    for (size_t i = 0; i < chosen.size(); ++i) {
      PutPerson(Indexed(at + list.plural, i), chosen[i], fields);
    }
  }
  size_t credits = 0;
  for (const model::Person& person : people) {
    const std::string credit = Indexed(at + "media_credit", credits++);
    fields[credit + ".role"] = {Kind::kExact, person.role};
    fields[credit + ".content"] = {Kind::kName, person.name};
  }
}

void PutCategories(const std::string& at, const std::vector<model::Category>& categories,
                   Fields& fields) {
  fields["len(" + at + "tags)"] = {Kind::kExact, std::to_string(categories.size())};
  fields[at + "category"] = {Kind::kText, categories.empty() ? "" : categories.front().term};
  for (size_t i = 0; i < std::max<size_t>(categories.size(), 3); ++i) {
    const model::Category category = i < categories.size() ? categories[i] : model::Category{};
    const std::string tag = Indexed(at + "tags", i);
    fields[tag + ".term"] = {Kind::kText, category.term};
    fields[tag + ".scheme"] = {Kind::kExact, category.scheme};
    fields[tag + ".label"] = {Kind::kText, category.label};
  }
}

void PutRights(const std::string& at, const std::string& rights, Fields& fields) {
  for (const char* name : {"rights", "copyright"}) {
    fields[at + name] = fields[at + name + "_detail.value"] = {Kind::kText, rights};
  }
}

void PutTime(const std::string& at, const std::optional<base::Instant>& time, Fields& fields) {
  fields[at] = fields[at + "_parsed"] = {Kind::kTime, Shown(time)};
}

// The link that is kept, where there is one: of several nothing tells the order.
void PutFirstLink(const std::string& at,
                  const std::vector<std::pair<std::string, std::string>>& links, Fields& fields) {
  const auto kept =
      std::ranges::count_if(links, [](const auto& link) { return !link.second.empty(); });
  for (const auto& [relation, url] : links) {
    if (url.empty() || kept > 1) continue;
    fields[at + "links[0].rel"] = {Kind::kExact, relation};
    fields[at + "links[0].href"] = {Kind::kUrl, url};
  }
}

void PutAbout(const std::string& at, const model::FeedAbout& about, Fields& fields) {
  fields[at + "title"] = fields[at + "title_detail.value"] = {Kind::kText, about.title};
  for (const char* name : {"tagline", "subtitle", "description", "info"}) {
    fields[at + name] = fields[at + name + "_detail.value"] = {Kind::kText, about.description};
  }
  fields[at + "link"] = {Kind::kUrl, about.home};
  fields[at + "href"] = {Kind::kUrl, about.self};
  fields[at + "language"] = {Kind::kLanguage, about.language};
  fields[at + "image.href"] = fields[at + "image.url"] =
      fields[at + "logo"] = {Kind::kUrl, about.image};
  fields[at + "icon"] = {Kind::kUrl, about.icon};
  fields[at + "id"] = fields[at + "guid"] = {Kind::kExact, about.id};
  fields[at + "license"] = {Kind::kUrl, about.license};
  fields[at + "generator"] = {
      Kind::kText, about.generator.name.empty() ? about.generator.url : about.generator.name};
  fields[at + "generator_detail.name"] = {Kind::kText, about.generator.name};
  fields[at + "generator_detail.version"] = {Kind::kExact, about.generator.version};
  fields[at + "generator_detail.url"] =
      fields[at + "generator_detail.href"] = {Kind::kUrl, about.generator.url};
  PutRights(at, about.rights, fields);
  PutTime(at + "published", about.published, fields);
  PutTime(at + "created", about.published, fields);
  PutTime(at + "updated", about.updated, fields);
  PutTime(at + "modified", about.updated, fields);
  PutPeople(at, about.people, fields);
  PutCategories(at, about.categories, fields);
  PutFirstLink(at,
               {{"alternate", about.home},
                {"self", about.self},
                {"hub", about.hub},
                {"license", about.license}},
               fields);
}

std::string Flag(const std::optional<bool>& flag) {
  return flag ? (*flag ? "True" : "False") : "";
}

void PutPodcast(const std::string& at, const base::Boxed<model::Podcast>& boxed, Fields& fields) {
  const model::Podcast podcast = boxed ? *boxed : model::Podcast{};
  fields[at + "itunes_explicit"] = {Kind::kFlag, Flag(podcast.is_explicit)};
  // "Anything but yes" is no.
  fields[at + "itunes_block"] = {Kind::kExact, podcast.is_blocked.value_or(false) ? "1" : "0"};
  fields["len(" + at + "psc_chapters.chapters)"] = {Kind::kExact,
                                                    std::to_string(podcast.chapters.size())};
  for (size_t i = 0; i < podcast.chapters.size(); ++i) {
    const model::Chapter& chapter = podcast.chapters[i];
    const std::string name = Indexed(at + "psc_chapters.chapters", i);
    fields[name + ".title"] = {Kind::kText, chapter.title};
    fields[name + ".image"] = {Kind::kUrl, chapter.image};
    fields[name + ".start_parsed"] = {Kind::kMilliseconds,
                                      std::to_string(chapter.start_milliseconds)};
  }
}

void PutPlace(const std::string& at, const std::vector<model::Place>& places, Fields& fields) {
  const model::Place place = places.empty() ? model::Place{} : places.front();
  const std::map<std::string, std::string> kinds = {
      {"point", "Point"}, {"line", "LineString"}, {"polygon", "Polygon"}, {"box", "Box"}};
  const auto kind = kinds.find(place.kind);
  fields[at + "where.type"] = {Kind::kExact, kind == kinds.end() ? "" : kind->second};
  if (places.empty()) fields[at + "get('where')"] = {Kind::kExact, "{}"};
  const std::string coordinates = at + "where.coordinates";
  if (place.kind == "point") {
    fields[coordinates] = {Kind::kPoint, ShownPoint(place.points[0].second, place.points[0].first)};
  }
  for (size_t i = 0; i < place.points.size(); ++i) {
    const std::string list = place.kind == "polygon" ? coordinates + "[0]" : coordinates;
    const Field point{Kind::kPoint, ShownPoint(place.points[i].second, place.points[i].first)};
    fields[Indexed(list, i)] = point;
    if (i + 1 == place.points.size()) fields[list + "[-1]"] = point;
  }
}

void PutEnclosures(const std::string& at, const model::Entry& entry, Fields& fields) {
  for (size_t i = 0; i < entry.enclosures.size(); ++i) {
    const model::Enclosure& enclosure = entry.enclosures[i];
    const std::string file = Indexed(at + "enclosures", i);
    fields[file + ".href"] = fields[file + ".url"] = {Kind::kUrl, enclosure.url};
    fields[file + ".type"] = {Kind::kExact, enclosure.type};
    fields[file + ".length"] = {Kind::kExact, Shown(enclosure.bytes)};
    if (i == 0) fields[at + "content[0].src"] = {Kind::kUrl, enclosure.url};
    if (i == 0) fields[at + "media_player.url"] = {Kind::kUrl, enclosure.player};
  }
  fields[at + "image.href"] = {Kind::kUrl, entry.image};
  fields[at + "media_thumbnail[0].url"] = {Kind::kUrl, entry.image};
}

void PutTexts(const std::string& at, const model::Entry& entry, Fields& fields) {
  const std::string text = entry.summary.empty() ? html::ToText(entry.content) : entry.summary;
  const std::string content = entry.content.empty() ? entry.summary : html::ToText(entry.content);
  fields[at + "title"] = fields[at + "title_detail.value"] = {Kind::kText, entry.title};
  fields[at + "description"] = fields[at + "summary"] =
      fields[at + "summary_detail.value"] = {Kind::kText, text};
  fields[at + "content[0].value"] = {Kind::kText, content};
  const Field language{Kind::kLanguage, entry.language};
  fields[at + "language"] = fields[at + "content[0].language"] =
      fields[at + "title_detail.language"] = language;
}

void PutEntry(const std::string& at, const model::Entry& entry, Fields& fields) {
  PutTexts(at, entry, fields);
  fields[at + "link"] = {Kind::kUrl, entry.url};
  fields[at + "id"] = fields[at + "guid"] = {Kind::kExact, entry.key};
  PutTime(at + "published", entry.published, fields);
  PutTime(at + "created", entry.published, fields);
  // Where a feed has one date only, feedparser gives it both names.
  PutTime(at + "updated", entry.updated ? entry.updated : entry.published, fields);
  PutTime(at + "expired", entry.expires, fields);
  PutPeople(at, entry.people, fields);
  PutCategories(at, entry.categories, fields);
  PutRights(at, entry.rights, fields);
  fields[at + "license"] = fields[at + "media_license.href"] = {Kind::kUrl, entry.license};
  const model::Replies replies = entry.replies ? *entry.replies : model::Replies{};
  fields[at + "comments"] = {Kind::kUrl, replies.url};
  fields[at + "wfw_commentrss"] = {Kind::kUrl, replies.feed};
  fields[at + "slash_comments"] = {Kind::kExact, Shown(replies.count)};
  if (!entry.in_reply_to.empty()) {
    const model::InReplyTo& other = entry.in_reply_to.front();
    const std::string reply = at + "thr_in-reply-to";
    fields[reply + ".ref"] = {Kind::kExact, other.reference};
    fields[reply + ".href"] = {Kind::kUrl, other.url};
    fields[reply + ".type"] = {Kind::kExact, other.type};
    fields[reply + ".source"] = {Kind::kUrl, other.source};
  }
  PutFirstLink(at,
               {{"alternate", entry.url},
                {"enclosure", entry.enclosures.empty() ? "" : entry.enclosures.front().url},
                {"license", entry.license},
                {"replies", replies.feed}},
               fields);
  PutEnclosures(at, entry, fields);
  PutPodcast(at, entry.podcast, fields);
  PutPlace(at, entry.places, fields);
  PutAbout(at + "source.", entry.taken_from ? *entry.taken_from : model::FeedAbout{}, fields);
}

// "rss20", "atom03".
std::string VersionWord(const model::Feed& feed) {
  std::string word(model::FeedFormatName(feed.format));
  if (feed.format == model::FeedFormat::kRdf) word = "rss";
  if (feed.format == model::FeedFormat::kCdf) return word;
  for (const char c : feed.version) {
    if (c != '.') word += c;
  }
  // All of 2.x is one.
  return word.starts_with("rss2") ? "rss20" : word;
}

}  // namespace

std::string ShownPoint(double longitude, double latitude) {
  return std::to_string(longitude) + " " + std::to_string(latitude);
}

Fields FieldsOf(const model::Feed& feed, const Input& input) {
  Fields fields;
  PutAbout("feed.", feed, fields);
  PutPodcast("feed.", feed.podcast, fields);
  fields["feed.ttl"] = {Kind::kExact, Shown(feed.ttl_minutes)};
  fields["feed.newlocation"] = {Kind::kUrl, feed.moved_to};
  // GBK is a part of GB18030.
  fields["encoding"] = {Kind::kCharset, feed.charset == "gbk" ? "gb18030" : feed.charset};
  const bool broken = std::ranges::any_of(feed.warnings, [](const std::string& warning) {
    return !warning.starts_with("an entry ") && !warning.ends_with("encoded twice was put right");
  });
  // Over there a wrong media type is a reason as well.
  const bool plain = !input.headers.empty() && input.headers[0].second.starts_with("text/plain");
  if (!plain) fields["bozo"] = {Kind::kFlag, broken ? "True" : "False"};
  fields["version"] = {Kind::kExact, VersionWord(feed)};
  fields["len(entries)"] = {Kind::kExact, std::to_string(feed.entries.size())};
  const model::Entry none;
  for (size_t i = 0; i < std::max<size_t>(feed.entries.size(), 2); ++i) {
    PutEntry(Indexed("entries", i) + ".", i < feed.entries.size() ? feed.entries[i] : none, fields);
  }
  return fields;
}

}  // namespace parse
