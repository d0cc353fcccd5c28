// Which zone a language or region lives in, where it is one zone. Offsets by the IANA time zone
// database, 2024.

#include <algorithm>
#include <string>

#include "text/dates.h"

namespace text {
namespace {

enum class Summer : bool { kNone, kEuropean };

struct Place {
  std::string_view tag;  // a language, or language and region
  int minutes;           // standard time
  Summer summer;
};

// A language alone stands where it has one country in effect, or countries of one zone.
constexpr Place kPlaces[] = {
    {"ja", 540, Summer::kNone},       {"ko", 540, Summer::kNone},
    {"zh", 480, Summer::kNone},       {"th", 420, Summer::kNone},
    {"vi", 420, Summer::kNone},       {"hi", 330, Summer::kNone},
    {"tr", 180, Summer::kNone},       {"fa", 210, Summer::kNone},
    {"de", 60, Summer::kEuropean},    {"it", 60, Summer::kEuropean},
    {"pl", 60, Summer::kEuropean},    {"cs", 60, Summer::kEuropean},
    {"sk", 60, Summer::kEuropean},    {"hu", 60, Summer::kEuropean},
    {"sv", 60, Summer::kEuropean},    {"da", 60, Summer::kEuropean},
    {"no", 60, Summer::kEuropean},    {"nb", 60, Summer::kEuropean},
    {"nn", 60, Summer::kEuropean},    {"sl", 60, Summer::kEuropean},
    {"hr", 60, Summer::kEuropean},    {"sr", 60, Summer::kEuropean},
    {"nl", 60, Summer::kEuropean},    {"ca", 60, Summer::kEuropean},
    {"fi", 120, Summer::kEuropean},   {"el", 120, Summer::kEuropean},
    {"ro", 120, Summer::kEuropean},   {"bg", 120, Summer::kEuropean},
    {"et", 120, Summer::kEuropean},   {"lv", 120, Summer::kEuropean},
    {"lt", 120, Summer::kEuropean},   {"uk", 120, Summer::kEuropean},
    {"fr-FR", 60, Summer::kEuropean}, {"fr-BE", 60, Summer::kEuropean},
    {"fr-CH", 60, Summer::kEuropean}, {"es-ES", 60, Summer::kEuropean},
    {"pt-PT", 0, Summer::kEuropean},  {"en-GB", 0, Summer::kEuropean},
    {"en-IE", 0, Summer::kEuropean},  {"en-IN", 330, Summer::kNone},
    {"en-SG", 480, Summer::kNone},    {"en-HK", 480, Summer::kNone},
    {"en-PH", 480, Summer::kNone},    {"en-PK", 300, Summer::kNone},
    {"en-ZA", 120, Summer::kNone},    {"en-NG", 60, Summer::kNone},
    {"en-KE", 180, Summer::kNone},    {"en-AE", 240, Summer::kNone},
    {"ar-SA", 180, Summer::kNone},    {"ar-AE", 240, Summer::kNone},
    {"ar-QA", 180, Summer::kNone},    {"ar-KW", 180, Summer::kNone},
    {"ar-IQ", 180, Summer::kNone},    {"ar-JO", 180, Summer::kNone},
    {"ar-DZ", 60, Summer::kNone},     {"ar-TN", 60, Summer::kNone},
    {"es-AR", -180, Summer::kNone},   {"es-CO", -300, Summer::kNone},
    {"es-PE", -300, Summer::kNone},   {"es-VE", -240, Summer::kNone},
};

base::Day LastSunday(int year, int month) {
  const base::Day last = base::DayFromCivil({year, month, 31});
  const int weekday = ((last.number + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0: Sunday
  return base::Day{last.number - weekday};
}

// From the last Sunday of March to the last of October.
bool IsEuropeanSummer(base::Day day) {
  const int year = base::CivilFromDay(day).year;
  return day >= LastSunday(year, 3) && day < LastSunday(year, 10);
}

}  // namespace

std::optional<int> ZoneOfPlace(std::string_view language, base::Day day) {
  const std::string_view primary = language.substr(0, language.find_first_of("-_"));
  std::string with_region(primary);
  if (language.size() >= primary.size() + 3) {
    with_region.append("-").append(language.substr(language.size() - 2));
  }
  const auto find = [](std::string_view tag) {
    return std::ranges::find(kPlaces, tag, &Place::tag);
  };
  const Place* place = find(with_region);
  if (place == std::end(kPlaces)) place = find(primary);
  if (place == std::end(kPlaces)) return std::nullopt;
  const bool summer = place->summer == Summer::kEuropean && IsEuropeanSummer(day);
  return place->minutes + (summer ? 60 : 0);
}

base::Instant FirstMomentOf(base::Day day, std::string_view language) {
  const int64_t minutes = ZoneOfPlace(language, day).value_or(0);
  return base::Instant{base::StartOf(day).micros - minutes * 60 * base::kMicrosPerSecond};
}

}  // namespace text
