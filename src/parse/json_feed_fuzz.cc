#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/utf8.h"
#include "parse/feed.h"
#include "parse/testing/invariants.h"

namespace {

using base::Json;

// Values made of bytes: what a JSON Feed holds, and what it should not.
class Maker {
 public:
  explicit Maker(std::string_view bytes) : bytes_(bytes) {}

  Json Feed() {
    Json feed;
    feed.Set("version", "https://jsonfeed.org/version/1.1");
    while (!bytes_.empty()) feed.Set(Name(), Value(0));
    return feed;
  }

 private:
  uint8_t Byte() {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }

  std::string_view Name() {
    constexpr std::string_view kNames[] = {"title",         "items",          "id",
                                           "url",           "content_html",   "content_text",
                                           "summary",       "image",          "banner_image",
                                           "external_url",  "date_published", "date_modified",
                                           "author",        "authors",        "name",
                                           "avatar",        "tags",           "attachments",
                                           "mime_type",     "size_in_bytes",  "duration_in_seconds",
                                           "hubs",          "type",           "feed_url",
                                           "home_page_url", "icon",           "favicon",
                                           "language",      "description",    "expired",
                                           "version"};
    return kNames[Byte() % std::size(kNames)];
  }

  Json Value(int depth) {
    const uint8_t kind = Byte();
    if (kind % 8 == 0 && depth < 6) {
      Json::Array array;
      for (int i = Byte() % 4; i > 0; --i) array.push_back(Value(depth + 1));
      return array;
    }
    if (kind % 8 <= 2 && depth < 6) {
      Json object = Json::Object();
      for (int i = Byte() % 6; i > 0; --i) object.Set(Name(), Value(depth + 1));
      return object;
    }
    if (kind % 8 == 3) return static_cast<int64_t>(Byte()) << (Byte() % 56);
    if (kind % 8 == 4) return kind >= 128 ? Json(kind >= 192) : Json();
    const size_t size = Byte();
    const std::string_view text = bytes_.substr(0, size);
    bytes_.remove_prefix(text.size());
    return base::RepairUtf8(text);
  }

  std::string_view bytes_;
};

}  // namespace

// Any JSON gives a feed of which the invariants hold.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string json =
      base::WriteJson(Maker(std::string_view(reinterpret_cast<const char*>(data), size)).Feed());
  parse::Input input;
  input.bytes = json;
  input.url = "https://example.org/feed.json";
  const model::Feed feed = parse::ParseFeed(input);
  const parse::Invariants invariants(feed);
  if (invariants.Why().empty()) return 0;
  std::fprintf(stderr, "%s\n", invariants.Why().c_str());
  std::abort();
}
