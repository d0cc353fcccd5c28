// Names in Japanese (and, by the gazetteer alone, in Chinese).
//
// There are no capitals and no spaces; what tells is the kind of character and what stands behind.
// The text is cut into runs of Kanji, of Katakana (with '・' inside) and of Latin letters. A run is
// an organisation by its ending (銀行, 省, 党) or 株式会社 beside it; a place by the gazetteer or
// its ending (市, 県, 州); a person by a title behind it (氏, 首相, さん), by a family name before
// one or two characters more, or as foreign names are written (ドナルド・トランプ).
#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "enrich/gazetteer.h"
#include "enrich/names.h"
#include "enrich/names_ja_words.h"
#include "text/word_list.h"
#include "text/words.h"

namespace enrich {
namespace {

using model::NameKind;
constexpr auto kOrganisationEnds =
    std::to_array<std::string_view>({"株式会社",   "有限会社",
                                     "合同会社",   "財団法人",
                                     "社団法人",   "会社",
                                     "銀行",       "大学院",
                                     "大学",       "短期大学",
                                     "高等学校",   "高校",
                                     "中学校",     "小学校",
                                     "学園",       "学院",
                                     "学校",       "委員会",
                                     "協会",       "連盟",
                                     "連合",       "組合",
                                     "機構",       "財団",
                                     "裁判所",     "研究所",
                                     "新聞社",     "新聞",
                                     "放送局",     "放送",
                                     "テレビ",     "病院",
                                     "警察署",     "警察",
                                     "県警",       "府警",
                                     "警視庁",     "政府",
                                     "党",         "省",
                                     "庁",         "会議所",
                                     "議会",       "国会",
                                     "内閣",       "証券",
                                     "生命",       "製薬",
                                     "製作所",     "製鉄",
                                     "重工業",     "重工",
                                     "電機",       "電力",
                                     "電鉄",       "鉄道",
                                     "航空",       "自動車",
                                     "建設",       "工業",
                                     "産業",       "商事",
                                     "物産",       "不動産",
                                     "出版",       "書店",
                                     "書房",       "消防局",
                                     "教育委員会", "教会",
                                     "球団",       "事務所",
                                     "グループ",   "ホールディングス",
                                     "自衛隊",     "陸軍",
                                     "海軍",       "空軍"});

constexpr auto kPersonEnds = std::to_array<std::string_view>(
    {"内閣総理大臣", "総理大臣", "官房長官", "副大統領", "大統領", "国務長官",   "外務大臣",
     "財務大臣",     "大臣",     "副首相",   "首相",     "総理",   "外相",       "財務相",
     "防衛相",       "国防相",   "経産相",   "法相",     "総裁",   "幹事長",     "委員長",
     "書記長",       "総書記",   "国家主席", "主席",     "党首",   "代表取締役", "社長",
     "会長",         "副社長",   "頭取",     "理事長",   "取締役", "監督",       "選手",
     "投手",         "捕手",     "内野手",   "外野手",   "騎手",   "議員",       "知事",
     "市長",         "町長",     "村長",     "区長",     "教授",   "准教授",     "博士",
     "弁護士",       "医師",     "記者",     "容疑者",   "被告",   "受刑者",     "長官",
     "報道官",       "報道局長", "議長",     "大使",     "将軍",   "国王",       "女王",
     "皇太子",       "天皇",     "王子",     "王女",     "教皇",   "先生",       "夫妻",
     "夫人",         "親方",     "関",       "名人",     "竜王",   "棋士",       "九段",
     "さん",         "ちゃん",   "くん",     "君",       "氏",     "様"});

constexpr auto kPlaceEnds = std::to_array<std::string_view>(
    {"都",   "道",   "府", "県", "市", "区", "町", "村",   "州",   "郡",   "省",   "島",
     "諸島", "半島", "川", "山", "湖", "湾", "海", "海峡", "地方", "地区", "空港", "駅"});

// What may stand behind a known place in one run of Kanji without making it another thing.
constexpr auto kAfterPlace = std::to_array<std::string_view>(
    {"国内", "政府", "各地", "南部", "北部", "東部", "西部",   "中部", "中央", "代表",
     "出身", "在住", "全国", "市内", "訪問", "首相", "大統領", "外相", "側",   "産",
     "製",   "軍",   "人",   "語",   "系",   "時間", "市場",   "経済", "企業", "社会",
     "国民", "当局", "大使", "全土", "周辺", "沖",   "生",     "戦",   "内"});

enum class Kind { kKanji, kKatakana, kLatin, kHiragana, kOther };

Kind KindOf(char32_t c) {
  if ((c >= 0x4E00 && c <= 0x9FFF) || c == U'々' || c == U'ヶ' || (c >= 0x3400 && c <= 0x4DBF)) {
    return Kind::kKanji;
  }
  if ((c >= 0x30A1 && c <= 0x30FA) || c == U'ー') return Kind::kKatakana;
  if (c >= 0x3041 && c <= 0x3096) return Kind::kHiragana;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x250) ||
      (c >= 0xFF21 && c <= 0xFF5A)) {
    return Kind::kLatin;
  }
  return Kind::kOther;
}

