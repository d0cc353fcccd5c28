// One walk over the text. At "://" the user information behind it is masked; at '=', ':' and "%3D"
// the name before it is looked at, and its value masked when the name says so. Names are looked for
// backwards over at most kLongestName bytes, so that the walk stays linear.

#include "base/secrets.h"

#include <algorithm>
#include <array>
#include <optional>

namespace base {
namespace {

constexpr std::string_view kMask = "***";
constexpr size_t kLongestName = 64;
constexpr int kMostPasses = 8;  // so that a text that is made to need many takes no longer

// A name with one of these in it is a secret's.
constexpr std::array<std::string_view, 12> kSecretParts = {
    "password",  "passwd",     "passphrase", "secret",   "apikey",    "accesskey",
    "signature", "credential", "privatekey", "authoriz", "sessionid", "cookie"};
// So is one of these words, parted from others by '_', '-' or '.'.
constexpr std::array<std::string_view, 10> kSecretWords = {
    "pwd", "pass", "sig", "auth", "sid", "jwt", "otp", "session", "hmac", "bearer"};
// A header's value of these ends with its line, blanks and all.
constexpr std::array<std::string_view, 4> kWholeLine = {"authorization", "proxy-authorization",
                                                        "cookie", "set-cookie"};

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsNameByte(char c) {
  return IsLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
}

bool IsBlank(char c) {
  return c == ' ' || c == '\t';
}

std::string Lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool IsSecretWord(std::string_view word) {
  if (std::ranges::find(kSecretWords, word) != kSecretWords.end()) return true;
  if (word.ends_with("key")) return true;  // "key", "rsskey"
  // "tokens" are counted, by language models.
  return word.find("token") != std::string_view::npos && word != "tokens";
}

// How a value ends.
enum class Ending {
  kWord,     // at a blank, or at what parts it from the next
  kLine,     // at the end of the line
  kEncoded,  // as kWord, and at an encoded '&'
};

class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text) {}

