#include "base/hash.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace base {

uint64_t Hash64(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string HexOf(uint64_t value) {
  return fmt::format("{:016x}", value);
}

}  // namespace base
