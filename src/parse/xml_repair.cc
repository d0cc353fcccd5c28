#include "parse/xml_repair.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "parse/xml.h"

// How broken XML is mended
// ------------------------
// Feeds break in few ways: a bare '&' in a link, an HTML tag that was never closed inside a
// description, a document cut off by a dropped connection, control characters, a second root. The
// scanner below walks from tag to tag and keeps the stack of open elements. An end tag closes
// everything up to the element that it names when that element is open, and is dropped when it is
// not; an <item> or <entry> closes an <item> or <entry> left open (they never nest), so that one
// broken item does not swallow the next.

namespace parse {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

bool IsNameByte(char c) {
  return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

bool IsForbidden(char c) {
  return static_cast<unsigned char>(c) < 0x20 && !IsSpace(c);
}

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool SameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return Lower(x) == Lower(y); });
}

// Elements that never stand inside another of their kind.
bool IsItem(std::string_view name) {
  return SameName(name, "item") || SameName(name, "entry") || SameName(name, "url");
}

class Repairer {
 public:
  explicit Repairer(std::string_view in) : in_(in), document_(in) {
    out_.text.reserve(in.size() + 1024);
  }

  RepairedXml Run() {
    while (at_ < in_.size()) {
      if (in_[at_] != '<') {
        TextRun();
      } else if (Rest().starts_with("<![CDATA[")) {
        CData();
      } else if (Rest().starts_with("<!--")) {
        SkipBehind("-->");
      } else if (Rest().starts_with("<?")) {
        SkipBehind("?>");
      } else if (Rest().starts_with("<!")) {
        SkipBehind(">");
      } else if (Rest().starts_with("</")) {
        EndTag();
      } else if (at_ + 1 < in_.size() && IsNameStart(in_[at_ + 1])) {
        StartTag();
      } else {
        Warn("a '<' that starts no tag was escaped");
        if (!open_.empty()) out_.text += "&lt;";
        ++at_;
      }
    }
    if (open_.size() > 1 || (!open_.empty() && !root_closed_)) {
      Warn("elements were left open at the end");
    }
    while (!open_.empty()) Close();
    return std::move(out_);
  }

 private:
  std::string_view Rest() const { return in_.substr(at_); }

  void Warn(std::string_view what) {
    if (out_.warnings.size() >= 20) return;
    for (const std::string& known : out_.warnings) {
      if (known.ends_with(what)) return;  // one of a kind is enough
    }
    const auto position = static_cast<ptrdiff_t>(in_value_ ? value_position_ : at_);
    const auto line = std::count(document_.begin(), document_.begin() + position, '\n') + 1;
    out_.warnings.push_back(fmt::format("line {}: {}", line, what));
  }

  void SkipBehind(std::string_view end) {
    const size_t found = in_.find(end, at_);
    if (found == std::string_view::npos) Warn(fmt::format("no '{}' behind it", end));
    at_ = found == std::string_view::npos ? in_.size() : found + end.size();
  }

  // Text up to the next '<'. Outside of the root element it is dropped.
  void TextRun() {
    const size_t end = std::min(in_.find('<', at_), in_.size());
    if (open_.empty()) {
      at_ = end;
      return;
    }
    while (at_ < end) Character(end);
  }

  void Character(size_t end) {
    const char c = in_[at_];
    if (c == '&') {
      Reference(end);
    } else if (IsForbidden(c)) {
      Warn("control characters were dropped");
      ++at_;
    } else if (c == '>') {
      out_.text += "&gt;";
      ++at_;
    } else {
      size_t next = at_ + 1;
      while (next < end && in_[next] != '&' && in_[next] != '>' && !IsForbidden(in_[next])) ++next;
      out_.text += in_.substr(at_, next - at_);
      at_ = next;
    }
  }

