#pragma once
// The judge of the sanitiser's tests and fuzzer: reads its output again and looks for harm.

#include <string>
#include <string_view>

namespace html {

// Empty when `html` holds only elements, attributes and URL schemes that can do no harm; else what
// was found. Stands apart from the sanitiser: it shares the parser with it, not its lists.
std::string WhyHarmful(std::string_view html);

}  // namespace html
