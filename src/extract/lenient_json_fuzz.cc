// Whatever the bytes, JSON-LD is read to the end: what comes out can be written and read strictly,
// and what was strict JSON is read as such.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "extract/lenient_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const base::Json lenient = extract::ParseLenientJson(text);
  if (!base::ParseJson(base::WriteJson(lenient))) std::abort();
  if (const auto strict = base::ParseJson(text); strict && !(*strict == lenient)) std::abort();
  return 0;
}
