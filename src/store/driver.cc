#include "store/driver.h"

namespace store {

base::Result<std::optional<int64_t>> FindInteger(Connection& connection, std::string_view sql,
                                                 std::initializer_list<Value> values) {
  TRY_ASSIGN(auto rows, connection.Query(sql, values));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more || rows->IsNull(0)) return std::nullopt;
  const int64_t value = rows->Integer(0);
  // A statement that writes has written everything when its rows are at an end.
  TRY(rows->Next());
  return value;
}

base::Result<std::optional<int64_t>> FirstInteger(Statement& rows) {
  std::optional<int64_t> value;
  for (bool first = true;; first = false) {
    TRY_ASSIGN(const bool more, rows.Next());
    if (!more) return value;
    if (first && !rows.IsNull(0)) value = rows.Integer(0);
  }
}

}  // namespace store
