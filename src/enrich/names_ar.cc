// Names in Arabic: no capitals, but titles, given names and heads of organisations stand before the
// name, and prefixes (و ب ل ف ك) are written together with it.
#include <algorithm>
#include <array>

#include "enrich/gazetteer.h"
#include "enrich/names.h"
#include "text/word_list.h"
#include "text/words.h"

namespace enrich {
namespace {

using model::NameKind;
bool IsTitle(std::string_view word) {
  static const text::WordList kSet = text::WordsOfList(
      "الرئيس رئيس الوزير وزير الوزيرة وزيرة الملك الأمير الأميرة الشيخ السيد السيدة الدكتور "
      "الدكتورة "
      "المتحدث المتحدثة اللواء العميد العقيد الجنرال السفير السفيرة النائب النائبة المدير الأمين "
      "المستشار "
      "المستشارة المهندس المدرب اللاعب البابا السلطان الفريق القاضي المحامي الكاتب الممثل الفنان "
      "الفنانة "
      "المهندسة الأستاذ الخبير المحلل المحافظ");
  return kSet.contains(word);
}
// Words of an office that stand between a title and the name: "وزير الخارجية السعودي فيصل".
bool IsOfOffice(std::string_view word) {
  static const text::WordList kSet = text::WordsOfList(
      "الوزراء الخارجية الداخلية الدفاع المالية الاقتصاد الصحة التعليم الطاقة العدل الإعلام "
      "التجارة "
      "الجمهورية الحكومة البرلمان المجلس النواب التنفيذي العام العامة باسم الأمريكي الأميركي "
      "الروسي "
      "الأوكراني الفرنسي البريطاني الألماني الصيني الياباني الإيراني التركي المصري السعودي "
      "الإماراتي "
      "القطري الأردني اللبناني السوري العراقي الفلسطيني الإسرائيلي المغربي التونسي الجزائري الليبي "
      "السوداني الكويتي اليمني الأوروبي الأوروبية الدولي الحالي السابق الأسبق الأول المنتخب "
      "الراحل");
  return kSet.contains(word);
}
bool IsGivenName(std::string_view word) {
  static const text::WordList kSet = text::WordsOfList(
      "محمد أحمد محمود مصطفى علي حسن حسين إبراهيم يوسف عمر عثمان خالد سعيد سعد فهد فيصل سلمان "
      "سلطان "
      "ناصر جمال كمال طارق زياد رامي سامي هاني ماجد وليد ياسر أنور أشرف عادل بشار بنيامين جو "
      "دونالد "
      "فلاديمير فولوديمير إيمانويل رجب أنطونيو كامالا باراك هيلاري جورج أنجيلا أولاف إيلون بيل شي "
      "نجيب "
      "سعاد فاطمة عائشة مريم نور سارة ليلى هدى منى رانيا نادية سميرة أمل هند عبد عبدالله عبدالعزيز "
      "عبدالرحمن عبدالفتاح عبدالملك إسماعيل يحيى موسى عيسى داود سليمان جابر تميم حمد زايد راشد "
      "منصور "
      "مقتدى نوري حيدر مسعود بنجامين ريشي بوريس كير أورسولا جوزيب كايا شيغيرو فوميو شينزو ليونيل "
      "كريستيانو كيم ناريندرا عمران رفيق نبيه حنان صائب إسحاق غسان نبيل كريم أيمن شريف سامح بدر");
  return kSet.contains(word);
}
bool IsHead(std::string_view word) {
  static const text::WordList kSet = text::WordsOfList(
      "وزارة شركة جامعة بنك مصرف مجلس حزب منظمة هيئة جماعة حركة اتحاد نادي صحيفة وكالة مؤسسة محكمة "
      "لجنة معهد مستشفى جمعية مجموعة قناة جيش شرطة منتخب نقابة برلمان");
  return kSet.contains(word);
}
bool IsJoiner(std::string_view word) {
  return word == "بن" || word == "ابن" || word == "آل" || word == "أبو" || word == "عبد" ||
         word == "بنت" || word == "دي" || word == "فون";
}

class Finder {
 public:
  Finder(const Document& document, size_t index)
      : document_(document), field_(document.fields[index]), index_(index) {}

  void Find(std::vector<Mention>& mentions) const {
    for (size_t at = 0; at < field_.tokens.size();) {
      size_t next = Known(at, mentions);
      if (next == at) next = Person(at, mentions);
      if (next == at) next = Organisation(at, mentions);
      at = std::max(next, at + 1);
    }
  }

