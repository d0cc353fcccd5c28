#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "parse/feed_date.h"
#include "text/dates.h"

namespace {

// Dates that are nearly right: every byte chooses one part.
std::string DateOf(std::string_view bytes) {
  constexpr std::string_view kParts[] = {
      "Mon", "Sun, ", "Tue,", " ",     "  ",    "1",     "09",    "31",  "30",    "Feb", "Jul",
      "Dec", "jan",   "2024", "99",    "0001",  "12:",   "23:59", ":60", "24:00", ":",   "GMT",
      "UTC", "Z",     "EST",  "+0900", "-1145", "+1500", "-",     ",",   "+00",   "\n"};
  std::string text;
  for (const char c : bytes.substr(0, 16)) {
    text += kParts[static_cast<unsigned char>(c) % std::size(kParts)];
  }
  return text;
}

}  // namespace

// Where the fast way answers, it answers as text::ParseDate does.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::string& text : {std::string(bytes), DateOf(bytes)}) {
    const auto fast = parse::Rfc822Date(text);
    if (!fast) continue;
    const auto slow = text::ParseDate(text, "");
    if (slow && slow->instant == fast) continue;
    std::fprintf(stderr, "'%s': %s\n", text.c_str(), base::FormatRfc3339(*fast).c_str());
    std::abort();
  }
  return 0;
}
