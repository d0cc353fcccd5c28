#pragma once
// zstd (RFC 8878), for what is kept and seldom read.

#include <string>
#include <string_view>

#include "base/result.h"

namespace store {

// Any bytes, the empty string included.
std::string Compress(std::string_view bytes);

// kCorrupt when it is no whole frame of at most 1 GB.
base::Result<std::string> Decompress(std::string_view frame);

}  // namespace store
