#include "settings_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "settings_values.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <toml++/toml.h>
#pragma GCC diagnostic pop

namespace octavo {
namespace {

using base::ErrorKind;

// A value as text; empty optional when it is of a kind that no setting has.
std::optional<std::string> TextOf(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  const auto* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::string joined;
  for (const toml::node& item : *array) {
    const auto* text = item.as_string();
    if (text == nullptr) return std::nullopt;
    joined += fmt::format("{}{}", joined.empty() ? "" : ",", text->get());
  }
  return joined;
}

}  // namespace

base::Result<std::vector<FileValue>> ReadSettingsFile(std::string_view text,
                                                      std::string_view file) {
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("{}:{}: this is no TOML: {}", file, error.source().begin.line,
                                  error.description()));
  }
  std::vector<FileValue> values;
  for (const auto& [key, node] : parsed.table()) {
    const uint32_t line = node.source().begin.line;
    auto value = TextOf(node);
    const char* problem =
        value ? ""
        : node.is_table()
            ? "settings stand in no [section]: write `key = value` lines"
            : "write a number, a text in \"quotes\", or a list of texts in [brackets]";
    values.push_back({std::string(key.str()), std::move(value).value_or(std::string()), line,
                      node.is_integer(), problem});
  }
  std::ranges::sort(values, {}, &FileValue::line);
  return values;
}

std::string FileSyntaxOf(std::string_view value, bool list) {
  const auto quoted = [](std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + "\"";
  };
  if (list) {
    std::string out;
    for (const std::string& item : SplitList(value)) {
      out += fmt::format("{}{}", out.empty() ? "" : ", ", quoted(item));
    }
    return "[" + out + "]";
  }
  const bool number =
      !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  return number ? std::string(value) : quoted(value);
}

}  // namespace octavo