 private:
  bool Adjoins(size_t one, size_t other) const {
    return other < field_.tokens.size() &&
           field_.tokens[one].sentence == field_.tokens[other].sentence &&
           field_.text.substr(field_.tokens[one].end,
                              field_.tokens[other].start - field_.tokens[one].end) == " ";
  }

  // Bytes of a prefix written together with the word at `at`.
  uint32_t PrefixOf(size_t at) const {
    const std::string& word = field_.tokens[at].folded;
    for (std::string_view prefix : {"و", "ب", "ل", "ف", "ك"}) {
      if (word.starts_with(prefix) && word.size() > prefix.size() + 4) {
        return static_cast<uint32_t>(prefix.size());
      }
    }
    return 0;
  }

  std::string Join(size_t first, size_t last, uint32_t skip) const {
    std::string joined;
    for (size_t i = first; i <= last; ++i) {
      if (i > first) joined += ' ';
      joined += field_.tokens[i].folded;
    }
    return joined.substr(skip);
  }

  void Add(size_t first, size_t last, uint32_t skip, NameKind kind, std::string id,
           std::vector<Mention>& mentions) const {
    mentions.push_back({index_, field_.tokens[first].start + skip, field_.tokens[last].end, kind,
                        Join(first, last, skip), std::move(id), true});
  }

  size_t Known(size_t at, std::vector<Mention>& mentions) const {
    size_t last = at;
    while (last < at + 3 && Adjoins(last, last + 1)) ++last;
    for (;; --last) {
      for (uint32_t skip : {0U, PrefixOf(at)}) {
        const auto known = FindKnown(Join(at, last, skip), document_.primary);
        if (!known || (field_.tokens[at].stop && skip == 0 && last == at)) continue;
        Add(at, last, skip, known->kind, known->id, mentions);
        return last + 1;
      }
      if (last == at) return at;
    }
  }

  size_t Person(size_t at, std::vector<Mention>& mentions) const {
    size_t first = at;
    const bool title = IsTitle(field_.tokens[at].folded) ||
                       IsTitle(std::string_view(field_.tokens[at].folded).substr(PrefixOf(at)));
    if (title) {
      while (first < at + 5 && Adjoins(first, first + 1) &&
             (first == at || IsOfOffice(field_.tokens[first].folded) ||
              IsTitle(field_.tokens[first].folded))) {
        ++first;
      }
      if (first == at) return at;
    }
    const std::string& word = field_.tokens[first].folded;
    const uint32_t skip = IsGivenName(word) ? 0 : PrefixOf(first);
    const bool given = IsGivenName(std::string_view(word).substr(skip));
    if (!given) return at;
    size_t last = first;
    bool joined = IsJoiner(word);
    while (last < first + 4 && Adjoins(last, last + 1)) {
      const Token& next = field_.tokens[last + 1];
      const bool joiner = IsJoiner(next.folded);
      if (next.stop || IsCueVerb(next.folded) || next.number) break;
      if (!joiner && !joined && last > first && !next.folded.starts_with("ال")) break;
      joined = joiner;
      ++last;
    }
    if (last == first && !title) return at;
    Add(first, last, skip, NameKind::kPerson, "", mentions);
    return last + 1;
  }

  size_t Organisation(size_t at, std::vector<Mention>& mentions) const {
    const std::string_view word = field_.tokens[at].folded;
    const uint32_t skip = IsHead(word) ? 0 : PrefixOf(at);
    if (!IsHead(word.substr(skip)) || !Adjoins(at, at + 1)) return at;
    const Token& next = field_.tokens[at + 1];
    if (next.stop || next.number) return at;
    size_t last = at + 1;
    if (next.folded.starts_with("ال") && Adjoins(last, last + 1) &&
        field_.tokens[last + 1].folded.starts_with("ال")) {
      ++last;
    }
    Add(at, last, skip, NameKind::kOrganisation, "", mentions);
    return last + 1;
  }

  const Document& document_;
  const Field& field_;
  size_t index_;
};

}  // namespace

std::vector<Mention> FindArabic(const Document& document) {
  std::vector<Mention> mentions;
  for (size_t i = 0; i < document.fields.size(); ++i) Finder(document, i).Find(mentions);
  return mentions;
}

}  // namespace enrich
