// Where JSON stands in scripts: alone (type="application/json"), assigned ("window.X = {…};"),
// handed to JSON.parse as a string, or pushed in pieces, as React's server components do.

#include "extract/state.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "extract/lenient_json.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::NodeId;
using html::Tag;

constexpr size_t kShortest = 200;                // bytes; less holds no article
constexpr size_t kMostBytes = size_t{16} << 20;  // of one page's states
constexpr size_t kMostOfScript = 64;             // values that are looked at in one script

// One behind the end of the string that begins at `at` with its quotation mark.
size_t SkipString(std::string_view text, size_t at) {
  const char quote = text[at];
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    }
  }
  return text.size();
}

// The object or array that begins at `at`; empty when it is not closed.
std::string_view Balanced(std::string_view text, size_t at) {
  size_t depth = 0;
  for (size_t i = at; i < text.size();) {
    switch (text[i]) {
      case '"':
        i = SkipString(text, i);
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return text.substr(at, i + 1 - at);
        break;
      default:
        break;
    }
    ++i;
  }
  return {};
}

// JavaScript's `undefined` is no JSON.
std::string WithoutUndefined(std::string_view text) {
  constexpr std::string_view kUndefined = "undefined";
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      const size_t end = SkipString(text, i);
      out.append(text.substr(i, end - i));
      i = end;
    } else if (text.substr(i).starts_with(kUndefined)) {
      out.append("null");
      i += kUndefined.size();
    } else {
      out.push_back(text[i++]);
    }
  }
  return out;
}

std::optional<base::Json> Parse(std::string_view text) {
  base::Json json = text.find("undefined") == std::string_view::npos
                        ? ParseLenientJson(text)
                        : ParseLenientJson(WithoutUndefined(text));
  if (json.AsObject() == nullptr && json.AsArray() == nullptr) return std::nullopt;
  return json;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The value of `digits` hexadecimal digits at `at`.
std::optional<char32_t> Hex(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  char32_t value = 0;
  for (size_t i = at; i < at + digits; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

// What a JavaScript string with its quotation marks stands for. Halves of surrogate pairs are put
// together.
std::string Unquoted(std::string_view quoted) {
  std::string out;
  for (size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (quoted[i] != '\\') {
      out.push_back(quoted[i]);
      continue;
    }
    const char escape = quoted[++i];
    const size_t digits = escape == 'u' ? 4 : escape == 'x' ? 2 : 0;
    if (digits > 0) {
      auto unit = Hex(quoted, i + 1, digits);
      if (!unit) continue;
      i += digits;
      if (*unit >= 0xD800 && *unit < 0xDC00 && quoted.substr(i + 1).starts_with("\\u")) {
        if (const auto low = Hex(quoted, i + 3, 4); low && *low >= 0xDC00 && *low < 0xE000) {
          unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
          i += 6;
        }
      }
      base::AppendCodePoint(*unit, out);
      continue;
    }
    constexpr std::string_view kEscapes = "nrtbf";
    constexpr std::string_view kMeant = "\n\r\t\b\f";
    const size_t known = kEscapes.find(escape);
    out.push_back(known == std::string_view::npos ? escape : kMeant[known]);
  }
  return out;
}

class Collector {
 public:
  void AddScript(std::string_view text);
  std::vector<base::Json> Finish();

 private:
  void Add(std::string_view json) {
    if (json.size() < kShortest || json.size() > left_) return;
    left_ -= json.size();
    if (auto parsed = Parse(json)) states_.push_back(*std::move(parsed));
  }
  void AddAssigned(std::string_view text);
  void AddFlight();

  std::vector<base::Json> states_;
  std::string flight_;  // pieces that were pushed, put together
  size_t left_ = kMostBytes;
};

void Collector::AddScript(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (text.size() < kShortest / 4 || start == std::string_view::npos) return;
  if (text[start] == '{' || text[start] == '[') {
    Add(text);
  } else {
    AddAssigned(text);
  }
}

// Values behind '=' and '('.
void Collector::AddAssigned(std::string_view text) {
  size_t looked_at = 0;
  for (size_t at = text.find_first_of("=("); at != std::string_view::npos;
       at = text.find_first_of("=(", at)) {
    const bool call = text[at] == '(';
    const std::string_view before = text.substr(0, at);
    at = text.find_first_not_of(" \t\r\n", at + 1);
    if (at == std::string_view::npos || ++looked_at > kMostOfScript * kMostOfScript) return;
    if (text[at] == '{' || text[at] == '[') {
      const std::string_view value = Balanced(text, at);
      if (value.empty()) continue;
      at += value.size();
      if (call && before.ends_with(".push")) {
        const auto pushed = Parse(value);
        const auto* pair = pushed ? pushed->AsArray() : nullptr;
        const bool piece = pair != nullptr && pair->size() == 2 && (*pair)[1].AsString() != nullptr;
        if (piece && flight_.size() < kMostBytes) flight_ += *(*pair)[1].AsString();
        if (piece) continue;
      }
      Add(value);
    } else if (text[at] == '"' || text[at] == '\'') {
      const size_t end = SkipString(text, at);
      if (call && before.ends_with("JSON.parse")) Add(Unquoted(text.substr(at, end - at)));
      at = end;
    }
  }
}

// Lines "id:json", and "id:Tlength,text" with the length in hexadecimal.
void Collector::AddFlight() {
  const std::string_view text = flight_;
  for (size_t at = 0; at < text.size();) {
    const size_t colon = text.find(':', at);
    if (colon == std::string_view::npos || colon - at > 8) {
      at = std::min(text.find('\n', at), text.size() - 1) + 1;
      continue;
    }
    if (colon + 1 < text.size() && text[colon + 1] == 'T') {
      const size_t comma = std::min(text.find(',', colon), text.size());
      const auto length = Hex(text, colon + 2, std::min<size_t>(comma - colon - 2, 7));
      if (length && comma < text.size()) {
        states_.push_back(base::Json(base::Json::Object{
            {"html", base::Json(base::RepairUtf8(text.substr(comma + 1, *length)))}}));
        at = comma + 1 + *length;
        continue;
      }
    }
    const size_t end = std::min(text.find('\n', colon), text.size());
    Add(text.substr(colon + 1, end - colon - 1));
    at = end + 1;
  }
}

std::vector<base::Json> Collector::Finish() {
  AddFlight();
  return std::move(states_);
}

}  // namespace

std::vector<base::Json> FindStates(const Document& document) {
  Collector collector;
  for (NodeId node = 1; node < document.size(); ++node) {
    if (document.tag(node) != Tag::kScript) continue;
    const NodeId text = document.first_child(node);
    if (text == html::kNoNode || !document.IsText(text)) continue;
    // Structured data is read elsewhere.
    const std::string_view type = document.attribute(node, Attr::kType);
    if (type.starts_with("application/ld+json")) continue;
    collector.AddScript(document.text(text));
  }
  return collector.Finish();
}

}  // namespace extract
