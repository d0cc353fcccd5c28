#include "source/opml.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/utf8.h"
#include "html/character_references.h"
#include "net/url.h"
#include "text/charset.h"
#include "text/markup.h"
#include "text/words.h"

// How a list is read
// ------------------
// All that counts in OPML stands in the attributes of <outline>, so there is no need of an XML
// parser that refuses the whole list for one bare '&'. The scanner walks from '<' to '<', keeps the
// stack of open outlines, and knows the line it is on, so that every complaint can name its place.

namespace source {
namespace {

constexpr size_t kLongestList = size_t{32} << 20;
constexpr size_t kMostSources = 50'000;
constexpr size_t kMostProblems = 1'000;
constexpr size_t kDeepestFolder = 16;
constexpr size_t kMostAttributes = 64;

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

// One line of plain text, shortened for messages and titles.
std::string PlainLine(std::string_view text) {
  std::string line = text::CollapseSpace(base::Printable(text));
  line.resize(base::TruncateUtf8(line, 300).size());
  return line;
}

struct Attributes {
  std::vector<std::pair<std::string, std::string>> values;  // names in lower case
  std::string_view Get(std::string_view name) const {
    for (const auto& [key, value] : values) {
      if (key == name) return value;
    }
    return {};
  }
};

struct Open {
  bool is_folder = false;
  std::string name;
};

class Reader {
 public:
  Reader(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  List Run() {
    while (at_ < text_.size()) {
      if (text_[at_] != '<') {
        Advance(std::min(text_.find('<', at_), text_.size()));
        continue;
      }
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("<!--")) {
        SkipBehind("-->");
      } else if (rest.starts_with("<![CDATA[")) {
        SkipBehind("]]>");
      } else if (rest.starts_with("<!") || rest.starts_with("<?")) {
        SkipBehind(">");
      } else if (!Tag()) {
        Advance(at_ + 1);
      }
    }
    if (!open_.empty()) Complain("an <outline> is left open at the end: close it with </outline>");
    return std::move(list_);
  }

 private:
  void Advance(size_t to) {
    to = std::min(to, text_.size());
    line_ += static_cast<size_t>(std::count(text_.begin() + static_cast<ptrdiff_t>(at_),
                                            text_.begin() + static_cast<ptrdiff_t>(to), '\n'));
    at_ = to;
  }

  void SkipBehind(std::string_view end) {
    const size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) {
      Complain(fmt::format("no '{}' behind it: the rest of the list was not read", end));
      Advance(text_.size());
      return;
    }
    Advance(found + end.size());
  }

  void Complain(std::string_view what) {
    if (list_.problems.size() >= kMostProblems) return;
    list_.problems.push_back({line_, fmt::format("{}: line {}: {}", name_, line_, what)});
  }

  bool StartsWord(std::string_view word) const {
    if (text_.size() - at_ < word.size()) return false;
    if (Lower(text_.substr(at_, word.size())) != word) return false;
    const size_t end = at_ + word.size();
    return end == text_.size() || IsSpace(text_[end]) || text_[end] == '>' || text_[end] == '/';
  }

  // False: no tag that matters here.
  bool Tag() {
    if (StartsWord("</outline")) {
      if (!open_.empty()) {
        open_.pop_back();
      } else if (!complained_of_end_) {
        complained_of_end_ = true;
        Complain("</outline> without its <outline>: passed over");
      }
      SkipBehind(">");
      return true;
    }
    if (StartsWord("<title") && list_.title.empty() && open_.empty()) {
      Title();
      return true;
    }
    if (!StartsWord("<outline")) return false;
    Advance(at_ + 8);
    Outline();
    return true;
  }

  void Title() {
    SkipBehind(">");
    const size_t end = std::min(text_.find('<', at_), text_.size());
    std::string title;
    html::DecodeReferences(text_.substr(at_, end - at_), html::ReferencePlace::kText, title);
    list_.title = PlainLine(title);
    Advance(end);
  }

