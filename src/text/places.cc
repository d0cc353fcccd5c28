#include "text/places.h"

#include <unicode/localebuilder.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>

#include <map>
#include <memory>

#include "base/mutex.h"
#include "text/words.h"

namespace text {
namespace {

using Table = std::unordered_map<std::string, Place>;

void Add(const std::string& id, const icu::UnicodeString& shown, Table& table) {
  std::string name;
  shown.toUTF8String(name);
  if (name.size() < 2) return;
  table.try_emplace(Fold(name), Place{id, name});
}

void AddRegions(const icu::Locale& locale, URegionType type, std::string_view prefix,
                Table& table) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> codes(icu::Region::getAvailable(type, error));
  if (U_FAILURE(error) || codes == nullptr) return;
  while (const char* code = codes->next(nullptr, error)) {
    if (U_FAILURE(error)) return;
    UErrorCode build = U_ZERO_ERROR;
    const icu::Locale region = icu::LocaleBuilder().setRegion(code).build(build);
    if (U_FAILURE(build)) continue;
    icu::UnicodeString shown;
    region.getDisplayCountry(locale, shown);
    // CLDR shows the code where it has no name.
    if (shown == icu::UnicodeString(code)) continue;
    Add(std::string(prefix) + code, shown, table);
  }
}

void AddCities(const icu::Locale& locale, Table& table) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::TimeZoneNames> names(
      icu::TimeZoneNames::createInstance(locale, error));
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, error));
  if (U_FAILURE(error) || names == nullptr || zones == nullptr) return;
  while (const icu::UnicodeString* zone = zones->snext(error)) {
    if (U_FAILURE(error)) return;
    icu::UnicodeString city;
    names->getExemplarLocationName(*zone, city);
    if (city.isBogus()) continue;
    std::string id;
    zone->toUTF8String(id);
    Add("city/" + id, city, table);
  }
}

Table Make(const std::string& language) {
  const icu::Locale locale(language.c_str());
  Table table;
  AddRegions(locale, URGN_TERRITORY, "country/", table);
  AddRegions(locale, URGN_CONTINENT, "region/", table);
  AddRegions(locale, URGN_SUBCONTINENT, "region/", table);
  AddCities(locale, table);
  return table;
}

struct Cache {
  base::Mutex mutex;
  std::map<std::string, std::unique_ptr<const Table>, std::less<>> tables GUARDED_BY(mutex);
};

}  // namespace

const std::unordered_map<std::string, Place>& PlacesIn(std::string_view language) {
  static Cache cache;
  std::string primary(language.substr(0, language.find_first_of("-_")));
  constexpr size_t kMostLanguages = 200;
  const base::MutexLock lock(cache.mutex);
  auto found = cache.tables.find(primary);
  if (found == cache.tables.end()) {
    // Languages come from outside: what is not a language, or one too many, gets English.
    if (primary.empty() || primary.size() > 3 || cache.tables.size() >= kMostLanguages)
      primary = "en";
    auto& slot = cache.tables[primary];
    if (slot == nullptr) slot = std::make_unique<const Table>(Make(primary));
    return *slot;
  }
  return *found->second;
}

}  // namespace text
