#include "text/date_words.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace text {
namespace {

// Languages whose names of months and days are known. The Arabic ones of three regions differ:
// تموز in the Levant and Iraq, يوليو in Egypt and the Gulf, جويلية in the Maghreb, يوليوز in
// Morocco.
constexpr const char* kLocales[] = {
    "en", "de", "de_AT", "fr", "es", "pt", "it", "nl", "ru",    "uk",    "pl",    "cs",
    "sk", "sl", "hr",    "sr", "bg", "mk", "ro", "hu", "el",    "tr",    "sv",    "da",
    "nb", "fi", "et",    "lv", "lt", "is", "ga", "ca", "gl",    "eu",    "sq",    "id",
    "ms", "sw", "af",    "he", "hi", "bn", "ta", "th", "ar_EG", "ar_SY", "ar_TN", "ar_MA",
    "az", "kk", "be",    "ka", "hy", "ur", "mr", "te", "gu",    "fil",   "vi",
};

struct MonthName {
  int month;
  std::string language;
};

struct Names {
  std::unordered_map<std::string, std::vector<MonthName>> months;
  std::unordered_set<std::string> weekdays;
  std::unordered_map<std::string, int> halves;
};

bool HasDigit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::string KeyOf(const icu::UnicodeString& name) {
  std::string utf8;
  name.toUTF8String(utf8);
  std::string key = FoldDateWord(utf8);
  while (key.ends_with('.')) key.pop_back();
  return key;
}

// Keys of one byte or of digits ("7月") would match what is no name.
bool IsUsefulKey(std::string_view key) {
  return key.size() > 1 && !HasDigit(key);
}

void AddMonth(Names& names, std::string key, int month, std::string_view language) {
  if (!IsUsefulKey(key)) return;
  auto& known = names.months[std::move(key)];
  const bool there = std::ranges::any_of(known, [&](const MonthName& name) {
    return name.month == month && name.language == language;
  });
  if (!there) known.push_back({month, std::string(language)});
}

void AddLocale(Names& names, const char* locale_name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(locale_name);
  const icu::DateFormatSymbols symbols(locale, status);
  if (U_FAILURE(status) != 0) return;
  const std::string_view language = locale.getLanguage();
  using Symbols = icu::DateFormatSymbols;
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
    for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      int32_t count = 0;
      const icu::UnicodeString* months = symbols.getMonths(count, context, width);
      int number = 0;
      for (const icu::UnicodeString& month : std::span(months, static_cast<size_t>(count))) {
        if (++number <= 12) AddMonth(names, KeyOf(month), number, language);
      }
      const icu::UnicodeString* days = symbols.getWeekdays(count, context, width);
      for (const icu::UnicodeString& day : std::span(days, static_cast<size_t>(count))) {
        std::string key = KeyOf(day);
        if (IsUsefulKey(key)) names.weekdays.insert(std::move(key));
      }
    }
  }
  int32_t count = 0;
  const icu::UnicodeString* halves = symbols.getAmPmStrings(count);
  for (int number = 0; const icu::UnicodeString& half :
                       std::span(halves, static_cast<size_t>(std::min(count, 2)))) {
    std::string key = KeyOf(half);
    const int sign = number++ == 0 ? -1 : 1;
    if (key.size() > 1) names.halves.emplace(std::move(key), sign);
  }
}

// Spellings in use that CLDR does not have.
constexpr std::pair<const char*, std::pair<int, const char*>> kMoreMonths[] = {
    {"sept", {9, "en"}},      {"janv", {1, "fr"}},       {"fevr", {2, "fr"}},
    {"juil", {7, "fr"}},      {"marz", {3, "de"}},       {"mrz", {3, "de"}},
    {"janner", {1, "de"}},    {"feber", {2, "de"}},      {"setiembre", {9, "es"}},
    {"мая", {5, "ru"}},       {"сен", {9, "ru"}},        {"ابريل", {4, "ar"}},
    {"نيسان", {4, "ar"}},     {"ايار", {5, "ar"}},       {"حزيران", {6, "ar"}},
    {"تموز", {7, "ar"}},      {"اب", {8, "ar"}},         {"ايلول", {9, "ar"}},
    {"شباط", {2, "ar"}},      {"اذار", {3, "ar"}},       {"يوليه", {7, "ar"}},
    {"يونيه", {6, "ar"}},     {"جويليه", {7, "ar"}},     {"مي", {5, "ar"}},
    {"كانون ثان", {1, "ar"}}, {"تشرين اول", {10, "ar"}}, {"tammuz", {7, "ar"}},
    {"agst", {8, "id"}},      {"agu", {8, "id"}},        {"ogos", {8, "ms"}},
    {"mayıs", {5, "tr"}},
};

