// Keyphrases without any other text to compare with.
//
// Candidates are single words of weight and runs of up to three of them inside one clause. A word
// is worth more the more often it stands, the earlier it first stands, when it is long, has a
// capital, and stands in the title; common verbs and adverbs of news are out (see kDull). A phrase
// is worth its words, and more when the words stand together often. Of two candidates of which one
// holds the other the weaker stays only if it stands apart often enough.
#include "enrich/keyphrases.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "text/words.h"

namespace enrich {
namespace {

constexpr std::string_view kDull =
    "able actually added agree allow allowed announced appear appeared area asked away bad began "
    "begin believe best "
    "better big bit bring brought called came case cases change clear close come comes coming "
    "common "
    "continue continued could couple course current currently day days deal decided despite "
    "different "
    "difficult early earlier easy effort efforts end enough especially exactly example expect "
    "expected "
    "face fact far feel felt find followed following former found four five six seven eight nine "
    "ten "
    "free friday full future good great group half hard head help held high hold hope hour hours "
    "hundred idea important include included issue issues job john kind knew large largest late "
    "later "
    "lead leave led left little live local long longer look looking looks lost lot love low main "
    "major "
    "makes man matter means meet meeting member members men million billion minute minutes moment "
    "monday month months "
    "morning move moved moving name named nearly new news next night number numbers old open order "
    "part past people percent person place plan planned plans play point possible power problem "
    "problems process provide public question questions read ready real reason recent recently "
    "remain "
    "report reported reports result results right run running saturday second seem seemed seems "
    "sent "
    "set short show showed shows side similar simply single situation small special spent start "
    "started "
    "statement stay step stop story strong sunday support sure talk talking team term think "
    "thought "
    "thousands thursday time times top total tried true try trying tuesday turn turned understand "
    "use "
    "used uses using various view visit wait want wanted wants watch way ways wednesday week "
    "weekend "
    "weeks went whole woman women won word words work worked working works world worst wrote year "
    "years "
    "young across given going got getting going others photo image caption copyright click read";

bool IsDull(std::string_view folded) {
  static const auto kSet = [] {
    std::unordered_set<std::string_view> made;
    for (size_t at = 0; at < kDull.size();) {
      const size_t end = std::min(kDull.find(' ', at), kDull.size());
      made.insert(kDull.substr(at, end - at));
      at = end + 1;
    }
    return made;
  }();
  return kSet.contains(folded);
}

// Weights, chosen on news articles with phrases marked by people. Those readers chose long words
// over short ones above all, rarely phrases of three, and names less than the things done.
constexpr double kCapital = -0.2;
constexpr double kBase = 0.6;
constexpr double kLetter = 0.3;  // for each letter up to ten
constexpr double kTwo = 0.65;    // a phrase of two words against one word
constexpr double kThree = 0.4;
constexpr double kPlace = 0.3;
constexpr double kSlope = 2.0;
constexpr double kTitle = 1.1;

struct Candidate {
  size_t field = 0;
  uint32_t start = 0;
  uint32_t end = 0;
  size_t first_position = 0;  // in tokens from the beginning of title and text
  size_t count = 0;
  size_t words = 0;
  size_t capitals = 0;
  bool in_title = false;
  std::string folded;
  double weight = 0;
};

class Finder {
 public:
  explicit Finder(const Document& document)
      : document_(document), cjk_(document.IsJapaneseOrChinese()) {}

  std::vector<Keyphrase> Find() {
    size_t position = 0;
    // A text that repeats its title at the front must not count it twice.
    repeated_ = !document_.Title().text.empty() &&
                document_.Text().text.starts_with(document_.Title().text);
    for (size_t i = repeated_ ? 1 : 0; i < 2; ++i) {
      const Field& field = document_.fields[i];
      for (size_t at = 0; at < field.tokens.size(); ++at) Collect(i, at, position + at);
      position += field.tokens.size();
    }
    total_ = std::max<size_t>(position, 1);
    return Rank();
  }

 private:
  bool HasWeight(const Token& token, std::string_view shown) const {
    if (token.stop || token.number) return false;
    if (cjk_) {
      // Hiragana alone is grammar.
      size_t at = 0;
      const char32_t c = base::NextCodePoint(shown, at);
      return shown.size() > 3 && !(c >= 0x3041 && c <= 0x3096);
    }
    if (token.folded.size() < 3 && !token.all_capital) return false;
    return !IsDull(token.folded) || (token.capital && !token.first);
  }

