#pragma once
// What holds of every feed that ParseFeed gives, whatever the bytes were. For tests and fuzzers.

#include <string>
#include <string_view>
#include <unordered_set>

#include "base/utf8.h"
#include "html/harmless.h"
#include "model/feed.h"

namespace parse {

// Looks at one feed; the first thing that does not hold is what Why() says.
class Invariants {
 public:
  explicit Invariants(const model::Feed& feed) {
    About(feed, "feed");
    Podcast(feed.podcast, "feed");
    Url(feed.moved_to, "moved_to");
    Text(feed.version, "version");
    for (const std::string& child : feed.children) Url(child, "child");
    for (const std::string& warning : feed.warnings) Text(warning, "warning");
    Hold(feed.warnings.size() <= 60, "more warnings than the limit");
    std::unordered_set<std::string_view> keys;
    for (const model::Entry& entry : feed.entries) {
      Hold(!entry.key.empty() && keys.insert(entry.key).second, "a key is empty or given twice");
      Entry(entry);
    }
  }

  // Empty: all of it holds.
  const std::string& Why() const { return why_; }

 private:
  void Hold(bool holds, std::string_view what) {
    if (!holds && why_.empty()) why_ = what;
  }
  void Text(std::string_view text, std::string_view what) {
    Hold(base::IsValidUtf8(text), std::string(what) + " is not UTF-8");
  }
  void Line(std::string_view text, std::string_view what) {
    Text(text, what);
    Hold(!text.contains('\n'), std::string(what) + " has several lines");
    Hold(text.size() <= 2'000, std::string(what) + " is too long");
  }
  void Url(std::string_view url, std::string_view what) {
    Text(url, what);
    Hold(url.empty() || url.starts_with("http://") || url.starts_with("https://"),
         std::string(what) + " is no web address");
  }
  void People(const std::vector<model::Person>& people) {
    for (const model::Person& person : people) {
      Line(person.name, "a name");
      Line(person.email, "an e-mail address");
      Text(person.role, "a role");
      Url(person.url, "a person's address");
      Url(person.image, "a person's image");
    }
  }
  void Categories(const std::vector<model::Category>& categories) {
    for (const model::Category& category : categories) {
      Line(category.term, "a category");
      Line(category.label, "a label");
      Text(category.scheme, "a scheme");
    }
  }
  void About(const model::FeedAbout& about, const std::string& of) {
    Line(about.title, of + " title");
    Text(about.description, of + " description");
    Text(about.id, of + " id");
    Line(about.rights, of + " rights");
    for (const std::string* url : {&about.home, &about.self, &about.hub, &about.icon, &about.image,
                                   &about.license, &about.generator.url}) {
      Url(*url, of + " address");
    }
    for (const std::string& hub : about.hubs) Url(hub, of + " hub");
    Line(about.generator.name, of + " generator");
    Text(about.generator.version, of + " version");
    People(about.people);
    Categories(about.categories);
  }
  void Podcast(const base::Boxed<model::Podcast>& podcast, const std::string& of) {
    if (!podcast) return;
    Url(podcast->funding, of + " funding");
    Url(podcast->chapters_url, of + " chapters");
    Text(podcast->kind, of + " kind");
    for (const model::Chapter& chapter : podcast->chapters) {
      Line(chapter.title, "a chapter");
      Url(chapter.url, "a chapter's address");
      Url(chapter.image, "a chapter's image");
      Hold(chapter.start_milliseconds >= 0, "a chapter starts before the beginning");
    }
    for (const model::Transcript& transcript : podcast->transcripts) {
      Url(transcript.url, "a transcript");
      Text(transcript.type, "a transcript's type");
    }
  }
  void Entry(const model::Entry& entry) {
    Text(entry.key, "a key");
    Url(entry.url, "an entry's address");
    Line(entry.title, "an entry's title");
    Text(entry.summary, "a summary");
    Text(entry.content, "a content");
    Hold(html::WhyHarmful(entry.content).empty(), "a content does harm");
    for (const std::string& author : entry.author) Line(author, "an author");
    for (const std::string& tag : entry.tags) Line(tag, "a tag");
    Text(entry.language, "a language");
    Url(entry.image, "an entry's image");
    Url(entry.license, "an entry's licence");
    Line(entry.rights, "an entry's rights");
    People(entry.people);
    Categories(entry.categories);
    Files(entry);
    if (entry.replies) {
      Url(entry.replies->url, "a page of replies");
      Url(entry.replies->feed, "a feed of replies");
    }
    for (const model::InReplyTo& other : entry.in_reply_to) {
      Text(other.reference, "a reference");
      Url(other.url, "what is answered");
      Url(other.source, "the feed of what is answered");
    }
    for (const model::Place& place : entry.places) {
      Line(place.name, "a place");
      for (const auto& [latitude, longitude] : place.points) {
        Hold(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180,
             "a place is not on the earth");
      }
    }
    Podcast(entry.podcast, "an entry's");
    if (entry.taken_from) About(*entry.taken_from, "source");
  }
  void Files(const model::Entry& entry) {
    for (const model::Enclosure& enclosure : entry.enclosures) {
      Url(enclosure.url, "an enclosure");
      Hold(!enclosure.url.empty(), "an enclosure without address");
      Url(enclosure.player, "a player");
      Text(enclosure.type, "an enclosure's type");
      Line(enclosure.title, "an enclosure's title");
      Hold(enclosure.bytes.value_or(0) >= 0 && enclosure.seconds.value_or(0) >= 0,
           "an enclosure of less than nothing");
    }
    for (const model::Picture& picture : entry.images) {
      Url(picture.url, "a picture");
      Line(picture.title, "a picture's title");
      Line(picture.credit, "a picture's credit");
    }
  }

  std::string why_;
};

}  // namespace parse
