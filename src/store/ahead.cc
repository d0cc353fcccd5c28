#include "store/ahead.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "store/codec.h"
#include "store/compress.h"

namespace store {
namespace {

constexpr size_t kAtOnce = 128;  // ids or texts in one question

// `visit(row)` for every row of a question whose last word is a list of values. `more` stand behind
// them; `sql` names them by number, counted from `{0}`.
template <typename T, typename Visit>
base::Status AskOfAll(Connection& connection, std::span<const T> all, std::string_view sql,
                      std::string_view behind, std::initializer_list<Value> more, Visit visit) {
  while (!all.empty()) {
    const auto these = all.first(std::min(all.size(), kAtOnce));
    all = all.subspan(these.size());
    std::vector<Value> values(these.begin(), these.end());
    std::string text(sql);
    text += AnyOf(values);
    const size_t first = values.size() + 1;
    if (more.size() > 0) text += fmt::format(fmt::runtime(behind), first, first + 1);
    values.insert(values.end(), more.begin(), more.end());
    TRY_ASSIGN(auto rows, connection.Query(text, std::span<const Value>(values)));
    while (true) {
      TRY_ASSIGN(const bool another, rows->Next());
      if (!another) break;
      TRY(visit(*rows));
    }
  }
  return {};
}

base::Result<Origins> OriginsFrom(Statement& row, int column) {
  Origins origins;
  origins.source.id.value = row.Integer(column);
  TRY_ASSIGN(const std::string json, Decompress(row.Text(column + 1)));
  TRY_ASSIGN(origins.entry, DecodeEntry(json));
  // Feeds may give whole texts: those of a batch are not held together.
  origins.entry.content = {};
  origins.entry.summary = {};
  return origins;
}

constexpr int kArticleColumns = 22;  // STORE_ARTICLE_COLUMNS

}  // namespace

base::Status Ahead::Load(std::span<const ExpectedJob> jobs) {
  std::map<std::pair<Stage, WorkerId>, std::vector<int64_t>> groups;
  std::vector<std::string> urls;
  for (const ExpectedJob& one : jobs) {
    if (jobs_.contains(one.job.id)) continue;
    groups[{one.job.stage, one.job.worker}].push_back(one.job.id);
    if (one.job.stage != Stage::kRead) continue;
    for (const std::string& url : {one.job.url, one.url}) {
      if (!url.empty() && !owners_.contains(url)) urls.push_back(url);
    }
  }
  std::vector<int64_t> addresses;
  std::vector<int64_t> to_read;
  for (const auto& [group, ids] : groups) {
    std::vector<int64_t> of_group;
    TRY(TakeOut(group.first, group.second, ids, of_group));
    addresses.insert(addresses.end(), of_group.begin(), of_group.end());
    if (group.first == Stage::kRead) to_read = std::move(of_group);
  }
  TRY(LoadAddresses(std::move(addresses)));
  TRY(LoadOrigins(to_read));
  return LoadOwners(urls);
}

// By id alone: an index that begins with `leased` and `stage` would be walked over instead.
base::Status Ahead::TakeOut(Stage stage, WorkerId worker, std::span<const int64_t> jobs,
                            std::vector<int64_t>& addresses) {
  return AskOfAll(connection_, jobs, "DELETE FROM jobs WHERE id",
                  " AND CASE leased WHEN 1 THEN stage END = ${} AND worker = ${} "
                  "RETURNING id, address, again, reread, lane",
                  {StageName(stage), worker}, [&](Statement& row) -> base::Status {
                    jobs_[row.Integer(0)] = {.stage = stage,
                                             .address = row.Integer(1),
                                             .again = row.Boolean(2),
                                             .reread = row.Boolean(3),
                                             .lane = row.String(4)};
                    addresses.push_back(row.Integer(1));
                    return {};
                  });
}

base::Status Ahead::LoadAddresses(std::vector<int64_t> ids) {
  // What is known is as the transaction has it, the tables may be behind.
  std::erase_if(ids, [&](int64_t id) { return addresses_.contains(id); });
  return AskOfAll(connection_, std::span<const int64_t>(ids),
                  "SELECT " STORE_ARTICLE_COLUMNS
                  ", d.id, CASE WHEN d.error IS NULL THEN 0 ELSE 1 END, d.rights, d.missing, "
                  "CASE WHEN EXISTS (SELECT 1 FROM enrichments e WHERE e.article = d.article) "
                  "THEN 1 ELSE 0 END FROM addresses d LEFT JOIN articles a ON a.id = d.article "
                  "LEFT JOIN publishers p ON p.id = a.publisher WHERE d.id",
                  "", {}, [&](Statement& row) -> base::Status {
                    const int64_t id = row.Integer(kArticleColumns);
                    AddressState& at = addresses_[id];
                    at.id = id;
                    at.has_failed = row.Boolean(kArticleColumns + 1);
                    at.rights = row.Text(kArticleColumns + 2);
                    at.missing = row.Text(kArticleColumns + 3);
                    at.is_enriched = row.Boolean(kArticleColumns + 4);
                    if (!row.IsNull(0)) at.article = ReadArticleRow(row);
                    return {};
                  });
}

base::Status Ahead::LoadOrigins(std::span<const int64_t> ids) {
  std::map<int64_t, std::vector<Origins*>> by_source;
  TRY(AskOfAll(connection_, ids,
               "SELECT d.id, e.source, e.details FROM addresses d JOIN entries e ON e.id = d.entry "
               "WHERE d.id",
               "", {}, [&](Statement& row) -> base::Status {
                 AddressState& at = addresses_[row.Integer(0)];
                 TRY_ASSIGN(at.origins, OriginsFrom(row, 1));
                 by_source[at.origins->source.id.value].push_back(&*at.origins);
                 return {};
               }));
  for (const int64_t id : ids) {
    AddressState& at = addresses_[id];
    if (!at.origins) at.origins.emplace();
  }
  std::vector<int64_t> sources;
  for (const auto& [source, _] : by_source) sources.push_back(source);
  return AskOfAll(connection_, std::span<const int64_t>(sources),
                  "SELECT " STORE_SOURCE_COLUMNS " FROM sources WHERE id", "", {},
                  [&](Statement& row) -> base::Status {
                    const model::Source source = ReadSourceRow(row);
                    for (Origins* origins : by_source[source.id.value]) origins->source = source;
                    return {};
                  });
}

// The index of URLs leaves out those without one: a plan that is made for any value must be told
// that these values are none of them.
base::Status Ahead::LoadOwners(std::span<const std::string> urls) {
  for (const std::string& url : urls) owners_.try_emplace(url, 0);
  return AskOfAll(connection_, urls, "SELECT url, id FROM articles WHERE url <> '' AND url", "", {},
                  [&](Statement& row) -> base::Status {
                    owners_[row.String(0)] = row.Integer(1);
                    return {};
                  });
}

TakenOut* Ahead::FindJob(int64_t job) {
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? nullptr : &found->second;
}

AddressState& Ahead::At(int64_t address) {
  AddressState& at = addresses_[address];
  at.id = address;
  return at;
}

AddressState* Ahead::FindAddress(int64_t address) {
  const auto found = addresses_.find(address);
  return found == addresses_.end() ? nullptr : &found->second;
}

const ArticleRow* Ahead::FindArticle(model::ArticleId id) const {
  for (const auto& [_, at] : addresses_) {
    if (at.article && at.article->summary.id == id) return &*at.article;
  }
  return nullptr;
}

base::Result<Origins> Ahead::OriginsAt(AddressState& at) {
  if (!at.origins) {
    const int64_t ids[] = {at.id};
    TRY(LoadOrigins(ids));
  }
  return *at.origins;
}

std::optional<int64_t> Ahead::OwnerOf(const std::string& url) const {
  const auto found = owners_.find(url);
  if (found == owners_.end()) return std::nullopt;
  return found->second;
}

bool Ahead::AllEnded() const {
  return std::ranges::all_of(jobs_, [](const auto& one) { return one.second.ended; });
}

void Ahead::SetArticle(const ArticleRow& row) {
  for (auto& [_, at] : addresses_) {
    if (at.article && at.article->summary.id == row.summary.id) at.article = row;
  }
}

bool Ahead::SetEnriched(model::ArticleId id) {
  bool was = false;
  for (auto& [_, at] : addresses_) {
    if (at.article && at.article->summary.id == id) was |= std::exchange(at.is_enriched, true);
  }
  return was;
}

void Ahead::ForgetOrigins() {
  for (auto& [_, at] : addresses_) at.origins.reset();
}

std::vector<Stage> Ahead::DropJobs(int64_t address) {
  std::vector<Stage> dropped;
  for (auto& [_, job] : jobs_) {
    if (job.address != address || std::exchange(job.ended, true)) continue;
    dropped.push_back(job.stage);
  }
  return dropped;
}

}  // namespace store