  // Reads up to and with the '>'. Sets `closed` when it was "/>".
  Attributes ReadAttributes(bool& closed) {
    Attributes attributes;
    closed = false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '>') {
        Advance(at_ + 1);
        return attributes;
      }
      if (c == '<') break;
      if (c == '/') {
        closed = at_ + 1 < text_.size() && text_[at_ + 1] == '>';
        Advance(at_ + 1);
      } else if (IsSpace(c) || c == '=' || c == '"' || c == '\'') {
        Advance(at_ + 1);
      } else {
        OneAttribute(attributes);
      }
    }
    Complain("an <outline> has no '>' at its end: add it");
    closed = true;  // nothing can be inside of it
    return attributes;
  }

  void OneAttribute(Attributes& attributes) {
    const size_t start = at_;
    size_t end = start;
    while (end < text_.size() && !IsSpace(text_[end]) &&
           !std::string_view("=<>/\"'").contains(text_[end])) {
      ++end;
    }
    std::string name = Lower(text_.substr(start, std::min<size_t>(end - start, 64)));
    Advance(std::max(end, start + 1));
    while (at_ < text_.size() && IsSpace(text_[at_])) Advance(at_ + 1);
    if (at_ >= text_.size() || text_[at_] != '=') return;
    Advance(at_ + 1);
    while (at_ < text_.size() && IsSpace(text_[at_])) Advance(at_ + 1);
    std::string value;
    html::DecodeReferences(Value(), html::ReferencePlace::kAttribute, value);
    if (attributes.values.size() < kMostAttributes) {
      attributes.values.emplace_back(std::move(name), std::move(value));
    }
  }

  std::string_view Value() {
    if (at_ >= text_.size()) return {};
    const char quote = text_[at_];
    const bool quoted = quote == '"' || quote == '\'';
    const size_t start = quoted ? at_ + 1 : at_;
    size_t end = start;
    if (quoted) {
      // Some leave the HTML of a description unescaped: only a tag of OPML ends an open value.
      while (end < text_.size() && text_[end] != quote && !StartsOutline(end)) ++end;
      if (end >= text_.size() || text_[end] != quote) {
        Complain("a quotation mark is left open: close it");
      }
    } else {
      while (end < text_.size() && !IsSpace(text_[end]) && text_[end] != '>') ++end;
    }
    const std::string_view value = text_.substr(start, end - start);
    const bool closes = quoted && end < text_.size() && text_[end] == quote;
    Advance(closes ? end + 1 : end);
    return value;
  }

  bool StartsOutline(size_t at) const {
    if (text_[at] != '<') return false;
    const std::string next = Lower(text_.substr(at + 1, 8));
    return next.starts_with("outline") || next == "/outline" || next.starts_with("/body");
  }

  void Outline() {
    const size_t line = line_;
    bool closed = false;
    const Attributes attributes = ReadAttributes(closed);
    const size_t line_after = std::exchange(line_, line);  // complaints name where it starts
    // Feeds hold no outlines: one left open is closed by the next.
    if (!open_.empty() && !open_.back().is_folder) {
      if (!complained_of_nesting_) {
        Complain("an <outline> of a feed is not closed before this one: close it with '/>'");
      }
      complained_of_nesting_ = true;
      open_.pop_back();
    }
    std::string_view title = attributes.Get("title");
    if (title.empty()) title = attributes.Get("text");
    std::string_view url = attributes.Get("xmlurl");
    const std::string type = Lower(attributes.Get("type"));
    if (url.empty() && (type == "rss" || type == "atom")) url = attributes.Get("url");
    const bool is_folder = url.empty() && !attributes.values.empty();
    if (!url.empty()) {
      Feed(url, title, attributes);
    } else {
      NoFeed(title, type, closed);
    }
    if (!closed) open_.push_back({is_folder, PlainLine(title)});
    line_ = line_after;
  }

  // A folder, or an outline that should have been a feed.
  void NoFeed(std::string_view title, const std::string& type, bool closed) {
    const std::string name = PlainLine(title);
    if (type == "rss" || type == "atom") {
      Complain(fmt::format("'{}': no xmlUrl: add the feed's address, or take the line out", name));
    } else if (type == "include") {
      Complain(fmt::format("'{}': lists inside of lists are not read: import it by itself", name));
    } else if (closed && type == "link") {
      Complain(fmt::format("'{}': a link and no feed: left out", name));
    }
  }

  void Feed(std::string_view url, std::string_view title, const Attributes& attributes) {
    const std::string name = PlainLine(title.empty() ? url : title);
    auto parsed = Address(url, name);
    if (!parsed) return;
    if (list_.sources.size() >= kMostSources) {
      if (!full_)
        Complain(fmt::format("more than {} sources: the rest was left out", kMostSources));
      full_ = true;
      return;
    }
    if (!known_.insert(parsed->href()).second) return;  // in two folders: the first counts
    model::Source source;
    source.url = parsed->href();
    source.title = PlainLine(title);
    source.sections = Sections(attributes.Get("category"));
    source.language = PlainLine(attributes.Get("language")).substr(0, 35);
    if (!IsTag(source.language)) source.language.clear();
    source.country = Lower(attributes.Get("octavo:country"));
    if (source.country.size() != 2 || !IsTag(source.country)) source.country.clear();
    list_.sources.push_back(std::move(source));
  }

  static bool IsTag(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
  }

  // The address, if it is one that may be polled.
  std::optional<net::Url> Address(std::string_view url, const std::string& name) {
    std::string text = text::CollapseSpace(url);
    const std::string start = Lower(text.substr(0, 12));
    if (start.starts_with("feed://")) text = "http" + text.substr(4);
    if (start.starts_with("feed:http")) text = text.substr(5);
    auto parsed = net::Url::Parse(text);
    if (!parsed) {
      Complain(fmt::format("'{}': xmlUrl \"{}\" is no web address: write it out, with https://",
                           name, base::TruncateUtf8(text, 100)));
      return std::nullopt;
    }
    if (!parsed->IsHttp()) {
      Complain(
          fmt::format("'{}': xmlUrl starts with \"{}:\": only http and https are taken, left out",
                      name, base::TruncateUtf8(parsed->scheme(), 30)));
      return std::nullopt;
    }
    return std::move(*parsed);
  }

  std::vector<std::string> Sections(std::string_view category) const {
    std::vector<std::string> sections;
    for (const Open& open : open_) {
      if (open.is_folder && !open.name.empty() && sections.size() < kDeepestFolder) {
        sections.push_back(open.name);
      }
    }
    if (!sections.empty()) return sections;
    // "/Politics/Europe,/News": the first, without a folder to stand in.
    category = category.substr(0, category.find(','));
    while (!category.empty() && sections.size() < kDeepestFolder) {
      const size_t end = std::min(category.find('/'), category.size());
      std::string part = PlainLine(category.substr(0, end));
      if (!part.empty()) sections.push_back(std::move(part));
      category.remove_prefix(std::min(end + 1, category.size()));
    }
    return sections;
  }

  std::string_view text_;
  std::string_view name_;
  size_t at_ = 0;
  size_t line_ = 1;
  List list_;
  std::vector<Open> open_;
  std::unordered_set<std::string> known_;
  bool complained_of_end_ = false;
  bool complained_of_nesting_ = false;
  bool full_ = false;
};

