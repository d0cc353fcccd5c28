// The SQLite driver. The only file that knows SQLite's types.

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#include <array>
#include <chrono>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/log.h"
#include "store/driver.h"
#include "store/search_score.h"

namespace store {
namespace {

base::ErrorKind KindOf(int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return base::ErrorKind::kConflict;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::ErrorKind::kCorrupt;
    case SQLITE_CANTOPEN:
      return base::ErrorKind::kRefused;
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return base::ErrorKind::kBug;
    default:  // BUSY, LOCKED, FULL, IOERR, READONLY, NOMEM, PERM, …
      return base::ErrorKind::kUnavailable;
  }
}

// To SQLite it is an error like any other where there is no room for the index of a log, which a
// reader needs as well.
bool WantsRoom(int code) {
  switch (code) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMMAP:
      return true;
    default:
      return false;
  }
}

bool IsOnFullDisk(const std::string& path) {
  constexpr uint64_t kIndexBytes = 32 << 10;  // by so much the index of a log grows
  struct statvfs disk{};
  return statvfs(path.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < 2 * kIndexBytes;
}

// What the owner can do about it; empty where there is nothing.
std::string_view RemedyOf(int code, const std::string& path) {
  if (WantsRoom(code) && IsOnFullDisk(path)) return "the disk is full: make room, and try again";
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "the disk, or the limit set for the database, is full: make room, and it goes on by "
             "itself";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged: bring back a backup with `octavo restore`";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "it and its folder must be there and writable for the user who runs Octavo";
    case SQLITE_IOERR:
      return "the disk does not answer as it should: look at the system's log";
    default:
      return {};
  }
}

using Clock = std::chrono::steady_clock;

// An open file, and what is known of it.
struct Handle {
  sqlite3* database = nullptr;
  std::string path;
  bool is_damaged = false;
  Clock::time_point next_wait = {};  // for readers, so that its log can be emptied
};

base::Error ErrorOf(Handle& handle, int code) {
  const int basic = code & 0xff;
  if (basic == SQLITE_CORRUPT || basic == SQLITE_NOTADB) handle.is_damaged = true;
  std::string message = fmt::format(
      "{}: {}", handle.path,
      handle.database != nullptr ? sqlite3_errmsg(handle.database) : sqlite3_errstr(code));
  const std::string_view remedy = RemedyOf(code, handle.path);
  if (!remedy.empty()) message += fmt::format(" ({})", remedy);
  return base::Error(KindOf(code), std::move(message));
}

// ---- the log

constexpr int kBusyMilliseconds = 10'000;
constexpr int kLogPages = 2'000;       // 8 MB: from here on it is emptied at every commit
constexpr int kMostLogPages = 16'384;  // 64 MB: from here on readers are waited for
constexpr int kWaitMilliseconds = 1'000;
constexpr std::chrono::seconds kNextWait(20);  // after one that was in vain

// Behind each commit that finds so much in the log, in place of what SQLite would do by itself: to
// carry over what every reader has passed, and to begin the log anew if none is left in it. Where
// many read, one always is, and the log would grow for ever. So the writer waits for those who read
// now; who comes meanwhile is not held up, and finds all of it in the file. A reader that stays, a
// backup, is not waited for again for a while. What goes wrong here is of no harm to the commit,
// and is tried again behind the next one.
int EmptyLog(void* context, sqlite3* database, const char* name, int pages) {
  if (pages < kLogPages) return SQLITE_OK;
  auto& handle = *static_cast<Handle*>(context);
  if (pages < kMostLogPages || Clock::now() < handle.next_wait) {
    sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
  }
  sqlite3_busy_timeout(database, kWaitMilliseconds);
  const int code =
      sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  sqlite3_busy_timeout(database, kBusyMilliseconds);
  if (code == SQLITE_BUSY) handle.next_wait = Clock::now() + kNextWait;
  return SQLITE_OK;
}

// ---- the tokenizer of full text: the store gives tokens parted by spaces, made by room search; a
// token is taken as it stands.

int CreateTokenizer(void*, const char**, int, Fts5Tokenizer** out) {
  static int nothing = 0;  // the tokenizer has no state, but null would mean failure
  *out = reinterpret_cast<Fts5Tokenizer*>(&nothing);
  return SQLITE_OK;
}

void DeleteTokenizer(Fts5Tokenizer*) {}

int Tokenize(Fts5Tokenizer*, void* context, int, const char* text, int size,
             int (*emit)(void*, int, const char*, int, int, int)) {
  int position = 0;
  while (position < size) {
    if (text[position] == ' ') {
      ++position;
      continue;
    }
    const void* space = std::memchr(text + position, ' ', static_cast<size_t>(size - position));
    const int end =
        space == nullptr ? size : static_cast<int>(static_cast<const char*>(space) - text);
    const int code = emit(context, 0, text + position, end - position, position, end);
    if (code != SQLITE_OK) return code;
    position = end;
  }
  return SQLITE_OK;
}

