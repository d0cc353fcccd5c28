#include "extract/day_marks.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/labels.h"
#include "net/url.h"
#include "text/words.h"

namespace extract {
namespace {

constexpr size_t kLongestText = 160;  // bytes

// ---- what a text says of its date
// -----------------------------------------------------------------

enum class Says : uint8_t { kNothing, kPublished, kUpdated, kOther };

constexpr uint32_t kOther = 1;
constexpr uint32_t kUpdated = 2;
constexpr uint32_t kPublished = 4;
constexpr Label kWords[] = {{"copyright", kOther},
                            {"©", kOther},
                            {"joined", kOther},
                            {"expires", kOther},
                            {"deadline", kOther},
                            {"valid until", kOther},
                            {"born", kOther},
                            {"member since", kOther},
                            {"registered", kOther},
                            {"register by", kOther},
                            {"event date", kOther},
                            {"beigetreten", kOther},
                            {"registriert", kOther},
                            {"retrieved", kOther},
                            {"accessed", kOther},
                            {"abgerufen", kOther},
                            {"isbn", kOther},
                            {"updated", kUpdated},
                            {"modified", kUpdated},
                            {"last edited", kUpdated},
                            {"revised", kUpdated},
                            {"last reviewed", kUpdated},
                            {"reviewed", kUpdated},
                            {"aktualisiert", kUpdated},
                            {"geändert", kUpdated},
                            {"bearbeitet", kUpdated},
                            {"stand:", kUpdated},
                            {"letzte änder", kUpdated},
                            {"mis à jour", kUpdated},
                            {"modifié", kUpdated},
                            {"actualizado", kUpdated},
                            {"actualización", kUpdated},
                            {"atualizado", kUpdated},
                            {"aggiornato", kUpdated},
                            {"modificato", kUpdated},
                            {"bijgewerkt", kUpdated},
                            {"gewijzigd", kUpdated},
                            {"uppdaterad", kUpdated},
                            {"oppdatert", kUpdated},
                            {"opdateret", kUpdated},
                            {"päivitetty", kUpdated},
                            {"muokattu", kUpdated},
                            {"zaktualizow", kUpdated},
                            {"aktualizacja", kUpdated},
                            {"aktualizováno", kUpdated},
                            {"frissítve", kUpdated},
                            {"actualizat", kUpdated},
                            {"güncelle", kUpdated},
                            {"обновлен", kUpdated},
                            {"оновлен", kUpdated},
                            {"изменен", kUpdated},
                            {"ενημέρωση", kUpdated},
                            {"更新", kUpdated},
                            {"最終", kUpdated},
                            {"수정", kUpdated},
                            {"تحديث", kUpdated},
                            {"diperbarui", kUpdated},
                            {"cập nhật", kUpdated},
                            {"แก้ไข", kUpdated},
                            {"published", kPublished},
                            {"posted", kPublished},
                            {"publication", kPublished},
                            {"first appeared", kPublished},
                            {"originally", kPublished},
                            {"created", kPublished},
                            {"date:", kPublished},
                            {"veröffentlicht", kPublished},
                            {"erschienen", kPublished},
                            {"erstellt", kPublished},
                            {"eingestellt", kPublished},
                            {"verfasst", kPublished},
                            {"datum", kPublished},
                            {"publié", kPublished},
                            {"paru le", kPublished},
                            {"mis en ligne", kPublished},
                            {"publicado", kPublished},
                            {"publicada", kPublished},
                            {"fecha", kPublished},
                            {"postado", kPublished},
                            {"pubblicato", kPublished},
                            {"gepubliceerd", kPublished},
                            {"geplaatst", kPublished},
                            {"publicerad", kPublished},
                            {"publisert", kPublished},
                            {"publiceret", kPublished},
                            {"udgivet", kPublished},
                            {"julkaistu", kPublished},
                            {"opublikowan", kPublished},
                            {"publikováno", kPublished},
                            {"vydáno", kPublished},
                            {"megjelent", kPublished},
                            {"publicat", kPublished},
                            {"yayın", kPublished},
                            {"опубликован", kPublished},
                            {"опубліков", kPublished},
                            {"δημοσιεύ", kPublished},
                            {"公開", kPublished},
                            {"投稿", kPublished},
                            {"掲載", kPublished},
                            {"配信", kPublished},
                            {"発表", kPublished},
                            {"发布", kPublished},
                            {"發布", kPublished},
                            {"发表", kPublished},
                            {"입력", kPublished},
                            {"등록", kPublished},
                            {"نشر", kPublished},
                            {"פורסם", kPublished},
                            {"dipublikasi", kPublished},
                            {"đăng", kPublished},
                            {"เผยแพร่", kPublished}};

// `folded` is the text around a date, or the line before it.
Says WhatItSays(std::string_view folded) {
  static const Labels kAll{kWords};
  const uint32_t bits = kAll.In(folded);
  if ((bits & kOther) != 0) return Says::kOther;
  if ((bits & kUpdated) != 0) return Says::kUpdated;
  return (bits & kPublished) != 0 ? Says::kPublished : Says::kNothing;
}

}  // namespace

void MarkWhatItSays(std::string_view text, Marks<DayMark>& marks) {
  switch (WhatItSays(text::Fold(base::TruncateUtf8(text, kLongestText)))) {
    case Says::kPublished:
      marks.Set(DayMark::kSaysPublished);
      break;
    case Says::kUpdated:
      marks.Set(DayMark::kSaysUpdated);
      break;
    case Says::kOther:
      marks.Set(DayMark::kSaysOther);
      break;
    case Says::kNothing:
      break;
  }
}

namespace {

std::optional<int> Number(std::string_view digits) {
  int value = 0;
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// 1 to 12 of "july" or "jul"; absent for anything else.
std::optional<int> MonthNamed(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  for (size_t i = 0; i < std::size(kMonths) && word.size() >= 3; ++i) {
    if (word == kMonths[i] || word == kMonths[i].substr(0, 3)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<base::Day> DayInAddress(std::string_view url) {
  const auto day_of = [](int year, int month, int day) -> std::optional<base::Day> {
    const base::CivilDate date{year, month, day};
    if (year < 1995 || year > 2100 || !base::IsValid(date)) return std::nullopt;
    return base::DayFromCivil(date);
  };
  for (size_t i = 0; i + 8 <= url.size(); ++i) {
    const std::string_view start = url.substr(i, 2);
    if (start != "20" && start != "19") continue;
    if (i > 0 && url[i - 1] >= '0' && url[i - 1] <= '9') continue;
    size_t end = i + 4;
    while (end < url.size() && url[end] >= '0' && url[end] <= '9') ++end;
    const auto year = Number(url.substr(i, 4));
    if (!year) continue;
    if (end - i == 8) {
      const auto month = Number(url.substr(i + 4, 2));
      const auto day = Number(url.substr(i + 6, 2));
      if (auto date = day_of(*year, *month, *day)) return date;
      continue;
    }
    if (end - i != 4 || end >= url.size()) continue;
    const char separator = url[end];
    if (separator != '/' && separator != '-' && separator != '_') continue;
    const size_t last = std::min(url.find(separator, end + 1), url.size());
    const std::string_view middle = url.substr(end + 1, last - end - 1);
    const auto month = middle.size() <= 2 ? Number(middle) : MonthNamed(text::Fold(middle));
    if (!month || last >= url.size()) continue;
    size_t close = last + 1;
    while (close < url.size() && url[close] >= '0' && url[close] <= '9') ++close;
    const auto day = Number(url.substr(last + 1, close - last - 1));
    if (!day || close - last - 1 > 2) continue;
    if (auto date = day_of(*year, *month, *day)) return date;
  }
  return std::nullopt;
}

namespace {

// Kana, Hangul and Thai letters belong to one language each.
std::string_view LanguageOfScript(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const char32_t c = base::NextCodePoint(text, i);
    if (c >= 0x3041 && c <= 0x30FA) return "ja";
    if (c >= 0xAC00 && c <= 0xD7A3) return "ko";
    if (c >= 0x0E01 && c <= 0x0E3A) return "th";
  }
  return {};
}

std::string WithRegion(std::string_view language, std::string_view url) {
  if (language.size() > 2 && !language.starts_with("en-001")) return std::string(language);
  const auto parsed = net::Url::Parse(url);
  if (!parsed) return std::string(language);
  const std::string_view host = parsed->host();
  const size_t dot = host.rfind('.');
  const std::string_view top = dot == std::string_view::npos ? "" : host.substr(dot + 1);
  if (language != "en" && !language.empty()) return std::string(language);
  static constexpr std::pair<std::string_view, std::string_view> kRegions[] = {
      {"uk", "en-GB"},  {"au", "en-AU"},  {"nz", "en-NZ"}, {"ie", "en-IE"}, {"in", "en-IN"},
      {"za", "en-ZA"},  {"sg", "en-SG"},  {"hk", "en-HK"}, {"pk", "en-PK"}, {"ng", "en-NG"},
      {"ke", "en-KE"},  {"ae", "en-AE"},  {"eu", "en-GB"}, {"us", "en-US"}, {"gov", "en-US"},
      {"mil", "en-US"}, {"edu", "en-US"}, {"de", "de-DE"}, {"fr", "fr-FR"}, {"it", "it-IT"},
      {"es", "es-ES"},  {"nl", "nl-NL"},  {"at", "de-AT"}, {"ch", "de-CH"}, {"pl", "pl-PL"},
      {"br", "pt-BR"},  {"pt", "pt-PT"},  {"ru", "ru-RU"}, {"jp", "ja-JP"}, {"cn", "zh-CN"},
      {"kr", "ko-KR"},  {"se", "sv-SE"},  {"no", "nb-NO"}, {"dk", "da-DK"}, {"fi", "fi-FI"}};
  for (const auto& [domain, tag] : kRegions) {
    if (top == domain) return std::string(tag);
  }
  return std::string(language);
}

}  // namespace

std::string LanguageOfPlace(std::string_view language, std::string_view url,
                            std::string_view title) {
  if (language.empty()) language = LanguageOfScript(title);
  return WithRegion(language, url);
}

}  // namespace extract
