// A lead as brief: the first sentence that tells something, and of the ones soon after it the one
// that holds most of what the article is about and stands on its own. Left out: datelines,
// questions to the reader, calls to sign up, credits, fragments, and sentences that need another
// before them
// ('But he …', 'This …').
#include "enrich/brief.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/utf8.h"
#include "enrich/gazetteer.h"
#include "text/words.h"

namespace enrich {
namespace {

constexpr auto kBoilerplate = std::to_array<std::string_view>({"sign up",
                                                               "subscribe",
                                                               "newsletter",
                                                               "click here",
                                                               "read more",
                                                               "cookies",
                                                               "all rights reserved",
                                                               "copyright",
                                                               "follow us",
                                                               "download our app",
                                                               "advertisement",
                                                               "this article was",
                                                               "first published",
                                                               "updated at",
                                                               "last updated",
                                                               "share this",
                                                               "log in",
                                                               "getty images",
                                                               "photo by",
                                                               "courtesy of",
                                                               "this story has been",
                                                               "listen to this",
                                                               "watch the video",
                                                               "for more information",
                                                               "contact us",
                                                               "会員限定",
                                                               "続きを読む",
                                                               "記事を読む",
                                                               "無断転載",
                                                               "写真：",
                                                               "登録",
                                                               "اشترك",
                                                               "اقرأ أيضا",
                                                               "اقرأ أيضًا",
                                                               "جميع الحقوق",
                                                               "تابعونا"});

bool IsBoilerplate(const std::string& folded) {
  return std::ranges::any_of(
      kBoilerplate, [&](std::string_view part) { return folded.find(part) != std::string::npos; });
}

bool IsQuestion(std::string_view sentence) {
  return sentence.ends_with("?") || sentence.ends_with("？") || sentence.ends_with("؟") ||
         sentence.ends_with("か。") || sentence.ends_with("?\"") || sentence.ends_with("?”");
}

// Begins with a word that points back.
bool PointsBack(const std::string& first_word) {
  static constexpr auto kSuch = std::to_array<std::string_view>(
      {"but",   "and",    "however",   "he",      "she",   "they",  "it",   "this", "that",
       "these", "those",  "his",       "her",     "their", "its",   "so",   "yet",  "also",
       "then",  "others", "meanwhile", "instead", "such",  "there", "i",    "we",   "you",
       "my",    "our",    "または",    "しかし",  "また",  "これ",  "それ", "一方", "そして",
       "ただ",  "لكن",    "كما",       "وهو",     "وهي",   "وأضاف"});
  return std::ranges::find(kSuch, first_word) != kSuch.end();
}

struct Scored {
  size_t sentence = 0;
  double score = 0;
};

// Bytes of the place and agency before the first words: "TOKYO (Reuters) - ", "LONDON — ", "القاهرة
// (رويترز) - ", "【ロンドン＝山田花子】". 0 where there are none. They say where it was written,
// not what happened.
size_t DatelineLength(std::string_view sentence) {
  constexpr size_t kLongest = 90;
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"【", "】"}, {"［", "］"}}) {
    if (!sentence.starts_with(open)) continue;
    const size_t end = sentence.find(close);
    return end < kLongest ? end + close.size() : 0;
  }
  for (const std::string_view dash : {" - ", " – ", " — ", "—", " -- "}) {
    const size_t end = sentence.find(dash);
    if (end == 0 || end > kLongest || end + dash.size() >= sentence.size()) continue;
    const std::string_view before = sentence.substr(0, end);
    const bool names_agency = before.ends_with(')') && before.contains('(');
    const bool is_shouted =
        std::ranges::none_of(before, [](char c) { return c >= 'a' && c <= 'z'; }) &&
        std::ranges::any_of(before, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (names_agency || is_shouted) return end + dash.size();
  }
  return 0;
}

class Maker {
 public:
  Maker(const Document& document, const std::vector<Keyphrase>& keyphrases)
      : document_(document), field_(document.Text()) {
    for (const Keyphrase& phrase : keyphrases) {
      if (phrase.words == 1) topics_.insert(text::Stem(phrase.folded, document.language));
    }
    for (const Token& token : document.Title().tokens) {
      if (!token.stop) titles_.insert(token.stem);
    }
    first_token_.assign(field_.sentences.size() + 1, field_.tokens.size());
    for (size_t i = field_.tokens.size(); i > 0; --i)
      first_token_[field_.tokens[i - 1].sentence] = i - 1;
    for (size_t i = field_.sentences.size(); i > 0; --i) {
      first_token_[i - 1] = std::min(first_token_[i - 1], first_token_[i]);
    }
  }