struct Run {
  Kind kind = Kind::kOther;
  uint32_t start = 0;
  uint32_t end = 0;
  bool dotted = false;  // Katakana with '・' or '＝' inside
};

std::vector<Run> RunsOf(std::string_view text) {
  std::vector<Run> runs;
  for (size_t at = 0; at < text.size();) {
    const auto start = static_cast<uint32_t>(at);
    const char32_t c = base::NextCodePoint(text, at);
    const Kind kind = KindOf(c);
    const auto end = static_cast<uint32_t>(at);
    const bool adjoins = !runs.empty() && runs.back().end == start;
    if (adjoins && runs.back().kind == kind) {
      runs.back().end = end;
    } else if (adjoins && runs.back().kind == Kind::kKatakana && (c == U'・' || c == U'＝') &&
               at < text.size()) {
      size_t next = at;
      if (KindOf(base::NextCodePoint(text, next)) == Kind::kKatakana) {
        runs.back().end = end;
        runs.back().dotted = true;
      } else {
        runs.push_back({Kind::kOther, start, end, false});
      }
    } else {
      runs.push_back({kind, start, end, false});
    }
  }
  return runs;
}

size_t CharactersIn(std::string_view text) {
  return base::CountCodePoints(text);
}

template <size_t kCount>
std::string_view LongestEnd(std::string_view text,
                            const std::array<std::string_view, kCount>& ends) {
  std::string_view best;
  for (std::string_view end : ends) {
    if (end.size() > best.size() && text.ends_with(end)) best = end;
  }
  return best;
}
template <size_t kCount>
std::string_view LongestStart(std::string_view text,
                              const std::array<std::string_view, kCount>& starts) {
  std::string_view best;
  for (std::string_view start : starts) {
    if (start.size() > best.size() && text.starts_with(start)) best = start;
  }
  return best;
}

class Finder {
 public:
  Finder(const Document& document, size_t index)
      : document_(document), index_(index), text_(document.fields[index].text) {}

  void Find(std::vector<Mention>& mentions) {
    const std::vector<Run> runs = RunsOf(text_);
    for (size_t i = 0; i < runs.size(); ++i) {
      const size_t before = mentions.size();
      Look(runs, i, mentions);
      // What reaches into later runs takes them with it.
      if (mentions.size() > before) {
        while (i + 1 < runs.size() && runs[i + 1].start < mentions.back().end) ++i;
      }
    }
  }

 private:
  std::string_view Of(const Run& run) const { return text_.substr(run.start, run.end - run.start); }

  void Add(uint32_t start, uint32_t end, NameKind kind, std::string id,
           std::vector<Mention>& mentions) const {
    Mention mention;
    mention.field = index_;
    mention.start = start;
    mention.end = end;
    mention.kind = kind;
    mention.folded = text::Fold(text_.substr(start, end - start));
    // '・' divides the parts of a foreign name, so that the family name alone is found again.
    for (size_t at = mention.folded.find("・"); at != std::string::npos;
         at = mention.folded.find("・", at)) {
      mention.folded.replace(at, std::string_view("・").size(), " ");
    }
    mention.id = std::move(id);
    mentions.push_back(std::move(mention));
  }

