// Whatever goes in, nothing harmful comes out, and it is valid UTF-8.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "html/harmless.h"
#include "html/sanitise.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string out = html::Sanitise(input, "https://example.org/a/b");
  if (!html::WhyHarmful(out).empty() || !base::IsValidUtf8(out)) std::abort();
  return 0;
}
