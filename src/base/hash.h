#pragma once
// Hashes for tables, sketches and ETags. Not for secrets: whoever knows the algorithm can make
// collisions.

#include <cstdint>
#include <string>
#include <string_view>

namespace base {

// XXH3, 64 bits (https://github.com/Cyan4973/xxHash). The same on every machine and run.
uint64_t Hash64(std::string_view bytes, uint64_t seed = 0);

// 16 lower-case hexadecimal digits.
std::string HexOf(uint64_t value);

}  // namespace base
