#pragma once
// Rows that one statement is to put, gathered until they are worth a way to the database.
//
// Threads: as the connection that they are written to.

#include <cstddef>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/driver.h"

namespace store {

class RowSet {
 public:
  // `sql` must outlive it.
  explicit RowSet(const RowsSql& sql) : sql_(&sql) {}
  RowSet(const RowSet&) = delete;
  RowSet& operator=(const RowSet&) = delete;

  // One row; texts and blobs are copied.
  void Add(std::span<const Value> row);
  void Add(std::initializer_list<Value> row) { Add(std::span(row.begin(), row.size())); }
  // Puts them in the order in which they came, and is empty.
  base::Status Write(Connection& connection, const Connection::Then& then = {});

  bool empty() const { return values_.empty(); }
  size_t bytes() const { return bytes_; }  // of its texts and blobs

 private:
  const RowsSql* sql_;
  std::vector<Value> values_;
  std::deque<std::string> texts_;  // what values_ look at
  size_t bytes_ = 0;
};

}  // namespace store