int RegisterTokenizer(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code != SQLITE_OK) return code;
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  code = sqlite3_finalize(statement);
  if (code != SQLITE_OK) return code;
  if (api == nullptr) return SQLITE_ERROR;
  fts5_tokenizer tokenizer = {CreateTokenizer, DeleteTokenizer, Tokenize};
  return api->xCreateTokenizer(api, "octavo", nullptr, &tokenizer, nullptr);
}

// ---- statements

// One compiled statement. `busy` while a SqliteStatement walks over its rows.
struct Compiled {
  sqlite3_stmt* handle = nullptr;
  std::vector<int> positions;  // SQLite's number of $1, $2, …; 0: not used
  bool busy = false;

  Compiled() = default;
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() { sqlite3_finalize(handle); }
};

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(Handle& handle, Compiled* compiled, std::unique_ptr<Compiled> owned)
      : handle_(handle), compiled_(compiled), owned_(std::move(owned)) {
    compiled_->busy = true;
  }
  ~SqliteStatement() override {
    sqlite3_reset(compiled_->handle);
    sqlite3_clear_bindings(compiled_->handle);
    compiled_->busy = false;
  }

  base::Result<bool> Next() override {
    const int code = sqlite3_step(compiled_->handle);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return base::Fail(ErrorOf(handle_, code));
  }
  bool IsNull(int column) override {
    return sqlite3_column_type(compiled_->handle, column) == SQLITE_NULL;
  }
  int64_t Integer(int column) override { return sqlite3_column_int64(compiled_->handle, column); }
  double Real(int column) override { return sqlite3_column_double(compiled_->handle, column); }
  std::string_view Text(int column) override {
    const void* bytes = sqlite3_column_blob(compiled_->handle, column);
    const int size = sqlite3_column_bytes(compiled_->handle, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<size_t>(size)};
  }

 private:
  Handle& handle_;
  Compiled* compiled_;
  std::unique_ptr<Compiled> owned_;  // when the kept one was busy
};

// How long the bytes of a text or blob that is bound stay where they are: until the statement has
// run, or only for the moment.
enum class Bytes { kStay, kAreCopied };

int Bind(sqlite3_stmt* handle, int position, const Value& value, Bytes bytes) {
  const auto keeper = bytes == Bytes::kStay ? SQLITE_STATIC : SQLITE_TRANSIENT;
  const auto& variant = value.variant();
  if (const auto* integer = std::get_if<int64_t>(&variant)) {
    return sqlite3_bind_int64(handle, position, *integer);
  }
  if (const auto* real = std::get_if<double>(&variant)) {
    return sqlite3_bind_double(handle, position, *real);
  }
  // A null pointer would bind NULL.
  if (const auto* text = std::get_if<std::string_view>(&variant)) {
    const char* data = text->data() == nullptr ? "" : text->data();
    return sqlite3_bind_text64(handle, position, data, text->size(), keeper, SQLITE_UTF8);
  }
  if (const auto* blob = std::get_if<Blob>(&variant)) {
    const char* data = blob->bytes.data() == nullptr ? "" : blob->bytes.data();
    return sqlite3_bind_blob64(handle, position, data, blob->bytes.size(), keeper);
  }
  return sqlite3_bind_null(handle, position);
}

