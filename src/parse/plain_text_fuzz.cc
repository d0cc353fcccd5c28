#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "html/text.h"
#include "parse/markup_repair.h"
#include "parse/plain_text.h"
#include "text/words.h"

// Where the fast way to plain text answers, it answers as html::ToText does; what it makes NFC for
// certain is NFC.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string html =
      base::RepairUtf8(std::string_view(reinterpret_cast<const char*>(data), size));
  constexpr size_t kLongest = size_t{1} << 20;
  const auto compare = [&html](const std::string& fast, const std::string& slow) {
    if (fast == slow) return;
    std::fprintf(stderr, "of:   %s\nfast: %s\nslow: %s\n", html.c_str(), fast.c_str(),
                 slow.c_str());
    std::abort();
  };
  std::string repaired;
  const std::string slow = html::ToText(parse::RepairMarkup(html, repaired));
  std::string fast;
  if (parse::SimpleTextOfHtml(html, parse::Lines::kKeep, kLongest, fast)) compare(fast, slow);
  if (parse::SimpleTextOfHtml(html, parse::Lines::kJoin, kLongest, fast)) {
    compare(fast, text::CollapseSpace(slow));
  }
  std::string visible = html;
  std::erase(visible, '\0');
  compare(parse::TextOfPlain(html, kLongest), text::CollapseSpace(visible));
  compare(parse::Composed(html), text::Normalise(html));
  return 0;
}