const Names& AllNames() {
  static const Names* const kNames = [] {
    auto* names = new Names;  // for the life of the process: no order of destruction to mind
    for (const char* locale : kLocales) AddLocale(*names, locale);
    for (const auto& [word, name] : kMoreMonths) {
      AddMonth(*names, FoldDateWord(word), name.first, name.second);
    }
    return names;
  }();
  return *kNames;
}

constexpr std::string_view kEnglishMonths[] = {"january",   "february", "march",    "april",
                                               "may",       "june",     "july",     "august",
                                               "september", "october",  "november", "december"};
constexpr std::string_view kEnglishDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                             "friday", "saturday", "sunday"};

// English by its own short way: most dates of feeds never make ICU load its tables.
int EnglishMonth(std::string_view folded) {
  if (folded == "sept") return 9;
  for (size_t i = 0; i < std::size(kEnglishMonths); ++i) {
    if (folded == kEnglishMonths[i] || folded == kEnglishMonths[i].substr(0, 3)) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool IsEnglishDay(std::string_view folded) {
  if (folded == "tues" || folded == "thur" || folded == "thurs") return true;
  return std::ranges::any_of(kEnglishDays, [&](std::string_view day) {
    return folded == day || folded == day.substr(0, 3);
  });
}

std::string_view PrimaryLanguage(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find_first_of("-_"));
  return primary == "no" || primary == "nn" ? "nb" : primary;
}

// Combining marks that are accents. Marks of Indic scripts are letters of their own right and stay.
bool IsDroppedMark(UChar32 c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x655) || c == 0x670 || c == 0x640 ||
         c == 0x200E || c == 0x200F;
}

struct Zone {
  std::string_view name;
  int minutes;
};
// Offsets as of the IANA time zone database; of names in use by several zones the one most met in
// news, see ZoneMinutes for the others.
constexpr Zone kZones[] = {
    {"z", 0},      {"gmt", 0},     {"utc", 0},    {"ut", 0},      {"wet", 0},     {"west", 60},
    {"bst", 60},   {"cet", 60},    {"cest", 120}, {"mez", 60},    {"mesz", 120},  {"met", 60},
    {"mest", 120}, {"eet", 120},   {"eest", 180}, {"msk", 180},   {"msd", 240},   {"trt", 180},
    {"sast", 120}, {"cat", 120},   {"eat", 180},  {"wat", 60},    {"gst", 240},   {"uae", 240},
    {"irst", 210}, {"pkt", 300},   {"ist", 330},  {"npt", 345},   {"ict", 420},   {"wib", 420},
    {"wita", 480}, {"wit", 540},   {"sgt", 480},  {"myt", 480},   {"hkt", 480},   {"pht", 480},
    {"awst", 480}, {"jst", 540},   {"kst", 540},  {"acst", 570},  {"acdt", 630},  {"aest", 600},
    {"aedt", 660}, {"nzst", 720},  {"nzdt", 780}, {"nst", -210},  {"ndt", -150},  {"ast", -240},
    {"adt", -180}, {"est", -300},  {"edt", -240}, {"cst", -360},  {"cdt", -300},  {"mst", -420},
    {"mdt", -360}, {"pst", -480},  {"pdt", -420}, {"akst", -540}, {"akdt", -480}, {"hst", -600},
    {"brt", -180}, {"brst", -120}, {"art", -180}, {"clt", -240},  {"clst", -180}, {"cot", -300},
    {"pet", -300}, {"vet", -240},  {"et", -300},  {"ct", -360},   {"mt", -420},   {"pt", -480},
};

