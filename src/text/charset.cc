// Most of what comes in is valid UTF-8 and is only checked and copied. For the rest, candidates are
// tried in the order of the header's promise; ICU decodes and counts what it could not read.

#include "text/charset.h"

#include <uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "base/utf8.h"
#include "text/charset_labels.h"
#include "text/charset_sniff.h"

namespace text {
namespace {

constexpr size_t kGuessSize = size_t{64} << 10;  // how much of the bytes uchardet is shown

enum class Kind { kHtml, kXml };

// One way to read the bytes.
struct Candidate {
  std::string name;
  std::string converter;  // empty: UTF-8
  std::string_view found_by;
  bool is_multibyte = false;
};

struct Attempt {
  std::string text;
  size_t broken = 0;  // ill-formed sequences, each a U+FFFD in the text
};

// What is known of the bytes before any charset is.
struct Survey {
  size_t beyond_ascii = 0;  // bytes
  bool has_nul = false;
  bool has_escape = false;
  bool is_utf8 = false;
};

Survey Look(std::string_view bytes) {
  Survey survey;
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= bytes.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    // One in each byte that is beyond, then the sum of the bytes.
    survey.beyond_ascii += ((word >> 7 & 0x0101010101010101U) * 0x0101010101010101U) >> 56;
  }
  for (; at < bytes.size(); ++at) survey.beyond_ascii += static_cast<unsigned char>(bytes[at]) >> 7;
  survey.has_nul = bytes.find('\0') != std::string_view::npos;
  survey.has_escape = bytes.find('\x1b') != std::string_view::npos;
  survey.is_utf8 = survey.beyond_ascii == 0 || base::IsValidUtf8(bytes);
  return survey;
}

// ICU's own substitution writes U+001A for some charsets: this one writes U+FFFD always, and
// counts.
void CountAndReplace(const void* context, UConverterToUnicodeArgs* arguments, const char* /*bytes*/,
                     int32_t /*size*/, UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  constexpr char16_t kReplacement = 0xFFFD;
  ++*static_cast<size_t*>(const_cast<void*>(context));
  *error = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, &kReplacement, 1, 0, error);
}

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter OpenConverter(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name.c_str(), &error);
  return {U_SUCCESS(error) ? converter : nullptr, &ucnv_close};
}

// Absent when ICU has no such converter.
std::optional<Attempt> DecodeWithIcu(std::string_view bytes, const std::string& name) {
  const Converter from = OpenConverter(name);
  const Converter to = OpenConverter("UTF-8");
  if (!from || !to) return std::nullopt;
  Attempt attempt;
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setToUCallBack(from.get(), CountAndReplace, &attempt.broken, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return std::nullopt;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::vector<char> piece(size_t{32} << 10);
  std::vector<char16_t> pivot(size_t{8} << 10);
  char16_t* pivot_source = pivot.data();
  char16_t* pivot_target = pivot.data();
  attempt.text.reserve(bytes.size() + bytes.size() / 2);
  bool first = true;
  do {
    error = U_ZERO_ERROR;
    char* target = piece.data();
    ucnv_convertEx(to.get(), from.get(), &target, piece.data() + piece.size(), &source, source_end,
                   pivot.data(), &pivot_source, &pivot_target, pivot.data() + pivot.size(), first,
                   true, &error);
    first = false;
    attempt.text.append(piece.data(), static_cast<size_t>(target - piece.data()));
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(error)) return std::nullopt;
  return attempt;
}

size_t CountReplacements(std::string_view text) {
  size_t count = 0;
  for (size_t at = text.find("\uFFFD"); at != std::string_view::npos;
       at = text.find("\uFFFD", at + 3)) {
    ++count;
  }
  return count;
}

std::optional<Attempt> Decode(std::string_view bytes, const Candidate& candidate) {
  if (!candidate.converter.empty()) return DecodeWithIcu(bytes, candidate.converter);
  Attempt attempt;
  attempt.text = base::RepairUtf8(bytes);
  attempt.broken = CountReplacements(attempt.text) - CountReplacements(bytes);
  return attempt;
}

// A label of the Encoding Standard; in XML also what else ICU knows, but nothing in which ASCII
// letters can be hidden from whoever looks at the bytes.
std::optional<Candidate> FromLabel(std::string_view label, Kind kind, std::string_view found_by) {
  if (label.empty() || label.size() > 40) return std::nullopt;
  if (const Charset* charset = FindCharset(label)) {
    return Candidate{std::string(charset->name), std::string(charset->converter), found_by,
                     charset->is_multibyte};
  }
  std::string name(label);
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const std::string_view banned : {"utf-7", "utf7", "imap", "scsu", "bocu", "cesu", "lmbcs"}) {
    if (name.find(banned) != std::string::npos) return std::nullopt;
  }
  if (kind == Kind::kHtml || !OpenConverter(name)) return std::nullopt;
  return Candidate{name, name, found_by, true};
}

