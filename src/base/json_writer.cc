#include "base/json_writer.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

namespace base {

void JsonWriter::String(std::string_view text) {
  Comma();
  WriteJsonString(text, out_);
}

void JsonWriter::Integer(int64_t number) {
  Comma();
  std::array<char, 24> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out_.append(digits.data(), end);
}

void JsonWriter::Number(double number) {
  Comma();
  if (std::isfinite(number)) {
    fmt::format_to(std::back_inserter(out_), "{}", number);
  } else {
    out_ += "null";
  }
}

void JsonWriter::Boolean(bool flag) {
  Comma();
  out_ += flag ? "true" : "false";
}

void JsonWriter::Null() {
  Comma();
  out_ += "null";
}

void JsonWriter::Value(const Json& value) {
  Comma();
  WriteJson(value, out_);
}

}  // namespace base
