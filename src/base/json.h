#pragma once
// JSON (RFC 8259): a small value type, a strict reader and a writer. The only JSON of the project.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace base {

// A JSON value. Objects keep the order of their members; of two members with one name the last is
// found.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() = default;  // null
  // Implicit on purpose: Json is written in literals.
  template <typename T>
    requires std::is_same_v<T, bool>
  Json(T value) : value_(value) {}             // NOLINT(google-explicit-constructor)
  Json(int value) : value_(int64_t{value}) {}  // NOLINT(google-explicit-constructor)
  Json(int64_t value) : value_(value) {}       // NOLINT(google-explicit-constructor)
  Json(size_t value)
      : value_(static_cast<int64_t>(value)) {}           // NOLINT(google-explicit-constructor)
  Json(double value) : value_(value) {}                  // NOLINT(google-explicit-constructor)
  Json(std::string value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Json(std::string_view value)
      : value_(std::string(value)) {}                      // NOLINT(google-explicit-constructor)
  Json(const char* value) : value_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
  Json(Array value) : value_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  Json(Object value) : value_(std::move(value)) {}         // NOLINT(google-explicit-constructor)

  bool IsNull() const { return std::holds_alternative<std::monostate>(value_); }
  // Null when the value is of another type.
  const bool* AsBool() const { return std::get_if<bool>(&value_); }
  const std::string* AsString() const { return std::get_if<std::string>(&value_); }
  const Array* AsArray() const { return std::get_if<Array>(&value_); }
  const Object* AsObject() const { return std::get_if<Object>(&value_); }
  Array* AsArray() { return std::get_if<Array>(&value_); }
  Object* AsObject() { return std::get_if<Object>(&value_); }
  // A number of either kind; a whole double within ±2^53 counts as an integer.
  std::optional<int64_t> AsInteger() const;
  std::optional<double> AsNumber() const;

  // The member's value, or null when this is no object or has no such member.
  const Json* Find(std::string_view name) const;
  // Find, and the string in it; empty when there is none.
  std::string_view String(std::string_view name) const;
  // Sets or replaces a member. Turns null into an object; precondition: null or object.
  Json& Set(std::string_view name, Json value);
  // Appends to an array. Turns null into an array; precondition: null or array.
  Json& Append(Json value);

  bool operator==(const Json&) const = default;

 private:
  friend std::string WriteJson(const Json& value);
  friend void WriteJson(const Json& value, std::string& out);
  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object> value_;
};

// Parses one JSON document, strictly, in valid UTF-8, at most 512 deep.
// kInvalidInput with what is wrong otherwise. Integers beyond int64 become doubles.
Result<Json> ParseJson(std::string_view text);

// One line, UTF-8, non-ASCII as it is, U+2028/2029 and '<' escaped so that it may stand inside
// HTML. A double that is not finite is written as null.
std::string WriteJson(const Json& value);
// As WriteJson, appended to `out`.
void WriteJson(const Json& value, std::string& out);
// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void WriteJsonString(std::string_view text, std::string& out);

}  // namespace base
