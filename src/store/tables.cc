#include "store/tables.h"

#include <array>
#include <bit>
#include <string_view>

#include "base/hash.h"

namespace store {
namespace {

ColumnType TypeFrom(std::string_view name) {
  if (name == "INTEGER" || name == "bigint") return ColumnType::kInteger;
  if (name == "REAL" || name == "double precision") return ColumnType::kReal;
  if (name == "BLOB" || name == "bytea") return ColumnType::kBlob;
  return ColumnType::kText;
}

uint64_t HashNumber(uint64_t number, uint64_t seed) {
  const auto bytes = std::bit_cast<std::array<char, sizeof(number)>>(number);
  return base::Hash64({bytes.data(), bytes.size()}, seed);
}

uint64_t HashColumn(ColumnType type, Statement& row, int at, uint64_t seed) {
  if (row.IsNull(at)) return base::Hash64({}, seed + 1);
  switch (type) {
    case ColumnType::kInteger:
      return HashNumber(static_cast<uint64_t>(row.Integer(at)), seed);
    case ColumnType::kReal:
      // SQLite keeps no sign of a zero.
      return HashNumber(std::bit_cast<uint64_t>(row.Real(at) == 0 ? 0.0 : row.Real(at)), seed);
    case ColumnType::kText:
      if (!IsPortable(row.Text(at))) return base::Hash64(MadePortable(row.Text(at)), seed);
      break;
    case ColumnType::kBlob:
      break;
  }
  return base::Hash64(row.Text(at), seed);
}

}  // namespace

base::Result<std::vector<Table>> TablesOf(Connection& connection) {
  const std::string_view sql =
      connection.dialect().name == kSqliteDialect.name
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
      tables.push_back({.name = row.String(0), .columns = {}});
    }
    tables.back().columns.push_back({.name = row.String(1), .type = TypeFrom(row.Text(2))});
    return {};
  }));
  return tables;
}

void Checksum::Add(const std::vector<Column>& columns, Statement& row) {
  uint64_t hash = 0;
  int at = 0;
  for (const Column& column : columns) hash = HashColumn(column.type, row, at++, hash);
  rows_ += 1;
  sum_ += hash;
}

}  // namespace store