  std::vector<model::BriefSentence> Make() const {
    constexpr size_t kReach = 12;  // sentences from the beginning
    std::vector<size_t> usable;
    for (size_t i = 0; i < field_.sentences.size() && usable.size() < kReach && i < 40; ++i) {
      if (IsUsable(i)) usable.push_back(i);
    }
    if (usable.empty()) return {};
    const size_t lead = usable.front();
    size_t second = lead;
    double best = 0;
    for (size_t rank = 1; rank < usable.size(); ++rank) {
      const double score = Score(usable[rank], rank, lead);
      if (score > best) {
        best = score;
        second = usable[rank];
      }
    }
    std::vector<model::BriefSentence> brief{Sentence(lead)};
    if (second != lead) brief.push_back(Sentence(second));
    return brief;
  }

 private:
  std::string_view Of(size_t sentence) const {
    const text::Word place = field_.sentences[sentence];
    return field_.text.substr(place.start, place.end - place.start);
  }
  model::BriefSentence Sentence(size_t sentence) const {
    const text::Word place = field_.sentences[sentence];
    const std::string_view shown = Of(sentence);
    const size_t dateline = DatelineLength(shown);
    return {std::string(shown.substr(dateline)),
            {place.start + static_cast<uint32_t>(dateline), place.end}};
  }
  size_t WordsIn(size_t sentence) const {
    return first_token_[sentence + 1] - first_token_[sentence];
  }

  bool IsUsable(size_t sentence) const {
    const std::string_view shown = Of(sentence);
    const size_t words = WordsIn(sentence);
    const bool cjk = document_.IsJapaneseOrChinese();
    if (cjk ? base::CountCodePoints(shown) < 12 : words < 6) return false;
    constexpr size_t kLongest = 900;
    if (shown.size() > kLongest || IsQuestion(shown) || IsCreditLine(shown)) return false;
    // A headline, a list item or a dateline has no final mark.
    static constexpr auto kFinals = std::to_array<std::string_view>(
        {".", "!", "。", "！", "…", "”", "\"", "'", "’", "」", ")", "）", "۔", "।", "»"});
    if (std::ranges::none_of(kFinals, [&](std::string_view end) { return shown.ends_with(end); })) {
      return false;
    }
    return !IsBoilerplate(text::Fold(shown));
  }

  // Topic words of the sentence, by the root of its length; nearer to the beginning is better.
  double Score(size_t sentence, size_t rank, size_t lead) const {
    double topics = 0;
    double titles = 0;
    std::unordered_set<std::string_view> seen;
    for (size_t i = first_token_[sentence]; i < first_token_[sentence + 1]; ++i) {
      const std::string_view stem = field_.tokens[i].stem;
      if (stem.empty() || !seen.insert(stem).second) continue;
      topics += topics_.contains(std::string(stem)) ? 1 : 0;
      titles += titles_.contains(std::string(stem)) ? 1 : 0;
    }
    const size_t words = WordsIn(sentence);
    if (words == 0) return 0;
    double score = (topics + titles) / (static_cast<double>(words) + 12.0);
    score *= 1.0 + 0.6 / static_cast<double>(rank);
    const std::string& first = field_.tokens[first_token_[sentence]].folded;
    if (PointsBack(first)) score *= 0.6;
    const char mark = field_.text[field_.sentences[sentence].start];
    if (mark == '"' || mark == '\'' || Of(sentence).starts_with("“") ||
        Of(sentence).starts_with("「")) {
      score *= 0.5;
    }
    return sentence == lead ? 0 : score;
  }

  const Document& document_;
  const Field& field_;
  std::unordered_set<std::string> topics_;
  std::unordered_set<std::string> titles_;
  std::vector<size_t> first_token_;  // by sentence
};

}  // namespace

std::vector<model::BriefSentence> MakeBrief(const Document& document,
                                            const std::vector<Keyphrase>& keyphrases) {
  return Maker(document, keyphrases).Make();
}

}  // namespace enrich
