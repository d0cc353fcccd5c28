// The PostgreSQL driver. This file, postgres_connect.cc and postgres_address.cc alone know libpq's
// types.
//
// The connection is always in pipeline mode: what is sent is not waited for until an answer is
// needed. A transaction of a hundred statements of which ten give an answer so costs ten ways to
// the server and back, not a hundred; PostgreSQL carries the statements out in their order all the
// same, and behind one that fails it carries out none until the next synchronisation. So the error
// of a statement that was Put shows at the next answer or at the commit, and nothing that stood
// behind it was done.
//
// Never more than kMostPending statements wait for their results: their answers fit into the
// socket's buffer, so that neither side ever waits for the other to read.

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <cstring>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/driver.h"
#include "store/postgres_connect.h"
#include "store/postgres_values.h"
#include "store/store.h"

namespace store {
namespace {

constexpr size_t kMostPending = 200;
constexpr size_t kMostPendingBytes = 1 << 20;
constexpr int kRowsAtOnce = 500;        // of an answer of any length
constexpr size_t kMostRowsAtOnce = 64;  // of PutRows

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultOwner = std::unique_ptr<PGresult, FreeResult>;

// ---- answers

class PostgresStatement final : public Statement {
 public:
  explicit PostgresStatement(ResultOwner result)
      : result_(std::move(result)), rows_(PQntuples(result_.get())) {}

  base::Result<bool> Next() override { return ++row_ < rows_; }
  bool IsNull(int column) override { return PQgetisnull(result_.get(), row_, column) != 0; }
  int64_t Integer(int column) override {
    return IsNull(column) ? 0 : IntegerOfBinary(TypeOf(column), Bytes(column));
  }
  double Real(int column) override {
    return IsNull(column) ? 0 : RealOfBinary(TypeOf(column), Bytes(column));
  }
  std::string_view Text(int column) override {
    return {Bytes(column), static_cast<size_t>(PQgetlength(result_.get(), row_, column))};
  }

 private:
  Oid TypeOf(int column) const { return PQftype(result_.get(), column); }
  const char* Bytes(int column) const { return PQgetvalue(result_.get(), row_, column); }

  ResultOwner result_;
  const int rows_;
  int row_ = -1;
};

class PostgresConnection;

// Pages in the same database: written in the transaction of the rest.
class JoinedConnection final : public Connection {
 public:
  explicit JoinedConnection(PostgresConnection& main) : main_(main) {}
  base::Result<std::unique_ptr<Statement>> Query(std::string_view sql,
                                                 std::span<const Value> values) override;
  base::Result<std::unique_ptr<Statement>> Walk(std::string_view sql,
                                                std::span<const Value> values) override;
  base::Result<int64_t> Run(std::string_view sql, std::span<const Value> values) override;
  base::Status Put(std::string_view sql, std::span<const Value> values) override;
  base::Status Later(std::string_view sql, std::span<const Value> values, Then then) override;
  base::Status Flush() override;
  base::Status Script(const std::string& sql) override;
  base::Status BeginWrite() override { return {}; }
  base::Status BeginRead() override { return {}; }
  base::Status Commit() override { return {}; }
  void Rollback() override {}
  size_t MostRowsAtOnce() const override { return kMostRowsAtOnce; }
  base::Result<int64_t> SchemaVersion() override;
  base::Status SetSchemaVersion(int64_t version) override;
  base::Status Shrink() override { return {}; }
  const Dialect& dialect() const override { return kPostgresDialect; }

 private:
  PostgresConnection& main_;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(PostgresOptions options) : options_(std::move(options)) {}
  ~PostgresConnection() override { PQfinish(handle_); }
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  using Connection::Later;
  using Connection::Put;
  using Connection::Query;
  using Connection::Run;

  base::Status Open() {
    PQfinish(handle_);
    prepared_.clear();
    expected_.clear();
    in_transaction_ = false;
    handle_ = StartPostgres(options_.conninfo);
    TRY(CheckPostgres(handle_));
    const ResultOwner set(PQexec(handle_, PostgresSettings(options_.use).c_str()));
    if (PQresultStatus(set.get()) != PGRES_TUPLES_OK) return base::Fail(ErrorOf(set.get(), {}));
    if (PQenterPipelineMode(handle_) == 0) return base::Fail(ErrorOf(nullptr, {}));
    return {};
  }

  base::Result<std::unique_ptr<Statement>> Query(std::string_view sql,
                                                 std::span<const Value> values) override {
    TRY_ASSIGN(ResultOwner answer, Ask(sql, values));
    return std::make_unique<PostgresStatement>(std::move(answer));
  }

  base::Result<std::unique_ptr<Statement>> Walk(std::string_view sql,
                                                std::span<const Value> values) override;

