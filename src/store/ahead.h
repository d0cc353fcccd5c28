#pragma once
// What a transaction knows ahead of the jobs that it is to finish.
//
// To finish a job needs answers: its address, the article there, the entry that named it. Asked job
// by job, each of them is a way to the database and back, which on PostgreSQL takes longer than
// what it asks for. So jobs that are finished together are asked about together, in a handful of
// questions, and taken out of the queue by one statement; a job that nobody announced is a group of
// one. What the transaction changes afterwards it changes here too.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/feed.h"
#include "model/ids.h"
#include "model/source.h"
#include "store/driver.h"
#include "store/rows.h"
#include "store/store.h"

namespace store {

// What an entry and its source know of an article that the page did not say.
struct Origins {
  model::Entry entry;  // without its texts
  model::Source source;
};

// A job that is out of the queue and whose end is under way.
struct TakenOut {
  Stage stage = Stage::kFetch;
  int64_t address = 0;
  bool again = false;   // it came in anew while it was in hand
  bool reread = false;  // the page is the one that was read before
  std::string lane;
  bool ended = false;
};

struct AddressState {
  int64_t id = 0;
  bool has_failed = false;  // it has an error
  std::string rights;
  std::string missing;
  std::optional<ArticleRow> article;  // as the transaction has it by now
  bool is_enriched = false;           // the article has been, some time
  std::optional<Origins> origins;     // where they were asked for
};

class Ahead {
 public:
  // The connection stays with the caller.
  explicit Ahead(Connection& connection) : connection_(connection) {}

  // Takes those out of the queue that are in their worker's hands, and asks about their addresses;
  // the others are left as they are.
  base::Status Load(std::span<const ExpectedJob> jobs);

  // Null: it was not taken out.
  TakenOut* FindJob(int64_t job);
  // Of a job that was taken out.
  AddressState& At(int64_t address);
  // Null where the address is not known here.
  AddressState* FindAddress(int64_t address);
  // The article as the transaction has it; null where it is not known here.
  const ArticleRow* FindArticle(model::ArticleId id) const;
  base::Result<Origins> OriginsAt(AddressState& at);
  // The article that has a URL, 0: there is none; absent: not known here.
  std::optional<int64_t> OwnerOf(const std::string& url) const;
  // Whether every job that was taken out has ended.
  bool AllEnded() const;

  // ---- what the transaction has changed
  void SetArticle(const ArticleRow& row);
  // Of all addresses that lead to the article. Whether it was before.
  bool SetEnriched(model::ArticleId id);
  void SetOwner(const std::string& url, model::ArticleId id) { owners_[url] = id.value; }
  void ForgetOwner(const std::string& url) { owners_.erase(url); }
  // Entries or sources have changed.
  void ForgetOrigins();
  // Jobs of the address that had not ended and now never will.
  std::vector<Stage> DropJobs(int64_t address);

 private:
  base::Status TakeOut(Stage stage, WorkerId worker, std::span<const int64_t> jobs,
                       std::vector<int64_t>& addresses);
  base::Status LoadAddresses(std::vector<int64_t> ids);
  base::Status LoadOrigins(std::span<const int64_t> ids);
  base::Status LoadOwners(std::span<const std::string> urls);

  Connection& connection_;
  std::unordered_map<int64_t, TakenOut> jobs_;
  std::unordered_map<int64_t, AddressState> addresses_;
  std::unordered_map<std::string, int64_t> owners_;  // by URL; 0: nobody
};

}  // namespace store