  void Collect(size_t index, size_t at, size_t position) {
    const Field& field = document_.fields[index];
    std::string key;
    std::string folded;
    size_t capitals = 0;
    for (size_t last = at; last < field.tokens.size() && last < at + 3; ++last) {
      const Token& token = field.tokens[last];
      if (last > at && !Adjoins(field, last - 1, last)) return;
      if (!HasWeight(token, field.Of(token))) return;
      std::string_view word = token.folded;
      const bool possessive = word.ends_with("'s");
      if (possessive) word.remove_suffix(2);
      if (last > at && !cjk_) {
        key += ' ';
        folded += ' ';
      }
      key += token.stem;
      folded += word;
      capitals += static_cast<size_t>(token.capital && !token.first && !field.title_case);
      uint32_t end = token.end;
      if (possessive) end -= field.Of(token).ends_with("'s") ? 2 : 4;
      Note(key, folded, index, field.tokens[at].start, end, last - at + 1, capitals, position);
      if (possessive) return;
    }
  }

  bool Adjoins(const Field& field, size_t one, size_t other) const {
    const Token& before = field.tokens[one];
    const Token& after = field.tokens[other];
    if (before.sentence != after.sentence) return false;
    const std::string_view gap = field.text.substr(before.end, after.start - before.end);
    return cjk_ ? gap.empty() : gap == " " || gap == "-";
  }

  void Note(const std::string& key, const std::string& folded, size_t field, uint32_t start,
            uint32_t end, size_t words, size_t capitals, size_t position) {
    auto [slot, is_new] = candidates_.try_emplace(key);
    Candidate& candidate = slot->second;
    if (is_new) {
      candidate.field = field;
      candidate.start = start;
      candidate.end = end;
      candidate.first_position = position;
      candidate.words = words;
      candidate.folded = folded;
    }
    ++candidate.count;
    candidate.capitals += capitals;
    candidate.in_title = candidate.in_title || field == 0 ||
                         (field == 1 && end <= document_.Title().text.size() && repeated_);
  }

  double WordWeight(const Candidate& candidate) const {
    const double place =
        static_cast<double>(candidate.first_position) / static_cast<double>(total_);
    const double length = static_cast<double>(candidate.folded.size());
    double weight = std::log2(1.0 + static_cast<double>(candidate.count));
    weight *= 1.0 + kPlace * std::exp(-kSlope * place);
    weight *= candidate.in_title ? kTitle : 1.0;
    const double capital = static_cast<double>(candidate.capitals) /
                           static_cast<double>(candidate.count * candidate.words);
    weight *= 1.0 + kCapital * std::min(capital, 1.0);
    if (candidate.words == 1 && !cjk_) weight *= kBase + kLetter * std::min(length, 10.0);
    if (candidate.words > 1 && !cjk_) weight *= kBase + kLetter * 10.0;
    return weight;
  }

  std::vector<Keyphrase> Rank() {
    std::vector<Candidate*> ranked;
    for (auto& [key, candidate] : candidates_) {
      candidate.weight = WordWeight(candidate);
      if (candidate.words > 1) {
        if (candidate.count < 2 && candidate.capitals < candidate.words) continue;
        candidate.weight *= candidate.words == 2 ? kTwo : kThree;
      }
      ranked.push_back(&candidate);
    }
    std::ranges::sort(ranked, [](const Candidate* a, const Candidate* b) {
      if (a->weight != b->weight) return a->weight > b->weight;
      if (a->first_position != b->first_position) return a->first_position < b->first_position;
      return a->words > b->words;
    });
    std::vector<Keyphrase> found;
    constexpr size_t kMost = 20;
    for (const Candidate* candidate : ranked) {
      if (found.size() == kMost) break;
      const Field& field = document_.fields[candidate->field];
      found.push_back(
          {std::string(field.text.substr(candidate->start, candidate->end - candidate->start)),
           candidate->folded, candidate->weight, candidate->count, candidate->words,
           candidate->in_title});
    }
    return found;
  }

  const Document& document_;
  bool cjk_;
  size_t total_ = 1;
  bool repeated_ = false;
  std::unordered_map<std::string, Candidate> candidates_;
};

}  // namespace

std::vector<Keyphrase> FindKeyphrases(const Document& document, const Names&) {
  return Finder(document).Find();
}

}  // namespace enrich