// ---- the connection

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(sqlite3* database, std::string path)
      : handle_{.database = database, .path = std::move(path)}, database_(database) {}
  ~SqliteConnection() override {
    kept_.clear();
    sqlite3_close(database_);
  }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  using Connection::Query;
  using Connection::Run;

  base::Error ErrorOfOpening(int code) { return ErrorOf(handle_, code); }
  void KeepLogSmall() { sqlite3_wal_hook(database_, EmptyLog, &handle_); }

  base::Result<std::unique_ptr<Statement>> Query(std::string_view sql,
                                                 std::span<const Value> values) override {
    TRY_ASSIGN(auto statement, Start(sql, values, Bytes::kAreCopied));
    return std::unique_ptr<Statement>(std::move(statement));
  }

  base::Result<int64_t> Run(std::string_view sql, std::span<const Value> values) override {
    TRY_ASSIGN(auto statement, Start(sql, values, Bytes::kStay));
    while (true) {
      TRY_ASSIGN(const bool more, statement->Next());
      if (!more) return sqlite3_changes64(database_);
    }
  }

  base::Status Script(const std::string& sql) override {
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return base::Fail(ErrorOf(handle_, code));
    return {};
  }

  base::Status BeginWrite() override { return Simple("BEGIN IMMEDIATE"); }

  // A deferred transaction fixes its snapshot with its first read.
  base::Status BeginRead() override {
    TRY(Simple("BEGIN"));
    auto first = Simple("SELECT 1 FROM sqlite_schema LIMIT 1");
    if (!first) Rollback();
    return first;
  }
  base::Status Commit() override { return Simple("COMMIT"); }
  void Rollback() override {
    if (sqlite3_get_autocommit(database_) != 0) return;
    if (const auto done = Simple("ROLLBACK"); !done) base::LogError(done.error().message());
  }

  base::Result<int64_t> SchemaVersion() override {
    TRY_ASSIGN(const auto version, FindInteger(*this, "PRAGMA user_version"));
    return version.value_or(0);
  }
  base::Status SetSchemaVersion(int64_t version) override {
    return Script(fmt::format("PRAGMA user_version = {}", version));
  }
  base::Status Shrink() override { return Script("PRAGMA incremental_vacuum(256)"); }

  bool IsDamaged() const override { return handle_.is_damaged; }

  const Dialect& dialect() const override { return kSqliteDialect; }

 private:
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  base::Status Simple(std::string_view sql) {
    auto done = Run(sql, std::span<const Value>());
    if (!done) return base::Fail(std::move(done).error());
    return {};
  }

  base::Result<std::unique_ptr<Compiled>> Compile(std::string_view sql) {
    auto compiled = std::make_unique<Compiled>();
    const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &compiled->handle, nullptr);
    if (code != SQLITE_OK) return base::Fail(ErrorOf(handle_, code).With(sql));
    // To SQLite $1 is a name like any other, numbered as it comes.
    const int count = sqlite3_bind_parameter_count(compiled->handle);
    for (int number = 1; number <= count; ++number) {
      compiled->positions.push_back(
          sqlite3_bind_parameter_index(compiled->handle, fmt::format("${}", number).c_str()));
    }
    return compiled;
  }

  base::Result<std::unique_ptr<SqliteStatement>> Start(std::string_view sql,
                                                       std::span<const Value> values, Bytes bytes) {
    auto found = kept_.find(sql);
    if (found == kept_.end()) {
      TRY_ASSIGN(auto compiled, Compile(sql));
      found = kept_.emplace(std::string(sql), std::move(compiled)).first;
    }
    Compiled* compiled = found->second.get();
    std::unique_ptr<Compiled> owned;
    if (compiled->busy) {
      TRY_ASSIGN(owned, Compile(sql));
      compiled = owned.get();
    }
    if (values.size() != compiled->positions.size()) {
      return base::Fail(base::ErrorKind::kBug,
                        fmt::format("{} parameters given to: {}", values.size(), sql));
    }
    auto statement = std::make_unique<SqliteStatement>(handle_, compiled, std::move(owned));
    for (size_t i = 0; i < values.size(); ++i) {
      const int code = Bind(compiled->handle, compiled->positions[i], values[i], bytes);
      if (code != SQLITE_OK) return base::Fail(ErrorOf(handle_, code).With(sql));
    }
    return statement;
  }

  Handle handle_;
  sqlite3* const database_;  // the handle's
  std::unordered_map<std::string, std::unique_ptr<Compiled>, TextHash, std::equal_to<>> kept_;
};

// WAL: readers and the writer do not wait for each other. synchronous=EXTRA: in WAL mode it makes a
// commit wait until the log is on the disk, as FULL does; NORMAL would lose the last commits when
// the power fails, and the store promises that what Write returned from is there. It costs one
// fsync for each Write, so that work is to be given in batches. Beyond FULL it syncs the folder
// when the journal of the very first transactions, before there is a WAL, is deleted: else it could
// come back with the power and take those back.
std::string PragmasOf(const SqliteOptions& options) {
  std::string sql = fmt::format(
      "PRAGMA busy_timeout = {}; PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY;"
      "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
      kBusyMilliseconds, options.cache_kilobytes);
  if (options.access == Access::kRead) return sql + "PRAGMA query_only = ON;";
  // auto_vacuum only takes hold in an empty file, before the first table.
  sql +=
      "PRAGMA synchronous = EXTRA; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
      "PRAGMA journal_size_limit = 16777216;";
  if (options.limit_bytes > 0) {
    constexpr int64_t kPageBytes = 4096;  // SQLite's own choice
    sql += fmt::format("PRAGMA max_page_count = {};", options.limit_bytes / kPageBytes);
  }
  return sql;
}

}  // namespace

base::Result<std::unique_ptr<Connection>> OpenSqlite(const std::filesystem::path& path,
                                                     const SqliteOptions& options) {
  if (options.access == Access::kRead && !std::filesystem::exists(path)) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no {}", path.string()));
  }
  // Even a reader of a WAL database writes to the shared index beside it; where it may not, SQLite
  // falls back to read-only by itself.
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (options.access == Access::kWrite) flags |= SQLITE_OPEN_CREATE;
  sqlite3* database = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>(database, path.string());
  if (code == SQLITE_OK) code = RegisterTokenizer(database);
  if (code == SQLITE_OK) code = RegisterScore(database);
  if (code != SQLITE_OK) return base::Fail(connection->ErrorOfOpening(code));
  TRY(connection->Script(PragmasOf(options)));
  if (options.access == Access::kWrite) connection->KeepLogSmall();
  if (options.leaves_log) {
    sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  return connection;
}

}  // namespace store
