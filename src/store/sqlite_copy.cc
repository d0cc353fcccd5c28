#include "store/sqlite_copy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"

namespace store {
namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;
using Copying = std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)>;

constexpr int kPagesAStep = 128;

base::Error ErrorOf(sqlite3* database, const std::filesystem::path& path, int code) {
  const int basic = code & 0xff;
  const bool damage = basic == SQLITE_CORRUPT || basic == SQLITE_NOTADB;
  return base::Error(
      damage ? base::ErrorKind::kCorrupt : base::ErrorKind::kUnavailable,
      fmt::format("{}: {}", path.string(),
                  database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code)));
}

// `name` is the path, or its URI.
base::Result<Database> Open(const std::filesystem::path& path, const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(opened, sqlite3_close);
  if (code != SQLITE_OK) return base::Fail(ErrorOf(opened, path, code));
  sqlite3_busy_timeout(opened, 10'000);
  return database;
}

base::Result<Database> Open(const std::filesystem::path& path, int flags) {
  return Open(path, path.string(), flags);
}

// A path as a URI, the only way to tell SQLite that nobody will write to the file.
std::string UriOf(const std::filesystem::path& path) {
  std::string uri = "file://";
  for (const char c : std::filesystem::absolute(path).string()) {
    uri += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string(1, c);
  }
  return uri + "?immutable=1";
}

// To read a file with a log SQLite makes an index of the log beside it, even where the log is
// missing. Where it may not, it is told that nobody writes. What the log holds stays in the log.
base::Result<Database> OpenAtRest(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (HasLog(path) || access(folder.c_str(), W_OK) == 0) {
    TRY_ASSIGN(Database database, Open(path, SQLITE_OPEN_READWRITE));
    if (HasLog(path)) {
      sqlite3_db_config(database.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    return database;
  }
  return Open(path, UriOf(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

base::Status Execute(const Database& database, const std::filesystem::path& path, const char* sql) {
  const int code = sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return base::Fail(ErrorOf(database.get(), path, code));
  return {};
}

base::Result<Statement> Prepare(const Database& database, const std::filesystem::path& path,
                                const std::string& sql) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &prepared, nullptr);
  Statement statement(prepared, sqlite3_finalize);
  if (code != SQLITE_OK) return base::Fail(ErrorOf(database.get(), path, code));
  return statement;
}

base::Result<bool> Step(const Database& database, const std::filesystem::path& path,
                        const Statement& statement) {
  const int code = sqlite3_step(statement.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return base::Fail(ErrorOf(database.get(), path, code));
}

std::string TextOf(const Statement& statement, int column) {
  const void* bytes = sqlite3_column_blob(statement.get(), column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement.get(), column));
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

// One row as bytes: of each column its type and its value.
void AppendRow(const Statement& statement, std::string& out) {
  for (int column = 0; column < sqlite3_column_count(statement.get()); ++column) {
    const int type = sqlite3_column_type(statement.get(), column);
    const std::string value = TextOf(statement, column);  // numbers as text, 17 digits
    out += static_cast<char>('0' + type);
    out += std::to_string(value.size());
    out += ':';
    out += value;
  }
}

// Tables with rows of their own: full text is looked at as the tables that it is made of.
base::Result<std::vector<std::string>> TablesOf(const Database& database,
                                                const std::filesystem::path& path) {
  std::vector<std::string> tables;
  TRY_ASSIGN(const auto rows, Prepare(database, path,
                                      "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                      "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"));
  while (true) {
    TRY_ASSIGN(const bool more, Step(database, path, rows));
    if (!more) return tables;
    tables.push_back(TextOf(rows, 0));
  }
}

// The caller holds a snapshot.
base::Status AddUp(const Database& database, const std::filesystem::path& path,
                   CopyReport& report) {
  TRY_ASSIGN(const auto tables, TablesOf(database, path));
  std::string row;
  for (const std::string& table : tables) {
    TRY_ASSIGN(const auto rows, Prepare(database, path, "SELECT * FROM \"" + table + '"'));
    while (true) {
      TRY_ASSIGN(const bool more, Step(database, path, rows));
      if (!more) break;
      row = table + ' ';
      AppendRow(rows, row);
      report.sum += base::Hash64(row);
      report.rows += 1;
    }
  }
  TRY_ASSIGN(const auto version, Prepare(database, path, "PRAGMA user_version"));
  TRY_ASSIGN(const bool more, Step(database, path, version));
  if (more) report.version = sqlite3_column_int64(version.get(), 0);
  return {};
}

// Every step copies some pages; then the rest of the time that they may take is waited out.
base::Status CopyPages(const Database& source, const std::filesystem::path& from,
                       const Database& target, const std::filesystem::path& into,
                       int64_t bytes_per_second) {
  using Clock = std::chrono::steady_clock;
  const Copying copying(sqlite3_backup_init(target.get(), "main", source.get(), "main"),
                        sqlite3_backup_finish);
  if (copying == nullptr) {
    return base::Fail(ErrorOf(target.get(), into, sqlite3_errcode(target.get())));
  }
  const auto start = Clock::now();
  int64_t copied = 0;
  while (true) {
    const int code = sqlite3_backup_step(copying.get(), kPagesAStep);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_OK) {
      const int basic = code & 0xff;
      const bool of_source = basic == SQLITE_CORRUPT || basic == SQLITE_NOTADB;
      return base::Fail(ErrorOf(nullptr, of_source ? from : into, code));
    }
    copied += int64_t{kPagesAStep} * 4096;
    if (bytes_per_second > 0) {
      std::this_thread::sleep_until(
          start + std::chrono::microseconds(copied * 1'000'000 / bytes_per_second));
    }
  }
}

base::Status SyncFile(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (done) return {};
  return base::Fail(base::ErrorKind::kUnavailable,
                    fmt::format("{} could not be brought to the disk", path.string()));
}

}  // namespace

base::Result<CopyReport> CopyDatabase(const std::filesystem::path& from,
                                      const std::filesystem::path& into, Source use,
                                      int64_t bytes_per_second) {
  CopyReport report;
  {
    TRY_ASSIGN(const Database source,
               use == Source::kAtRest ? OpenAtRest(from) : Open(from, SQLITE_OPEN_READWRITE));
    TRY_ASSIGN(const Database target, Open(into, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    // One snapshot from here to the end. Without it the copy would begin anew with each commit.
    TRY(Execute(source, from,
                "PRAGMA query_only = ON; BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1"));
    TRY(Execute(target, into, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"));
    TRY(CopyPages(source, from, target, into, bytes_per_second));
    TRY(AddUp(source, from, report));
  }
  TRY(CloseLog(into));  // of which it has none; but it says, as the source does, that it has one
  TRY(SyncFile(into));
  report.bytes = static_cast<int64_t>(std::filesystem::file_size(into));
  return report;
}

base::Result<CopyReport> SumOf(const std::filesystem::path& path) {
  CopyReport report;
  TRY_ASSIGN(const Database database, OpenAtRest(path));
  TRY(Execute(database, path, "PRAGMA query_only = ON; BEGIN"));
  TRY_ASSIGN(const auto check, Prepare(database, path, "PRAGMA quick_check(1)"));
  TRY_ASSIGN(const bool more, Step(database, path, check));
  if (!more || TextOf(check, 0) != "ok") {
    return base::Fail(base::ErrorKind::kCorrupt,
                      fmt::format("{} is damaged: {}", path.string(), TextOf(check, 0)));
  }
  TRY(AddUp(database, path, report));
  report.bytes = static_cast<int64_t>(std::filesystem::file_size(path));
  return report;
}

bool HasLog(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::file_size(path.string() + "-wal", error) > 0 && !error;
}

base::Status CloseLog(const std::filesystem::path& path) {
  TRY_ASSIGN(const Database database, Open(path, SQLITE_OPEN_READWRITE));
  return Execute(database, path, "PRAGMA journal_mode = DELETE");
}

base::Status CheckCopy(const std::filesystem::path& copy, const CopyReport& wanted) {
  TRY_ASSIGN(const CopyReport found, SumOf(copy));
  if (found.rows == wanted.rows && found.sum == wanted.sum) return {};
  return base::Fail(base::ErrorKind::kCorrupt,
                    fmt::format("{} does not hold what was copied: {} rows of {}", copy.string(),
                                found.rows, wanted.rows));
}

}  // namespace store
