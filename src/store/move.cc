#include "store/move.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "store/driver.h"
#include "store/page_file.h"
#include "store/pages.h"
#include "store/restore_steps.h"
#include "store/schema.h"
#include "store/search_index.h"
#include "store/tables.h"
#include "store/workers.h"
#include "store/write_lock.h"

namespace store {
namespace {

constexpr int64_t kBytesAtOnce = 8 << 20;  // in one transaction
constexpr int64_t kRowsAtOnce = 20'000;
constexpr std::string_view kMark = "a move into this database is not done";

bool IsSqlite(const Connection& connection) {
  return connection.dialect().name == kSqliteDialect.name;
}

// Who works on the store now. They do not move with it: a worker that nobody can find alive or dead
// in the target would keep what it had in hand.
bool IsOfWorkers(const Table& table) {
  return table.name == "workers" || table.name == "hosts" || table.name == "editors";
}

// The same in the rows of jobs and sources: who has each in hand, and until when. Nobody has, where
// they come to be.
bool IsLease(const Table& table, std::string_view column) {
  if (table.name == "sources") return column == "worker" || column == "claimed_until";
  return table.name == "jobs" && (column == "worker" || column == "leased" || column == "again" ||
                                  column == "leased_until");
}

// day_counts has a column `id` that is no key of its own.
bool GivesIds(const Table& table) {
  return table.name != "day_counts" &&
         std::ranges::find(table.columns, "id", &Column::name) != table.columns.end();
}

// ---- the two ends

struct End {
  std::unique_ptr<WriteLock> lock;
  std::unique_ptr<Connection> main;
  std::unique_ptr<Connection> pages;
};

base::Result<End> OpenEnd(const Options& options) {
  End end;
  if (!options.database.empty()) {
    TRY_ASSIGN(end.main,
               OpenPostgres({.conninfo = options.database, .use = PostgresUse::kWholeTables}));
    end.pages = end.main->Joined();
  } else {
    TRY(RefuseHalfRestored(options.folder));
    std::error_code error;
    if (!std::filesystem::exists(options.folder / "octavo.db", error)) {
      return base::Fail(base::ErrorKind::kNotFound,
                        fmt::format("{} holds no data of Octavo", options.folder.string()));
    }
    TRY_ASSIGN(end.lock, WriteLock::Take(options.folder / "octavo.lock"));
    TRY(RefuseNewer(options.folder));
    TRY_ASSIGN(end.main, OpenSqlite(options.folder / "octavo.db", {.access = Access::kWrite}));
  }
  TRY(CheckSchema(*end.main));
  if (end.pages != nullptr) return end;
  // A backup without pages, restored and not opened since: what waits for its page has to fetch it.
  TRY_ASSIGN(const bool has_pages, HasWholePageFile(options.folder));
  if (!has_pages) TRY(FetchPagesAgain(*end.main, options.clock->Now()));
  TRY_ASSIGN(end.pages, OpenPageFile(options.folder));
  return end;
}

std::string NamesOf(const Table& table) {
  std::string names;
  for (const Column& column : table.columns) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
  }
  return names;
}

bool IsOfPages(const Table& table) {
  return table.name == "pages" || table.name == "totals";
}

class Mover {
 public:
  Mover(End& from, End& to, base::Instant now, const std::function<void(std::string_view)>& tell)
      : from_(from), to_(to), now_(now), tell_(tell) {}

  base::Result<Moved> Run() {
    // The source stands still: a snapshot, and for PostgreSQL the lock of those who write.
    TRY(from_.main->BeginWrite());
    TRY(from_.pages->BeginWrite());
    TRY(CopyAll(*from_.main, *to_.main));
    TRY(CopyAll(*from_.pages, *to_.pages));
    TRY(MakePartitionsOfFullText());
    from_.pages->Rollback();
    from_.main->Rollback();
    TRY(MakeFullText());
    TRY(Compare());
    return moved_;
  }

 private:
  struct Copied {
    Table table;
    Checksum sum;  // of the rows as they were read
  };

  // A PostgreSQL has the tables of both; the files have their own each.
  base::Status CopyAll(Connection& from, Connection& to) {
    const bool pages = &to == to_.pages.get();
    TRY_ASSIGN(const auto tables, TablesOf(from));
    for (const Table& table : tables) {
      if (IsOfPages(table) != pages) continue;
      tell_(table.name);
      TRY_WITH(table.name, CopyTable(from, to, table));
      if (GivesIds(table)) TRY_WITH(table.name, CopyIds(from, to, table.name));
    }
    return {};
  }

