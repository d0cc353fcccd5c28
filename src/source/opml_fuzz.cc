#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "source/opml.h"

// Any bytes give a list of http sources that survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto list = source::ReadOpml(bytes, "fuzz.opml");
  if (!list) return 0;
  for (const model::Source& source : list->sources) {
    if (!source.url.starts_with("http://") && !source.url.starts_with("https://")) std::abort();
  }
  const auto again = source::ReadOpml(source::WriteOpml(list->sources, list->title), "again.opml");
  if (!again || again->sources.size() != list->sources.size()) std::abort();
  return 0;
}