struct Mark {
  std::string_view bytes;
  std::string_view name;
};

Decoded Finish(Attempt attempt, const Candidate& candidate) {
  if (attempt.text.starts_with("\uFEFF")) attempt.text.erase(0, 3);
  return {std::move(attempt.text), candidate.name, std::string(candidate.found_by)};
}

// A byte order mark, or an XML declaration's first characters in a charset of wide units (XML 1.0,
// appendix F). Nothing that comes later is asked then.
std::optional<Decoded> DecodeMarked(std::string_view bytes, Kind kind) {
  static constexpr Mark kWideMarks[] = {{{"\xFF\xFE\0\0", 4}, "utf-32le"},
                                        {{"\0\0\xFE\xFF", 4}, "utf-32be"},
                                        {{"<\0\0\0", 4}, "utf-32le"},
                                        {{"\0\0\0<", 4}, "utf-32be"},
                                        {{"\x4C\x6F\xA7\x94", 4}, "ibm-37"}};
  static constexpr Mark kMarks[] = {
      {{"\xEF\xBB\xBF", 3}, "utf-8"}, {{"\xFF\xFE", 2}, "utf-16le"}, {{"\xFE\xFF", 2}, "utf-16be"},
      {{"<\0?\0", 4}, "utf-16le"},    {{"\0<\0?", 4}, "utf-16be"},   {{"<\0!\0", 4}, "utf-16le"},
      {{"\0<\0!", 4}, "utf-16be"},    {{"<\0h\0", 4}, "utf-16le"},   {{"\0<\0h", 4}, "utf-16be"},
      {{"<\0r\0", 4}, "utf-16le"},    {{"\0<\0r", 4}, "utf-16be"}};
  const auto decode = [bytes](const Mark& mark) -> std::optional<Decoded> {
    Candidate candidate{std::string(mark.name), std::string(mark.name), "bom", true};
    if (mark.name == "utf-8") candidate.converter.clear();
    auto attempt = Decode(bytes, candidate);
    if (!attempt) return std::nullopt;
    return Finish(std::move(*attempt), candidate);
  };
  if (kind == Kind::kXml) {
    for (const Mark& mark : kWideMarks) {
      if (bytes.starts_with(mark.bytes)) return decode(mark);
    }
  }
  for (const Mark& mark : kMarks) {
    if (bytes.starts_with(mark.bytes)) return decode(mark);
  }
  return std::nullopt;
}

