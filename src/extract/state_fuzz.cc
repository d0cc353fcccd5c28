// Whatever scripts hold, the page that is made of it is markup that is safe and valid UTF-8.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "extract/extract.h"
#include "extract/state.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The first byte says how the rest stands in its script.
  if (size == 0) return 0;
  constexpr std::string_view kBefore[] = {"", "window.__STATE__ = ", "JSON.parse(\"",
                                          "self.__next_f.push([1,\""};
  constexpr std::string_view kBehind[] = {"", ";", "\")", "\"])"};
  const size_t way = data[0] % std::size(kBefore);
  std::string page = "<title>Council rebuilds the pier</title><script>";
  page += kBefore[way];
  page.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  page += kBehind[way];
  page += std::string(200, ' ');
  page += "</script>";
  page = base::RepairUtf8(page);
  const auto states = extract::FindStates(html::Parse(page));
  const auto made =
      extract::PageOfStates(states, "Council rebuilds the pier", "https://example.org/");
  if (!base::IsValidUtf8(made.html)) std::abort();
  extract::Input input;
  input.url = "https://example.org/a";
  input.html = page;
  if (!base::IsValidUtf8(extract::Read(input).text)) std::abort();
  return 0;
}