// Second Sunday of March to first Sunday of November, by whole days (Energy Policy Act of 2005).
bool IsUnitedStatesSummer(base::Day day) {
  const base::CivilDate date = base::CivilFromDay(day);
  const auto sunday_from = [&](int month, int first) {
    const base::Day start = base::DayFromCivil({date.year, month, first});
    const int weekday = ((start.number + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0: Sunday
    return base::Day{start.number + (7 - weekday) % 7};
  };
  return day >= sunday_from(3, 8) && day < sunday_from(11, 1);
}

bool IsOneOf(std::string_view word, std::string_view list) {
  if (word.empty() || word.contains(' ')) return false;
  for (size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const bool starts = at == 0 || list[at - 1] == ' ';
    const size_t end = at + word.size();
    if (starts && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

// Folded, between spaces.
constexpr std::string_view kFillers =
    "of the on at in by am um den der dem de del d le la el il lo di do da dos em em e o a as das "
    "alle "
    "ore ora om op kl klo klockan klokken kello pe na v ve dne dnia w i в от г года год году р "
    "року "
    "godz god g ngay nam luc pukul jam tanggal tgl hari tarihi saat st nd rd th er eme º ª o th te "
    "วันที่ เวลา พ ศ ค พ.ศ น في من الساعه الساعة و يوم عام سنه سنة م ב את שעה στις τις του "
    "published updated posted date dated last modified created publish publication published "
    "publie mis jour modifie veroffentlicht aktualisiert stand datum vom publicado actualizado "
    "atualizado publicada pubblicato aggiornato il gepubliceerd bijgewerkt опубликовано обновлено "
    "نشر تحديث النشر تاريخ اخر بتاريخ 公開 更新 投稿 掲載 配信 作成 最終 日時 発表 发布 發布 时间 "
    "時間 "
    "发表 입력 수정 발행 등록 승인 t";

}  // namespace

std::string FoldDateWord(std::string_view word) {
  const bool ascii = std::ranges::all_of(word, [](char c) { return (c & 0x80) == 0; });
  if (ascii) {
    std::string out(word);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
  const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) return std::string(word);
  icu::UnicodeString folded = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  folded = decompose->normalize(folded.foldCase(), status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (IsDroppedMark(c)) continue;
    kept.append(c == 0x131 ? UChar32{'i'} : c);
  }
  // Letters that are made of parts but are no accented ones (Hangul) are put together again.
  kept = compose->normalize(kept, status);
  if (U_FAILURE(status) != 0) return std::string(word);
  std::string out;
  kept.toUTF8String(out);
  return out;
}

int MonthOfWord(std::string_view folded, std::string_view language) {
  if (const int english = EnglishMonth(folded); english != 0) return english;
  const auto& months = AllNames().months;
  const auto found = months.find(std::string(folded));
  if (found == months.end()) return 0;
  const std::string_view primary = PrimaryLanguage(language);
  int month = 0;
  for (const MonthName& name : found->second) {
    if (name.language == primary) return name.month;
    if (month == 0) month = name.month;
    if (month != name.month) month = -1;  // "listopad": November in Polish, October in Croatian
  }
  return std::max(month, 0);
}

bool IsThaiMonth(std::string_view folded) {
  const auto& months = AllNames().months;
  const auto found = months.find(std::string(folded));
  return found != months.end() && found->second.front().language == "th";
}

bool IsWeekday(std::string_view folded) {
  return IsEnglishDay(folded) || AllNames().weekdays.contains(std::string(folded));
}

int HalfOfDay(std::string_view folded) {
  if (folded == "am" || folded == "午前" || folded == "上午" || folded == "오전") return -1;
  if (folded == "pm" || folded == "午後" || folded == "下午" || folded == "오후") return 1;
  if (folded == "ص" || folded == "صباحا") return -1;
  if (folded == "م" || folded == "مساء") return 1;
  const bool ascii = std::ranges::all_of(folded, [](char c) { return (c & 0x80) == 0; });
  if (ascii) return 0;
  const auto& halves = AllNames().halves;
  const auto found = halves.find(std::string(folded));
  return found == halves.end() ? 0 : found->second;
}

bool IsDateFiller(std::string_view folded) {
  return IsOneOf(folded, kFillers);
}

bool IsHourUnit(std::string_view folded) {
  return IsOneOf(folded, "h uhr uur 時 时 點 点 시 ч שעה hrs u");
}

bool IsMinuteUnit(std::string_view folded) {
  return IsOneOf(folded, "分 분 min m мин");
}

bool IsSecondUnit(std::string_view folded) {
  return IsOneOf(folded, "秒 초 s sec");
}

bool IsZone(std::string_view folded) {
  return std::ranges::any_of(kZones, [&](const Zone& zone) { return zone.name == folded; });
}

std::optional<int> ZoneMinutes(std::string_view folded, std::string_view language, base::Day day) {
  const std::string_view primary = PrimaryLanguage(language);
  if (folded == "cst" && primary == "zh") return 480;
  if (folded == "ast" && primary == "ar") return 180;
  if (folded == "ist" && primary == "he") return 120;
  if (folded == "ist" && primary == "ga") return 60;
  const auto* const found =
      std::ranges::find_if(kZones, [&](const Zone& zone) { return zone.name == folded; });
  if (found == std::end(kZones)) return std::nullopt;
  const bool by_season = folded == "et" || folded == "ct" || folded == "mt" || folded == "pt";
  return found->minutes + (by_season && IsUnitedStatesSummer(day) ? 60 : 0);
}

int EraOffset(std::string_view word) {
  if (word == "令和") return 2018;
  if (word == "平成") return 1988;
  if (word == "昭和") return 1925;
  if (word == "大正") return 1911;
  if (word == "明治") return 1867;
  return 0;
}

}  // namespace text
