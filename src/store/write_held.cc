// What finished jobs leave behind, held back until it is written together.
//
// Rows of one table go by one statement for many of them. What needs an answer (the ids of tags,
// the texts for the index) is asked for all of them at once. The order among tables is free: none
// refers to another.

#include <algorithm>
#include <map>
#include <utility>

#include "store/transaction.h"

namespace store {

namespace {

constexpr size_t kMostHeldBytes = 8 << 20;
constexpr size_t kTagsAtOnce = 256;

const RowsSql kNewTags = {
    .head = "INSERT INTO tags (name, folded, article_count, heat) VALUES ",
    .row = "($1, $2, 0, 0)",
    .tail = " RETURNING folded, id",
    .columns = 2,
};

// Nearly always there is none yet: to try is one statement where to look first would be two.
constexpr std::string_view kInsertJob =
    "INSERT INTO jobs (stage, address, due, reread, lane) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (address, stage) DO NOTHING";

// One that waits has a new start; one that is in hand stays as it is. In one statement each: others
// lease meanwhile.
constexpr std::string_view kStartAgain =
    "UPDATE jobs SET due = $3, attempts = 0, reread = 0, lane = $4 "
    "WHERE address = $1 AND stage = $2 AND leased = 0";
constexpr std::string_view kDoAgain =
    "UPDATE jobs SET again = 1 WHERE address = $1 AND stage = $2 AND leased = 1";

}  // namespace

const RowsSql WriteTransaction::kLinks = {
    .head = "UPDATE addresses SET article = v.column2 FROM (VALUES ",
    .row = "(CAST($1 AS BIGINT), CAST($2 AS BIGINT))",
    .tail = ") AS v WHERE addresses.id = v.column1",
    .columns = 2,
};
const RowsSql WriteTransaction::kReadings = {
    .head = "INSERT INTO readings (article, text, reading) VALUES ",
    .row = "($1, $2, $3)",
    .tail =
        " ON CONFLICT (article) DO UPDATE SET text = excluded.text, "
        "reading = excluded.reading",
    .columns = 3,
};
const RowsSql WriteTransaction::kEnrichments = {
    .head = "INSERT INTO enrichments (article, enrichment) VALUES ",
    .row = "($1, $2)",
    .tail = " ON CONFLICT (article) DO UPDATE SET enrichment = excluded.enrichment",
    .columns = 2,
};
const RowsSql WriteTransaction::kPlacements = {
    .head = "INSERT INTO placements (article, evidence) VALUES ",
    .row = "($1, $2)",
    .tail = " ON CONFLICT (article) DO UPDATE SET evidence = excluded.evidence",
    .columns = 2,
};
const RowsSql WriteTransaction::kStories = {
    .head =
        "INSERT INTO stories (id, title, language, section, lead, first_published, "
        "last_published, article_count, publisher_count, report_count, coverage, heat) VALUES ",
    .row = "($1, $2, $3, $4, $5, $6, $6, 0, 0, 0, 0, 0)",
    .tail = "",
    .columns = 6,
};
const RowsSql WriteTransaction::kArticleTags = {
    .head = "INSERT INTO article_tags (tag, at, article, publisher, language, section) VALUES ",
    .row = "($1, $2, $3, $4, $5, $6)",
    .tail = "",
    .columns = 6,
};

base::Status WriteTransaction::Expect(std::span<const ExpectedJob> jobs) {
  TRY(Settle());
  expected_ = {};
  for (const ExpectedJob& one : jobs) expected_[static_cast<size_t>(one.job.stage)] += 1;
  return ahead_.Load(jobs);
}

// So many at a time as are likely to be wanted.
base::Result<int64_t> WriteTransaction::NextId(std::string_view table, size_t most) {
  std::vector<int64_t>& ids = ids_[table];
  if (ids.empty()) {
    TRY(Settle());  // SQLite counts rows that are there
    TRY(ForEachRow(connection_, connection_.dialect().reserve_ids,
                   {table, std::max<size_t>(most, 1)}, [&](Statement& row) -> base::Status {
                     ids.push_back(row.Integer(0));
                     return {};
                   }));
    std::ranges::sort(ids, std::ranges::greater());
    if (ids.empty()) {
      return base::Fail(base::ErrorKind::kBug, "the database gave no id for a new row");
    }
  }
  const int64_t id = ids.back();
  ids.pop_back();
  return id;
}

base::Status WriteTransaction::SettleWhenLarge() {
  return readings_.bytes() + enrichments_.bytes() < kMostHeldBytes ? base::Status() : Settle();
}

base::Status WriteTransaction::Settle() {
  TRY(WriteArticles());
  TRY(links_.Write(connection_));
  TRY(readings_.Write(connection_));
  TRY(enrichments_.Write(connection_));
  TRY(placements_.Write(connection_));
  TRY(stories_.Write(connection_));
  TRY(WriteTags());
  articles_.clear();
  TRY(WriteJobs());
  return pages_.Settle();
}

base::Status WriteTransaction::WriteArticles() {
  RowSet fresh(kArticleRows);
  for (auto& [_, held] : articles_) {
    if (held.stored) {
      TRY(UpdateArticleRow(connection_, *held.stored, held.row));
    } else {
      AddArticleRow(fresh, held.row);
    }
    held.stored = held.row;
  }
  return fresh.Write(connection_);
}

base::Status WriteTransaction::WriteTags() {
  const auto tagged = std::exchange(tagged_, {});
  if (tagged.empty()) return {};
  std::map<std::string, std::string> names;  // by what two spellings share
  for (const auto& [article, held] : tagged) {
    if (held.had_some) TRY(RemoveTags(article));
    for (const std::string& name : held.names) names.emplace(FoldTag(name), name);
  }
  TRY_ASSIGN(const auto ids, TagIds(names));
  RowSet rows(kArticleTags);
  std::vector<ToIndex> to_index;
  for (const auto& [article, held] : tagged) {
    const ArticleRow& row = articles_.at(article).row;
    if (row.shelf != kPaper) continue;
    std::set<int64_t> its;
    for (const std::string& name : held.names) its.insert(ids.at(FoldTag(name)));
    for (const int64_t id : its) {
      rows.Add(
          {id, row.at, article, row.summary.publisher, row.summary.language, row.summary.section});
      tally_.CountTag(model::TagId{id}, row.at, 1);
    }
    if (held.index) to_index.push_back({&row, std::move(its), held.had_some});
  }
  TRY(rows.Write(connection_));
  return full_text_.Index(to_index);
}

base::Result<std::map<std::string, int64_t>> WriteTransaction::TagIds(
    const std::map<std::string, std::string>& names) {
  std::map<std::string, int64_t> ids;
  for (auto next = names.begin(); next != names.end();) {
    std::vector<Value> values;
    for (; next != names.end() && values.size() < kTagsAtOnce; ++next) {
      values.emplace_back(next->first);
    }
    const std::string sql = "SELECT folded, id FROM tags WHERE folded" + AnyOf(values);
    TRY_ASSIGN(auto rows, connection_.Query(sql, std::span<const Value>(values)));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      ids.emplace(rows->String(0), rows->Integer(1));
    }
  }
  RowSet missing(kNewTags);
  for (const auto& [folded, name] : names) {
    if (!ids.contains(folded)) missing.Add({name, folded});
  }
  TRY(missing.Write(connection_, [&ids](Statement& rows) -> base::Status {
    while (true) {
      TRY_ASSIGN(const bool more, rows.Next());
      if (!more) return {};
      ids.emplace(rows.String(0), rows.Integer(1));
    }
  }));
  TRY(connection_.Flush());
  return ids;
}

