#include "parse/markup_repair.h"

#include <algorithm>
#include <array>

#include "parse/draft.h"

namespace parse {
namespace {

// Elements whose content browsers show only in place of them, or never.
constexpr std::array<std::string_view, 8> kContainers = {"iframe", "object",   "video",  "audio",
                                                         "canvas", "textarea", "select", "applet"};

bool EndsName(std::string_view text, size_t at) {
  return at >= text.size() || text[at] == '>' || text[at] == '/' || text[at] == ' ' ||
         text[at] == '\t' || text[at] == '\n' || text[at] == '\r';
}

// The index of the container whose name stands at `at`; kContainers.size(): none does.
size_t ContainerAt(std::string_view html, size_t at) {
  if (at >= html.size()) return kContainers.size();
  const char first = static_cast<char>(html[at] | 0x20);
  for (size_t i = 0; i < kContainers.size(); ++i) {
    const std::string_view name = kContainers[i];
    if (name[0] == first && IsSameLetters(html.substr(at, name.size()), name) &&
        EndsName(html, at + name.size())) {
      return i;
    }
  }
  return kContainers.size();
}

class Repairer {
 public:
  Repairer(std::string_view html, std::string& out) : html_(html), out_(out) {
    last_bracket_ = html.rfind('>');
  }

  std::string_view Run() {
    for (size_t at = html_.find('<'); at < html_.size(); at = html_.find('<', at + 1)) {
      const std::string_view rest = html_.substr(at);
      if (rest.starts_with("<!")) {
        Comment(at, rest);
        continue;
      }
      const bool is_end = rest.starts_with("</");
      const size_t name = at + (is_end ? 2 : 1);
      if (name >= html_.size() || !IsLetter(html_[name])) continue;
      const size_t container = ContainerAt(html_, name);
      const size_t behind = BehindTag(name);
      if (container < kContainers.size()) {
        if (!is_end) TakeOut(container);
        open_[container] = is_end ? Tag{} : Tag{at, behind};
      }
      at = behind - 1;
    }
    for (size_t container = 0; container < kContainers.size(); ++container) TakeOut(container);
    return Written();
  }

 private:
  struct Tag {
    size_t start = 0;
    size_t end = 0;
  };
  struct Cut {
    size_t start = 0;
    size_t size = 0;
    std::string_view instead;
  };

  void Comment(size_t& at, std::string_view rest) {
    if (rest.starts_with("<!--")) {
      if (!no_end_) {
        const size_t end = rest.find("-->", 4);
        if (end != std::string_view::npos) {
          at += end;
          return;
        }
        no_end_ = true;
      }
      Add({at, BehindBracket(at) - at, {}});
    } else if (rest.starts_with("<![CDATA[")) {
      CData(at);
    } else if (!HasBracket(at) || !IsDeclaration(rest)) {
      Add({at, 1, "&lt;"});
    }
  }

  // A second wrapping: its marks go, what is in it stays.
  void CData(size_t at) {
    constexpr std::string_view kMark = "<![CDATA[";
    Add({at, kMark.size(), {}});
    for (const std::string_view mark : {"]]>", "]]&gt;"}) {
      const size_t end = no_cdata_end_ ? std::string_view::npos : html_.find(mark, at);
      if (end == std::string_view::npos) continue;
      Add({end, mark.size(), {}});
      return;
    }
    no_cdata_end_ = true;
  }

  // "<!DOCTYPE", "<![if": all else behind "<!" is text.
  static bool IsDeclaration(std::string_view rest) {
    const char next = rest.size() > 2 ? rest[2] : ' ';
    return next == '[' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
  }

  // The start tag that is still open goes.
  void TakeOut(size_t container) {
    const Tag tag = open_[container];
    if (tag.end > tag.start) Add({tag.start, tag.end - tag.start, {}});
  }

  static bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  // Behind the '>' that ends the tag; those in quotation marks do not.
  size_t BehindTag(size_t at) const {
    for (; at < html_.size(); ++at) {
      const char c = html_[at];
      if (c == '>') return at + 1;
      if ((c == '"' || c == '\'') && html_[at - 1] == '=') {
        at = html_.find(c, at + 1);
        if (at == std::string_view::npos) break;
      }
    }
    return html_.size();
  }

  bool HasBracket(size_t at) const {
    return last_bracket_ != std::string_view::npos && at < last_bracket_;
  }
  // Behind the next '>', or the end.
  size_t BehindBracket(size_t at) const {
    return HasBracket(at) ? html_.find('>', at) + 1 : html_.size();
  }

  void Add(const Cut& cut) {
    constexpr size_t kMost = 1'000;
    if (cuts_.size() < kMost) cuts_.push_back(cut);
  }

  std::string_view Written() {
    if (cuts_.empty()) return html_;
    std::ranges::sort(cuts_, {}, &Cut::start);
    out_.clear();
    size_t done = 0;
    for (const Cut& cut : cuts_) {
      if (cut.start < done) continue;
      out_.append(html_, done, cut.start - done).append(cut.instead);
      done = cut.start + cut.size;
    }
    out_.append(html_, done);
    return out_;
  }

  std::string_view html_;
  std::string& out_;
  std::vector<Cut> cuts_;
  std::array<Tag, kContainers.size()> open_{};    // the last start tag, if it is open
  size_t last_bracket_ = std::string_view::npos;  // of all '>'
  bool no_cdata_end_ = false;
  bool no_end_ = false;  // no comment ends behind here
};

}  // namespace

std::string_view RepairMarkup(std::string_view html, std::string& repaired) {
  return Repairer(html, repaired).Run();
}

}  // namespace parse
