#include "base/json.h"

#include <simdjson.h>

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.h"

namespace base {
namespace {

constexpr int kMaximumDepth = 512;

Json Convert(simdjson::dom::element element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::NULL_VALUE:
      return {};
    case Type::BOOL:
      return bool{element.get_bool().value_unsafe()};
    case Type::INT64:
      return int64_t{element.get_int64().value_unsafe()};
    case Type::UINT64:
      return static_cast<double>(element.get_uint64().value_unsafe());
    case Type::DOUBLE:
      return double{element.get_double().value_unsafe()};
    case Type::STRING:
      return std::string_view(element.get_string().value_unsafe());
    case Type::ARRAY: {
      Json::Array array;
      const simdjson::dom::array items = element.get_array().value_unsafe();
      for (const auto item : items) array.push_back(Convert(item));
      return array;
    }
    case Type::OBJECT: {
      Json::Object object;
      const simdjson::dom::object members = element.get_object().value_unsafe();
      for (const auto [key, value] : members) {
        object.emplace_back(std::string(key), Convert(value));
      }
      return object;
    }
  }
  return {};
}

}  // namespace

std::optional<int64_t> Json::AsInteger() const {
  if (const auto* integer = std::get_if<int64_t>(&value_)) return *integer;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (const auto* number = std::get_if<double>(&value_);
      number != nullptr && std::abs(*number) <= kExact && std::trunc(*number) == *number) {
    return static_cast<int64_t>(*number);
  }
  return std::nullopt;
}

std::optional<double> Json::AsNumber() const {
  if (const auto* integer = std::get_if<int64_t>(&value_)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&value_)) return *number;
  return std::nullopt;
}

const Json* Json::Find(std::string_view name) const {
  const Object* object = AsObject();
  if (object == nullptr) return nullptr;
  for (auto member = object->rbegin(); member != object->rend(); ++member) {
    if (member->first == name) return &member->second;
  }
  return nullptr;
}

std::string_view Json::String(std::string_view name) const {
  const Json* member = Find(name);
  const std::string* text = member == nullptr ? nullptr : member->AsString();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

Json& Json::Set(std::string_view name, Json value) {
  if (IsNull()) value_ = Object();
  Object* object = AsObject();
  CHECK(object != nullptr);
  for (auto& member : *object) {
    if (member.first == name) {
      member.second = std::move(value);
      return *this;
    }
  }
  object->emplace_back(std::string(name), std::move(value));
  return *this;
}

Json& Json::Append(Json value) {
  if (IsNull()) value_ = Array();
  Array* array = AsArray();
  CHECK(array != nullptr);
  array->push_back(std::move(value));
  return *this;
}

Result<Json> ParseJson(std::string_view text) {
  // One parser for each thread: it keeps its buffers between calls.
  thread_local simdjson::dom::parser parser;
  if (text.size() >= simdjson::SIMDJSON_MAXSIZE_BYTES) {
    return Fail(ErrorKind::kInvalidInput, "JSON: larger than 4 GB");
  }
  if (parser.max_depth() != kMaximumDepth || parser.capacity() < text.size()) {
    if (parser.allocate(std::max<size_t>(text.size(), 4096), kMaximumDepth) != simdjson::SUCCESS) {
      return Fail(ErrorKind::kUnavailable, "JSON: not enough memory");
    }
  }
  simdjson::dom::element root;
  const auto code = parser.parse(text.data(), text.size(), /*realloc_if_needed=*/true).get(root);
  if (code != simdjson::SUCCESS) {
    return Fail(ErrorKind::kInvalidInput, fmt::format("JSON: {}", simdjson::error_message(code)));
  }
  Json value = Convert(root);
  constexpr size_t kKeep = 16 << 20;
  if (parser.capacity() > kKeep) parser = simdjson::dom::parser();
  return value;
}

namespace {

// Bytes that may not stand in a string as they are: control characters, the quotation mark, the
// backslash, '<'; and the first byte of U+2028 and U+2029, which are looked at further.
constexpr auto kNeedsCare = [] {
  std::array<bool, 256> needs{};
  for (size_t c = 0; c < 0x20; ++c) needs[c] = true;
  for (const char c : {'"', '\\', '<', '\xE2'}) needs[static_cast<unsigned char>(c)] = true;
  return needs;
}();

bool IsLineSeparator(std::string_view text, size_t at) {
  return text.substr(at).starts_with("\xE2\x80\xA8") || text.substr(at).starts_with("\xE2\x80\xA9");
}

void WriteEscaped(char c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
  }
}

}  // namespace

void WriteJsonString(std::string_view text, std::string& out) {
  std::string repaired;
  if (!IsValidUtf8(text)) {
    repaired = RepairUtf8(text);
    text = repaired;
  }
  out += '"';
  size_t done = 0;  // up to here it is written
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (!kNeedsCare[static_cast<unsigned char>(c)]) continue;
    const bool wide = c == '\xE2';
    if (wide && !IsLineSeparator(text, at)) continue;
    out.append(text, done, at - done);
    if (wide) {
      out += text[at + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else {
      WriteEscaped(c, out);
    }
    done = at + 1;
  }
  out.append(text, done);
  out += '"';
}

void WriteJson(const Json& value, std::string& out) {
  struct Visitor {
    std::string& out;
    void operator()(std::monostate) const { out += "null"; }
    void operator()(bool flag) const { out += flag ? "true" : "false"; }
    void operator()(int64_t number) const { fmt::format_to(std::back_inserter(out), "{}", number); }
    void operator()(double number) const {
      if (std::isfinite(number)) {
        fmt::format_to(std::back_inserter(out), "{}", number);
      } else {
        out += "null";
      }
    }
    void operator()(const std::string& text) const { WriteJsonString(text, out); }
    void operator()(const Json::Array& array) const {
      out += '[';
      for (size_t i = 0; i < array.size(); ++i) {
        if (i != 0) out += ',';
        WriteJson(array[i], out);
      }
      out += ']';
    }
    void operator()(const Json::Object& object) const {
      out += '{';
      for (size_t i = 0; i < object.size(); ++i) {
        if (i != 0) out += ',';
        WriteJsonString(object[i].first, out);
        out += ':';
        WriteJson(object[i].second, out);
      }
      out += '}';
    }
  };
  std::visit(Visitor{out}, value.value_);
}

std::string WriteJson(const Json& value) {
  std::string out;
  WriteJson(value, out);
  return out;
}

}  // namespace base