  // "&name;", "&#8217;", "&#x92;" stay; of anything else the '&' is escaped. References to
  // characters that XML forbids go.
  void Reference(size_t end) {
    size_t stop = at_ + 1;
    const bool numeric = stop < end && in_[stop] == '#';
    if (numeric) ++stop;
    const bool hex = numeric && stop < end && Lower(in_[stop]) == 'x';
    if (hex) ++stop;
    const size_t digits = stop;
    while (stop < end && stop - at_ < 34 && IsNameByte(in_[stop])) ++stop;
    const bool closed = stop < end && in_[stop] == ';' && stop > digits;
    if (closed && numeric) {
      const std::string body(in_.substr(digits, stop - digits));
      char* last = nullptr;
      const unsigned long code = std::strtoul(body.c_str(), &last, hex ? 16 : 10);
      const bool legal = *last == 0 && (code >= 0x20 || code == 9 || code == 10 || code == 13) &&
                         code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE &&
                         code != 0xFFFF;
      if (legal) {
        out_.text += fmt::format("&#{};", code);
      } else {
        Warn("a reference to a character that XML forbids was dropped");
      }
      at_ = stop + 1;
      return;
    }
    if (closed && IsNameStart(in_[at_ + 1])) {
      out_.text += in_.substr(at_, stop + 1 - at_);
      at_ = stop + 1;
      return;
    }
    Warn("a bare '&' was escaped");
    out_.text += "&amp;";
    ++at_;
  }

  void CData() {
    const size_t start = at_ + 9;
    size_t end = in_.find("]]>", start);
    const bool closed = end != std::string_view::npos;
    if (!closed) {
      Warn("a CDATA section was left open");
      end = in_.size();
    }
    if (!open_.empty()) {
      const std::string_view inside = in_.substr(start, end - start);
      if (std::ranges::any_of(inside, IsForbidden)) Warn("control characters were dropped");
      for (const char c : inside) {
        if (c == '<') {
          out_.text += "&lt;";
        } else if (c == '&') {
          out_.text += "&amp;";
        } else if (c == '>') {
          out_.text += "&gt;";
        } else if (!IsForbidden(c)) {
          out_.text += c;
        }
      }
    }
    at_ = closed ? end + 3 : in_.size();
  }

  std::string_view Name() {
    const size_t start = at_;
    while (at_ < in_.size() && IsNameByte(in_[at_])) ++at_;
    std::string_view name = in_.substr(start, at_ - start);
    while (name.ends_with(':')) name.remove_suffix(1);
    if (std::ranges::count(name, ':') > 1) name = name.substr(name.rfind(':') + 1);
    return name;
  }

  void SkipSpace() {
    while (at_ < in_.size() && IsSpace(in_[at_])) ++at_;
  }

  void Close() {
    out_.text += fmt::format("</{}>", open_.back());
    open_.pop_back();
  }

