#pragma once
// The tables of a store, as its database tells them, and what is in one of them as two figures: so
// that stores can be copied and compared row by row without knowing what the rows mean.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/driver.h"

namespace store {

enum class ColumnType { kInteger, kReal, kText, kBlob };

struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
};

// Tables that hold what the store knows, by name; full text and what each database keeps for itself
// are not among them.
base::Result<std::vector<Table>> TablesOf(Connection& connection);

// Rows in whatever order they come: how many, and what is in them. Equal rows are equal in every
// database: text is looked at as all of them can hold it (driver.h).
class Checksum {
 public:
  // `row` has these columns, in their order.
  void Add(const std::vector<Column>& columns, Statement& row);
  bool operator==(const Checksum&) const = default;

 private:
  int64_t rows_ = 0;
  uint64_t sum_ = 0;  // of the rows' hashes
};

}  // namespace store
