#include "store/postgres_connect.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <string_view>

#include "base/log.h"

namespace store {
namespace {

void LogNotice(void*, const char* message) {
  base::LogDebug("database: " + FirstLine(message));
}

// Where it cannot be connected libpq gives no SQLSTATE, only words.
base::Error ConnectError(const PGconn* connection) {
  const std::string said = FirstLine(PQerrorMessage(connection));
  const bool wrong = said.contains("does not exist") || said.contains("authentication failed") ||
                     said.contains("no password supplied") || said.contains("invalid ");
  return base::Error(wrong ? base::ErrorKind::kRefused : base::ErrorKind::kUnavailable,
                     "database: " + said);
}

}  // namespace

std::string FirstLine(const char* message) {
  std::string_view text(message == nullptr ? "" : message);
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(0, text.find('\n')));
}

// Standard values stand before the user's text, which overrules them.
PGconn* StartPostgres(const std::string& conninfo) {
  constexpr const char* kNames[] = {
      "connect_timeout",  "keepalives_idle",  "keepalives_interval",
      "keepalives_count", "tcp_user_timeout", "fallback_application_name",
      "dbname",           "client_encoding",  nullptr};
  const char* const values[] = {"10",   "30",   "10", "3", "60000", "octavo", conninfo.c_str(),
                                "UTF8", nullptr};
  PGconn* const connection = PQconnectdbParams(kNames, values, /*expand_dbname=*/1);
  PQsetNoticeProcessor(connection, LogNotice, nullptr);
  return connection;
}

base::Status CheckPostgres(const PGconn* connection) {
  if (PQstatus(connection) != CONNECTION_OK) return base::Fail(ConnectError(connection));
  if (PQserverVersion(connection) < 150'000) {
    return base::Fail(base::ErrorKind::kInvalidInput, "database: PostgreSQL 15 or newer is needed");
  }
  const char* encoding = PQparameterStatus(connection, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      "database: it must be made with encoding UTF8");
  }
  return {};
}

// default_toast_compression: lz4, where the server has it, takes a tenth of the time of pglz.
// jit: a page's queries end before a compiler would begin. enable_seqscan: every query has its
// index; a plan that is made while a table is small is kept when it has grown. synchronous_commit:
// the store promises that what Write returned from is there; what is taken need not be remembered.
// A process that stands still inside a transaction must not hold the write lock, or an editor's
// row, for longer than it takes the others to notice; and who takes work must not wait for it. Who
// looks at every row, or changes it, takes as long as it takes, and waits for as long as others do.
std::string PostgresSettings(PostgresUse use) {
  constexpr std::string_view kDurable =
      "SELECT set_config('synchronous_commit', 'on', false) "
      "WHERE current_setting('synchronous_commit') = 'off';"
      "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings "
      "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals);";
  switch (use) {
    case PostgresUse::kPages:
      return fmt::format(
          "SET jit = off; SET enable_seqscan = off; SET statement_timeout = '120s';"
          "SET idle_in_transaction_session_timeout = '5s';{}",
          kDurable);
    case PostgresUse::kWholeTables:
      return fmt::format(
          "SET jit = off; SET enable_seqscan = on; SET statement_timeout = 0;"
          "SET lock_timeout = 0;"
          "SET idle_in_transaction_session_timeout = '60s';{}",
          kDurable);
    case PostgresUse::kQueue:
      return "SET jit = off; SET enable_seqscan = off; SET statement_timeout = '10s';"
             "SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '5s';"
             "SELECT set_config('synchronous_commit', 'off', false);";
  }
  return {};
}

}  // namespace store
