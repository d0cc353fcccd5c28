// Relatedness of texts
//
// Two views of a pair, averaged:
//   words    the cosine of the two texts as vectors of stems, (1 + ln tf) * ln(N / df): do they use
//   the same words? company  the cosine of the two texts as vectors of likeness to every background
//   text (explicit semantic analysis,
//            Gabrilovich & Markovitch 2007, with news in the place of an encyclopedia): are they
//            like the same texts?
// The second view relates "bushfire" to "firefighters" when they have been met in the same news.
// Without background texts the texts themselves are the background.

#include "cluster/relate.h"

#include <algorithm>
#include <cmath>

#include "cluster/background.h"
#include "cluster/terms.h"

namespace cluster {
namespace {

constexpr double kWordsShare = 0.4;     // of the score; the rest is company
constexpr size_t kTermsCompared = 400;  // of a text
constexpr size_t kSharedTermsShown = 4;

void MakeUnit(std::vector<std::pair<uint32_t, double>>& vector) {
  double square = 0;
  for (const auto& [key, weight] : vector) square += weight * weight;
  if (square == 0) return;
  for (auto& entry : vector) entry.second /= std::sqrt(square);
}

// Both sorted by key. Calls `visit(key, product)` for every shared key.
template <typename Visit>
double Dot(const std::vector<std::pair<uint32_t, double>>& a,
           const std::vector<std::pair<uint32_t, double>>& b, Visit visit) {
  double sum = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (i->first < j->first) {
      ++i;
    } else if (j->first < i->first) {
      ++j;
    } else {
      visit(i->first, i->second * j->second);
      sum += i->second * j->second;
      ++i;
      ++j;
    }
  }
  return sum;
}

double Dot(const std::vector<std::pair<uint32_t, double>>& a,
           const std::vector<std::pair<uint32_t, double>>& b) {
  return Dot(a, b, [](uint32_t, double) {});
}

}  // namespace

size_t Relater::Add(std::string_view title, std::string_view text, std::string_view language,
                    bool background) {
  Text added;
  added.language = language;
  for (const CountedTerm& term : CountedTermsOf(title, text, language)) {
    if (added.terms.size() == kTermsCompared) break;
    std::string key(language);
    key += '\x1F';
    key += term.stem;
    const auto [found, is_new] =
        vocable_of_.emplace(std::move(key), static_cast<uint32_t>(surfaces_.size()));
    if (is_new) {
      surfaces_.push_back(term.surface);
      document_counts_.push_back(0);
    }
    ++document_counts_[found->second];
    added.terms.emplace_back(found->second, static_cast<double>(term.count));
  }
  std::ranges::sort(added.terms);
  auto& place = background ? background_ : texts_;
  place.push_back(std::move(added));
  return place.size() - 1;
}

Relater::Vector Relater::Weigh(const Text& text) const {
  const double all = static_cast<double>(texts_.size() + background_.size());
  Vector vector;
  for (const auto& [vocable, count] : text.terms) {
    const double rarity = std::log((all + 1) / (document_counts_[vocable] + 0.5));
    vector.emplace_back(vocable, (1 + std::log(count)) * std::max(0.0, rarity));
  }
  MakeUnit(vector);
  return vector;
}

std::vector<std::vector<Likeness>> Relater::Relate(size_t limit) const {
  std::vector<Vector> words;
  words.reserve(texts_.size());
  for (const Text& text : texts_) words.push_back(Weigh(text));
  std::vector<Vector> teachers;
  for (const Text& text : background_.empty() ? texts_ : background_)
    teachers.push_back(Weigh(text));
  std::vector<Vector> company;
  for (const Vector& vector : words) {
    Vector likenesses;
    for (uint32_t i = 0; i < teachers.size(); ++i) {
      const double likeness = Dot(vector, teachers[i]);
      if (likeness > 0) likenesses.emplace_back(i, likeness);
    }
    MakeUnit(likenesses);
    company.push_back(std::move(likenesses));
  }

  std::vector<std::vector<Likeness>> related(texts_.size());
  for (size_t i = 0; i < texts_.size(); ++i) {
    for (size_t j = 0; j < texts_.size(); ++j) {
      if (i == j || texts_[i].language != texts_[j].language) continue;
      Likeness likeness{j, 0, {}};
      std::vector<std::pair<double, uint32_t>> shared;
      const double same_words = Dot(words[i], words[j], [&](uint32_t vocable, double product) {
        shared.emplace_back(product, vocable);
      });
      likeness.score = kWordsShare * same_words + (1 - kWordsShare) * Dot(company[i], company[j]);
      if (likeness.score <= 0) continue;
      std::ranges::sort(shared, std::ranges::greater());
      for (const auto& [product, vocable] : shared) {
        if (likeness.shared_terms.size() == kSharedTermsShown) break;
        likeness.shared_terms.push_back(surfaces_[vocable]);
      }
      related[i].push_back(std::move(likeness));
    }
    std::ranges::stable_sort(related[i], std::ranges::greater(), &Likeness::score);
    if (related[i].size() > limit) related[i].resize(limit);
  }
  return related;
}

}  // namespace cluster