  bool AddKnown(uint32_t start, uint32_t end, std::vector<Mention>& mentions) const {
    const auto known = FindKnown(text::Fold(text_.substr(start, end - start)), document_.primary);
    if (!known) return false;
    Add(start, end, known->kind, known->id, mentions);
    return true;
  }

  void Look(const std::vector<Run>& runs, size_t i, std::vector<Mention>& mentions) const {
    const Run& run = runs[i];
    if (run.kind == Kind::kOther || run.kind == Kind::kHiragana) return;
    if (document_.primary == "zh") {
      KnownInside(run.start, run.end, mentions);
      return;
    }
    if (Compound(runs, i, mentions)) return;
    if (run.kind == Kind::kKanji) Kanji(runs, i, mentions);
    if (run.kind == Kind::kKatakana) Katakana(runs, i, mentions);
    if (run.kind == Kind::kLatin) AddKnown(run.start, run.end, mentions);
  }

  // Runs of several kinds that stand together: 株式会社 before or behind, 日本サッカー協会,
  // ケンタッキー州シェルビービル.
  bool Compound(const std::vector<Run>& runs, size_t i, std::vector<Mention>& mentions) const {
    static constexpr std::string_view kCompany = "株式会社";
    static constexpr auto kTeams =
        std::to_array<std::string_view>({"代表", "選手団", "陸軍", "海軍", "空軍", "軍"});
    size_t last = i;
    constexpr size_t kMostRuns = 5;
    while (last + 1 < runs.size() && last - i < kMostRuns &&
           runs[last].end == runs[last + 1].start && runs[last + 1].kind != Kind::kOther &&
           runs[last + 1].kind != Kind::kHiragana) {
      ++last;
      if (Of(runs[last]).starts_with(kCompany)) {
        Add(runs[i].start, runs[last].start + static_cast<uint32_t>(kCompany.size()),
            NameKind::kOrganisation, "", mentions);
        return true;
      }
    }
    const std::string_view first = Of(runs[i]);
    const std::string_view whole = text_.substr(runs[i].start, runs[last].end - runs[i].start);
    if (first == kCompany && last > i) {
      Add(runs[i].start, runs[last].end, NameKind::kOrganisation, "", mentions);
      return true;
    }
    if (const std::string_view team = LongestEnd(whole, kTeams); !team.empty()) {
      const std::string_view country = whole.substr(0, whole.size() - team.size());
      const auto known = FindKnown(text::Fold(country), document_.primary);
      if (known && known->kind == NameKind::kPlace) {
        Add(runs[i].start, runs[last].end, NameKind::kOrganisation, "", mentions);
        return true;
      }
    }
    if (last == i || CharactersIn(whole) > 20) return false;
    const std::string_view end = LongestEnd(whole, kOrganisationEnds);
    if (!end.empty() && end != "会社" && end != "政府" && whole.size() > end.size() + 6 &&
        runs[last].end - runs[last].start >= end.size()) {
      Add(runs[i].start, runs[last].end, NameKind::kOrganisation, "", mentions);
      return true;
    }
    if (last == i + 2 && Of(runs[i + 1]) == "州" && runs[last].kind == Kind::kKatakana) {
      Add(runs[i].start, runs[last].end, NameKind::kPlace, "", mentions);
      return true;
    }
    return false;
  }

  void Kanji(const std::vector<Run>& runs, size_t i, std::vector<Mention>& mentions) const {
    const Run& run = runs[i];
    std::string_view whole = Of(run);
    if (AddKnown(run.start, run.end, mentions)) return;
    const bool title_behind = TitleBehind(run.end);
    if (Person(run, whole, title_behind, mentions)) return;
    if (const std::string_view end = LongestEnd(whole, kOrganisationEnds);
        !end.empty() && end != "会社" && CharactersIn(whole) >= CharactersIn(end) + 2 &&
        !IsCommonOrganisation(whole)) {
      Add(run.start, run.end, NameKind::kOrganisation, "", mentions);
      return;
    }
    if (Address(run, whole, mentions)) return;
    KnownInside(run.start, run.end, mentions);
  }

