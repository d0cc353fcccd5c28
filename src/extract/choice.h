#pragma once
// A choice by evidence. A page states its title, authors and dates several times, and the versions
// disagree. So every version is a candidate; every candidate carries marks (where it stands, what
// agrees with it, what speaks against it); every mark has a weight; the highest sum wins.
//
// The weights are the ones of a conditional logit (the probability that a candidate is the right
// one is exp(score) over the sum of all of the page's), fitted by bench/choices/fit.py to pages
// whose titles, authors and dates people have written down. A new mark is: a line in the list of
// marks, the code that sets it, and a new fit.

#include <array>
#include <cstddef>
#include <string_view>

namespace extract {

// Marks of one candidate; most are 0 or 1, shares lie between. `Mark` is an enum that ends in
// kCount.
template <typename Mark>
class Marks {
 public:
  static constexpr size_t kSize = static_cast<size_t>(Mark::kCount);

  void Set(Mark mark, float value = 1) { values_[static_cast<size_t>(mark)] = value; }
  void Set(Mark mark, bool holds) { Set(mark, holds ? 1.0F : 0.0F); }
  float operator[](Mark mark) const { return values_[static_cast<size_t>(mark)]; }
  bool Has(Mark mark) const { return (*this)[mark] > 0; }
  // Keeps the larger value of each mark.
  void Join(const Marks& other) {
    for (size_t i = 0; i < kSize; ++i) {
      if (other.values_[i] > values_[i]) values_[i] = other.values_[i];
    }
  }

  float Score(const std::array<float, kSize>& weights) const {
    float sum = 0;
    for (size_t i = 0; i < kSize; ++i) sum += values_[i] * weights[i];
    return sum;
  }
  const std::array<float, kSize>& values() const { return values_; }

 private:
  std::array<float, kSize> values_ = {};
};

template <typename Mark>
struct Weight {
  Mark mark;
  float value;
};

// A table of weights by mark; marks that are not in it count nothing.
template <typename Mark, size_t kCount>
constexpr std::array<float, Marks<Mark>::kSize> WeightsOf(const Weight<Mark> (&table)[kCount]) {
  std::array<float, Marks<Mark>::kSize> weights = {};
  for (const Weight<Mark>& weight : table) weights[static_cast<size_t>(weight.mark)] = weight.value;
  return weights;
}

}  // namespace extract
