#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/dates.h"

// No bytes may crash, hang or give a day that does not exist.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kHints[] = {"", "en", "en-US", "de", "ja", "ar", "th", "fr"};
  const std::string_view hint = kHints[size % std::size(kHints)];
  for (const auto& date : {text::ParseDate(text, hint), text::FindDate(text, hint)}) {
    if (!date) continue;
    const base::CivilDate civil = base::CivilFromDay(date->day);
    if (!base::IsValid(civil) || civil.year < 1000 || civil.year > 2999) std::abort();
    if (date->instant.has_value() != (date->precision == text::DatePrecision::kTime)) std::abort();
  }
  return 0;
}
