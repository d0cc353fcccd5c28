// The "basic URL parser" of the URL standard. Each state of the standard's machine is one function
// here, named as the state; where the standard goes character by character and steps back, a
// function takes the whole run that its state would consume. Paths are kept serialised ("/a/b"), a
// path without segments is empty, and shortening one cuts it at its last slash.

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "net/http_text.h"
#include "net/url.h"
#include "net/url_host.h"
#include "net/url_percent.h"
#include "net/url_record.h"

namespace net {
namespace {

constexpr size_t kLongestUrl = size_t{2} << 20;

bool IsAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Without C0 controls and spaces at the ends, tabs and line ends anywhere, and bad UTF-8.
std::string Prepared(std::string_view text) {
  const auto is_outer = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_outer(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_outer(text.back())) text.remove_suffix(1);
  std::string out = base::IsValidUtf8(text) ? std::string(text) : base::RepairUtf8(text);
  std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  return out;
}

}  // namespace

class UrlParser {
 public:
  UrlParser(std::string_view text, const Url* base) : text_(Prepared(text)), base_(base) {}

  base::Result<Url> Parse() {
    while (state_ != State::kDone) {
      const base::Status step = Step();
      if (!step) return std::unexpected(step.error());
    }
    return Serialise();
  }

 private:
  static UrlRecord RecordOf(const Url& url) {
    UrlRecord record;
    record.SetScheme(url.scheme());
    record.username = url.username();
    record.password = url.password();
    if (url.has_host_) record.host = std::string(url.host());
    record.port = url.port_;
    record.path = url.path();
    record.has_opaque_path = url.has_opaque_path_;
    record.query = url.query();
    record.has_query = url.has_query_;
    return record;
  }

  enum class State {
    kSchemeStart,
    kRelative,
    kAuthoritySlashes,
    kAuthority,
    kFile,
    kPathStart,
    kPath,
    kOpaquePath,
    kQuery,
    kFragment,
    kDone,
  };

  base::Status Step() {
    switch (state_) {
      case State::kSchemeStart:
        return SchemeStart();
      case State::kRelative:
        return Relative();
      case State::kAuthoritySlashes:
        while (At('/') || At('\\')) ++at_;
        state_ = State::kAuthority;
        return {};
      case State::kAuthority:
        return Authority();
      case State::kFile:
        return File();
      case State::kPathStart:
        return PathStart();
      case State::kPath:
        return Path();
      case State::kOpaquePath:
        return OpaquePath();
      case State::kQuery:
        return Query();
      case State::kFragment:
        AppendPercentEncoded(Rest(), kFragmentSet, url_.fragment);
        url_.has_fragment = true;
        state_ = State::kDone;
        return {};
      case State::kDone:
        break;
    }
    return {};
  }

  std::string_view Rest() const { return std::string_view(text_).substr(at_); }
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool AtEnd() const { return at_ >= text_.size(); }
  // '/', and for special schemes '\' too.
  bool AtSlash() const { return At('/') || (url_.special != nullptr && At('\\')); }

  static std::unexpected<base::Error> Bad(std::string_view why) {
    return base::Fail(base::ErrorKind::kInvalidInput, std::string(why));
  }

  // States "scheme start" and "scheme".
  base::Status SchemeStart() {
    size_t end = 0;
    if (!text_.empty() && IsAlpha(text_[0])) {
      while (end < text_.size() && (IsAlpha(text_[end]) || IsDigit(text_[end]) ||
                                    text_[end] == '+' || text_[end] == '-' || text_[end] == '.')) {
        ++end;
      }
    }
    if (end == 0 || end == text_.size() || text_[end] != ':') return NoScheme();
    std::string scheme = text_.substr(0, end);
    std::ranges::transform(scheme, scheme.begin(), LowerAscii);
    url_.SetScheme(scheme);
    at_ = end + 1;
    if (url_.IsFile()) {
      state_ = State::kFile;
    } else if (url_.special != nullptr) {
      // "special relative or authority": "https:path" against an https base is relative.
      const bool relative =
          base_ != nullptr && base_->scheme() == scheme && !Rest().starts_with("//");
      state_ = relative ? State::kRelative : State::kAuthoritySlashes;
    } else if (Rest().starts_with("//")) {
      at_ += 2;
      state_ = State::kAuthority;
    } else if (At('/')) {
      state_ = State::kPath;
    } else {
      url_.has_opaque_path = true;
      state_ = State::kOpaquePath;
    }
    return {};
  }

