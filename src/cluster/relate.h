#pragma once
// How alike texts are in matter, pair by pair: the measure behind `octavo relate`.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cluster {

struct Likeness {
  size_t other = 0;                       // the index that Add gave
  double score = 0;                       // 0 to 1
  std::vector<std::string> shared_terms;  // heaviest first, at most 4
};

// Collects texts, then compares all pairs. Memory grows with the texts; not safe for use by several
// threads.
class Relater {
 public:
  // A background text only teaches the weights. Returns the text's index; background texts have
  // none of meaning.
  size_t Add(std::string_view title, std::string_view text, std::string_view language,
             bool background);

  // For each text, in the order of Add, the `limit` most alike of the others with a score above 0.
  // Texts of different languages are never alike.
  std::vector<std::vector<Likeness>> Relate(size_t limit) const;

 private:
  struct Text {
    std::string language;
    std::vector<std::pair<uint32_t, double>> terms;  // (vocable, term frequency), by vocable
  };
  using Vector = std::vector<std::pair<uint32_t, double>>;

  Vector Weigh(const Text& text) const;

  std::unordered_map<std::string, uint32_t> vocable_of_;
  std::vector<std::string> surfaces_;
  std::vector<uint32_t> document_counts_;
  std::vector<Text> texts_;
  std::vector<Text> background_;
};

}  // namespace cluster
