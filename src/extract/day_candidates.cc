#include "extract/day_candidates.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/labels.h"
#include "net/url.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;

constexpr base::CivilDate kFirstWebPage = {1991, 8, 6};
constexpr size_t kLongestText = 160;  // bytes of an element that is a date

// ---- what a text says of its date -----------------------------------------------------------------

enum class Says : uint8_t { kNothing, kPublished, kUpdated, kOther };

constexpr uint32_t kOther = 1;
constexpr uint32_t kUpdated = 2;
constexpr uint32_t kPublished = 4;
constexpr Label kWords[] = {
    {"copyright", kOther}, {"©", kOther}, {"joined", kOther}, {"expires", kOther}, {"deadline", kOther}, {"valid until", kOther}, {"born", kOther}, {"member since", kOther}, {"registered", kOther}, {"register by", kOther}, {"event date", kOther}, {"beigetreten", kOther}, {"registriert", kOther}, {"retrieved", kOther}, {"accessed", kOther}, {"abgerufen", kOther}, {"isbn", kOther}, {"updated", kUpdated}, {"modified", kUpdated}, {"last edited", kUpdated}, {"revised", kUpdated}, {"last reviewed", kUpdated}, {"reviewed", kUpdated}, {"aktualisiert", kUpdated}, {"geändert", kUpdated}, {"bearbeitet", kUpdated}, {"stand:", kUpdated}, {"letzte änder", kUpdated}, {"mis à jour", kUpdated}, {"modifié", kUpdated}, {"actualizado", kUpdated}, {"actualización", kUpdated}, {"atualizado", kUpdated}, {"aggiornato", kUpdated}, {"modificato", kUpdated}, {"bijgewerkt", kUpdated}, {"gewijzigd", kUpdated}, {"uppdaterad", kUpdated}, {"oppdatert", kUpdated}, {"opdateret", kUpdated}, {"päivitetty", kUpdated}, {"muokattu", kUpdated}, {"zaktualizow", kUpdated}, {"aktualizacja", kUpdated}, {"aktualizováno", kUpdated}, {"frissítve", kUpdated}, {"actualizat", kUpdated}, {"güncelle", kUpdated}, {"обновлен", kUpdated}, {"оновлен", kUpdated}, {"изменен", kUpdated}, {"ενημέρωση", kUpdated}, {"更新", kUpdated}, {"最終", kUpdated}, {"수정", kUpdated}, {"تحديث", kUpdated}, {"diperbarui", kUpdated}, {"cập nhật", kUpdated}, {"แก้ไข", kUpdated}, {"published", kPublished}, {"posted", kPublished}, {"publication", kPublished}, {"first appeared", kPublished}, {"originally", kPublished}, {"created", kPublished}, {"date:", kPublished}, {"veröffentlicht", kPublished}, {"erschienen", kPublished}, {"erstellt", kPublished}, {"eingestellt", kPublished}, {"verfasst", kPublished}, {"datum", kPublished}, {"publié", kPublished}, {"paru le", kPublished}, {"mis en ligne", kPublished}, {"publicado", kPublished}, {"publicada", kPublished}, {"fecha", kPublished}, {"postado", kPublished}, {"pubblicato", kPublished}, {"gepubliceerd", kPublished}, {"geplaatst", kPublished}, {"publicerad", kPublished}, {"publisert", kPublished}, {"publiceret", kPublished}, {"udgivet", kPublished}, {"julkaistu", kPublished}, {"opublikowan", kPublished}, {"publikováno", kPublished}, {"vydáno", kPublished}, {"megjelent", kPublished}, {"publicat", kPublished}, {"yayın", kPublished}, {"опубликован", kPublished}, {"опубліков", kPublished}, {"δημοσιεύ", kPublished}, {"公開", kPublished}, {"投稿", kPublished}, {"掲載", kPublished}, {"配信", kPublished}, {"発表", kPublished}, {"发布", kPublished}, {"發布", kPublished}, {"发表", kPublished}, {"입력", kPublished}, {"등록", kPublished}, {"نشر", kPublished}, {"פורסם", kPublished}, {"dipublikasi", kPublished}, {"đăng", kPublished}, {"เผยแพร่", kPublished}};

