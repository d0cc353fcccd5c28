// What the server says, in the store's terms. Needs no server.

#include "store/postgres_values.h"

#include <gtest/gtest.h>

namespace store {
namespace {

// By the manual's appendix A. Whoever hears kUnavailable waits and tries again.
TEST(PostgresValues, EverySqlStateHasItsKind) {
  using enum base::ErrorKind;
  struct Row {
    std::string_view state;
    base::ErrorKind kind;
    std::string_view name;
  };
  constexpr Row kRows[] = {
      {"", kUnavailable, "the connection broke"},
      {"08006", kUnavailable, "connection_failure"},
      {"22P02", kInvalidInput, "invalid_text_representation"},
      {"23505", kConflict, "unique_violation"},
      {"25006", kRefused, "read_only_sql_transaction"},
      {"25P02", kUnavailable, "in_failed_sql_transaction"},
      {"28P01", kRefused, "invalid_password"},
      {"3D000", kInvalidInput, "invalid_catalog_name"},
      {"3F000", kInvalidInput, "invalid_schema_name"},
      {"40001", kUnavailable, "serialization_failure"},
      {"40P01", kUnavailable, "deadlock_detected"},
      {"42501", kRefused, "insufficient_privilege"},
      {"42601", kBug, "syntax_error"},
      {"42P01", kBug, "undefined_table"},
      {"53000", kUnavailable, "insufficient_resources"},
      {"53100", kUnavailable, "disk_full"},
      {"53200", kUnavailable, "out_of_memory"},
      {"53300", kUnavailable, "too_many_connections"},
      {"54000", kInvalidInput, "program_limit_exceeded"},
      {"55P03", kTimeout, "lock_not_available"},
      {"57014", kTimeout, "query_canceled"},
      {"57P01", kUnavailable, "admin_shutdown"},
      {"57P03", kUnavailable, "cannot_connect_now"},
      {"58030", kUnavailable, "io_error"},
      {"XX000", kBug, "internal_error"},
      {"XX001", kCorrupt, "data_corrupted"},
      {"XX002", kCorrupt, "index_corrupted"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(KindOfSqlState(row.state), row.kind) << row.state << ' ' << row.name;
    const bool worth = row.state == "40001" || row.state == "40P01";
    EXPECT_EQ(IsWorthRetrying(row.state), worth) << row.state << ' ' << row.name;
  }
}

}  // namespace
}  // namespace store
