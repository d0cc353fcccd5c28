// The numbered steps are those of the URL standard's host parser; the names of its algorithms stand
// above each function.

#include "net/url_host.h"

#include <fmt/format.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/utf8.h"
#include "net/url.h"
#include "net/url_percent.h"

namespace net {
namespace {

std::unexpected<base::Error> BadHost(std::string_view why, std::string_view host) {
  return base::Fail(base::ErrorKind::kInvalidInput,
                    fmt::format("{} in the host \"{}\"", why, base::TruncateUtf8(host, 100)));
}

bool IsAsciiDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string Lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

constexpr bool IsForbiddenHostByte(char c) {
  constexpr std::string_view kForbidden("\0\t\n\r #/:<>?@[\\]^|", 17);
  return kForbidden.find(c) != std::string_view::npos;
}

constexpr bool IsForbiddenDomainByte(char c) {
  return IsForbiddenHostByte(c) || static_cast<unsigned char>(c) < 0x20 || c == '%' || c == 0x7F;
}

int HexDigit(char c) {
  if (IsAsciiDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "IPv4 number parser". Absent: failure. What does not fit in 32 bits is 2^32, too big anywhere.
std::optional<uint64_t> ParseIpv4Number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int radix = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    text.remove_prefix(2);
    radix = 16;
  } else if (text.size() >= 2 && text[0] == '0') {
    text.remove_prefix(1);
    radix = 8;
  }
  uint64_t value = 0;
  for (const char c : text) {
    const int digit = HexDigit(c);
    if (digit < 0 || digit >= radix) return std::nullopt;
    value = std::min(value * static_cast<uint64_t>(radix) + static_cast<uint64_t>(digit),
                     uint64_t{1} << 32);
  }
  return value;
}

// "IPv4 parser", and the serialiser.
base::Result<std::string> ParseIpv4(std::string_view host) {
  std::array<uint64_t, 4> numbers{};
  size_t count = 0;
  std::string_view rest = host;
  if (rest.ends_with('.')) rest.remove_suffix(1);
  while (true) {
    if (count == 4) return BadHost("more than four numbers", host);
    const size_t dot = rest.find('.');
    const auto number = ParseIpv4Number(rest.substr(0, dot));
    if (!number) return BadHost("a part that is no number", host);
    numbers[count++] = *number;
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  for (size_t i = 0; i + 1 < count; ++i) {
    if (numbers[i] > 255) return BadHost("a number beyond 255", host);
  }
  if (numbers[count - 1] >= uint64_t{1} << (8 * (5 - count))) {
    return BadHost("a number that is too big", host);
  }
  uint64_t address = numbers[count - 1];
  for (size_t i = 0; i + 1 < count; ++i) address += numbers[i] << (8 * (3 - i));
  return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                     address & 255);
}

// The dotted tail of an IPv6 address, as two pieces. False: failure.
bool ParseIpv6Tail(std::string_view tail, std::array<uint16_t, 8>& pieces, size_t& piece) {
  if (piece > 6) return false;
  int seen = 0;
  while (true) {
    size_t digits = 0;
    int value = 0;
    while (digits < tail.size() && IsAsciiDigit(tail[digits])) {
      if (digits > 0 && value == 0) return false;  // "01"
      value = value * 10 + (tail[digits] - '0');
      if (value > 255) return false;
      ++digits;
    }
    if (digits == 0) return false;
    pieces[piece] = static_cast<uint16_t>(pieces[piece] * 256 + value);
    ++seen;
    if (seen == 2 || seen == 4) ++piece;
    tail.remove_prefix(digits);
    if (tail.empty()) return seen == 4;
    if (seen == 4 || tail[0] != '.') return false;
    tail.remove_prefix(1);
  }
}

// "IPv6 parser". False: failure.
bool ParseIpv6(std::string_view text, std::array<uint16_t, 8>& pieces) {
  size_t piece = 0;
  std::optional<size_t> compress;
  size_t at = 0;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) return false;
    at = 2;
    compress = ++piece;
  }
  while (at < text.size()) {
    if (piece == 8) return false;
    if (text[at] == ':') {
      if (compress) return false;
      ++at;
      compress = ++piece;
      continue;
    }
    int value = 0;
    size_t length = 0;
    while (length < 4 && at + length < text.size() && HexDigit(text[at + length]) >= 0) {
      value = value * 16 + HexDigit(text[at + length]);
      ++length;
    }
    if (at + length < text.size() && text[at + length] == '.') {
      if (length == 0 || !ParseIpv6Tail(text.substr(at), pieces, piece)) return false;
      break;
    }
    at += length;
    if (at < text.size()) {
      if (text[at] != ':') return false;
      if (++at == text.size()) return false;
    }
    pieces[piece++] = static_cast<uint16_t>(value);
  }
  if (!compress) return piece == 8;
  // What stands behind "::" moves to the end.
  for (size_t swaps = piece - *compress, to = 7; to != 0 && swaps > 0; --to, --swaps) {
    std::swap(pieces[to], pieces[*compress + swaps - 1]);
  }
  return true;
}

