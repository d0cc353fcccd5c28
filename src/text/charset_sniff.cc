#include "text/charset_sniff.h"

#include <algorithm>
#include <utility>

namespace text {
namespace {

// The standard looks at 1,024 bytes; real pages put scripts and comments before their meta element.
constexpr size_t kHeadSize = size_t{16} << 10;

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool IsAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string Lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// What stands behind "charset" and "=" in `text`, quoted or not: the HTML standard's "extract a
// character encoding from a meta element".
std::string_view CharsetIn(std::string_view text) {
  const std::string lowered = Lowered(text);
  size_t at = 0;
  while (true) {
    at = lowered.find("charset", at);
    if (at == std::string::npos) return {};
    at += 7;
    while (at < text.size() && IsSpace(text[at])) ++at;
    if (at < text.size() && text[at] == '=') break;
  }
  ++at;
  while (at < text.size() && IsSpace(text[at])) ++at;
  if (at == text.size()) return {};
  if (text[at] == '"' || text[at] == '\'') {
    const size_t end = text.find(text[at], at + 1);
    if (end == std::string_view::npos) return {};
    return text.substr(at + 1, end - at - 1);
  }
  const size_t end = std::min(text.find_first_of("; \t\n\f\r", at), text.size());
  return text.substr(at, end - at);
}

struct Attribute {
  std::string name;
  std::string value;
};

// Steps through the head of a document.
class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes.substr(0, kHeadSize)) {}

  std::string Find() {
    while (at_ < bytes_.size()) {
      if (bytes_[at_] != '<') {
        at_ = std::min(bytes_.find('<', at_), bytes_.size());
        continue;
      }
      if (Starts("<!--")) {
        // The dashes that open may also close: "<!-->".
        SkipTo("-->", at_ + 2);
      } else if (IsMeta()) {
        at_ += 5;
        std::string charset = Meta();
        if (!charset.empty()) return charset;
      } else if (IsTag()) {
        at_ = std::min(bytes_.find_first_of(" \t\n\f\r>", at_), bytes_.size());
        Attribute ignored;
        while (NextAttribute(ignored)) {
        }
      } else if (Starts("<!") || Starts("</") || Starts("<?")) {
        SkipTo(">", at_ + 1);
      } else {
        ++at_;
      }
    }
    return {};
  }

 private:
  bool Starts(std::string_view text) const { return bytes_.substr(at_).starts_with(text); }
  char Byte(size_t ahead) const { return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0'; }
  bool IsMeta() const {
    return Lowered(bytes_.substr(at_, 5)) == "<meta" && (IsSpace(Byte(5)) || Byte(5) == '/');
  }
  bool IsTag() const { return IsAlpha(Byte(1)) || (Byte(1) == '/' && IsAlpha(Byte(2))); }

  void SkipTo(std::string_view text, size_t from) {
    const size_t found = bytes_.find(text, from);
    at_ = found == std::string_view::npos ? bytes_.size() : found + text.size();
  }

  // The charset that a meta element declares, or empty.
  std::string Meta() {
    bool has_pragma = false;
    std::string from_charset;
    std::string from_content;
    Attribute attribute;
    while (NextAttribute(attribute)) {
      if (attribute.name == "http-equiv") {
        has_pragma = has_pragma || Lowered(attribute.value) == "content-type";
      } else if (attribute.name == "content" && from_content.empty()) {
        from_content = CharsetIn(attribute.value);
      } else if (attribute.name == "charset" && from_charset.empty()) {
        from_charset = attribute.value;
      }
    }
    if (!from_charset.empty()) return from_charset;
    return has_pragma ? from_content : std::string();
  }

  // "get an attribute": false at the end of the tag.
  bool NextAttribute(Attribute& attribute) {
    attribute = {};
    while (at_ < bytes_.size() && (IsSpace(bytes_[at_]) || bytes_[at_] == '/')) ++at_;
    if (at_ >= bytes_.size() || bytes_[at_] == '>') return false;
    const size_t start = at_;
    // A '=' in front belongs to the name.
    at_ = std::min(bytes_.find_first_of(" \t\n\f\r/>=", at_ + 1), bytes_.size());
    attribute.name = Lowered(bytes_.substr(start, at_ - start));
    while (at_ < bytes_.size() && IsSpace(bytes_[at_])) ++at_;
    if (Byte(0) != '=') return true;
    ++at_;
    while (at_ < bytes_.size() && IsSpace(bytes_[at_])) ++at_;
    if (Byte(0) == '"' || Byte(0) == '\'') {
      const size_t end = std::min(bytes_.find(bytes_[at_], at_ + 1), bytes_.size());
      attribute.value = bytes_.substr(at_ + 1, end - at_ - 1);
      at_ = std::min(end + 1, bytes_.size());
      return true;
    }
    const size_t end = std::min(bytes_.find_first_of(" \t\n\f\r>", at_), bytes_.size());
    attribute.value = bytes_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace

std::string_view CharsetOfContentType(std::string_view content_type) {
  const size_t semicolon = content_type.find(';');
  if (semicolon == std::string_view::npos) return {};
  return CharsetIn(content_type.substr(semicolon));
}

std::string_view CharsetOfXmlDeclaration(std::string_view bytes) {
  while (!bytes.empty() && IsSpace(bytes.front())) bytes.remove_prefix(1);
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, bytes.substr(0, 1024).find('>'));
  size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at += 8;
  while (at < declaration.size() && (IsSpace(declaration[at]) || declaration[at] == '=')) ++at;
  if (at == declaration.size() || (declaration[at] != '"' && declaration[at] != '\'')) return {};
  const size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return {};
  return declaration.substr(at + 1, end - at - 1);
}

std::string CharsetOfHtml(std::string_view bytes) {
  std::string found = Prescan(bytes).Find();
  return found.empty() ? std::string(CharsetOfXmlDeclaration(bytes)) : found;
}

}  // namespace text