  base::Status CopyTable(Connection& from, Connection& to, const Table& table) {
    copied_.push_back({.table = table, .sum = {}});
    TRY(to.BeginWrite());
    // What an empty store has in it from its beginning.
    auto done = to.Put(fmt::format(
        "DELETE FROM {} WHERE NOT ({})", table.name,
        table.name == "facts" ? fmt::format("name = '{}'", kMark) : std::string("1 = 0")));
    if (done) done = MakePartitions(from, to, table);
    if (done) done = CopyRows(from, to, table);
    if (done) done = to.Commit();
    if (!done) to.Rollback();
    pending_bytes_ = pending_rows_ = 0;
    return done;
  }

  base::Status CopyRows(Connection& from, Connection& to, const Table& table) {
    std::string values;
    std::string places;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string_view comma = i > 0 ? ", " : "";
      const std::string& name = table.columns[i].name;
      values += fmt::format("{}{}", comma, IsLease(table, name) ? "0" : name);
      places += fmt::format("{}${}", comma, i + 1);
    }
    const std::string insert =
        fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, NamesOf(table), places);
    return WalkRows(from,
                    fmt::format("SELECT {} FROM {}{}", values, table.name,
                                IsOfWorkers(table) ? " WHERE 1 = 0" : ""),
                    {}, [&](Statement& row) {
                      copied_.back().sum.Add(table.columns, row);
                      return CopyRow(to, table, insert, row);
                    });
  }

  base::Status MakePartitionsOfFullText() {
    TRY(to_.main->BeginWrite());
    auto done = MakePartitions(*from_.main, *to_.main, {.name = "search_index", .columns = {}});
    if (done) done = to_.main->Commit();
    if (!done) to_.main->Rollback();
    return done;
  }

  // Those that the source would have made by now, had it been a PostgreSQL from its beginning.
  // Before the rows come: to attach one later is to look through the rest for its rows.
  base::Status MakePartitions(Connection& from, Connection& to, const Table& table) {
    if (to.dialect().keep_partitions.empty()) return {};
    std::string key;
    std::string counts;
    int64_t span = 0;
    TRY(ForEachRow(to, "SELECT key, counts, span FROM partitioned WHERE name = $1", {table.name},
                   [&](Statement& row) -> base::Status {
                     key = row.Text(0);
                     counts = row.Text(1);
                     span = row.Integer(2);
                     return {};
                   }));
    if (span == 0) return {};
    TRY_ASSIGN(const auto numbers, SpansOf(from, table, key, counts, span));
    for (const int64_t number : numbers) {
      TRY(
          to.Put(fmt::format("CREATE TABLE IF NOT EXISTS {0}_{1} PARTITION OF {0} "
                             "FOR VALUES FROM ({2}) TO ({3})",
                             table.name, number, number * span, (number + 1) * span)));
    }
    return {};
  }

  // Of articles all that there have been. Of times those that hold something, from the first
  // article's arrival to now: what lies before or behind is odd. Pages are kept by when they came.
  base::Result<std::vector<int64_t>> SpansOf(Connection& from, const Table& table,
                                             const std::string& key, const std::string& counts,
                                             int64_t span) {
    std::vector<int64_t> numbers;
    if (counts == "ids") {
      TRY_ASSIGN(const auto last, FindInteger(*from_.main, "SELECT max(id) FROM articles"));
      for (int64_t number = 0; number <= last.value_or(0) / span; ++number) {
        numbers.push_back(number);
      }
      return numbers;
    }
    const int64_t unit = counts == "days" ? base::kMicrosPerDay : 1;
    TRY_ASSIGN(const auto first,
               FindInteger(*from_.main, "SELECT found FROM articles ORDER BY id LIMIT 1"));
    const int64_t begin = IsOfPages(table) ? 0 : first.value_or(0) / unit;
    TRY(ForEachRow(from,
                   fmt::format("SELECT DISTINCT {0} / {1} FROM {2} WHERE {0} >= $1 AND {0} <= $2 "
                               "ORDER BY 1",
                               key, span, table.name),
                   {begin / span * span, now_.micros / unit}, [&](Statement& row) -> base::Status {
                     numbers.push_back(row.Integer(0));
                     return {};
                   }));
    return numbers;
  }

  base::Status CopyRow(Connection& to, const Table& table, const std::string& insert,
                       Statement& row) {
    std::vector<Value> values;
    for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
      if (row.IsNull(i)) {
        values.emplace_back();
        continue;
      }
      switch (table.columns[static_cast<size_t>(i)].type) {
        case ColumnType::kInteger:
          values.emplace_back(row.Integer(i));
          break;
        case ColumnType::kReal:
          values.emplace_back(row.Real(i));
          break;
        case ColumnType::kText:
          values.emplace_back(row.Text(i));
          break;
        case ColumnType::kBlob:
          values.emplace_back(Blob{row.Text(i)});
          break;
      }
      pending_bytes_ += static_cast<int64_t>(row.Text(i).size());
    }
    TRY(to.Put(insert, std::span<const Value>(values)));
    (IsOfPages(table) ? moved_.pages : moved_.rows) += 1;
    if (++pending_rows_ < kRowsAtOnce && pending_bytes_ < kBytesAtOnce) return {};
    pending_rows_ = pending_bytes_ = 0;
    TRY(to.Commit());
    return to.BeginWrite();
  }

  // The last id that was given, even where its row is gone: it must not be given again.
  base::Status CopyIds(Connection& from, Connection& to, const std::string& table) {
    const std::string_view last =
        IsSqlite(from)
            ? "SELECT seq FROM sqlite_sequence WHERE name = $1"
            : "SELECT pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass)";
    TRY_ASSIGN(const auto id, FindInteger(from, last, {table}));
    if (!id) return {};
    TRY(to.BeginWrite());
    auto done = SetLastId(to, table, *id);
    if (done) done = to.Commit();
    if (!done) to.Rollback();
    return done;
  }

  static base::Status SetLastId(Connection& to, const std::string& table, int64_t id) {
    if (!IsSqlite(to)) {
      return to.Put("SELECT setval(pg_get_serial_sequence($1, 'id')::regclass, $2)", {table, id});
    }
    TRY(to.Put("DELETE FROM sqlite_sequence WHERE name = $1", {table}));
    return to.Put("INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", {table, id});
  }

  base::Status MakeFullText() {
    tell_("full text");
    Connection& to = *to_.main;
    int64_t after = 0;
    while (true) {
      std::vector<int64_t> articles;
      TRY(to.BeginWrite());
      auto done = ForEachRow(to,
                             "SELECT article FROM search_rows WHERE article > $1 "
                             "ORDER BY article LIMIT 500",
                             {after}, [&](Statement& row) -> base::Status {
                               articles.push_back(row.Integer(0));
                               return {};
                             });
      for (const int64_t article : articles) {
        if (done) done = IndexAgain(to, model::ArticleId{article});
      }
      if (done) done = to.Commit();
      if (!done) {
        to.Rollback();
        return done;
      }
      if (articles.empty()) return {};
      after = articles.back();
    }
  }

  // Every column of every row that is in the target now against what was read from the source.
  base::Status Compare() {
    tell_("comparing");
    TRY(to_.main->BeginRead());
    TRY(to_.pages->BeginRead());
    base::Status done;
    for (const Copied& one : copied_) {
      if (done) done = CompareTable(one);
    }
    to_.pages->Rollback();
    to_.main->Rollback();
    return done;
  }

  base::Status CompareTable(const Copied& copied) {
    const Table& table = copied.table;
    Checksum sum;
    TRY_WITH(table.name,
             WalkRows(IsOfPages(table) ? *to_.pages : *to_.main,
                      fmt::format("SELECT {} FROM {}{}", NamesOf(table), table.name,
                                  table.name == "facts" ? fmt::format(" WHERE name <> '{}'", kMark)
                                                        : std::string()),
                      {}, [&](Statement& row) -> base::Status {
                        sum.Add(table.columns, row);
                        return {};
                      }));
    if (sum == copied.sum) return {};
    return base::Fail(base::ErrorKind::kCorrupt,
                      fmt::format("{}: the two are not equal after all was copied", table.name));
  }

  End& from_;
  End& to_;
  const base::Instant now_;
  const std::function<void(std::string_view)>& tell_;
  Moved moved_;
  std::vector<Copied> copied_;
  int64_t pending_rows_ = 0;
  int64_t pending_bytes_ = 0;
};

