#include "store/move.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/digest.h"
#include "store/driver.h"
#include "store/page_file.h"
#include "store/pages.h"
#include "store/schema.h"
#include "store/search_index.h"
#include "store/workers.h"
#include "store/write_lock.h"

namespace store {
namespace {

constexpr int64_t kBytesAtOnce = 8 << 20;  // in one transaction
constexpr int64_t kRowsAtOnce = 20'000;
constexpr std::string_view kMark = "a move into this database is not done";

enum class Type { kInteger, kReal, kText, kBlob };

struct Column {
  std::string name;
  Type type;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  bool has_id = false;
};

bool IsSqlite(const Connection& connection) {
  return connection.dialect().name == kSqliteDialect.name;
}

// ---- what there is

// Tables that hold what the store knows; full text and what each database keeps for itself are not
// among them.
base::Result<std::vector<Table>> TablesOf(Connection& connection) {
  const std::string_view sql =
      IsSqlite(connection)
          ? "SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' "
            "AND m.name NOT LIKE 'search_index%' ORDER BY m.name, c.cid"
          : "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') "
            "AND NOT c.relispartition AND c.relname NOT IN ('schema_versions', 'partitioned', "
            "'search_index') ORDER BY c.relname COLLATE \"C\", a.attnum";
  std::vector<Table> tables;
  TRY(ForEachRow(connection, sql, {}, [&](Statement& row) -> base::Status {
    if (tables.empty() || tables.back().name != row.Text(0)) {
      tables.push_back({row.String(0), {}, false});
    }
    const std::string_view type = row.Text(2);
    Table& table = tables.back();
    table.columns.push_back({row.String(1), type == "INTEGER" || type == "bigint" ? Type::kInteger
                                            : type == "REAL" || type == "double precision"
                                                ? Type::kReal
                                            : type == "BLOB" || type == "bytea" ? Type::kBlob
                                                                                : Type::kText});
    table.has_id = table.has_id || row.Text(1) == "id";
    return {};
  }));
  return tables;
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
  return table.has_id && table.name != "day_counts";
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
    if (!std::filesystem::exists(options.folder / "octavo.db")) {
      return base::Fail(base::ErrorKind::kNotFound,
                        fmt::format("{} holds no data of Octavo", options.folder.string()));
    }
    TRY_ASSIGN(end.lock, WriteLock::Take(options.folder / "octavo.lock"));
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

class Mover {
 public:
  Mover(End& from, End& to, const std::function<void(std::string_view)>& tell)
      : from_(from), to_(to), tell_(tell) {}

  base::Result<Moved> Run() {
    // The source stands still: a snapshot, and for PostgreSQL the lock of those who write.
    TRY(from_.main->BeginWrite());
    TRY(from_.pages->BeginWrite());
    TRY(CopyAll(*from_.main, *to_.main));
    TRY(CopyAll(*from_.pages, *to_.pages));
    TRY(MakeFullText());
    from_.pages->Rollback();
    from_.main->Rollback();
    return moved_;
  }

 private:
  bool IsOfPages(const Table& table) const {
    return table.name == "pages" || table.name == "totals";
  }

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
    std::string names;
    std::string values;
    std::string places;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string_view comma = i > 0 ? ", " : "";
      const std::string& name = table.columns[i].name;
      names += fmt::format("{}{}", comma, name);
      values += fmt::format("{}{}", comma, IsLease(table, name) ? "0" : name);
      places += fmt::format("{}${}", comma, i + 1);
    }
    const std::string insert =
        fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, names, places);
    TRY(to.BeginWrite());
    // What an empty store has in it from its beginning.
    TRY(to.Put(fmt::format("DELETE FROM {} WHERE NOT ({})", table.name,
                           table.name == "facts" ? fmt::format("name = '{}'", kMark) : "1 = 0")));
    auto done = WalkRows(from,
                         fmt::format("SELECT {} FROM {}{}", values, table.name,
                                     IsOfWorkers(table) ? " WHERE 1 = 0" : ""),
                         {}, [&](Statement& row) { return CopyRow(to, table, insert, row); });
    if (done) done = to.Commit();
    if (!done) to.Rollback();
    pending_bytes_ = pending_rows_ = 0;
    return done;
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
        case Type::kInteger:
          values.emplace_back(row.Integer(i));
          break;
        case Type::kReal:
          values.emplace_back(row.Real(i));
          break;
        case Type::kText:
          values.emplace_back(row.Text(i));
          break;
        case Type::kBlob:
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

  End& from_;
  End& to_;
  const std::function<void(std::string_view)>& tell_;
  Moved moved_;
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
  TRY_ASSIGN(const Moved moved, Mover(source, target, tell).Run());
  tell("comparing");
  TRY_ASSIGN_WITH("from", const std::string wanted, Digest(*source.main));
  TRY_ASSIGN_WITH("to", const std::string found, Digest(*target.main));
  if (wanted != found) {
    return base::Fail(base::ErrorKind::kCorrupt, "the two are not equal after all was copied");
  }
  TRY(SetMark(*target.main, false));
  return moved;
}

}  // namespace store