base::Status WriteTransaction::WriteJobs() {
  const RowsSql& enqueue = connection_.dialect().enqueue;
  std::map<Stage, RowSet> by_stage;
  for (const auto& [key, job] : std::exchange(jobs_, {})) {
    const auto& [stage, address] = key;
    news_.Add(stage);
    if (!enqueue.head.empty()) {
      by_stage.try_emplace(stage, enqueue)
          .first->second.Add({StageName(stage), address, now_, job.reread, job.lane});
      continue;
    }
    TRY_ASSIGN(const int64_t inserted, connection_.Run(kInsertJob, {StageName(stage), address, now_,
                                                                    job.reread, job.lane}));
    if (inserted > 0) {
      tally_.Count(StageName(stage), 1);
      continue;
    }
    if (!job.reread) {
      TRY_ASSIGN(const int64_t waiting,
                 connection_.Run(kStartAgain, {address, StageName(stage), now_, job.lane}));
      if (waiting > 0) continue;
    }
    TRY(connection_.Put(kDoAgain, {address, StageName(stage)}));
  }
  for (auto& [stage, rows] : by_stage) {
    TRY(rows.Write(connection_, [this, stage](Statement& answer) -> base::Status {
      while (true) {
        TRY_ASSIGN(const bool more, answer.Next());
        if (!more) return {};
        tally_.Count(StageName(stage), answer.Integer(0));
      }
    }));
  }
  return {};
}

}  // namespace store
