#pragma once
// A large archive, made fast: rows straight into the tables, as the store would have written them
// in three years. Only for figures; what it makes is checked with store::FindFaults at small sizes.

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace bench {

struct ArchiveSize {
  int64_t articles = 5'000'000;
  int64_t sources = 10'000;
  int64_t tags = 20'000;
  int64_t words = 200'000;  // of the vocabulary; the first is in most articles, as "the" is
};

inline constexpr base::Instant kArchiveEnd{1'795'348'800LL * base::kMicrosPerSecond};  // 2026-11-22
inline constexpr int64_t kArchiveMicros = 3 * 365 * base::kMicrosPerDay;

// When article `number` (from 1) stands in lists.
base::Instant TimeOf(const ArchiveSize& size, int64_t number);
std::string WordOf(int64_t rank);

// Fills a new folder.
base::Status MakeArchive(const std::filesystem::path& folder, const ArchiveSize& size);

}  // namespace bench
