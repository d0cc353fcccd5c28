#pragma once
// The thin layer between the store and a database: a Connection that runs SQL, a Statement that
// walks over the rows of its answer. Everything else of the store speaks to these two alone; what a
// database does in its own way is in its driver file and in dialect.h.
//
// SQL is written once for every driver: parameters are $1, $2, …; booleans and instants
// (microseconds UTC) are integers; text is UTF-8 without U+0000 (PostgreSQL cannot hold it: there
// U+FFFD takes its place, as it does that of bytes that are no UTF-8). A driver keeps its prepared
// statements, by their text, for the life of the connection.
//
// Threads: a Connection and its Statements belong to one thread at a time. Errors: kUnavailable
// (disk full, busy, input/output), kConflict (a constraint says no), kCorrupt (the file is
// damaged), kInvalidInput (not a database, or the name of one that cannot be opened), kBug (SQL
// that is wrong).

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/dialect.h"

namespace store {

struct Blob {
  std::string_view bytes;
  bool operator==(const Blob&) const = default;
};

// A parameter. Views need last only for the call that takes them: the driver copies. (Held by
// reference, a temporary in the list of parameters was read after its end, when the statement was
// stepped.)
class Value {
 public:
  // Implicit on purpose: parameters are written as lists of plain values.
  Value() = default;                            // null
  Value(int64_t value) : value_(value) {}       // NOLINT(google-explicit-constructor)
  Value(int value) : value_(int64_t{value}) {}  // NOLINT(google-explicit-constructor)
  Value(size_t value)
      : value_(static_cast<int64_t>(value)) {}      // NOLINT(google-explicit-constructor)
  Value(bool value) : value_(int64_t{value}) {}     // NOLINT(google-explicit-constructor)
  Value(double value) : value_(value) {}            // NOLINT(google-explicit-constructor)
  Value(std::string_view value) : value_(value) {}  // NOLINT(google-explicit-constructor)
  Value(const std::string& value)
      : value_(std::string_view(value)) {}  // NOLINT(google-explicit-constructor)
  Value(const char* value)
      : value_(std::string_view(value)) {}                   // NOLINT(google-explicit-constructor)
  Value(Blob value) : value_(value) {}                       // NOLINT(google-explicit-constructor)
  Value(base::Instant value) : value_(value.micros) {}       // NOLINT(google-explicit-constructor)
  Value(base::Day value) : value_(int64_t{value.number}) {}  // NOLINT(google-explicit-constructor)
  template <typename Noun>
  Value(model::Id<Noun> id) : value_(id.value) {}  // NOLINT(google-explicit-constructor)
  template <typename T>
  Value(const std::optional<T>& value) {  // NOLINT(google-explicit-constructor)
    if (value) *this = Value(*value);
  }

  using Variant = std::variant<std::monostate, int64_t, double, std::string_view, Blob>;
  const Variant& variant() const { return value_; }
  bool operator==(const Value&) const = default;

 private:
  Variant value_;
};

// The rows of one answer. Columns count from 0. Texts are valid until Next or the end of the
// Statement.
class Statement {
 public:
  virtual ~Statement() = default;
  // Goes to the next row; false behind the last.
  virtual base::Result<bool> Next() = 0;
  virtual bool IsNull(int column) = 0;
  virtual int64_t Integer(int column) = 0;  // 0 of null
  virtual double Real(int column) = 0;
  virtual std::string_view Text(int column) = 0;  // bytes of a blob as well; empty of null

  bool Boolean(int column) { return Integer(column) != 0; }
  std::string String(int column) { return std::string(Text(column)); }
  base::Instant Instant(int column) { return {Integer(column)}; }
  std::optional<base::Instant> MaybeInstant(int column) {
    if (IsNull(column)) return std::nullopt;
    return Instant(column);
  }
};

class Connection {
 public:
  virtual ~Connection() = default;

  virtual base::Result<std::unique_ptr<Statement>> Query(std::string_view sql,
                                                         std::span<const Value> values) = 0;
  // As Query, for answers of any length: memory stays bounded, inside a transaction only. Until it
  // has ended no more than seven others may be begun.
  virtual base::Result<std::unique_ptr<Statement>> Walk(std::string_view sql,
                                                        std::span<const Value> values) {
    return Query(sql, values);
  }
  // Runs to the end. How many rows were inserted, changed or deleted.
  virtual base::Result<int64_t> Run(std::string_view sql, std::span<const Value> values) = 0;
  // As Run, where nobody asks how many rows: it need not be waited for. What is sent later is
  // carried out later; an error may come with one of the next statements, at the latest with the
  // commit.
  virtual base::Status Put(std::string_view sql, std::span<const Value> values) {
    auto done = Run(sql, values);
    if (!done) return base::Fail(std::move(done).error());
    return {};
  }
  // Several statements without parameters, parted by ';'.
  virtual base::Status Script(const std::string& sql) = 0;

  // Asks, and goes on without the answer: `then` gets it, before the first row, by the time that
  // Flush or Commit returns, and never when the transaction is rolled back. `then` must not use the
  // connection; its error is that of Later, Flush or Commit.
  using Then = std::function<base::Status(Statement&)>;
  virtual base::Status Later(std::string_view sql, std::span<const Value> values, Then then) {
    TRY_ASSIGN(auto rows, Query(sql, values));
    return then(*rows);
  }
  // Puts many rows, by as few statements as the driver likes: `values` has one row after the other.
  // No two of them may be about the same row of the table. `then`, if it is given, gets the answer
  // of each statement, as that of Later does.
  base::Status PutRows(const RowsSql& sql, std::span<const Value> values, const Then& then = {});
  // Waits for everything that was Put or asked for Later.
  virtual base::Status Flush() { return {}; }

