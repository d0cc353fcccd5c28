#include "cluster/background.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>

#include "base/hash.h"

namespace cluster {
namespace {

// "#passages\tN", then "stem\tcount" for each; written by tools/learn_background.cc.
constexpr std::string_view kEnglish =
#include "cluster/background_en.inc"
    ;

// A stem that the table does not have: fewer than 3 passages, as if seen a third of a time.
constexpr double kUnseen = 0.33;
// The share of a rare word where there is no table to ask; as an unseen word in one of 25,000
// passages.
constexpr double kUnknown = kUnseen / 25'000;
// Years, counts and dates are in everybody's text.
constexpr double kNumberShare = 0.02;

class Table {
 public:
  explicit Table(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      const size_t tab = line.find('\t');
      if (tab == std::string_view::npos) continue;
      double count = 0;
      std::from_chars(line.data() + tab + 1, line.data() + line.size(), count);
      if (line.starts_with('#')) {
        passages_ = count;
      } else {
        counts_.emplace(base::Hash64(line.substr(0, tab)), static_cast<float>(count));
      }
    }
  }

  double Share(std::string_view stem) const {
    const auto found = counts_.find(base::Hash64(stem));
    return (found == counts_.end() ? kUnseen : static_cast<double>(found->second)) / passages_;
  }

 private:
  double passages_ = 1;
  std::unordered_map<uint64_t, float> counts_;
};

bool IsNumber(std::string_view stem) {
  return std::ranges::all_of(stem,
                             [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
}

}  // namespace

bool HasBackground(std::string_view language) {
  return language == "en" || language.starts_with("en-");
}

double BackgroundShare(std::string_view stem, std::string_view language) {
  if (IsNumber(stem)) return kNumberShare;
  if (!HasBackground(language)) return kUnknown;
  static const Table english(kEnglish);
  return english.Share(stem);
}

}  // namespace cluster
