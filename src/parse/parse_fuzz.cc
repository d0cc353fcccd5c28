#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <unordered_set>

#include "base/utf8.h"
#include "parse/feed.h"

// Any bytes give a feed whose texts are UTF-8, whose URLs are http, whose keys are unique.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  parse::Input input;
  input.bytes = std::string_view(reinterpret_cast<const char*>(data), size);
  input.url = "https://example.org/feed";
  const model::Feed feed = parse::ParseFeed(input);
  const auto check = [](bool holds) {
    if (!holds) std::abort();
  };
  check(base::IsValidUtf8(feed.title) && base::IsValidUtf8(feed.description));
  std::unordered_set<std::string_view> keys;
  for (const model::Entry& entry : feed.entries) {
    check(!entry.key.empty() && keys.insert(entry.key).second);
    check(entry.url.empty() || entry.url.starts_with("http"));
    check(base::IsValidUtf8(entry.title) && base::IsValidUtf8(entry.summary));
    check(base::IsValidUtf8(entry.content) && !entry.title.contains('\n'));
  }
  return 0;
}
