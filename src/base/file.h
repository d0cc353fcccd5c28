#pragma once
// Whole files in and out.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

// The bytes of a file. kNotFound, kRefused (no permission, or more than `limit` bytes),
// kUnavailable.
Result<std::string> ReadFile(const std::filesystem::path& path, size_t limit = size_t{1} << 30);

// Replaces the file in one step: readers see the old bytes or the new ones, and after a crash one
// of the two is there.
Status WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace base
