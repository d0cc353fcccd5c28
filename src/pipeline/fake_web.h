#pragma once
// For tests: a web that answers as told, on a thread of its own as the real one does.

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/queue.h"
#include "pipeline/web.h"

namespace pipeline {

// What stands at the addresses; outlives the FakeWeb that a pipeline owns. Each address has its
// answers one after the other; the last of them for good. An unknown one: 404.
class FakeSites {
 public:
  void Answer(const std::string& url, fetch::Outcome outcome) {
    base::MutexLock lock(mutex_);
    answers_[url].push_back(std::move(outcome));
  }
  // Fresh bytes; `final_url` where redirects that were followed have led, empty: none.
  void Serve(const std::string& url, std::string type, std::string bytes,
             const std::string& final_url = {}) {
    fetch::Outcome outcome;
    outcome.kind = fetch::OutcomeKind::kFresh;
    outcome.page.url = url;
    outcome.page.final_url = final_url.empty() ? url : final_url;
    outcome.page.status = 200;
    outcome.page.content_type = std::move(type);
    outcome.page.bytes = std::move(bytes);
    Answer(url, std::move(outcome));
  }
  // A redirect that is not followed.
  enum class For { kNow, kGood };
  void Redirect(const std::string& url, const std::string& to, For how_long = For::kNow) {
    fetch::Outcome outcome;
    outcome.kind = fetch::OutcomeKind::kLeadsOn;
    outcome.page.url = outcome.page.final_url = url;
    outcome.page.status = how_long == For::kGood ? 301 : 302;
    outcome.leads_to = to;
    outcome.leads_for_good = how_long == For::kGood;
    Answer(url, std::move(outcome));
  }
  int asked(const std::string& url) const {
    base::MutexLock lock(mutex_);
    const auto found = asked_.find(url);
    return found == asked_.end() ? 0 : found->second;
  }

  // How a page was asked for the last time.
  struct Manner {
    model::Asking asking;
    std::chrono::milliseconds pause{0};
    bool operator==(const Manner&) const = default;
  };
  Manner manner(const std::string& url) const {
    base::MutexLock lock(mutex_);
    const auto found = manners_.find(url);
    return found == manners_.end() ? Manner() : found->second;
  }
  void NoteManner(const std::string& url, Manner manner) {
    base::MutexLock lock(mutex_);
    manners_[url] = std::move(manner);
  }

  // Forms that were sent, in their order, as "URL form".
  std::vector<std::string> posts() const {
    base::MutexLock lock(mutex_);
    return posts_;
  }
  // Called on the web's thread before a form is answered. Set before there is a web.
  std::function<void(const std::string& post)> before_answer;
  void NotePost(const std::string& url, const std::string& form) {
    base::MutexLock lock(mutex_);
    posts_.push_back(url + " " + form);
  }

  fetch::Outcome Ask(const std::string& url) {
    base::MutexLock lock(mutex_);
    ++asked_[url];
    const auto found = answers_.find(url);
    fetch::Outcome outcome;
    if (found == answers_.end()) {
      outcome.page.url = url;
      outcome.page.status = 404;
      outcome.error = base::Error(base::ErrorKind::kNotFound, "fetching " + url + ": not there");
    } else {
      outcome = found->second.front();
      if (found->second.size() > 1) found->second.erase(found->second.begin());
    }
    outcome.page.fetched = base::SystemClock().Now();
    return outcome;
  }

 private:
  mutable base::Mutex mutex_;
  std::map<std::string, std::vector<fetch::Outcome>> answers_ GUARDED_BY(mutex_);
  std::map<std::string, int> asked_ GUARDED_BY(mutex_);
  std::map<std::string, Manner> manners_ GUARDED_BY(mutex_);
  std::vector<std::string> posts_ GUARDED_BY(mutex_);
};

class FakeWeb : public Web {
 public:
  explicit FakeWeb(FakeSites& sites) : sites_(sites) {}
  ~FakeWeb() override { requests_.Close(); }

  void PollSource(const model::Source& source, Answer answer) override {
    requests_.Push([this, url = source.url, answer] { answer(sites_.Ask(url)); });
  }
  void PollHop(const model::Source& source, std::chrono::milliseconds pause,
               Answer answer) override {
    FetchPageAs(source.url, source.asking, pause, std::move(answer));
  }
  void FetchPage(std::string url, Answer answer) override {
    requests_.Push([this, url, answer] { answer(sites_.Ask(url)); });
  }
  void FetchPageAs(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                   Answer answer) override {
    sites_.NoteManner(url, {asking, pause});
    FetchPage(std::move(url), std::move(answer));
  }
  void FetchHop(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                Answer answer) override {
    FetchPageAs(std::move(url), asking, pause, std::move(answer));
  }
  void PostForm(std::string url, std::string form, Answer answer) override {
    sites_.NotePost(url, form);
    requests_.Push([this, url, form, answer] {
      if (sites_.before_answer) sites_.before_answer(url + " " + form);
      answer(sites_.Ask(url));
    });
  }

 private:
  FakeSites& sites_;
  base::BoundedQueue<std::function<void()>> requests_{10'000};
  std::jthread thread_{[this] {
    while (auto request = requests_.Pop()) (*request)();
  }};  // last: it uses everything above
};

}  // namespace pipeline
