#include "fetch/robots.h"

#include <algorithm>
#include <bitset>
#include <limits>
#include <utility>

// How paths are compared
// ----------------------
// RFC 9309, 2.2.2, wants a path and a rule in one spelling before they are compared: octets outside
// ASCII percent-encoded, percent-encoded octets of the unreserved set decoded, the digits of all
// other triplets in upper case. A query may carry a URL, whose ':' and '/' some programs encode and
// others do not; behind the first '?' those are taken for the same (the second row of the RFC's
// table). In a path they are not: "/a%2Fb" is another page than "/a/b".
//
// '*' and '$' in a rule are signs; a rule that means the characters writes %2A and %24 (2.2.3). So
// these are encoded in a path, and in a rule a '$' anywhere but at the end.
//
// A pattern is cut at its stars; the pieces are looked for from left to right, each as early as it
// comes. That finds a match if there is one, because an earlier place leaves more room for what
// follows; only the piece before a final '$' has its place given.
//
// What it costs
// -------------
// A file of 500 KiB has room for 28,000 rules "/*aab17", and a path for 8,192 octets: a stranger
// who writes both would have 230 million octets looked at for one page. So equal patterns are one
// rule; the rules stand in the order in which they count, and the first that matches ends the
// search; a piece of which two neighbours are never neighbours in the path is not looked for, which
// disposes of nearly every piece of an honest file; what is looked for takes two steps an octet at
// most (Knuth, Morris, Pratt); and when kMostSearched octets have been looked through for one
// answer, the answer is no.