  base::Result<int64_t> Run(std::string_view sql, std::span<const Value> values) override {
    TRY_ASSIGN(const ResultOwner answer, Ask(sql, values));
    const std::string_view count(PQcmdTuples(answer.get()));
    int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
  }

  base::Status Put(std::string_view sql, std::span<const Value> values) override {
    TRY(Send(sql, values, Wanted::kNothing));
    if (expected_.size() < kMostPending && pending_bytes_ < kMostPendingBytes) return {};
    return Settle();
  }

  base::Status Later(std::string_view sql, std::span<const Value> values, Then then) override {
    TRY(Send(sql, values, Wanted::kNothing));
    expected_.back().then = std::move(then);
    if (expected_.size() < kMostPending && pending_bytes_ < kMostPendingBytes) return {};
    return Settle();
  }
  base::Status Flush() override { return Settle(); }

  // Not prepared, and out of the pipeline: only this way may several statements stand in one text.
  base::Status Script(const std::string& sql) override {
    TRY(Settle());
    if (PQexitPipelineMode(handle_) == 0) return base::Fail(ErrorOf(nullptr, {}));
    const ResultOwner result(PQexec(handle_, sql.c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    base::Status done;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
      done = base::Fail(ErrorOf(result.get(), {}));
    }
    PQenterPipelineMode(handle_);
    return done;
  }

  // One writer at a time, as on SQLite: what the store works out from what it has just read holds
  // until it has written. The lock is the transaction's and belongs to the schema, so that two
  // instances in one database do not wait for each other. READ COMMITTED: the snapshot of each
  // statement is younger than the lock.
  base::Status BeginWrite() override {
    TRY(Begin("BEGIN ISOLATION LEVEL READ COMMITTED"));
    // Plans are made once for all values: each statement of a writer has its index, and over
    // partitions it takes longer to plan than to run.
    TRY(Put("SET LOCAL plan_cache_mode = force_generic_plan"));
    return Put("SELECT pg_advisory_xact_lock(1329812577, current_schema()::regnamespace::oid::int)",
               {});
  }
  base::Status BeginRead() override {
    return Begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  base::Status BeginTake() override { return Begin("BEGIN ISOLATION LEVEL READ COMMITTED"); }
  base::Result<std::vector<std::string>> AwaitNews(std::chrono::milliseconds longest) override {
    TRY(Settle());
    pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
    poll(&socket, 1, static_cast<int>(longest.count()));
    if (PQconsumeInput(handle_) == 0) return base::Fail(ErrorOf(nullptr, {}));
    std::vector<std::string> told;
    while (PGnotify* news = PQnotifies(handle_)) {
      told.emplace_back(news->extra);
      PQfreemem(news);
    }
    return told;
  }
  base::Status Commit() override {
    committing_ = true;
    auto answer = Ask("COMMIT", {});
    committing_ = false;
    // Behind a statement that failed no COMMIT is carried out: what it was to end is still there.
    in_transaction_ = PQtransactionStatus(handle_) != PQTRANS_IDLE;
    if (!answer) return base::Fail(std::move(answer).error());
    // To commit what has failed is to roll it back, without an error.
    if (std::string_view(PQcmdStatus(answer->get())) == "COMMIT") return {};
    return base::Fail(base::ErrorKind::kBug, "database: a failed transaction was to be committed");
  }
  // Sent, and not waited for.
  void Rollback() override {
    if (!std::exchange(in_transaction_, false) || PQstatus(handle_) != CONNECTION_OK) return;
    for (Expected& one : expected_) one.then = {};  // who asked may be gone
    if (!Settle()) {
      if (PQstatus(handle_) != CONNECTION_OK) return;
    }
    if (!Send("ROLLBACK", {}, Wanted::kNothing)) return;
    PQpipelineSync(handle_);
    expected_.push_back({Wanted::kSync, nullptr, {}});
    PQflush(handle_);
  }

  size_t MostRowsAtOnce() const override { return kMostRowsAtOnce; }
  base::Result<int64_t> SchemaVersion() override { return VersionOf("main"); }
  base::Status SetSchemaVersion(int64_t version) override { return SetVersionOf("main", version); }
  base::Status Shrink() override { return {}; }  // autovacuum does
  bool MayRetry() const override { return may_retry_; }
  const Dialect& dialect() const override { return kPostgresDialect; }
  std::unique_ptr<Connection> Joined() override {
    return std::make_unique<JoinedConnection>(*this);
  }

  base::Result<int64_t> VersionOf(std::string_view part) {
    TRY_ASSIGN(const auto there, FindInteger(*this,
                                             "SELECT count(*) FROM pg_tables WHERE schemaname = "
                                             "current_schema() AND tablename = 'schema_versions'"));
    if (there.value_or(0) == 0) return 0;
    TRY_ASSIGN(const auto version,
               FindInteger(*this, "SELECT version FROM schema_versions WHERE part = $1", {part}));
    return version.value_or(0);
  }
  base::Status SetVersionOf(std::string_view part, int64_t version) {
    TRY(
        Put("CREATE TABLE IF NOT EXISTS schema_versions (part TEXT PRIMARY KEY, "
            "version BIGINT NOT NULL)",
            {}));
    return Put(
        "INSERT INTO schema_versions (part, version) VALUES ($1, $2) "
        "ON CONFLICT (part) DO UPDATE SET version = excluded.version",
        {part, version});
  }

 private:
  friend class PostgresCursor;

  struct Prepared {
    std::string name;
    bool sent = false;
  };
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  enum class Wanted { kPrepared, kNothing, kAnswer, kSync };
  struct Expected {
    Wanted wanted;
    Prepared* prepared;
    Then then = {};
  };

  base::Error ErrorOf(const PGresult* result, std::string_view sql) {
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* message =
        result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const std::string_view code(state == nullptr ? "" : state);
    const bool lost = PQstatus(handle_) != CONNECTION_OK;
    // What was lost while it was being committed may be there: nobody can know.
    may_retry_ = (lost && !committing_) || IsWorthRetrying(code);
    std::string text = message == nullptr ? FirstLine(PQerrorMessage(handle_)) : message;
    if (lost) text = "connection lost: " + text;
    const base::ErrorKind kind = lost ? base::ErrorKind::kUnavailable : KindOfSqlState(code);
    base::Error error(kind, "database: " + text);
    return kind == base::ErrorKind::kBug && !sql.empty() ? std::move(error).With(sql)
                                                         : std::move(error);
  }

  base::Status Begin(std::string_view sql) {
    may_retry_ = false;
    // Of the transaction before there may be left to hear that it was rolled back; whether it was
    // is the server's business.
    if (handle_ != nullptr) (void)Settle();
    if (handle_ == nullptr || IsLost()) TRY(Open());
    may_retry_ = false;
    in_transaction_ = true;
    return Put(sql, {});
  }

  // Whether the server has closed the connection while nobody was looking.
  bool IsLost() {
    if (PQstatus(handle_) != CONNECTION_OK) return true;
    pollfd socket = {PQsocket(handle_), POLLIN, 0};
    if (poll(&socket, 1, 0) <= 0) return false;
    PQconsumeInput(handle_);  // the server's last words,
    PQconsumeInput(handle_);  // and the end
    return PQstatus(handle_) != CONNECTION_OK;
  }

  base::Status Send(std::string_view sql, std::span<const Value> values, Wanted wanted) {
    if (handle_ == nullptr || PQstatus(handle_) != CONNECTION_OK) {
      return base::Fail(ErrorOf(nullptr, {}));
    }
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
      found =
          prepared_.emplace(std::string(sql), Prepared{fmt::format("s{}", prepared_.size())}).first;
    }
    Prepared& prepared = found->second;
    if (!prepared.sent) {
      if (PQsendPrepare(handle_, prepared.name.c_str(), found->first.c_str(), 0, nullptr) == 0) {
        return base::Fail(ErrorOf(nullptr, sql));
      }
      prepared.sent = true;
      expected_.push_back({Wanted::kPrepared, &prepared, {}});
    }
    const PostgresParameters parameters(values);
    if (PQsendQueryPrepared(handle_, prepared.name.c_str(), parameters.count(),
                            parameters.pointers(), parameters.sizes(), parameters.formats(),
                            /*resultFormat=*/1) == 0) {
      return base::Fail(ErrorOf(nullptr, sql));
    }
    expected_.push_back({wanted, &prepared, {}});
    pending_bytes_ += parameters.bytes();
    return {};
  }

  base::Result<ResultOwner> Ask(std::string_view sql, std::span<const Value> values) {
    TRY(Send(sql, values, Wanted::kAnswer));
    ResultOwner answer;
    TRY(Settle(&answer));
    return answer;
  }

  // Takes in every result that is expected, up to and with the one answer. The first error counts.
  base::Status Settle(ResultOwner* answer = nullptr) {
    if (expected_.empty()) return {};
    if (expected_.back().wanted != Wanted::kSync) {
      if (PQpipelineSync(handle_) == 0) return base::Fail(ErrorOf(nullptr, {}));
      expected_.push_back({Wanted::kSync, nullptr, {}});
    }
    pending_bytes_ = 0;
    base::Status done;
    while (!expected_.empty()) {
      const Expected next = std::move(expected_.front());
      expected_.pop_front();
      ResultOwner result(PQgetResult(handle_));
      if (PQstatus(handle_) != CONNECTION_OK) {
        expected_.clear();
        return base::Fail(ErrorOf(result.get(), {}));
      }
      if (next.wanted == Wanted::kSync) continue;
      const ExecStatusType status = PQresultStatus(result.get());
      const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
      if (!good && next.wanted == Wanted::kPrepared) next.prepared->sent = false;
      if (!good && status != PGRES_PIPELINE_ABORTED && done) {
        done = base::Fail(ErrorOf(result.get(), SqlOf(next.prepared)));
      }
      if (good && next.then) {
        PostgresStatement rows(std::move(result));
        auto heard = next.then(rows);
        if (!heard && done) done = std::move(heard);
      }
      if (good && next.wanted == Wanted::kAnswer && answer != nullptr) *answer = std::move(result);
      ResultOwner(PQgetResult(handle_)).reset();  // null: the end of this statement's results
    }
    if (done && answer != nullptr && *answer == nullptr) {
      return base::Fail(base::ErrorKind::kBug, "database: no answer came");
    }
    return done;
  }

  std::string_view SqlOf(const Prepared* prepared) const {
    for (const auto& [sql, one] : prepared_) {
      if (&one == prepared) return sql;
    }
    return {};
  }

  const PostgresOptions options_;
  PGconn* handle_ = nullptr;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;  // by SQL
  std::deque<Expected> expected_;  // results of what was sent, in order
  size_t pending_bytes_ = 0;       // sent since the last Settle
  bool in_transaction_ = false;
  bool committing_ = false;
  bool may_retry_ = false;
  int64_t cursors_ = 0;
};

// An answer of any length, some rows at a time. Other statements may run between.
class PostgresCursor final : public Statement {
 public:
  PostgresCursor(PostgresConnection& connection, std::string name)
      : connection_(connection), name_(std::move(name)) {}
  ~PostgresCursor() override {
    if (connection_.in_transaction_) (void)connection_.Put("CLOSE " + name_, {});
  }

