#include "store/driver.h"

namespace store {
namespace {

base::Result<std::optional<int64_t>> FirstInteger(Connection& connection, std::string_view sql,
                                                  std::span<const Value> values) {
  TRY_ASSIGN(auto rows, connection.Query(sql, values));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more || rows->IsNull(0)) return std::nullopt;
  const int64_t value = rows->Integer(0);
  // A statement that writes is done when its rows are at an end.
  TRY(rows->Next());
  return value;
}

}  // namespace

base::Status Connection::Later(std::string_view sql, std::span<const Value> values, Then then) {
  TRY_ASSIGN(const auto value, FirstInteger(*this, sql, values));
  then(value);
  return {};
}

base::Result<std::optional<int64_t>> FindInteger(Connection& connection, std::string_view sql,
                                                 std::initializer_list<Value> values) {
  return FirstInteger(connection, sql, std::span(values.begin(), values.size()));
}

}  // namespace store
