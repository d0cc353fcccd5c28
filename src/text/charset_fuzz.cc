// Whatever the bytes and whatever they are said to be, the text is valid UTF-8.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/utf8.h"
#include "text/charset.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  // The first line is the header, the rest the document.
  const size_t line = input.find('\n');
  const std::string_view header = line == std::string_view::npos ? "" : input.substr(0, line);
  const std::string_view bytes = line == std::string_view::npos ? input : input.substr(line + 1);
  CHECK(base::IsValidUtf8(text::DecodeHtml(bytes, header).text));
  CHECK(base::IsValidUtf8(text::DecodeXml(bytes, header).text));
  return 0;
}
