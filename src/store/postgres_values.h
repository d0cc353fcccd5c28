#pragma once
// What PostgreSQL says and takes, in the store's terms: numbers out of the binary format,
// parameters into it, errors by their SQLSTATE. Knows the wire format, not the connection:
// postgres_driver.cc has that.

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/driver.h"

namespace store {

// By SQLSTATE (PostgreSQL's manual, appendix A); empty where the connection broke.
base::ErrorKind KindOfSqlState(std::string_view state);
// The same transaction may succeed when it is run again: it could not be serialised, or met a
// deadlock.
bool IsWorthRetrying(std::string_view state);

// A number as the server sends it, of a type by its OID; `bytes` is as long as the type says. Of a
// NUMERIC the whole part.
int64_t IntegerOfBinary(uint32_t type, const char* bytes);
double RealOfBinary(uint32_t type, const char* bytes);

// The parameters of one statement as libpq takes them. Numbers go as text, whatever width the
// statement wants of them; texts and blobs as they are.
class PostgresParameters {
 public:
  // The values must outlive this.
  explicit PostgresParameters(std::span<const Value> values);
  PostgresParameters(const PostgresParameters&) = delete;
  PostgresParameters& operator=(const PostgresParameters&) = delete;

  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* sizes() const { return sizes_.data(); }
  const int* formats() const { return formats_.data(); }
  size_t bytes() const { return bytes_; }

 private:
  void Add(size_t i, const Value& value);
  template <typename Number>
  void AddNumber(size_t i, Number number);
  void AddBytes(size_t i, std::string_view bytes);
  std::string_view Clean(std::string_view text);

  std::vector<std::array<char, 32>> numbers_;
  std::vector<const char*> pointers_;  // null: NULL
  std::vector<int> sizes_;
  std::vector<int> formats_;  // 0 text, 1 binary
  std::deque<std::string> repaired_;
  size_t bytes_ = 0;
};

}  // namespace store