// A worker on files has their lock, which is ours now; on a PostgreSQL it is known by the lock that
// its session holds, or by a sign of life: its session may be lost and soon be renewed.
base::Status RefuseWorkers(Connection& connection, const Options& options) {
  const Dialect& dialect = connection.dialect();
  if (dialect.living.empty()) return {};
  TRY_ASSIGN(const auto living, WorkersWithALock(connection));
  TRY_ASSIGN(const base::Instant now,
             SharedTime(connection, options.clock->Now(), options.clock == &base::SystemClock()));
  TRY_ASSIGN(const auto workers, AllWorkers(connection));
  for (const WorkerView& worker : workers) {
    const bool holds = living.contains(worker.id.value);
    if (!holds && worker.seen.micros + kWorkerSilence < now.micros) continue;
    return base::Fail(
        base::ErrorKind::kConflict,
        fmt::format("worker {} ({}) {}", worker.id.value, worker.name,
                    holds ? "is at work there: stop it first"
                          : "was at work there a moment ago: try again in a few seconds"));
  }
  return {};
}

base::Result<bool> IsMarked(Connection& connection) {
  TRY_ASSIGN(const auto mark,
             FindInteger(connection, "SELECT count(*) FROM facts WHERE name = $1", {kMark}));
  return mark.value_or(0) != 0;
}