namespace fetch {
namespace {

constexpr size_t kMostSitemaps = 50;
// No URL that is fetched is longer; what is compared is bounded.
constexpr size_t kLongestPath = 8'192;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool EqualsLowered(std::string_view text, std::string_view lowered) {
  return std::ranges::equal(text, lowered, {}, Lower);
}

bool IsSpace(char c) {
  return c == ' ' || c == '\t';
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

bool IsUnreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// Characters of a URL that stands in a query, taken for the same encoded or not.
bool MayStandInQuery(unsigned char c) {
  return c == ':' || c == '/' || c == '?' || c == '@';
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void AppendTriplet(unsigned char c, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  out += '%';
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

// "Octavo/1.0" is written where "Octavo" is meant: the token ends where its characters do.
std::string_view TokenOf(std::string_view value) {
  if (value.starts_with('*')) return value.substr(0, 1);
  const auto end = std::ranges::find_if(value, [](char c) {
    const char lower = Lower(c);
    return !((lower >= 'a' && lower <= 'z') || c == '_' || c == '-');
  });
  return value.substr(0, static_cast<size_t>(end - value.begin()));
}

// "5", "0.5", "10 # seconds" (the comment is gone already). Absent: no number.
std::optional<std::chrono::milliseconds> DelayFrom(std::string_view value) {
  int64_t whole = 0;
  int64_t thousandths = 0;
  int64_t place = 100;  // of the next digit behind the point
  bool behind_point = false;
  bool any = false;
  for (const char c : value) {
    if (c == '.' && !behind_point) {
      behind_point = true;
    } else if (c < '0' || c > '9') {
      return std::nullopt;
    } else {
      any = true;
      if (behind_point) thousandths += std::exchange(place, place / 10) * (c - '0');
      if (!behind_point && whole < 1'000'000) whole = whole * 10 + (c - '0');
    }
  }
  if (!any) return std::nullopt;
  return std::min<std::chrono::milliseconds>(std::chrono::milliseconds(whole * 1000 + thousandths),
                                             kLongestCrawlDelay);
}

// Looks for the pieces of patterns in one path, until so many octets have been looked through.
class Search {
 public:
  Search(std::string_view path, size_t most) : path_(path), left_(most) {}

  // No more is looked for: what is not found from now on may be there.
  bool is_over() const { return left_ == 0; }

  // Whether the pattern matches the path's start.
  bool Matches(std::string_view pattern);

 private:
  // Where `piece` comes first in `text`, an end of the path; npos: nowhere.
  size_t Find(std::string_view piece, std::string_view text);
  bool MayHold(std::string_view piece);

  static size_t PairAt(std::string_view text, size_t at) {
    return static_cast<size_t>(static_cast<unsigned char>(text[at])) << 8 |
           static_cast<unsigned char>(text[at + 1]);
  }

  const std::string_view path_;
  size_t left_;
  std::optional<std::bitset<65'536>> pairs_;  // of neighbours in the path, once they are wanted
  std::vector<size_t> borders_;
};

bool Search::MayHold(std::string_view piece) {
  if (!pairs_) {
    pairs_.emplace();
    for (size_t i = 0; i + 1 < path_.size(); ++i) pairs_->set(PairAt(path_, i));
  }
  for (size_t i = 0; i + 1 < piece.size(); ++i) {
    if (!pairs_->test(PairAt(piece, i))) return false;
  }
  return true;
}

size_t Search::Find(std::string_view piece, std::string_view text) {
  if (piece.empty()) return 0;
  if (is_over() || piece.size() > text.size() || !MayHold(piece)) return std::string_view::npos;
  // How much of the piece's start is also the end of its first i + 1 octets.
  borders_.assign(piece.size(), 0);
  for (size_t i = 1, border = 0; i < piece.size(); ++i) {
    while (border > 0 && piece[i] != piece[border]) border = borders_[border - 1];
    if (piece[i] == piece[border]) ++border;
    borders_[i] = border;
  }
  size_t found = 0;  // octets of the piece
  size_t at = 0;
  while (at < text.size() && found < piece.size()) {
    while (found > 0 && text[at] != piece[found]) found = borders_[found - 1];
    if (text[at] == piece[found]) ++found;
    ++at;
  }
  left_ -= std::min(left_, at);
  return found == piece.size() ? at - found : std::string_view::npos;
}

bool Search::Matches(std::string_view pattern) {
  std::string_view path = path_;
  const bool to_the_end = pattern.ends_with('$');
  if (to_the_end) pattern.remove_suffix(1);
  bool is_first = true;
  while (true) {
    const size_t star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    const bool is_last = star == std::string_view::npos;
    if (is_first) {
      if (!path.starts_with(piece)) return false;
      path.remove_prefix(piece.size());
      if (is_last) return !to_the_end || path.empty();
    } else if (is_last && to_the_end) {
      return path.ends_with(piece);
    } else {
      const size_t at = Find(piece, path);
      if (at == std::string_view::npos) return false;
      path.remove_prefix(at + piece.size());
      if (is_last) return true;
    }
    is_first = false;
    pattern.remove_prefix(star + 1);
  }
}

}  // namespace

// Walks over the lines. Two groups are collected at once, ours and that of everybody; a group goes
// on until a user-agent line stands behind one of its rules (2.2.1), and groups of one name are one
// group (2.2.1). Lines of other kinds end nothing (2.2.4).
struct Robots::Reader {
  struct Group {
    bool is_current = false;
    bool is_there = false;
    std::vector<Rule> rules;
    std::optional<std::chrono::milliseconds> crawl_delay;
  };

  std::string_view product;
  Group ours;
  Group everybodys;
  bool rules_follow = false;  // a rule has been read since the last user-agent line
  std::vector<std::string> sitemaps;

  void TakeUserAgent(std::string_view value) {
    if (std::exchange(rules_follow, false)) ours.is_current = everybodys.is_current = false;
    const std::string_view token = TokenOf(value);
    if (token == "*") everybodys.is_current = everybodys.is_there = true;
    if (EqualsLowered(token, product)) ours.is_current = ours.is_there = true;
  }

  void TakeRule(std::string_view value, bool allows) {
    rules_follow = true;
    if (value.empty()) return;  // matches nothing
    for (Group* group : {&ours, &everybodys}) {
      if (!group->is_current) continue;
      group->rules.push_back({NormaliseForRobots(value, RobotsText::kPattern), allows});
    }
  }

  void TakeLine(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view name = Trim(line.substr(0, colon));
    const std::string_view value = Trim(line.substr(colon + 1));
    if (EqualsLowered(name, "user-agent")) {
      TakeUserAgent(value);
    } else if (EqualsLowered(name, "allow")) {
      TakeRule(value, true);
    } else if (EqualsLowered(name, "disallow")) {
      TakeRule(value, false);
    } else if (EqualsLowered(name, "crawl-delay")) {
      if (ours.is_current) ours.crawl_delay = DelayFrom(value);
      if (everybodys.is_current) everybodys.crawl_delay = DelayFrom(value);
    } else if (EqualsLowered(name, "sitemap")) {
      if (!value.empty() && sitemaps.size() < kMostSitemaps) sitemaps.emplace_back(value);
    }
  }
};

std::string_view WholeLinesOfRobots(std::string_view bytes) {
  if (bytes.size() <= kRobotsLimit) return bytes;
  const size_t end = bytes.find_last_of("\r\n", kRobotsLimit);
  return bytes.substr(0, end == std::string_view::npos ? 0 : end);
}

Robots Robots::Parse(std::string_view bytes, std::string_view product) {
  bytes = WholeLinesOfRobots(bytes);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  Reader reader;
  reader.product = product;
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find_first_of("\r\n"));
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
    reader.TakeLine(line);
  }
  Robots robots;
  Reader::Group& group = reader.ours.is_there ? reader.ours : reader.everybodys;
  robots.rules_ = InTheOrderInWhichTheyCount(std::move(group.rules));
  robots.crawl_delay_ = group.crawl_delay;
  robots.sitemaps_ = std::move(reader.sitemaps);
  return robots;
}

// The longest first, of two as long the one that allows. Of equal patterns one is left.
std::vector<Robots::Rule> Robots::InTheOrderInWhichTheyCount(std::vector<Rule> rules) {
  std::ranges::sort(rules, [](const Rule& a, const Rule& b) {
    if (a.pattern.size() != b.pattern.size()) return a.pattern.size() > b.pattern.size();
    if (a.allows != b.allows) return a.allows;
    return a.pattern < b.pattern;
  });
  const auto equal = std::ranges::unique(rules, [](const Rule& a, const Rule& b) {
    return a.allows == b.allows && a.pattern == b.pattern;
  });
  rules.erase(equal.begin(), equal.end());
  return rules;
}

Robots Robots::DisallowAll() {
  Robots robots;
  robots.rules_.push_back({"/", false});
  return robots;
}

bool Robots::Allows(std::string_view target) const {
  if (rules_.empty()) return true;
  const std::string path =
      NormaliseForRobots(target.empty() ? "/" : target.substr(0, kLongestPath), RobotsText::kPath);
  if (path == "/robots.txt") return true;
  Search search(path, kMostSearched);
  for (const Rule& rule : rules_) {
    if (search.Matches(rule.pattern)) return rule.allows;
    if (search.is_over()) return false;
  }
  return true;
}

std::string NormaliseForRobots(std::string_view text, RobotsText kind) {
  std::string out;
  out.reserve(text.size());
  bool in_query = false;
  for (size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    bool was_encoded = false;
    if (c == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      c = static_cast<unsigned char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      was_encoded = true;
      i += 2;
    }
    const bool is_sign = !was_encoded && (c == '*' || (c == '$' && i + 1 == text.size()));
    if ((is_sign && kind == RobotsText::kPattern) || IsUnreserved(c) ||
        (in_query && MayStandInQuery(c))) {
      out += static_cast<char>(c);
    } else if (was_encoded || c <= 0x20 || c >= 0x7F || c == '*' || c == '$' || c == '%') {
      // A '%' that begins nothing is one too, or it would begin something with what follows.
      AppendTriplet(c, out);
    } else {
      in_query = in_query || c == '?';
      out += static_cast<char>(c);
    }
  }
  return out;
}

bool RobotsPatternMatches(std::string_view pattern, std::string_view path) {
  return Search(path, std::numeric_limits<size_t>::max()).Matches(pattern);
}

}  // namespace fetch