  bool TitleBehind(uint32_t at) const {
    const std::string_view rest = text_.substr(at, 36);
    return !LongestStart(rest, kPersonEnds).empty();
  }

  // A person: a title behind (in the run or after it), or a family name and one to three
  // characters.
  bool Person(const Run& run, std::string_view whole, bool title_behind,
              std::vector<Mention>& mentions) const {
    std::string_view name = whole;
    bool title = title_behind;
    if (const std::string_view end = LongestEnd(whole, kPersonEnds); !end.empty() && end != whole) {
      name.remove_suffix(end.size());
      title = true;
    }
    uint32_t start = run.start;
    // 米国大統領, 東京都知事: a place and an office.
    if (FindKnown(text::Fold(name), document_.primary)) return false;
    for (size_t cut = name.size(); cut > 3; cut -= 3) {
      if (cut < name.size() && FindKnown(name.substr(0, cut), document_.primary) &&
          FamilyAt(name.substr(cut)) > 0) {
        start += static_cast<uint32_t>(cut);
        name.remove_prefix(cut);
        break;
      }
    }
    const size_t characters = CharactersIn(name);
    const size_t family = FamilyAt(name);
    if (characters < 2 || characters > 6) return false;
    const bool by_title = title && characters <= 5 && !LooksCommon(name);
    const bool by_family = family >= 2 && characters - family >= 1 && characters - family <= 3 &&
                           characters >= 3 && !LooksCommon(name) &&
                           LongestEnd(name, kOrganisationEnds).empty();
    if (!(family > 0 && title) && !by_family && !(by_title && characters <= 5)) return false;
    if (family == 0 && !title) return false;
    if (family == 0 && LongestEnd(name, kPlaceEnds).size() > 0) return false;
    Add(start, start + static_cast<uint32_t>(name.size()), NameKind::kPerson, "", mentions);
    return true;
  }

  // Characters of the family name at the front; 0: none is known.
  static size_t FamilyAt(std::string_view name) {
    for (size_t characters : {3U, 2U, 1U}) {
      if (name.size() >= characters * 3 && IsJapaneseFamilyName(name.substr(0, characters * 3))) {
        return characters;
      }
    }
    return 0;
  }

  static bool LooksCommon(std::string_view name) {
    static constexpr auto kEnds = std::to_array<std::string_view>(
        {"部", "会", "所", "長", "者", "的", "化", "性", "等",   "年", "月",
         "日", "線", "駅", "校", "戦", "店", "市", "県", "区",   "町", "村",
         "家", "員", "官", "手", "役", "社", "院", "寺", "神社", "城", "国",
         "軍", "号", "賞", "杯", "式", "用", "地", "場", "代",   "主", "当時"});
    static constexpr auto kStarts = std::to_array<std::string_view>(
        {"元", "前", "新", "現", "初代", "第", "同", "各", "全", "両", "副", "名誉", "女性", "男性",
         "日本人", "外国人", "担当", "主演", "所属"});
    return !LongestEnd(name, kEnds).empty() || !LongestStart(name, kStarts).empty();
  }

  // 東京都千代田区: up to the last ending of a place, if what stands before the first is a name.
  bool Address(const Run& run, std::string_view whole, std::vector<Mention>& mentions) const {
    static constexpr auto kParts =
        std::to_array<std::string_view>({"都", "道", "府", "県", "市", "区", "町", "村", "郡"});
    size_t last = 0;
    for (size_t at = 6; at + 3 <= whole.size(); at += 3) {
      const std::string_view character = whole.substr(at, 3);
      if (std::ranges::find(kParts, character) == kParts.end()) continue;
      last = at + 3;
    }
    static const text::WordList kNoPlaces = text::WordsOfList(
        "警戒区 政令指定都市 市町村 都道府県 各市町村 同市 同県 全国各地 地方都市 大都市 首都 古都 "
        "旧市 隣町 下町 港町");
    if (kNoPlaces.contains(whole)) return false;
    if (last == 0 && whole.size() >= 6 && whole.size() <= 15) {
      static constexpr auto kNature =
          std::to_array<std::string_view>({"州", "島", "諸島", "半島", "川", "湖", "湾"});
      if (!LongestEnd(whole, kNature).empty() && whole.size() >= 6) last = whole.size();
    }
    if (last < 9 && !(last == 6 && whole.size() == 6)) {
      if (last == 0) return false;
    }
    if (last > 36) return false;
    Add(run.start, run.start + static_cast<uint32_t>(last), NameKind::kPlace, "", mentions);
    return true;
  }

