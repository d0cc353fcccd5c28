#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "net/url.h"
#include "parse/feed.h"
#include "parse/testing/invariants.h"

// Any bytes give a feed of which the invariants hold, and addresses that are serialised.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  parse::Input input;
  input.bytes = std::string_view(reinterpret_cast<const char*>(data), size);
  input.url = "https://example.org/feed";
  const model::Feed feed = parse::ParseFeed(input);
  const parse::Invariants invariants(feed);
  const auto fail = [](const char* why) {
    std::fprintf(stderr, "%s\n", why);
    std::abort();
  };
  if (!invariants.Why().empty()) fail(invariants.Why().c_str());
  for (const model::Entry& entry : feed.entries) {
    if (entry.url.empty()) continue;
    const auto url = net::Url::Parse(entry.url);
    if (!url || url->href() != entry.url) fail("an address that is not serialised");
  }
  return 0;
}
