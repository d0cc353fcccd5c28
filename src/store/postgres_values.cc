#include "store/postgres_values.h"

#include <bit>
#include <charconv>

namespace store {
namespace {

int64_t BigEndian(const char* bytes, int size) {
  uint64_t value = 0;
  for (int i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  if (size == 8) return static_cast<int64_t>(value);
  const uint64_t sign = uint64_t{1} << (size * 8 - 1);
  return static_cast<int64_t>(value ^ sign) - static_cast<int64_t>(sign);
}

// PostgreSQL's types, by their numbers (pg_type.dat).
enum : uint32_t {
  kBool = 16,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kOid = 26,
  kFloat4 = 700,
  kFloat8 = 701,
  kNumeric = 1700
};

// The whole part of a NUMERIC (sum() of integers is one): digits of base 10,000 behind four numbers
// of 16 bits: how many digits, weight of the first, sign, digits behind the point.
int64_t IntegerOfNumeric(const char* bytes) {
  const int64_t digits = BigEndian(bytes, 2);
  const int64_t weight = BigEndian(bytes + 2, 2);
  int64_t value = 0;
  for (int64_t i = 0; i <= weight; ++i) {
    value = value * 10'000 + (i < digits ? BigEndian(bytes + 8 + 2 * i, 2) : 0);
  }
  return BigEndian(bytes + 4, 2) == 0 ? value : -value;
}

}  // namespace

base::ErrorKind KindOfSqlState(std::string_view state) {
  struct Row {
    std::string_view prefix;
    base::ErrorKind kind;
  };
  using enum base::ErrorKind;
  constexpr Row kRows[] = {
      {"23", kConflict},      {"40", kUnavailable},  {"55P03", kTimeout},   {"57014", kTimeout},
      {"25P0", kUnavailable}, {"08", kUnavailable},  {"53", kUnavailable},  {"57", kUnavailable},
      {"58", kUnavailable},   {"25006", kRefused},   {"28", kRefused},      {"42501", kRefused},
      {"3D", kInvalidInput},  {"3F", kInvalidInput}, {"22", kInvalidInput}, {"54", kInvalidInput},
      {"XX001", kCorrupt},    {"XX002", kCorrupt},
  };
  if (state.empty()) return kUnavailable;
  for (const Row& row : kRows) {
    if (state.starts_with(row.prefix)) return row.kind;
  }
  return kBug;
}

bool IsWorthRetrying(std::string_view state) {
  return state == "40001" || state == "40P01";  // could not serialise; deadlock
}

double RealOfBinary(uint32_t type, const char* bytes) {
  if (type == kFloat8) return std::bit_cast<double>(BigEndian(bytes, 8));
  if (type == kFloat4) return std::bit_cast<float>(static_cast<int32_t>(BigEndian(bytes, 4)));
  return static_cast<double>(type == kNumeric ? IntegerOfNumeric(bytes)
                                              : BigEndian(bytes, type == kInt8 ? 8 : 4));
}

int64_t IntegerOfBinary(uint32_t type, const char* bytes) {
  switch (type) {
    case kBool:
      return BigEndian(bytes, 1) != 0 ? 1 : 0;
    case kInt2:
      return BigEndian(bytes, 2);
    case kInt4:
      return BigEndian(bytes, 4);
    case kOid:
      return BigEndian(bytes, 4) & 0xffffffff;
    case kInt8:
      return BigEndian(bytes, 8);
    case kNumeric:
      return IntegerOfNumeric(bytes);
    default:
      return static_cast<int64_t>(RealOfBinary(type, bytes));
  }
}

PostgresParameters::PostgresParameters(std::span<const Value> values)
    : numbers_(values.size()),
      pointers_(values.size()),
      sizes_(values.size()),
      formats_(values.size()) {
  for (size_t i = 0; i < values.size(); ++i) Add(i, values[i]);
}

template <typename Number>
void PostgresParameters::AddNumber(size_t i, Number number) {
  auto& buffer = numbers_[i];
  *std::to_chars(buffer.data(), buffer.data() + buffer.size() - 1, number).ptr = '\0';
  pointers_[i] = buffer.data();
  bytes_ += sizeof(buffer);
}

void PostgresParameters::AddBytes(size_t i, std::string_view bytes) {
  pointers_[i] = bytes.data() == nullptr ? "" : bytes.data();
  sizes_[i] = static_cast<int>(bytes.size());
  formats_[i] = 1;
  bytes_ += bytes.size();
}

// PostgreSQL refuses U+0000 and what is no UTF-8. One such text must not hold up everything that
// is written with it.
std::string_view PostgresParameters::Clean(std::string_view text) {
  return IsPortable(text) ? text : repaired_.emplace_back(MadePortable(text));
}

void PostgresParameters::Add(size_t i, const Value& value) {
  const auto& variant = value.variant();
  if (const auto* integer = std::get_if<int64_t>(&variant)) return AddNumber(i, *integer);
  if (const auto* real = std::get_if<double>(&variant)) return AddNumber(i, *real);
  if (const auto* text = std::get_if<std::string_view>(&variant)) return AddBytes(i, Clean(*text));
  if (const auto* blob = std::get_if<Blob>(&variant)) return AddBytes(i, blob->bytes);
}

}  // namespace store
