// A block under many headlines is furniture, unless the headlines are about one thing: agencies
// print the same paragraph of background in every report of a story, for weeks. So headlines are
// counted that share hardly any word. Four are enough: three unrelated articles with one sentence
// in common happen (a court's standing phrase, a weather report), four within the last few dozen of
// a site hardly do, and a wrong guess is seen in the owner's list and undone there.

#include "extract/standing.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "extract/runs.h"
#include "text/words.h"

namespace extract {
namespace {

using model::BlockMark;
using model::Sighting;

constexpr uint32_t kShortest = 16;  // letters
constexpr size_t kMostMarks = 64;
constexpr size_t kFewestHeadlines = 4;

// Letters and digits of a folded text.
std::string KeyOf(std::string_view text) {
  std::string key;
  for (const char c : text::Fold(text)) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    if (!ascii || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key.push_back(c);
  }
  return key;
}

// Words of a headline that say what it is about: the short ones do not.
std::set<std::string> WordsOf(std::string_view title) {
  constexpr size_t kShortestWord = 4;  // bytes: a single CJK character has three
  std::set<std::string> words;
  for (const text::Word& word : text::Words(title, {})) {
    std::string folded = text::Fold(title.substr(word.start, word.end - word.start));
    if (folded.size() >= kShortestWord) words.insert(std::move(folded));
  }
  return words;
}

bool AreAboutOneThing(const std::set<std::string>& a, const std::set<std::string>& b) {
  constexpr double kShared = 0.25;  // of the words of the shorter one
  const size_t fewer = std::min(a.size(), b.size());
  if (fewer == 0) return true;
  const auto shared =
      std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); });
  return static_cast<double>(shared) > kShared * static_cast<double>(fewer);
}

bool Has(const Sighting& sighting, BlockMark mark) {
  return std::ranges::find(sighting.marks, mark) != sighting.marks.end();
}

}  // namespace

BlockMark MarkOf(std::string_view text) {
  return WeightOf(text) < kShortest ? 0 : base::Hash64(KeyOf(text));
}

BlockMark MarkOf(const model::Block& block) {
  return IsText(block) ? MarkOf(block.text) : 0;
}

std::vector<model::MarkedBlock> MarksOf(const std::vector<model::Block>& blocks) {
  std::vector<model::MarkedBlock> marked;
  std::set<BlockMark> seen;
  const auto add = [&](const model::Block& block) {
    const BlockMark mark = MarkOf(block);
    if (mark != 0 && marked.size() < kMostMarks && seen.insert(mark).second) {
      marked.push_back({mark, block.text});
    }
  };
  // From both ends inwards.
  for (size_t i = 0; i < (blocks.size() + 1) / 2; ++i) {
    add(blocks[i]);
    add(blocks[blocks.size() - 1 - i]);
  }
  return marked;
}

void DropStanding(std::span<const BlockMark> standing, Blocks& made) {
  if (standing.empty()) return;
  std::vector<bool> goes(made.blocks.size());
  bool any = false;
  for (size_t i = 0; i < made.blocks.size(); ++i) {
    const BlockMark mark = MarkOf(made.blocks[i]);
    goes[i] = mark != 0 && std::ranges::find(standing, mark) != standing.end();
    any = any || goes[i];
  }
  if (!any) return;
  // A heading all of whose section goes: from behind, what follows it up to the next heading.
  bool something = false;
  bool dropped = false;
  for (size_t i = made.blocks.size(); i-- > 0;) {
    if (made.blocks[i].kind == model::BlockKind::kHeading) {
      goes[i] = goes[i] || (dropped && !something);
      something = !goes[i];
      dropped = goes[i];
    } else {
      (goes[i] ? dropped : something) = true;
    }
  }
  Blocks left;
  for (size_t i = 0; i < made.blocks.size(); ++i) {
    if (goes[i]) continue;
    left.blocks.push_back(std::move(made.blocks[i]));
    left.html.push_back(std::move(made.html[i]));
  }
  made = std::move(left);
}

std::vector<BlockMark> LearnStanding(const Sighting& article, std::span<const Sighting> others) {
  std::vector<BlockMark> learned;
  const std::set<std::string> own = WordsOf(article.title);
  for (const BlockMark mark : article.marks) {
    std::vector<std::set<std::string>> headlines = {own};
    for (const Sighting& other : others) {
      if (!Has(other, mark)) continue;
      std::set<std::string> words = WordsOf(other.title);
      const bool apart = std::ranges::none_of(
          headlines, [&](const auto& known) { return AreAboutOneThing(known, words); });
      if (apart) headlines.push_back(std::move(words));
      if (headlines.size() >= kFewestHeadlines) break;
    }
    if (headlines.size() >= kFewestHeadlines) learned.push_back(mark);
  }
  return learned;
}

bool IsBodyOfAnother(const Sighting& article, std::span<const Sighting> others) {
  constexpr size_t kFewestMarks = 3;
  if (article.marks.size() < kFewestMarks) return false;
  const std::set<std::string> own = WordsOf(article.title);
  return std::ranges::any_of(others, [&](const Sighting& other) {
    return other.page < article.page &&
           std::ranges::all_of(
               article.marks, [&](BlockMark mark) { return Has(other, mark); }) &&
           !AreAboutOneThing(own, WordsOf(other.title));
  });
}

}  // namespace extract