std::string Guess(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       &uchardet_delete);
  // The head of a page is ASCII: what helps is where the other bytes are.
  const size_t first = static_cast<size_t>(
      std::ranges::find_if(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) -
      bytes.begin());
  const size_t start = first > 1024 ? first - 1024 : 0;
  const std::string_view shown = bytes.substr(start, kGuessSize);
  if (uchardet_handle_data(detector.get(), shown.data(), shown.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

// Whether valid UTF-8 may be believed against a declaration. A short text in a charset of two-byte
// characters can be valid UTF-8 by accident, one in a single-byte charset hardly.
bool OutweighsDeclaration(const Survey& survey, const Candidate& declared) {
  if (!survey.is_utf8 || survey.has_nul || declared.converter.empty()) return false;
  if (declared.name == "iso-2022-jp") return survey.beyond_ascii > 0 || !survey.has_escape;
  if (declared.name.starts_with("utf-16") || declared.name.starts_with("utf-32")) return true;
  return declared.is_multibyte ? survey.beyond_ascii >= 24 : survey.beyond_ascii > 0;
}

// Every tenth broken is too much to believe that it was meant so.
bool IsCredible(const Attempt& attempt, const Survey& survey) {
  return attempt.broken * 10 <= std::max<size_t>(survey.beyond_ascii, attempt.broken > 0 ? 1 : 0);
}

std::vector<Candidate> Declared(std::string_view bytes, std::string_view content_type, Kind kind) {
  std::vector<Candidate> out;
  if (auto header = FromLabel(CharsetOfContentType(content_type), kind, "header")) {
    out.push_back(std::move(*header));
  }
  const std::string label =
      kind == Kind::kHtml ? CharsetOfHtml(bytes) : std::string(CharsetOfXmlDeclaration(bytes));
  if (auto document = FromLabel(label, kind, "document")) {
    // It was read as ASCII, so it cannot be of two-byte units (the standard says the same).
    if (document->name.starts_with("utf-16") || document->name.starts_with("utf-32")) {
      document = Candidate{"utf-8", "", "document", true};
    }
    out.push_back(std::move(*document));
  }
  return out;
}

Decoded DecodeAny(std::string_view bytes, std::string_view content_type, Kind kind) {
  if (auto marked = DecodeMarked(bytes, kind)) return std::move(*marked);
  const Survey survey = Look(bytes);
  std::vector<Candidate> candidates = Declared(bytes, content_type, kind);
  if (survey.is_utf8) {
    const bool undeclared = candidates.empty();
    if (undeclared && !survey.has_escape) return {std::string(bytes), "utf-8", "bytes"};
    if (!undeclared && candidates[0].converter.empty()) {
      return {std::string(bytes), "utf-8", std::string(candidates[0].found_by)};
    }
    if (!undeclared && OutweighsDeclaration(survey, candidates[0])) {
      return {std::string(bytes), "utf-8", "bytes"};
    }
    const bool is_ascii = survey.beyond_ascii == 0 && !survey.has_nul && !survey.has_escape;
    if (is_ascii && !undeclared && FindCharset(candidates[0].name) != nullptr) {
      return {std::string(bytes), candidates[0].name, std::string(candidates[0].found_by)};
    }
  }

  std::optional<Decoded> best;
  size_t least_broken = 0;
  const auto consider = [&](const Candidate& candidate) {
    auto attempt = Decode(bytes, candidate);
    if (!attempt) return false;
    const bool credible = IsCredible(*attempt, survey);
    if (!best || attempt->broken < least_broken) {
      least_broken = attempt->broken;
      best = Finish(std::move(*attempt), candidate);
    }
    return credible;
  };
  for (const Candidate& candidate : candidates) {
    if (consider(candidate)) return std::move(*best);
  }
  const std::string guess = Guess(bytes);
  if (const auto candidate = FromLabel(guess, Kind::kXml, "guess")) {
    if (consider(*candidate)) return std::move(*best);
  }
  if (!best)
    consider(survey.is_utf8 ? Candidate{"utf-8", "", "bytes", true}
                            : Candidate{"windows-1252", "windows-1252", "default", false});
  return best ? std::move(*best) : Decoded{base::RepairUtf8(bytes), "utf-8", "default"};
}

}  // namespace

Decoded DecodeHtml(std::string_view bytes, std::string_view content_type) {
  return DecodeAny(bytes, content_type, Kind::kHtml);
}

Decoded DecodeXml(std::string_view bytes, std::string_view content_type) {
  return DecodeAny(bytes, content_type, Kind::kXml);
}

}  // namespace text