  std::string Run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (Starts("://")) {
        UserInformation(3, "@", "/?#");
      } else if (c == '%' && StartsEncoded("%3a%2f%2f")) {
        UserInformation(9, "%40", "&");
      } else if (c == '=' || c == ':') {
        Value(1, Ending::kWord);
      } else if (c == '%' && StartsEncoded("%3d")) {
        Value(3, Ending::kEncoded);
      } else if (IsBlank(c)) {
        BearerToken();
      } else {
        ++at_;
      }
    }
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

 private:
  bool Starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool StartsEncoded(std::string_view lowered) const {
    return Lowered(text_.substr(at_, lowered.size())) == lowered;
  }

  void MaskTo(size_t start, size_t end) {
    out_ += text_.substr(copied_, start - copied_);
    out_ += kMask;
    copied_ = end;
    at_ = end;
  }

  static bool EndsText(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '\'' ||
           c == '`';
  }

  // Behind "://": everything before the last '@' of the authority. For schemes that are not the
  // web's (a database's address), a password may hold '/' and '?' unencoded; for all of them "'".
  void UserInformation(size_t behind, std::string_view at_sign, std::string_view ends) {
    const bool is_web = NameBefore(at_).starts_with("http");
    const size_t start = at_ + behind;
    size_t& no_sign_before = no_sign_before_[(behind == 3 ? 0 : 2) + (is_web ? 1 : 0)];
    if (start < no_sign_before) {
      at_ = start;
      return;
    }
    size_t end = start;
    std::optional<size_t> sign;
    while (end < text_.size() && (text_[end] == '\'' || !EndsText(text_[end]))) {
      if (ends.find(text_[end]) != std::string_view::npos && (is_web || text_[end] == '#')) break;
      if (text_.substr(end, at_sign.size()) == at_sign) sign = end;
      ++end;
    }
    no_sign_before = end;
    at_ = start;
    if (sign && *sign > start) MaskTo(start, *sign);
  }

  // The name that ends before `end`, lowered: of "api_key" in `…?api_key=` and `"api_key" :`.
  std::string NameBefore(size_t end) const {
    size_t last = end;
    while (last > copied_ && end - last < 4 &&
           (IsBlank(text_[last - 1]) || text_[last - 1] == '"' || text_[last - 1] == '\'' ||
            text_[last - 1] == '\\')) {
      --last;
    }
    size_t first = last;
    while (first > copied_ && last - first < kLongestName && IsNameByte(text_[first - 1])) --first;
    return Lowered(text_.substr(first, last - first));
  }

  void Value(size_t behind, Ending ending) {
    const char separator = text_[at_];
    const bool name_is_quoted = at_ > 0 && (text_[at_ - 1] == '"' || text_[at_ - 1] == '\'');
    const std::string name = NameBefore(at_);
    at_ += behind;
    if (name.empty() || !IsSecretName(name)) return;
    if (std::ranges::find(kWholeLine, name) != kWholeLine.end()) ending = Ending::kLine;
    size_t start = at_;
    while (start < text_.size() && IsBlank(text_[start])) ++start;
    // Prose says "no such key: …" and "`key = value` lines", and means no secret.
    if (name == "key" && (separator == ':' || start > at_)) return;
    std::optional<char> quote;
    const bool is_header = ending == Ending::kLine && !name_is_quoted;
    bool is_escaped = false;
    while (!is_header && start < text_.size() && !quote &&
           (text_[start] == '\\' || text_[start] == '"' || text_[start] == '\'')) {
      is_escaped = text_[start] == '\\';
      if (!is_escaped) quote = text_[start];
      ++start;
    }
    // "'/etc/passwd': no such file" is prose: what belongs to a quoted name is quoted itself, or a
    // number.
    const bool is_number = start < text_.size() && text_[start] >= '0' && text_[start] <= '9';
    if (name_is_quoted && !quote && !is_number) return;
    if (quote && start >= 2) is_escaped = text_[start - 2] == '\\';
    const size_t end = quote ? QuotedEnd(start, *quote, is_escaped) : ValueEnd(start, ending);
    // "cookies: a line of text is wanted" is prose: no secret is an article.
    const bool is_article =
        ending == Ending::kWord && !quote && text_.substr(start, 2) == "a " && start > at_;
    if (end > start && !is_article) MaskTo(start, end);
  }

  // `is_escaped`: the value stands in a quoted text, and its quotes are written \".
  size_t QuotedEnd(size_t start, char quote, bool is_escaped) const {
    size_t end = start;
    while (end < text_.size() && text_[end] != quote) {
      if (text_[end] == '\\' && end + 1 < text_.size()) {
        if (is_escaped && text_[end + 1] == quote) return end;
        ++end;
      }
      ++end;
    }
    return std::min(end, text_.size());
  }

  size_t ValueEnd(size_t start, Ending ending) const {
    size_t end = start;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      if (c == '\r' || c == '\n') break;
      if (ending == Ending::kLine) continue;
      if (EndsText(c) || std::string_view("&;#,)]}").find(c) != std::string_view::npos) break;
      // "…?token=abc: not found" goes on in prose.
      if (c == ':' && end > start && (end + 1 == text_.size() || IsBlank(text_[end + 1]))) break;
      if (ending == Ending::kEncoded && c == '%' && text_.substr(end, 3) == "%26") break;
    }
    return end;
  }

  void BearerToken() {
    const bool is_bearer = NameBefore(at_) == "bearer";
    const size_t start = ++at_;
    if (!is_bearer) return;
    size_t end = start;
    while (end < text_.size() &&
           (IsNameByte(text_[end]) || std::string_view("~+/=").find(text_[end]) != text_.npos)) {
      ++end;
    }
    if (end - start >= 6) MaskTo(start, end);  // "bearer token" is prose
  }

  const std::string_view text_;
  std::string out_;
  size_t at_ = 0;
  size_t copied_ = 0;  // what stands before is in out_, or masked
  // Of each way in which user information ends: up to where no '@' stands any more, so that
  // "://://://…" is looked through once.
  std::array<size_t, 4> no_sign_before_{};
};

}  // namespace

bool IsSecretName(std::string_view name) {
  const std::string lowered = Lowered(name);
  std::string joined = lowered;
  std::erase_if(joined, [](char c) { return c == '_' || c == '-' || c == '.'; });
  for (const std::string_view part : kSecretParts) {
    if (joined.find(part) != std::string::npos) return true;
  }
  std::string_view rest = lowered;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find_first_of("_-."));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (IsSecretWord(word)) return true;
  }
  return false;
}

std::string MaskSecrets(std::string_view text) {
  if (text.find_first_of("=:% ") == std::string_view::npos) return std::string(text);
  // What is masked may have ended what began before it: of "x://pwd='a b'@c" the blank ends the
  // user information, and in "x://pwd='***'@c" nothing does. So again, until nothing changes.
  std::string masked(text);
  for (int pass = 0; pass < kMostPasses; ++pass) {
    std::string again = Masker(masked).Run();
    if (again == masked) break;
    masked = std::move(again);
  }
  return masked;
}

}  // namespace base
