// Whatever the bytes, a page is read to the end and its reading holds what extract.h promises.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "extract/extract.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  extract::Input input;
  input.url = "https://example.org/2025/07/29/a";
  input.html = std::string_view(reinterpret_cast<const char*>(data), size);
  const model::Reading reading = extract::Read(input);
  const bool article = reading.verdict == model::Verdict::kArticle;
  if (article != (reading.reason == model::Reason::kNone)) std::abort();
  if (reading.confidence < 0 || reading.confidence > 1) std::abort();
  if (!base::IsValidUtf8(reading.text) || !base::IsValidUtf8(reading.html)) std::abort();
  if (!base::IsValidUtf8(reading.title)) std::abort();
  return 0;
}
