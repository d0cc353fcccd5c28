#include "store/driver.h"

#include <algorithm>

#include "base/utf8.h"

namespace store {

bool IsPortable(std::string_view text) {
  return base::IsValidUtf8(text) && !text.contains('\0');
}

std::string MadePortable(std::string_view text) {
  std::string made = base::RepairUtf8(text);
  for (size_t at = 0; (at = made.find('\0', at)) != std::string::npos;) {
    made.replace(at, 1, "\uFFFD");
  }
  return made;
}

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

// Powers of four, so that few statements are compiled.
base::Status Connection::PutRows(const RowsSql& sql, std::span<const Value> values,
                                 const Then& then) {
  std::string text;
  for (size_t last = 0; !values.empty();) {
    const size_t most = std::min(values.size() / sql.columns, MostRowsAtOnce());
    size_t rows = 1;
    while (rows * 4 <= most) rows *= 4;
    if (rows != std::exchange(last, rows)) text = TextOf(sql, rows);
    const auto these = values.first(rows * sql.columns);
    TRY(then ? Later(text, these, then) : Put(text, these));
    values = values.subspan(these.size());
  }
  return {};
}

}  // namespace store
