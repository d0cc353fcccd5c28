#include "html/scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace html {

#if defined(__x86_64__)

ScanWay BestScanWay() {
  static const ScanWay kBest =
      __builtin_cpu_supports("avx2") != 0 ? ScanWay::kAvx2 : ScanWay::kSse2;
  return kBest;
}

// ---- 16 bytes at a time ------------------------------------------------------------------------

const char* Sse2ToMarkup(const char* at) {
  while (true) {
    const uint32_t mask = scan_internal::MarkupMask(scan_internal::Load(at));
    if (mask != 0) return at + std::countr_zero(mask);
    at += 16;
  }
}

const char* Sse2ToOpen(const char* at) {
  while (true) {
    const uint32_t mask = scan_internal::OpenMask(scan_internal::Load(at));
    if (mask != 0) return at + std::countr_zero(mask);
    at += 16;
  }
}

const char* Sse2ToQuote(const char* at, char quote) {
  while (true) {
    const uint32_t mask = scan_internal::QuoteMask(scan_internal::Load(at), quote);
    if (mask != 0) return at + std::countr_zero(mask);
    at += 16;
  }
}

// ---- 32 bytes at a time ------------------------------------------------------------------------
// Compiled for AVX2 whatever the rest is compiled for; called only where BestScanWay says so.

#define OCTAVO_AVX2 __attribute__((target("avx2")))

OCTAVO_AVX2 const char* Avx2ToMarkup(const char* at) {
  const __m256i open = _mm256_set1_epi8('<');
  const __m256i reference = _mm256_set1_epi8('&');
  while (true) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i found = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, open), _mm256_cmpeq_epi8(bytes, reference)),
        _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
    const auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
    at += 32;
  }
}

OCTAVO_AVX2 const char* Avx2ToOpen(const char* at) {
  const __m256i open = _mm256_set1_epi8('<');
  while (true) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i found = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, open),
                                          _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
    const auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
    at += 32;
  }
}

OCTAVO_AVX2 const char* Avx2ToQuote(const char* at, char quote) {
  const __m256i close = _mm256_set1_epi8(quote);
  const __m256i reference = _mm256_set1_epi8('&');
  while (true) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i found = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, close), _mm256_cmpeq_epi8(bytes, reference)),
        _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
    const auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
    at += 32;
  }
}

#undef OCTAVO_AVX2

#else

ScanWay BestScanWay() {
  return ScanWay::kPortable;
}

#endif

}  // namespace html
