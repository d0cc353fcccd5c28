// Hashtags: what a reader would follow. Names first, for they are rare and mean one thing; then
// phrases of two words and more that the article repeats. A name that stands once, outside the
// title, is incidental. Whoever wrote, printed or supplied the article is never its topic.
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "base/utf8.h"
#include "enrich/gazetteer.h"
#include "enrich/keyphrases.h"
#include "text/words.h"

namespace enrich {
namespace {

constexpr size_t kMostTags = 8;

bool IsOfTheTrade(const Document& document, std::string_view name) {
  const std::string folded = text::Fold(name);
  if (IsAgency(folded)) return true;
  const std::string publisher = text::Fold(document.input->publisher);
  const auto same = [&](std::string_view other) {
    if (other.empty()) return false;
    // "The Japan Times" and "Japan Times".
    return other == folded || (other.starts_with("the ") && other.substr(4) == folded) ||
           (folded.starts_with("the ") && folded.substr(4) == other);
  };
  if (same(publisher)) return true;
  return std::ranges::any_of(document.input->byline, [&](const std::string& author) {
    const std::string folded_author = text::Fold(author);
    return same(folded_author) ||
           // The family name alone is the author too.
           (folded_author.size() > folded.size() && folded_author.ends_with(folded) &&
            folded_author[folded_author.size() - folded.size() - 1] == ' ');
  });
}

double WeightOf(const Document& document, const Entity& entity) {
  const double size = static_cast<double>(document.Text().text.size() + 1);
  const double place = static_cast<double>(entity.first) / size;
  double weight = std::log2(1.0 + static_cast<double>(entity.in_text + entity.in_captions));
  weight *= 1.0 + 0.6 * std::exp(-5.0 * place);
  if (entity.in_title > 0) weight += 1.5;
  if (entity.kind == model::NameKind::kPlace) weight *= 0.8;
  return weight;
}

bool IsRepeated(const Entity& entity) {
  const size_t all = entity.in_text + entity.in_captions;
  if (entity.in_title > 0) return all >= 1;
  return all >= (entity.kind == model::NameKind::kPlace ? 3U : 2U);
}

struct Made {
  model::Tag tag;
  std::string folded;
};

void AddPhrases(const Document& document, const std::vector<Keyphrase>& keyphrases,
                std::vector<Made>& made) {
  for (const Keyphrase& phrase : keyphrases) {
    const bool repeated = phrase.count >= 3 || (phrase.count >= 2 && phrase.in_title);
    const bool long_enough = phrase.words >= 2 || (document.IsJapaneseOrChinese() &&
                                                   base::CountCodePoints(phrase.text) >= 4);
    if (!repeated || !long_enough || IsOfTheTrade(document, phrase.text)) continue;
    made.push_back({{TagNameOf(phrase.text), text::CollapseSpace(phrase.text), phrase.weight * 0.6},
                    phrase.folded});
  }
}

// Whether one is part of the other, by whole words.
bool Holds(std::string_view whole, std::string_view part) {
  const std::string a = " " + std::string(whole) + " ";
  return a.find(" " + std::string(part) + " ") != std::string::npos;
}

}  // namespace

std::string TagNameOf(std::string_view text) {
  std::string name;
  for (const text::Word& word : text::Words(text, "")) {
    std::string shown(text.substr(word.start, word.end - word.start));
    for (std::string_view possessive : {"'s", "\u2019s"}) {
      if (shown.ends_with(possessive)) shown.resize(shown.size() - possessive.size());
    }
    std::erase_if(shown, [](char c) { return c == '.' || c == '\'' || c == ',' || c == ':'; });
    for (size_t at = shown.find("\u2019"); at != std::string::npos; at = shown.find("\u2019")) {
      shown.erase(at, 3);
    }
    if (!shown.empty() && shown[0] >= 'a' && shown[0] <= 'z') {
      shown[0] = static_cast<char>(shown[0] - ('a' - 'A'));
    }
    name += shown;
  }
  return name;
}

std::vector<model::Tag> FindTags(const Document& document, const Names& names,
                                 const std::vector<Keyphrase>& keyphrases) {
  std::vector<Made> made;
  for (const auto& [id, entity] : names.entities) {
    if (!IsRepeated(entity) || IsOfTheTrade(document, entity.name)) continue;
    made.push_back({{TagNameOf(entity.name), entity.name, WeightOf(document, entity)},
                    text::Fold(entity.name)});
  }
  AddPhrases(document, keyphrases, made);
  std::ranges::sort(made, [](const Made& a, const Made& b) {
    return a.tag.weight != b.tag.weight ? a.tag.weight > b.tag.weight : a.tag.name < b.tag.name;
  });
  std::vector<model::Tag> tags;
  std::vector<std::string> taken;
  for (Made& one : made) {
    if (tags.size() == kMostTags) break;
    const size_t characters = base::CountCodePoints(one.tag.name);
    if (characters < 2 || characters > 60) continue;
    const bool known = std::ranges::any_of(taken, [&](const std::string& other) {
      return Holds(other, one.folded) || Holds(one.folded, other);
    });
    if (known) continue;
    taken.push_back(one.folded);
    tags.push_back(std::move(one.tag));
  }
  const double heaviest = tags.empty() ? 1 : std::max(tags.front().weight, 1e-9);
  for (model::Tag& tag : tags) tag.weight = std::min(1.0, tag.weight / heaviest);
  return tags;
}

}  // namespace enrich