  base::Status NoScheme() {
    if (base_ == nullptr) return Bad("no scheme (a URL starts like https://)");
    if (base_->has_opaque_path_) {
      if (!At('#')) return Bad("relative to a URL that has no path");
      url_ = RecordOf(*base_);
      ++at_;
      state_ = State::kFragment;
      return {};
    }
    url_.SetScheme(base_->scheme());
    state_ = url_.IsFile() ? State::kFile : State::kRelative;
    return {};
  }

  // States "relative" and "relative slash".
  base::Status Relative() {
    const UrlRecord from = RecordOf(*base_);
    if (AtSlash()) {
      ++at_;
      if (AtSlash()) {
        ++at_;
        state_ = url_.special != nullptr ? State::kAuthoritySlashes : State::kAuthority;
        return {};
      }
      url_ = from;
      url_.path.clear();
      url_.DropQuery();
      --at_;
      state_ = State::kPath;
      return {};
    }
    url_ = from;
    AfterInheriting();
    return {};
  }

  // What follows when path and query were taken from the base.
  void AfterInheriting() {
    if (At('?')) {
      ++at_;
      state_ = State::kQuery;
    } else if (At('#')) {
      ++at_;
      state_ = State::kFragment;
    } else if (AtEnd()) {
      state_ = State::kDone;
    } else {
      url_.DropQuery();
      if (url_.IsFile() && StartsWithDriveLetter(Rest())) {
        url_.path.clear();
      } else {
        url_.ShortenPath();
      }
      state_ = State::kPath;
    }
  }

  size_t AuthorityEnd() const {
    const size_t end = text_.find_first_of(url_.special != nullptr ? "/\\?#" : "/?#", at_);
    return std::min(end, text_.size());
  }

  // States "authority", "host" and "port".
  base::Status Authority() {
    std::string_view authority = std::string_view(text_).substr(at_, AuthorityEnd() - at_);
    at_ += authority.size();
    if (const size_t sign = authority.rfind('@'); sign != std::string_view::npos) {
      const std::string_view credentials = authority.substr(0, sign);
      const size_t colon = credentials.find(':');
      AppendPercentEncoded(credentials.substr(0, colon), kUserinfoSet, url_.username);
      if (colon != std::string_view::npos) {
        AppendPercentEncoded(credentials.substr(colon + 1), kUserinfoSet, url_.password);
      }
      authority.remove_prefix(sign + 1);
      if (authority.empty()) return Bad("no host behind '@'");
    }
    bool inside_brackets = false;
    size_t end = 0;
    for (; end < authority.size() && (inside_brackets || authority[end] != ':'); ++end) {
      if (authority[end] == '[') inside_brackets = true;
      if (authority[end] == ']') inside_brackets = false;
    }
    if (end == 0 && (url_.special != nullptr || end < authority.size())) return Bad("no host");
    TRY_ASSIGN(url_.host, ParseHost(authority.substr(0, end), Rules()));
    if (end < authority.size()) TRY(Port(authority.substr(end + 1)));
    state_ = State::kPathStart;
    return {};
  }

  HostRules Rules() const {
    return url_.special != nullptr ? HostRules::kSpecial : HostRules::kOpaque;
  }

  base::Status Port(std::string_view digits) {
    if (digits.empty()) return {};
    uint32_t port = 0;
    for (const char c : digits) {
      if (!IsDigit(c)) return Bad("a port that is no number");
      port = port * 10 + static_cast<uint32_t>(c - '0');
      if (port > 65535) return Bad("a port beyond 65535");
    }
    const bool own = url_.special != nullptr && url_.special->port == port && port != 0;
    if (!own) url_.port = static_cast<uint16_t>(port);
    return {};
  }

  // States "file" and "file slash".
  base::Status File() {
    url_.host = "";
    const bool has_base = base_ != nullptr && base_->scheme() == "file";
    if (AtSlash()) {
      ++at_;
      if (AtSlash()) {
        ++at_;
        return FileHost();
      }
      if (has_base) {
        url_.host = std::string(base_->host());
        if (!StartsWithDriveLetter(Rest())) url_.path = DriveLetterSegment(base_->path());
      }
      state_ = State::kPath;
      return {};
    }
    state_ = State::kPath;
    if (has_base) {
      url_ = RecordOf(*base_);
      AfterInheriting();
    }
    return {};
  }