// `folded` is the text around a date, or the line before it.
Says WhatItSays(std::string_view folded) {
  static const Labels kAll{kWords};
  const uint32_t bits = kAll.In(folded);
  if ((bits & kOther) != 0) return Says::kOther;
  if ((bits & kUpdated) != 0) return Says::kUpdated;
  return (bits & kPublished) != 0 ? Says::kPublished : Says::kNothing;
}

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

// Whether a text of a date could be read in two ways: figures alone.
bool IsAllNumeric(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

// ---- collecting -----------------------------------------------------------------------------------

class Collector {
 public:
  explicit Collector(const DayPlace& place)
      : place_(place),
        layout_(place.layout),
        anatomy_(place.layout.anatomy()),
        document_(anatomy_.document),
        language_(place.language) {}

  std::vector<DayCandidate> Collect();

 private:
  // A date that could be read in two ways, until other dates decide.
  struct Unsure {
    text::ParsedDate day_first;
    text::ParsedDate month_first;
    Marks<DayMark> marks;
    int rank;
  };

  bool MayBe(const text::ParsedDate& date) const;
  void Add(const text::ParsedDate& date, const Marks<DayMark>& marks, int rank);
  // Reads `text` as a date, or looks for one in it. False when there is none.
  enum class Reading : uint8_t { kWhole, kWithin };
  bool Read(std::string_view text, Reading how, const Marks<DayMark>& marks, int rank);
  void AddHeadValue(std::string_view text, DayMark mark);
  void AddHead();
  void AddAddress();
  int MarkPlace(NodeId node, Marks<DayMark>& marks) const;
  int MarkRun(size_t index, Marks<DayMark>& marks) const;
  void AddElements();
  bool AddElement(const Marked& marked);
  void AddLines();
  void ResolveUnsure();
  void Compare();

  const DayPlace& place_;
  Layout& layout_;
  const Anatomy& anatomy_;
  const Document& document_;
  std::string_view language_;
  bool first_time_ = true;
  std::vector<Unsure> unsure_;
  size_t sure_day_first_ = 0;
  size_t sure_month_first_ = 0;
  std::vector<DayCandidate> candidates_;
  std::vector<int> ranks_;  // of the best place of each: lower is better
};

constexpr int kRankAside = 6;
constexpr int kRankHidden = 8;
constexpr int kRankHead = 9;

bool Collector::MayBe(const text::ParsedDate& date) const {
  if (date.precision < text::DatePrecision::kDay) return false;
  if (date.day < base::DayFromCivil(kFirstWebPage)) return false;
  return !place_.fetched || date.day.number <= base::DayOf(*place_.fetched).number + 1;
}

constexpr DayMark kPlaces[] = {DayMark::kNearTitle, DayMark::kAboveBody, DayMark::kInBody,
                               DayMark::kJustBelow, DayMark::kFarBelow,  DayMark::kAside,
                               DayMark::kHidden};

void Collector::Add(const text::ParsedDate& date, const Marks<DayMark>& marks, int rank) {
  constexpr size_t kMost = 48;
  if (!MayBe(date)) return;
  size_t at = 0;
  while (at < candidates_.size() && candidates_[at].day != date.day) ++at;
  if (at == candidates_.size()) {
    if (at == kMost) return;
    candidates_.push_back({date.day, std::nullopt, false, {}});
    ranks_.push_back(100);
  }
  DayCandidate& candidate = candidates_[at];
  // Of several places the best counts.
  Marks<DayMark> joined = marks;
  if (rank < ranks_[at] && rank != kRankHead) {
    for (const DayMark mark : kPlaces) candidate.marks.Set(mark, 0.0F);
    ranks_[at] = rank;
  } else if (rank != ranks_[at]) {
    for (const DayMark mark : kPlaces) joined.Set(mark, 0.0F);
  }
  candidate.marks.Join(joined);
  if (date.instant && (!candidate.instant || (date.has_zone && !candidate.has_zone))) {
    candidate.instant = date.instant;
    candidate.has_zone = date.has_zone;
  }
}

bool Collector::Read(std::string_view text, Reading how, const Marks<DayMark>& marks, int rank) {
  if (DigitsIn(text) < 2 || text.size() > 2'000) return false;
  const auto parse = [&](std::string_view language) {
    return how == Reading::kWhole ? text::ParseDate(text, language)
                                  : text::FindDate(text, language);
  };
  auto date = parse(language_);
  const bool region = language_.size() > 2 || (!language_.starts_with("en") && !language_.empty());
  if ((!date || !region) && IsAllNumeric(text)) {
    const auto day_first = parse("en-GB");
    const auto month_first = parse("en-US");
    if (day_first && month_first && day_first->day != month_first->day) {
      unsure_.push_back({*day_first, *month_first, marks, rank});
      return true;
    }
    // "25/12/2025" decides for the others.
    if (day_first && text.find('/') != std::string_view::npos) {
      const base::CivilDate civil = base::CivilFromDay(day_first->day);
      if (civil.day > 12) {
        const std::string_view digits = text.substr(text.find_first_of("0123456789"));
        ++(std::atoi(std::string(digits.substr(0, 2)).c_str()) == civil.day ? sure_day_first_
                                                                            : sure_month_first_);
      }
    }
    if (!date) date = day_first;
  }
  if (!date || date->precision < text::DatePrecision::kDay) return false;
  Marks<DayMark> own = marks;
  if (date->instant) own.Set(DayMark::kHasHour);
  Add(*date, own, rank);
  return true;
}

void Collector::ResolveUnsure() {
  const bool american = language_ == "en" || language_ == "en-US" || language_.empty();
  for (const Unsure& unsure : unsure_) {
    const auto known = [&](base::Day day) {
      return std::ranges::any_of(candidates_,
                                 [&](const DayCandidate& other) { return other.day == day; });
    };
    const bool day_first = MayBe(unsure.day_first);
    const bool month_first = MayBe(unsure.month_first);
    Marks<DayMark> marks = unsure.marks;
    if (!month_first || (day_first && known(unsure.day_first.day))) {
      Add(unsure.day_first, marks, unsure.rank);
    } else if (!day_first || known(unsure.month_first.day)) {
      Add(unsure.month_first, marks, unsure.rank);
    } else {
      marks.Set(DayMark::kGuessedOrder);
      const bool use_month_first = sure_day_first_ != sure_month_first_
                                       ? sure_month_first_ > sure_day_first_
                                       : american;
      Add(use_month_first ? unsure.month_first : unsure.day_first, marks, unsure.rank);
    }
  }
}

void Collector::AddHeadValue(std::string_view text, DayMark mark) {
  Marks<DayMark> marks;
  marks.Set(mark);
  if (!Read(text, Reading::kWhole, marks, kRankHead) && text.size() <= kLongestText) {
    Read(text, Reading::kWithin, marks, kRankHead);
  }
}

void Collector::AddHead() {
  const StructuredArticle& article = place_.facts.article;
  AddHeadValue(article.published, DayMark::kStructured);
  AddHeadValue(article.created, DayMark::kStructuredCreated);
  AddHeadValue(article.modified, DayMark::kStructuredModified);
  for (const auto& [name, value] : place_.facts.metas) {
    if (value.size() < 6 || value.size() > 80) continue;
    static constexpr std::string_view kPublishedNames[] = {
        "article:published_time", "article:published", "og:published_time",
        "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
        "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "pubdate", "publish-date",
        "publish_date", "publication_date", "publicationdate", "publishdate", "published-date",
        "published_date", "published", "citation_publication_date", "citation_date",
        "citation_online_date", "dc.date.issued", "dcterms.issued", "article.published",
        "article_date_original", "originalpublicationdate", "rnews:datepublished", "ptime",
        "weibo:article:create_at", "pub_date", "release_date", "video:release_date",
        "dateposted", "date_published", "article:post_date", "dcterms.available", "publishtime",
        "publish_time", "bt:pubdate", "datepublished_time", "article-publication-date"};
    static constexpr std::string_view kDateNames[] = {
        "date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "created",
        "article.created", "dc.terms.created", "datecreated", "dc.created", "article:created",
        "creation_date", "og:pubdate", "last-published", "displaydate"};
    static constexpr std::string_view kModifiedNames[] = {
        "article:modified_time", "og:updated_time", "article:updated_time", "datemodified",
        "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "modified",
        "article.updated", "article:modified", "revised", "last_modified", "updated",
        "og:article:modified_time", "article-last-modified"};
    if (std::ranges::find(kPublishedNames, name) != std::end(kPublishedNames)) {
      AddHeadValue(value, DayMark::kMetaPublished);
    } else if (std::ranges::find(kDateNames, name) != std::end(kDateNames)) {
      AddHeadValue(value, DayMark::kMetaDate);
    } else if (std::ranges::find(kModifiedNames, name) != std::end(kModifiedNames)) {
      AddHeadValue(value, DayMark::kMetaModified);
    }
  }
}

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
  static constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",
                                                 "may",     "june",     "july",      "august",
                                                 "september", "october", "november", "december"};
  for (size_t i = 0; i < std::size(kMonths) && word.size() >= 3; ++i) {
    if (word == kMonths[i] || word == kMonths[i].substr(0, 3)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

// "/2025/07/29/", "/2025/july/29/", "/2025-07-29-", "/20250729".
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

void Collector::AddAddress() {
  std::string_view url = place_.url;
  // An archive's address holds the page's own, and a day of its own before it.
  if (const size_t inner = url.rfind("http"); inner != std::string_view::npos && inner > 8 &&
                                              url.substr(inner).find("://") <= 5) {
    url = url.substr(inner);
  }
  const auto day = DayInAddress(url);
  if (!day) return;
  Marks<DayMark> marks;
  marks.Set(DayMark::kAddress);
  Add({*day, std::nullopt, false, text::DatePrecision::kDay}, marks, kRankHead);
}

// Gives the rank of the place.
int Collector::MarkRun(size_t index, Marks<DayMark>& marks) const {
  constexpr size_t kNear = 8;  // runs from the title
  constexpr size_t kFar = 6;   // runs below the text
  if (layout_.IsNearTitle(index, 4, kNear)) {
    marks.Set(DayMark::kNearTitle);
    return 0;
  }
  if (index < layout_.body_first()) {
    marks.Set(DayMark::kAboveBody);
    return 1;
  }
  if (index > layout_.body_last() + kFar) {
    marks.Set(DayMark::kFarBelow);
    return 5;
  }
  if (index > layout_.body_last()) {
    marks.Set(DayMark::kJustBelow);
    return 3;
  }
  marks.Set(DayMark::kInBody);
  return 4;
}

int Collector::MarkPlace(NodeId node, Marks<DayMark>& marks) const {
  if (anatomy_.facts[node].hidden) {
    marks.Set(DayMark::kHidden);
    return kRankHidden;
  }
  marks.Set(DayMark::kVisible);
  NodeId up = node;
  for (int level = 0; up != kNoNode && level < 10; ++level, up = document_.parent(up)) {
    const Tag tag = document_.tag(up);
    const Hint hint = anatomy_.facts[up].hint;
    if (hint == Hint::kByline) marks.Set(DayMark::kNearByline);
    const bool aside = hint == Hint::kComments || hint == Hint::kFurniture || tag == Tag::kNav ||
                       tag == Tag::kAside || tag == Tag::kFooter;
    if (aside) {
      marks.Set(DayMark::kAside);
      return kRankAside;
    }
    if (tag == Tag::kArticle || tag == Tag::kMain) break;
  }
  return MarkRun(layout_.RunOf(node), marks);
}

std::string ValueOf(const Document& document, NodeId node) {
  for (const Attr id : {Attr::kDatetime, Attr::kContent, Attr::kTitle}) {
    const std::string_view value = document.attribute(node, id);
    if (value.size() >= 6 && DigitsIn(value) >= 4) return std::string(value);
  }
  for (const std::string_view name : {"data-datetime", "data-date", "data-timestamp", "data-time"}) {
    const std::string_view value = document.attribute(node, name);
    if (value.size() >= 8 && value.size() < 60 && value.find('-') != std::string_view::npos) {
      return std::string(value);
    }
  }
  return {};
}

bool Collector::AddElement(const Marked& marked) {
  constexpr NodeId kLargest = 40;  // nodes
  const NodeId node = marked.node;
  const bool time =
      document_.tag(node) == Tag::kTime || document_.HasAttribute(node, Attr::kDatetime);
  if (document_.subtree_end(node) - node > kLargest) return false;
  const std::string value = ValueOf(document_, node);
  const std::string text = document_.TextOf(node);
  if (text.size() > kLongestText || (value.empty() && DigitsIn(text) < 2)) return false;
  Marks<DayMark> marks;
  const int rank = MarkPlace(node, marks);
  if (time) {
    marks.Set(DayMark::kTime);
    const bool shown = rank < kRankAside;
    if (shown && first_time_) marks.Set(DayMark::kFirstTime);
    if (shown) first_time_ = false;
  }
  marks.Set(DayMark::kMicrodata, marked.published);
  marks.Set(DayMark::kMicrodataModified, marked.modified);
  marks.Set(DayMark::kNamedPublished, marked.date == DateKind::kPublished);
  marks.Set(DayMark::kNamedUpdated, marked.date == DateKind::kUpdated);
  marks.Set(DayMark::kNamed, marked.date == DateKind::kDate);
  marks.Set(DayMark::kToday, marked.date == DateKind::kToday);
  MarkWhatItSays(text, marks);
  if (!value.empty() && Read(value, Reading::kWhole, marks, rank)) return true;
  if (text.empty()) return false;
  return Read(text, Reading::kWhole, marks, rank) || Read(text, Reading::kWithin, marks, rank);
}

void Collector::AddElements() {
  constexpr size_t kMost = 300;
  size_t read = 0;
  for (const Marked& marked : place_.marked) {
    if (marked.date == DateKind::kNone && !marked.published && !marked.modified) continue;
    if (AddElement(marked) && ++read == kMost) return;
  }
}

void Collector::AddLines() {
  constexpr size_t kBefore = 20;
  constexpr size_t kBehind = 14;
  constexpr uint32_t kLongestLabelled = 60;  // letters
  const std::vector<Run>& runs = anatomy_.runs;
  const size_t near = layout_.body_first() < kBefore ? 0 : layout_.body_first() - kBefore;
  for (size_t i = 0; i < runs.size(); ++i) {
    const Run& run = runs[i];
    if (run.weight > 120 || run.weight < 4) continue;
    const bool close = (i >= near && i < layout_.body_first() + 4) ||
                       (i >= layout_.body_last() && i < layout_.body_last() + 4) ||
                       i + kBehind >= runs.size() || layout_.IsNearTitle(i, 3, 7);
    if (!close && run.weight > kLongestLabelled) continue;
    if (layout_.Digits(i) < 3) continue;
    const std::string& line = layout_.Line(i);
    Marks<DayMark> marks;
    MarkWhatItSays(line, marks);
    if (i > 0 && runs[i - 1].weight < 25 && runs[i - 1].weight > 0) {
      MarkWhatItSays(layout_.Line(i - 1), marks);
    }
    const bool says = marks.Has(DayMark::kSaysPublished) || marks.Has(DayMark::kSaysUpdated);
    if (!close && !says) continue;
    marks.Set(DayMark::kLine);
    const int rank = MarkPlace(run.first, marks);
    Read(line, Reading::kWithin, marks, rank);
  }
}

void Collector::Compare() {
  const auto head = [](const Marks<DayMark>& marks) {
    return marks.Has(DayMark::kStructured) || marks.Has(DayMark::kMetaPublished) ||
           marks.Has(DayMark::kStructuredModified) || marks.Has(DayMark::kMetaModified) ||
           marks.Has(DayMark::kMetaDate) || marks.Has(DayMark::kMicrodata);
  };
  const auto seen = [](const Marks<DayMark>& marks) {
    return marks.Has(DayMark::kVisible) && marks.Has(DayMark::kNearTitle) &&
           !marks.Has(DayMark::kToday);
  };
  size_t seen_near = 0;
  size_t published_seen = 0;
  const DayCandidate* first = nullptr;
  std::optional<base::Day> earliest;
  std::optional<base::Day> latest;
  for (const DayCandidate& candidate : candidates_) {
    if (seen(candidate.marks)) {
      ++seen_near;
      if (first == nullptr) first = &candidate;
      published_seen += candidate.marks.Has(DayMark::kSaysPublished) ? 1 : 0;
    }
    if (!head(candidate.marks)) continue;
    if (!earliest || candidate.day < *earliest) earliest = candidate.day;
    if (!latest || candidate.day > *latest) latest = candidate.day;
  }
  for (DayCandidate& candidate : candidates_) {
    Marks<DayMark>& marks = candidate.marks;
    int places = 0;
    for (const DayMark mark :
         {DayMark::kStructured, DayMark::kMetaPublished, DayMark::kMetaDate, DayMark::kMicrodata,
          DayMark::kAddress, DayMark::kTime, DayMark::kLine, DayMark::kNamedPublished,
          DayMark::kNamed, DayMark::kStructuredCreated}) {
      places += marks.Has(mark) ? 1 : 0;
    }
    marks.Set(DayMark::kAgreed, static_cast<float>(std::min(places, 5)) / 5);
    marks.Set(DayMark::kUnseenWhileOtherSeen, !seen(marks) && seen_near > 0);
    marks.Set(DayMark::kOnlySeen, seen(marks) && seen_near == 1);
    marks.Set(DayMark::kFirstVisible, &candidate == first);
    marks.Set(DayMark::kEarliest, head(marks) && candidate.day == *earliest);
    marks.Set(DayMark::kLatest, head(marks) && candidate.day == *latest && *earliest != *latest);
    const bool changed =
        marks.Has(DayMark::kStructuredModified) || marks.Has(DayMark::kMetaModified);
    const bool published = marks.Has(DayMark::kStructured) || marks.Has(DayMark::kMetaPublished);
    marks.Set(DayMark::kChangeOnly, changed && !published && earliest != latest);
    marks.Set(DayMark::kPublishedSeen,
              published_seen > (marks.Has(DayMark::kSaysPublished) ? 1U : 0U));
    const base::CivilDate civil = base::CivilFromDay(candidate.day);
    marks.Set(DayMark::kFirstOfYear, civil.day == 1);
    marks.Set(DayMark::kNextDay,
              std::ranges::any_of(candidates_, [&](const DayCandidate& other) {
                const int apart = other.day.number - candidate.day.number;
                return (apart == 1 || apart == -1) && head(other.marks);
              }));
  }
}

std::vector<DayCandidate> Collector::Collect() {
  AddHead();
  AddAddress();
  AddElements();
  AddLines();
  ResolveUnsure();
  Compare();
  return std::move(candidates_);
}

}  // namespace

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
      {"uk", "en-GB"}, {"au", "en-AU"}, {"nz", "en-NZ"}, {"ie", "en-IE"}, {"in", "en-IN"},
      {"za", "en-ZA"}, {"sg", "en-SG"}, {"hk", "en-HK"}, {"pk", "en-PK"}, {"ng", "en-NG"},
      {"ke", "en-KE"}, {"ae", "en-AE"}, {"eu", "en-GB"}, {"us", "en-US"}, {"gov", "en-US"},
      {"mil", "en-US"}, {"edu", "en-US"}, {"de", "de-DE"}, {"fr", "fr-FR"}, {"it", "it-IT"},
      {"es", "es-ES"}, {"nl", "nl-NL"}, {"at", "de-AT"}, {"ch", "de-CH"}, {"pl", "pl-PL"},
      {"br", "pt-BR"}, {"pt", "pt-PT"}, {"ru", "ru-RU"}, {"jp", "ja-JP"}, {"cn", "zh-CN"},
      {"kr", "ko-KR"}, {"se", "sv-SE"}, {"no", "nb-NO"}, {"dk", "da-DK"}, {"fi", "fi-FI"}};
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

std::vector<DayCandidate> DayCandidates(const DayPlace& place) {
  return Collector(place).Collect();
}

}  // namespace extract