base::Status SetMark(Connection& connection, bool marked) {
  TRY(connection.BeginWrite());
  auto done = connection.Put("DELETE FROM facts WHERE name = $1", {kMark});
  if (done && marked) {
    done = connection.Put("INSERT INTO facts (name, value) VALUES ($1, '')", {kMark});
  }
  if (done) done = connection.Commit();
  if (!done) connection.Rollback();
  return done;
}

base::Status CheckEmpty(Connection& connection, MoveStart start) {
  TRY_ASSIGN(const bool marked, IsMarked(connection));
  if (marked && start == MoveStart::kAgain) return {};
  if (marked) return RefuseHalfMoved(connection);
  TRY_ASSIGN(const auto rows, FindInteger(connection,
                                          "SELECT (SELECT count(*) FROM sources) + (SELECT "
                                          "count(*) FROM entries) + (SELECT count(*) FROM "
                                          "articles) + (SELECT count(*) FROM facts)"));
  if (rows.value_or(0) == 0) return {};
  return base::Fail(base::ErrorKind::kConflict,
                    "the target holds something already: it is not touched");
}

// Full text of an earlier attempt; rows go table by table.
base::Status ClearFullText(Connection& connection) {
  TRY(connection.BeginWrite());
  auto done = connection.Put(connection.dialect().search_clear);
  if (done) done = connection.Commit();
  if (!done) connection.Rollback();
  return done;
}

}  // namespace

base::Status RefuseHalfMoved(Connection& connection) {
  TRY_ASSIGN(const bool marked, IsMarked(connection));
  if (!marked) return {};
  return base::Fail(base::ErrorKind::kRefused, std::string(kHalfMoved));
}

base::Result<Moved> Move(const Options& from, const Options& to, MoveStart start,
                         const std::function<void(std::string_view table)>& tell) {
  std::error_code error;
  if (std::filesystem::equivalent(from.folder, to.folder, error)) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("{} and {} are the same folder: name another to move to",
                                  from.folder.string(), to.folder.string()));
  }
  TRY_ASSIGN_WITH("from", End source, OpenEnd(from));
  TRY_WITH("from", RefuseHalfMoved(*source.main));
  TRY_WITH("from", RefuseWorkers(*source.main, from));
  {
    // Makes it, where it is missing; refuses a newer one.
    auto made = Store::Open(to);
    const bool half = !made && made.error().kind() == base::ErrorKind::kRefused;
    if (!made && !(half && start == MoveStart::kAgain)) {
      return base::Fail(std::move(made).error().With("to"));
    }
  }
  TRY_ASSIGN_WITH("to", End target, OpenEnd(to));
  TRY_WITH("to", RefuseWorkers(*target.main, to));
  TRY_WITH("to", CheckEmpty(*target.main, start));
  TRY(SetMark(*target.main, true));
  TRY(ClearFullText(*target.main));
  TRY_ASSIGN(const Moved moved, Mover(source, target, to.clock->Now(), tell).Run());
  TRY(SetMark(*target.main, false));
  return moved;
}

}  // namespace store
