#include "store/row_set.h"

#include <utility>
#include <variant>

namespace store {

void RowSet::Add(std::span<const Value> row) {
  for (const Value& value : row) {
    if (const auto* text = std::get_if<std::string_view>(&value.variant())) {
      bytes_ += text->size();
      values_.emplace_back(std::string_view(texts_.emplace_back(*text)));
    } else if (const auto* blob = std::get_if<Blob>(&value.variant())) {
      bytes_ += blob->bytes.size();
      values_.emplace_back(Blob{texts_.emplace_back(blob->bytes)});
    } else {
      values_.push_back(value);
    }
  }
}

base::Status RowSet::Write(Connection& connection, const Connection::Then& then) {
  const auto values = std::exchange(values_, {});
  const auto texts = std::exchange(texts_, {});
  bytes_ = 0;
  return connection.PutRows(*sql_, values, then);
}

}  // namespace store