  // A transaction that is to write takes the write lock at once; one that reads sees one snapshot.
  virtual base::Status BeginWrite() = 0;
  virtual base::Status BeginRead() = 0;
  // A transaction that takes work out of the queue, row by row, and need not be alone.
  virtual base::Status BeginTake() { return BeginWrite(); }
  // The writes are on the disk when it returns.
  virtual base::Status Commit() = 0;
  virtual void Rollback() = 0;  // also where the database has rolled back by itself

  // The version number of the schema, kept by the database; 0 when it is new.
  virtual base::Result<int64_t> SchemaVersion() = 0;
  virtual base::Status SetSchemaVersion(int64_t version) = 0;
  // Gives free space back to the file system, a little at a time.
  virtual base::Status Shrink() = 0;
  // How many rows a statement of PutRows may have: 1 where a statement costs next to nothing.
  virtual size_t MostRowsAtOnce() const { return 1; }
  // Whether an answer so far was that the file is damaged.
  virtual bool IsDamaged() const { return false; }

  // Whether what failed last may work when the whole transaction is run again at once: a deadlock,
  // a connection that broke before the commit was sent.
  virtual bool MayRetry() const { return false; }
  // A connection for the page file, where it lies in the same database: its transactions are this
  // one's. Null where it is a file of its own. Must end before this one.
  virtual std::unique_ptr<Connection> Joined() { return nullptr; }

  // Waits for others to tell that they wrote (Dialect::listen, Dialect::tell): what they told, each
  // once or more often. Outside of transactions.
  virtual base::Result<std::vector<std::string>> AwaitNews(std::chrono::milliseconds /*longest*/) {
    return std::vector<std::string>();
  }

  virtual const Dialect& dialect() const = 0;

  base::Result<std::unique_ptr<Statement>> Query(std::string_view sql,
                                                 std::initializer_list<Value> values = {}) {
    return Query(sql, std::span(values.begin(), values.size()));
  }
  base::Result<int64_t> Run(std::string_view sql, std::initializer_list<Value> values = {}) {
    return Run(sql, std::span(values.begin(), values.size()));
  }
  base::Result<std::unique_ptr<Statement>> Walk(std::string_view sql,
                                                std::initializer_list<Value> values = {}) {
    return Walk(sql, std::span(values.begin(), values.size()));
  }
  base::Status Put(std::string_view sql, std::initializer_list<Value> values = {}) {
    return Put(sql, std::span(values.begin(), values.size()));
  }
  base::Status Later(std::string_view sql, std::initializer_list<Value> values, Then then) {
    return Later(sql, std::span(values.begin(), values.size()), std::move(then));
  }
};

// Walks over all rows. `visit(Statement&)` gives a base::Status.
template <typename Visit>
base::Status ForEachRow(Connection& connection, std::string_view sql,
                        std::initializer_list<Value> values, Visit visit) {
  TRY_ASSIGN(auto rows, connection.Query(sql, values));
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return {};
    TRY(visit(*rows));
  }
}

// The same, however many rows there are.
template <typename Visit>
base::Status WalkRows(Connection& connection, std::string_view sql,
                      std::initializer_list<Value> values, Visit visit) {
  TRY_ASSIGN(auto rows, connection.Walk(sql, values));
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return {};
    TRY(visit(*rows));
  }
}

// Whether every database takes this text as it is, and what PostgreSQL holds in its place.
bool IsPortable(std::string_view text);
std::string MadePortable(std::string_view text);

// The first column of the first row, as an integer; absent when there is no row or it is null.
base::Result<std::optional<int64_t>> FindInteger(Connection& connection, std::string_view sql,
                                                 std::initializer_list<Value> values = {});

// The same of an answer that is there; the answer is read to its end.
base::Result<std::optional<int64_t>> FirstInteger(Statement& rows);

enum class Access { kWrite, kRead };

struct SqliteOptions {
  Access access = Access::kWrite;
  int64_t limit_bytes = 0;  // beyond it writing fails with kUnavailable; 0: the disk is the limit
  int cache_kilobytes = 8'000;
  bool leaves_log = false;  // does not carry over into the file what the log holds, when it closes
};
// Opens the file, and makes it when it is missing and to be written. kNotFound when it is missing
// and only to be read.
base::Result<std::unique_ptr<Connection>> OpenSqlite(const std::filesystem::path& path,
                                                     const SqliteOptions& options);

// What a PostgreSQL connection is for: pages and what is written, where every query has its index
// and is short; what looks at every row, or changes it; taking work, which waits for nobody and may
// be forgotten when the server falls: the work is there still.
enum class PostgresUse { kPages, kWholeTables, kQueue };

struct PostgresOptions {
  std::string conninfo;  // "postgresql://user@host/name", or libpq's "host=… dbname=…"
  PostgresUse use = PostgresUse::kPages;
};
// kInvalidInput: an address that is none, a server too old or not in UTF-8; kRefused: no such
// database, wrong password; kUnavailable: it does not answer, or is starting up. A connection that
// is lost is made anew when the next transaction begins.
base::Result<std::unique_ptr<Connection>> OpenPostgres(const PostgresOptions& options);

}  // namespace store
