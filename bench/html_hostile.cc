#include "html_hostile.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

namespace bench {
namespace {

constexpr size_t kNested = 300'000;
constexpr size_t kFormatting = 100'000;

std::function<std::string()> Repeated(size_t times, std::string part, std::string before = "",
                                      std::string after = "") {
  return [=] {
    std::string html(before);
    for (size_t i = 0; i < times; ++i) html += part;
    return html.append(after);
  };
}

// As above, "{}" in the part replaced by the number of its repetition.
std::function<std::string()> Numbered(size_t times, std::string part, std::string before = "",
                                      std::string after = "") {
  return [=] {
    std::string html(before);
    for (size_t i = 0; i < times; ++i)
      fmt::format_to(std::back_inserter(html), fmt::runtime(part), i);
    return html.append(after);
  };
}

}  // namespace

std::vector<HostileInput> HostileInputs() {
  return {
      {"300,000 nested <div>", Repeated(kNested, "<div>")},
      {"300,000 nested <b>", Repeated(kNested, "<b>")},
      {"300,000 nested <svg>", Repeated(kNested, "<svg>")},
      {"300,000 nested <template>", Repeated(kNested, "<template>")},
      {"300,000 nested <table><td>", Repeated(kNested, "<table><td>")},
      {"300,000 nested <button>", Repeated(kNested, "<button><p>")},
      {"300,000 nested, and closed", Repeated(kNested, "</div>", Repeated(kNested, "<div>")())},
      {"an attribute of 1 MB", Repeated(1'000'000, "x", "<p title='", "'>")},
      {"an attribute of 1 MB of references", Repeated(200'000, "&amp;", "<p title='", "'>")},
      {"20,000 attributes", Numbered(20'000, " a{}=b", "<p", ">")},
      {"20,000 attributes, read by the states", Numbered(20'000, " a{}=b", "<p", " \x01=>")},
      {"1,000,000 references", Repeated(1'000'000, "&amp;")},
      {"1,000,000 references that are none",
       Repeated(1'000'000, "&CounterClockwiseContourIntegra")},
      {"8 MB of <", Repeated(8'000'000, "<")},
      {"8 MB of &", Repeated(8'000'000, "&")},
      {"8 MB of <!--", Repeated(2'000'000, "<!--")},
      {"8 MB of </", Repeated(4'000'000, "</")},
      {"8 MB of <a, never closed", Repeated(2'700'000, "<a ")},
      {"8 MB of distinct attributes, never closed", Numbered(1'000'000, "a{} ", "<p ")},
      {"255 attributes, then 2,000,000 again",
       Repeated(2'000'000, " x", Numbered(255, " a{}", "<p")(), ">")},
      {"4 MB of U+0000", [] { return std::string(4'000'000, '\0'); }},
      {"100,000 unclosed <b> in a table", Numbered(kFormatting, "<b c={}>x", "<table>")},
      {"100,000 unclosed <b>, each in a table", Repeated(kFormatting, "<table><b>")},
      {"100,000 unclosed <a> in cells", Numbered(kFormatting, "<tr><td><a href={}>x", "<table>")},
      {"100,000 unclosed <b> in paragraphs", Numbered(kFormatting, "<p><b c={}>x")},
      {"100,000 <b> across blocks", Repeated(kFormatting, "<b><div></b>")},
      {"100,000 </b> over 500 blocks",
       Repeated(kFormatting, "</b><b>", Repeated(500, "<b><div>")())},
      {"100,000 <p> under 200 unclosed elements",
       Repeated(kFormatting, "<p>x", Numbered(200, "<b c={}>")())},
      {"300,000 </x> under 509 <span>", Repeated(kNested, "</x>", Repeated(507, "<span>")())},
      {"300,000 <li> under 509 <span>", Repeated(kNested, "<li>", Repeated(507, "<span>")())},
      {"300,000 </li> under 500 <span>",
       Repeated(kNested, "</li>", Repeated(500, "<span>", "<li><object>")())},
      {"300,000 <p> beyond 509 <span>",
       Repeated(kNested, "<p>", Repeated(507, "<span>", "<p><button>")())},
      {"300,000 </b> under 500 <span>",
       Repeated(kNested, "</b>", Repeated(500, "<span>", "<b><object>")())},
      {"300,000 <a> under 500 <span>", Repeated(kNested, "<a>", Repeated(500, "<span>", "<a>")())},
      {"text joined around 100,000 tables", Repeated(kFormatting, "<table>x</table>y")},
      {"2,000,000 empty cells", Repeated(2'000'000, "<td>", "<table>")},
  };
}

}  // namespace bench
