#pragma once
// How the tokenizer finds the next byte that means something. Three ways that give the same
// answers: one byte after the other, SSE2 (every x86-64 has it) and AVX2 (asked for at run time).
//
// Most runs are short, so the first 16 bytes are looked at in place, and only what is longer is
// handed to a function, which then looks at 16 or 32 bytes at a time. All of them stop at U+0000
// and may read kInputPadding bytes behind it: the input ends with so many zeros.

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace html {

enum class ScanWay : uint8_t { kPortable, kSse2, kAvx2 };

// The best way on this machine.
ScanWay BestScanWay();

// Where a name ends, as far as 16 bytes tell.
struct NameEnd {
  uint32_t length;   // of the name within the 16 bytes; 16: no end there
  bool has_capital;  // it holds A-Z
};
enum class NameOf { kTag, kAttribute };

// What ends a name in a correct page: white space, '/', '>', in attributes '='. Control characters
// end it too, so that the caller looks at them.
constexpr bool EndsName(char c, NameOf kind) {
  return static_cast<uint8_t>(c) <= 0x20 || c == '/' || c == '>' ||
         (c == '=' && kind == NameOf::kAttribute);
}

struct PortableScan {
  // '<', '&' or U+0000.
  static const char* ToMarkup(const char* at) {
    while (*at != '<' && *at != '&' && *at != '\0') ++at;
    return at;
  }
  // '<' or U+0000.
  static const char* ToOpen(const char* at) {
    while (*at != '<' && *at != '\0') ++at;
    return at;
  }
  // `quote`, '&' or U+0000.
  static const char* ToQuote(const char* at, char quote) {
    while (*at != quote && *at != '&' && *at != '\0') ++at;
    return at;
  }
  // Anything but a space, tab, line feed or form feed.
  static const char* SkipSpace(const char* at) {
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\f') ++at;
    return at;
  }
  template <NameOf kKind>
  static NameEnd ToNameEnd(const char* at) {
    NameEnd end{0, false};
    while (end.length < 16 && !EndsName(at[end.length], kKind)) {
      end.has_capital |= at[end.length] >= 'A' && at[end.length] <= 'Z';
      ++end.length;
    }
    return end;
  }
};

#if defined(__x86_64__)

const char* Sse2ToMarkup(const char* at);
const char* Sse2ToOpen(const char* at);
const char* Sse2ToQuote(const char* at, char quote);
const char* Avx2ToMarkup(const char* at);
const char* Avx2ToOpen(const char* at);
const char* Avx2ToQuote(const char* at, char quote);

namespace scan_internal {

inline __m128i Load(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
inline __m128i Is(__m128i bytes, char c) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}
inline uint32_t Mask(__m128i found) {
  return static_cast<uint32_t>(_mm_movemask_epi8(found));
}
// Bit i: byte i is '<', '&' or U+0000; and so on.
inline uint32_t MarkupMask(__m128i bytes) {
  return Mask(_mm_or_si128(_mm_or_si128(Is(bytes, '<'), Is(bytes, '&')), Is(bytes, '\0')));
}
inline uint32_t OpenMask(__m128i bytes) {
  return Mask(_mm_or_si128(Is(bytes, '<'), Is(bytes, '\0')));
}
inline uint32_t QuoteMask(__m128i bytes, char quote) {
  return Mask(_mm_or_si128(_mm_or_si128(Is(bytes, quote), Is(bytes, '&')), Is(bytes, '\0')));
}

template <const char* (*kToMarkup)(const char*), const char* (*kToOpen)(const char*),
          const char* (*kToQuote)(const char*, char)>
struct WideScan {
  static const char* ToMarkup(const char* at) {
    const uint32_t mask = MarkupMask(Load(at));
    return mask != 0 ? at + std::countr_zero(mask) : kToMarkup(at + 16);
  }
  static const char* ToOpen(const char* at) {
    const uint32_t mask = OpenMask(Load(at));
    return mask != 0 ? at + std::countr_zero(mask) : kToOpen(at + 16);
  }
  static const char* ToQuote(const char* at, char quote) {
    const uint32_t mask = QuoteMask(Load(at), quote);
    return mask != 0 ? at + std::countr_zero(mask) : kToQuote(at + 16, quote);
  }
  static const char* SkipSpace(const char* at) {
    while (true) {
      const __m128i bytes = Load(at);
      const __m128i space = _mm_or_si128(_mm_or_si128(Is(bytes, ' '), Is(bytes, '\n')),
                                         _mm_or_si128(Is(bytes, '\t'), Is(bytes, '\f')));
      const uint32_t others = Mask(space) ^ 0xFFFFU;
      if (others != 0) return at + std::countr_zero(others);
      at += 16;
    }
  }
  template <NameOf kKind>
  static NameEnd ToNameEnd(const char* at) {
    const __m128i bytes = Load(at);
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x20)), bytes);
    __m128i ends = _mm_or_si128(control, _mm_or_si128(Is(bytes, '/'), Is(bytes, '>')));
    if constexpr (kKind == NameOf::kAttribute) ends = _mm_or_si128(ends, Is(bytes, '='));
    const __m128i letter = _mm_sub_epi8(bytes, _mm_set1_epi8('A'));
    const __m128i capital = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(25)), letter);
    const auto length = static_cast<uint32_t>(std::countr_zero(Mask(ends) | 0x10000U));
    return {length, (Mask(capital) & ((1U << length) - 1)) != 0};
  }
};

}  // namespace scan_internal

using Sse2Scan = scan_internal::WideScan<Sse2ToMarkup, Sse2ToOpen, Sse2ToQuote>;
using Avx2Scan = scan_internal::WideScan<Avx2ToMarkup, Avx2ToOpen, Avx2ToQuote>;

#else

using Sse2Scan = PortableScan;
using Avx2Scan = PortableScan;

#endif

}  // namespace html