  base::Result<bool> Next() override {
    if (rows_ != nullptr) {
      TRY_ASSIGN(const bool more, rows_->Next());
      if (more) return true;
    }
    TRY_ASSIGN(rows_, connection_.Query(fmt::format("FETCH {} FROM {}", kRowsAtOnce, name_), {}));
    return rows_->Next();
  }
  bool IsNull(int column) override { return rows_->IsNull(column); }
  int64_t Integer(int column) override { return rows_->Integer(column); }
  double Real(int column) override { return rows_->Real(column); }
  std::string_view Text(int column) override { return rows_->Text(column); }

 private:
  PostgresConnection& connection_;
  const std::string name_;
  std::unique_ptr<Statement> rows_;
};

base::Result<std::unique_ptr<Statement>> PostgresConnection::Walk(std::string_view sql,
                                                                  std::span<const Value> values) {
  // Few names, so that few statements are prepared: as many as walks are inside each other.
  const std::string name = fmt::format("walk{}", cursors_++ % 8);
  TRY(Run(fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name, sql), values));
  return std::make_unique<PostgresCursor>(*this, name);
}

base::Result<std::unique_ptr<Statement>> JoinedConnection::Query(std::string_view sql,
                                                                 std::span<const Value> values) {
  return main_.Query(sql, values);
}
base::Result<std::unique_ptr<Statement>> JoinedConnection::Walk(std::string_view sql,
                                                                std::span<const Value> values) {
  return main_.Walk(sql, values);
}
base::Result<int64_t> JoinedConnection::Run(std::string_view sql, std::span<const Value> values) {
  return main_.Run(sql, values);
}
base::Status JoinedConnection::Put(std::string_view sql, std::span<const Value> values) {
  return main_.Put(sql, values);
}
base::Status JoinedConnection::Later(std::string_view sql, std::span<const Value> values,
                                     Then then) {
  return main_.Later(sql, values, std::move(then));
}
base::Status JoinedConnection::Flush() {
  return main_.Flush();
}
base::Status JoinedConnection::Script(const std::string& sql) {
  return main_.Script(sql);
}
base::Result<int64_t> JoinedConnection::SchemaVersion() {
  return main_.VersionOf("pages");
}
base::Status JoinedConnection::SetSchemaVersion(int64_t version) {
  return main_.SetVersionOf("pages", version);
}

}  // namespace

base::Result<std::unique_ptr<Connection>> OpenPostgres(const PostgresOptions& options) {
  if (!IsDatabaseAddress(options.conninfo)) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      "database: this is no address of a PostgreSQL: it is written as "
                      "postgresql://host:5432/name, or as host=… port=… dbname=… user=…");
  }
  auto connection = std::make_unique<PostgresConnection>(options);
  TRY_WITH(DescribeDatabase(options.conninfo), connection->Open());
  return connection;
}

}  // namespace store