void AppendAttribute(std::string_view name, std::string_view value, std::string& out) {
  if (value.empty()) return;
  out.append(" ").append(name).append("=\"");
  // Control characters have no place in XML.
  std::string clean(value);
  std::ranges::replace_if(clean, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  text::AppendEscaped(clean, out);
  out += '"';
}

// Folders as a tree of indices, in the order in which they first come.
struct Folder {
  std::string name;
  std::vector<size_t> folders;
  std::vector<const model::Source*> sources;
};

std::vector<Folder> FoldersOf(std::span<const model::Source> sources) {
  std::vector<Folder> folders(1);
  std::unordered_map<std::string, size_t> index_of;  // by the folder around it and the name
  for (const model::Source& source : sources) {
    size_t at = 0;
    for (size_t depth = 0; depth < std::min(source.sections.size(), kDeepestFolder); ++depth) {
      const std::string& name = source.sections[depth];
      const auto [known, is_new] =
          index_of.try_emplace(fmt::format("{}/{}", at, name), folders.size());
      if (is_new) {
        folders.push_back({name, {}, {}});
        folders[at].folders.push_back(known->second);
      }
      at = known->second;
    }
    folders[at].sources.push_back(&source);
  }
  return folders;
}

void WriteSource(const model::Source& source, size_t indent, std::string& out) {
  out.append(indent, ' ').append("<outline");
  AppendAttribute("type", "rss", out);
  AppendAttribute("text", source.title.empty() ? source.url : source.title, out);
  AppendAttribute("title", source.title, out);
  AppendAttribute("xmlUrl", source.url, out);
  AppendAttribute("language", source.language, out);
  AppendAttribute("octavo:country", source.country, out);
  out += "/>\n";
}

// At most kDeepestFolder deep, see FoldersOf.
void WriteFolder(const std::vector<Folder>& folders, size_t index, size_t indent,
                 std::string& out) {
  for (const model::Source* source : folders[index].sources) WriteSource(*source, indent, out);
  for (const size_t below : folders[index].folders) {
    out.append(indent, ' ').append("<outline");
    AppendAttribute("text", folders[below].name, out);
    out += ">\n";
    WriteFolder(folders, below, indent + 2, out);
    out.append(indent, ' ').append("</outline>\n");
  }
}

}  // namespace

bool LooksLikeOpml(std::string_view bytes) {
  const std::string head = Lower(text::DecodeXml(bytes.substr(0, 4'096), {}).text);
  return head.contains("<opml") || head.contains("<outline");
}

base::Result<List> ReadOpml(std::string_view bytes, std::string_view name) {
  if (bytes.size() > kLongestList) {
    return base::Fail(base::ErrorKind::kRefused,
                      fmt::format("{}: longer than 32 MB: divide the list", name));
  }
  if (!LooksLikeOpml(bytes)) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("{}: this is no OPML: there is no <opml> in it; export the list "
                                  "from your reader as OPML",
                                  name));
  }
  const std::string text = text::DecodeXml(bytes, {}).text;
  List list = Reader(text, name).Run();
  if (list.sources.empty()) {
    list.problems.push_back(
        {0, fmt::format("{}: there is no source in it: every source is an <outline> with an xmlUrl",
                        name)});
  }
  return list;
}

std::string WriteOpml(std::span<const model::Source> sources, std::string_view title) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<opml version=\"2.0\" xmlns:octavo=\"urn:octavo:source\">\n  <head>\n    <title>";
  std::string attribute;
  AppendAttribute("t", title, attribute);  // its escaping serves for text, too
  if (attribute.size() > 5) out += std::string_view(attribute).substr(4, attribute.size() - 5);
  out += "</title>\n  </head>\n  <body>\n";
  WriteFolder(FoldersOf(sources), 0, 4, out);
  out += "  </body>\n</opml>\n";
  return out;
}

}  // namespace source