  // Known names at the front of a run, if the rest does not make it another thing.
  void KnownInside(uint32_t start, uint32_t end, std::vector<Mention>& mentions) const {
    const bool chinese = document_.primary == "zh";
    for (uint32_t at = start; at < end;) {
      uint32_t found = 0;
      const uint32_t longest = std::min<uint32_t>(end - at, 24);
      for (uint32_t length = longest; length >= 6; --length) {
        if (at + length < text_.size() &&
            (static_cast<unsigned char>(text_[at + length]) & 0xC0) == 0x80)
          continue;
        const std::string_view rest = text_.substr(at + length, end - at - length);
        if (!chinese && !rest.empty() && LongestStart(rest, kAfterPlace).empty()) continue;
        if (AddKnown(at, at + length, mentions)) {
          found = length;
          break;
        }
      }
      if (found == 0 && !chinese) return;
      size_t next = at + found;
      if (found == 0) base::NextCodePoint(text_, next);
      at = static_cast<uint32_t>(next);
    }
  }

  void Katakana(const std::vector<Run>& runs, size_t i, std::vector<Mention>& mentions) const {
    const Run& run = runs[i];
    const std::string_view rest = text_.substr(run.end, 36);
    const std::string_view title = LongestStart(rest, kPersonEnds);
    const size_t characters = CharactersIn(Of(run));
    if (i + 1 < runs.size() && runs[i + 1].start == run.end && runs[i + 1].kind == Kind::kKanji) {
      const std::string_view behind = Of(runs[i + 1]);
      if (const auto end = LongestEnd(behind, kOrganisationEnds);
          !end.empty() && behind.size() <= end.size() + 6 && end != "政府") {
        Add(run.start, runs[i + 1].end, NameKind::kOrganisation, "", mentions);
        return;
      }
      for (std::string_view end : {"州", "市", "島", "川", "諸島", "半島", "湖", "県", "町", "村",
                                   "郡", "区", "海", "山脈", "湾"}) {
        if (behind == end && characters >= 2) {
          Add(run.start, runs[i + 1].end, NameKind::kPlace, "", mentions);
          return;
        }
      }
      if (behind == "社") {
        Add(run.start, runs[i + 1].end, NameKind::kOrganisation, "", mentions);
        return;
      }
    }
    if (AddKnown(run.start, run.end, mentions)) return;
    static constexpr auto kTeamsAndFirms = std::to_array<std::string_view>(
        {"ズ", "コーポレーション", "グループ", "バンク", "メディア", "エンターテインメント",
         "エンタテインメント", "ミュージック", "レコード", "モーターズ", "クラブ", "ユナイテッド",
         "シティ", "ホールディングス", "カンパニー", "パートナーズ", "ネットワーク",
         "エレクトロニクス"});
    if (run.dotted && characters >= 5 && !LongestEnd(Of(run), kTeamsAndFirms).empty()) {
      Add(run.start, run.end, NameKind::kOrganisation, "", mentions);
    } else if ((run.dotted && characters >= 5) || (!title.empty() && characters >= 2)) {
      Add(run.start, run.end, NameKind::kPerson, "", mentions);
    } else if (characters >= 2) {
      // A family name alone, if the article has the whole name somewhere.
      Add(run.start, run.end, NameKind::kPerson, "", mentions);
      mentions.back().sure = false;
    }
  }

  const Document& document_;
  size_t index_;
  std::string_view text_;
};

}  // namespace

std::vector<Mention> FindJapanese(const Document& document) {
  std::vector<Mention> mentions;
  for (size_t i = 0; i < document.fields.size(); ++i) Finder(document, i).Find(mentions);
  return mentions;
}

}  // namespace enrich