// "IPv6 serializer": the first longest run of at least two zero pieces becomes "::".
std::string SerialiseIpv6(const std::array<uint16_t, 8>& pieces) {
  size_t run_start = 8;
  size_t run_size = 1;
  for (size_t i = 0; i < 8; ++i) {
    size_t size = 0;
    while (i + size < 8 && pieces[i + size] == 0) ++size;
    if (size > run_size) {
      run_start = i;
      run_size = size;
    }
  }
  std::string out = "[";
  for (size_t i = 0; i < 8; ++i) {
    if (i == run_start) {
      out += i == 0 ? "::" : ":";
      i += run_size - 1;
      continue;
    }
    out += fmt::format("{:x}", pieces[i]);
    if (i < 7) out += ':';
  }
  return out + "]";
}

// ICU's UTS #46, made once: it is immutable and may be used by several threads. Null only when
// ICU's data is missing.
const UIDNA* Idna() {
  static const auto kIdna = [] {
    UErrorCode error = U_ZERO_ERROR;
    UIDNA* opened =
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                            UIDNA_NONTRANSITIONAL_TO_UNICODE,
                        &error);
    return std::unique_ptr<UIDNA, decltype(&uidna_close)>(U_SUCCESS(error) ? opened : nullptr,
                                                          &uidna_close);
  }();
  return kIdna.get();
}

// What the standard asks ICU not to mind: hyphens anywhere, and lengths.
constexpr uint32_t kForgiven = UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN |
                               UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_EMPTY_LABEL |
                               UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG;

}  // namespace

base::Result<std::string> DomainToAscii(std::string_view domain) {
  if (domain.empty()) return BadHost("nothing", domain);
  // What is ASCII already is taken as it is, "xn--" labels that decode to nonsense included: they
  // stand in real links, and name servers do not mind.
  if (IsAscii(domain)) return Lowered(domain);
  const UIDNA* idna = Idna();
  if (idna == nullptr) return base::Fail(base::ErrorKind::kBug, "ICU's IDNA tables are missing");
  std::string out(domain.size() * 4 + 64, '\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  for (int attempt = 0; attempt < 2; ++attempt) {
    UErrorCode error = U_ZERO_ERROR;
    info = UIDNA_INFO_INITIALIZER;
    const int32_t size =
        uidna_nameToASCII_UTF8(idna, domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                               static_cast<int32_t>(out.size()), &info, &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) {
      out.resize(static_cast<size_t>(size) + 1);
      continue;
    }
    if (U_FAILURE(error) || (info.errors & ~kForgiven) != 0) {
      return BadHost("characters that no domain may have", domain);
    }
    out.resize(static_cast<size_t>(size));
    break;
  }
  if (out.empty()) return BadHost("nothing but ignored characters", domain);
  return out;
}

bool EndsInNumber(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.empty()) return false;
  return std::ranges::all_of(last, IsAsciiDigit) || ParseIpv4Number(last).has_value();
}

// "host parser"
base::Result<std::string> ParseHost(std::string_view text, HostRules rules) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return BadHost("a '[' without ']'", text);
    std::array<uint16_t, 8> pieces{};
    if (!ParseIpv6(text.substr(1, text.size() - 2), pieces)) {
      return BadHost("no IPv6 address between the brackets", text);
    }
    return SerialiseIpv6(pieces);
  }
  if (rules == HostRules::kOpaque) {
    if (std::ranges::any_of(text, IsForbiddenHostByte)) {
      return BadHost("a character that must not stand there", text);
    }
    std::string out;
    AppendPercentEncoded(text, kC0ControlSet, out);
    return out;
  }
  const std::string domain = base::RepairUtf8(PercentDecode(text));
  TRY_ASSIGN(std::string ascii, DomainToAscii(domain));
  if (std::ranges::any_of(ascii, IsForbiddenDomainByte)) {
    return BadHost("a character that must not stand there", text);
  }
  if (EndsInNumber(ascii)) return ParseIpv4(ascii);
  return ascii;
}

}  // namespace net