  // Closes everything above and with the nearest open element of the name; false: there is none.
  bool CloseUpTo(std::string_view name) {
    const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                    [&](std::string_view open) { return SameName(open, name); });
    if (found == open_.rend()) return false;
    const auto keep = static_cast<size_t>(open_.rend() - found) - 1;
    if (keep + 1 < open_.size())
      Warn("elements were left open before the end of the one around them");
    while (open_.size() > keep) Close();
    return true;
  }

  void EndTag() {
    at_ += 2;
    const std::string_view name = Name();
    const size_t end = in_.find('>', at_);
    at_ = end == std::string_view::npos ? in_.size() : end + 1;
    if (dropped_depth_ > 0) {
      --dropped_depth_;
      return;
    }
    // The root is closed at the very end, in case that something stands behind it.
    if (!open_.empty() && SameName(open_.front(), name)) {
      while (open_.size() > 1) {
        Warn("elements were left open before the end of the one around them");
        Close();
      }
      root_closed_ = true;
      return;
    }
    if (!CloseUpTo(name)) Warn("an end tag without a start was dropped");
  }

  void StartTag() {
    const size_t tag_start = at_++;
    const std::string_view name = Name();
    if (name.empty()) return;
    if (open_.size() + 1 >= static_cast<size_t>(kDeepestXml)) {
      Warn("elements too deep were dropped");
      const size_t end = std::min(in_.find('>', at_), in_.size());
      if (end == 0 || end >= in_.size() || in_[end - 1] != '/') ++dropped_depth_;
      at_ = std::min(end + 1, in_.size());
      return;
    }
    if (IsItem(name)) CloseOpenItem(name);
    out_.text += '<';
    out_.text += name;
    const bool self_closing = Attributes(tag_start);
    out_.text += self_closing && !open_.empty() ? "/>" : ">";
    if (!self_closing || open_.empty()) open_.push_back(name);
  }

  void CloseOpenItem(std::string_view name) {
    for (const std::string_view open : open_) {
      if (SameName(open, name)) {
        Warn("an item was left open");
        CloseUpTo(name);
        return;
      }
    }
  }

  // Up to and with '>'. Whether it was "/>".
  bool Attributes(size_t tag_start) {
    seen_.clear();
    while (true) {
      SkipSpace();
      if (at_ >= in_.size()) {
        Warn("a tag was left open");
        return false;
      }
      const char c = in_[at_];
      if (c == '>') {
        ++at_;
        return false;
      }
      if (c == '/' && at_ + 1 < in_.size() && in_[at_ + 1] == '>') {
        at_ += 2;
        return true;
      }
      if (c == '<') {
        Warn("a tag was left open");
        return false;
      }
      if (!IsNameStart(c)) {
        Warn("a mark inside a tag was dropped");
        ++at_;
        continue;
      }
      OneAttribute();
      if (at_ - tag_start > (size_t{1} << 20)) Warn("a tag of more than 1 MB");
    }
  }

  void OneAttribute() {
    const std::string_view name = Name();
    SkipSpace();
    std::string_view value;
    if (at_ < in_.size() && in_[at_] == '=') {
      ++at_;
      SkipSpace();
      value = Value();
    } else {
      Warn("an attribute without a value");
    }
    if (name.empty() || seen_.size() >= kMostXmlAttributes) {
      Warn("attributes beyond the limit were dropped");
      return;
    }
    if (std::ranges::find(seen_, name) != seen_.end()) {
      Warn("an attribute given twice was dropped");
      return;
    }
    seen_.push_back(name);
    out_.text += ' ';
    out_.text += name;
    out_.text += "=\"";
    AppendValue(value);
    out_.text += '"';
  }

  std::string_view Value() {
    if (at_ >= in_.size()) return {};
    const char quote = in_[at_];
    if (quote == '"' || quote == '\'') {
      const size_t start = ++at_;
      size_t end = in_.find(quote, start);
      // A quote never closed would swallow the document: the tag's end closes it.
      if (end == std::string_view::npos) {
        Warn("a quotation mark was left open");
        end = std::min(in_.find('>', start), in_.size());
        at_ = end;
      } else {
        at_ = end + 1;
      }
      return in_.substr(start, end - start);
    }
    Warn("an attribute without quotation marks");
    const size_t start = at_;
    while (at_ < in_.size() && !IsSpace(in_[at_]) && in_[at_] != '>') ++at_;
    return in_.substr(start, at_ - start);
  }

  void AppendValue(std::string_view value) {
    value_position_ = at_;
    in_value_ = true;
    in_ = value;  // Reference works on in_ and at_
    for (at_ = 0; at_ < in_.size();) {
      const char c = in_[at_];
      if (c == '&') {
        Reference(in_.size());
        continue;
      }
      if (c == '<') {
        out_.text += "&lt;";
      } else if (c == '"') {
        out_.text += "&quot;";
      } else if (!IsForbidden(c)) {
        out_.text += c;
      }
      ++at_;
    }
    in_ = document_;
    in_value_ = false;
    at_ = value_position_;
  }

  std::string_view in_;
  size_t at_ = 0;
  RepairedXml out_;
  std::vector<std::string_view> open_;
  std::vector<std::string_view> seen_;
  size_t dropped_depth_ = 0;
  bool root_closed_ = false;
  bool in_value_ = false;      // in_ is an attribute's value for now
  std::string_view document_;  // the whole input
  size_t value_position_ = 0;  // where in the document that attribute ends
};

}  // namespace

RepairedXml RepairXml(std::string_view utf8) {
  return Repairer(utf8).Run();
}

}  // namespace parse