  base::Status FileHost() {
    const std::string_view host = std::string_view(text_).substr(at_, AuthorityEnd() - at_);
    if (IsDriveLetter(host)) {  // "file://C:/": the letter belongs to the path
      state_ = State::kPath;
      return {};
    }
    at_ += host.size();
    if (!host.empty()) {
      TRY_ASSIGN(url_.host, ParseHost(host, HostRules::kSpecial));
      if (url_.host == "localhost") url_.host = "";
    }
    state_ = State::kPathStart;
    return {};
  }

  base::Status PathStart() {
    if (url_.special != nullptr || !(AtEnd() || At('?') || At('#'))) {
      state_ = State::kPath;
      return {};
    }
    EndPath();
    return {};
  }

  void EndPath() {
    state_ = AtEnd() ? State::kDone : At('?') ? State::kQuery : State::kFragment;
    if (!AtEnd()) ++at_;
  }

  base::Status Path() {
    if (AtSlash()) ++at_;
    std::string segment;
    while (true) {
      const size_t end = AuthorityEnd();
      segment.clear();
      AppendPercentEncoded(std::string_view(text_).substr(at_, end - at_), kPathSet, segment);
      at_ = end;
      const bool more = AtSlash();
      AddSegment(segment, more);
      if (!more) break;
      ++at_;
    }
    EndPath();
    return {};
  }

  void AddSegment(std::string& segment, bool more) {
    const int dots = CountDots(segment);
    if (dots == 2) url_.ShortenPath();
    if (dots > 0) {
      if (!more) url_.path += '/';
      return;
    }
    if (url_.IsFile() && url_.path.empty() && IsDriveLetter(segment)) segment[1] = ':';
    url_.path += '/';
    url_.path += segment;
  }

  base::Status OpaquePath() {
    const size_t end = std::min(text_.find_first_of("?#", at_), text_.size());
    std::string_view path = std::string_view(text_).substr(at_, end - at_);
    // A space before '?' or '#' is encoded, so that it is not lost when that part is taken away.
    const bool encode_last = end < text_.size() && path.ends_with(' ');
    if (encode_last) path.remove_suffix(1);
    AppendPercentEncoded(path, kC0ControlSet, url_.path);
    if (encode_last) url_.path += "%20";
    at_ = end;
    EndPath();
    return {};
  }

  base::Status Query() {
    const size_t end = std::min(text_.find('#', at_), text_.size());
    url_.query.clear();
    url_.has_query = true;
    AppendPercentEncoded(std::string_view(text_).substr(at_, end - at_),
                         url_.special != nullptr ? kSpecialQuerySet : kQuerySet, url_.query);
    at_ = end;
    state_ = AtEnd() ? State::kDone : State::kFragment;
    if (!AtEnd()) ++at_;
    return {};
  }

  Url Serialise() const;

  std::string text_;
  const Url* base_;
  size_t at_ = 0;
  State state_ = State::kSchemeStart;
  UrlRecord url_;
};

// "URL serializer"
Url UrlParser::Serialise() const {
  const UrlRecord& record = url_;
  Url url;
  std::string& out = url.href_;
  const auto add = [&out](std::string_view text) {
    const Url::Part part{static_cast<uint32_t>(out.size()), static_cast<uint32_t>(text.size())};
    out += text;
    return part;
  };
  url.scheme_size_ = add(record.scheme).size;
  out += ':';
  url.has_host_ = record.host.has_value();
  if (record.host) {
    out += "//";
    url.username_ = add(record.username);
    if (!record.password.empty()) {
      out += ':';
      url.password_ = add(record.password);
    }
    if (!record.username.empty() || !record.password.empty()) out += '@';
    url.host_ = add(*record.host);
    url.port_ = record.port;
    if (record.port) out += fmt::format(":{}", *record.port);
  } else if (!record.has_opaque_path && record.path.starts_with("//")) {
    out += "/.";
  }
  url.path_ = add(record.path);
  url.has_opaque_path_ = record.has_opaque_path;
  url.has_query_ = record.has_query;
  if (record.has_query) {
    out += '?';
    url.query_ = add(record.query);
  }
  if (record.has_fragment) {
    out += '#';
    url.fragment_ = add(record.fragment);
  }
  return url;
}

base::Result<Url> Url::Parse(std::string_view text, const Url* base) {
  if (text.size() > kLongestUrl) {
    return base::Fail(base::ErrorKind::kInvalidInput, "a URL of more than 2 MB");
  }
  auto url = UrlParser(text, base).Parse();
  if (url) return url;
  return base::Fail(std::move(url).error().With(fmt::format(
      "not a URL: \"{}\"", base::TruncateUtf8(base::RepairUtf8(text.substr(0, 300)), 200))));
}

}  // namespace net
