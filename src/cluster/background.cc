#include "cluster/background.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>

#include "base/hash.h"

namespace cluster {
namespace {

// "#LANGUAGE\tPASSAGES", then "stem\tcount" for each; written by tools/learn_background.cc.
constexpr std::string_view kTables[] = {
#include "cluster/background_en.inc"
    ,
#include "cluster/background_world.inc"
};

// A stem that a table does not have counts as if seen a third of a time in 25,000 passages,
// whatever the size of the table: a word that a small table lacks is not less rare than one that a
// large table lacks.
constexpr double kUnseen = 0.33 / 25'000;
// Years, counts and dates are in everybody's text.
constexpr double kNumberShare = 0.02;

// Shares by hash of "language\x1Fstem", and the languages that there are.
class Tables {
 public:
  Tables() {
    for (const std::string_view table : kTables) Read(table);
  }

  double Share(std::string_view stem, std::string_view language) const {
    const auto found = shares_.find(Key(language, stem));
    return found == shares_.end() ? kUnseen : static_cast<double>(found->second);
  }
  bool Has(std::string_view language) const { return shares_.contains(Key(language, "")); }

 private:
  static uint64_t Key(std::string_view language, std::string_view stem) {
    return base::Hash64(stem, base::Hash64(language.substr(0, language.find('-'))));
  }

  void Read(std::string_view table) {
    std::string_view language;
    double passages = 1;
    while (!table.empty()) {
      const std::string_view line = table.substr(0, table.find('\n'));
      table.remove_prefix(std::min(table.size(), line.size() + 1));
      const size_t tab = line.find('\t');
      if (tab == std::string_view::npos) continue;
      double count = 0;
      std::from_chars(line.data() + tab + 1, line.data() + line.size(), count);
      if (line.starts_with('#')) {
        language = line.substr(1, tab - 1);
        passages = count;
        shares_.emplace(Key(language, ""), 1.0F);
      } else {
        shares_.emplace(Key(language, line.substr(0, tab)), static_cast<float>(count / passages));
      }
    }
  }

  std::unordered_map<uint64_t, float> shares_;
};

const Tables& AllTables() {
  static const Tables kAll;
  return kAll;
}

bool IsNumber(std::string_view stem) {
  return std::ranges::all_of(stem,
                             [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
}

}  // namespace

bool HasBackground(std::string_view language) {
  return AllTables().Has(language);
}

double BackgroundShare(std::string_view stem, std::string_view language) {
  if (IsNumber(stem)) return kNumberShare;
  return AllTables().Share(stem, language);
}

}  // namespace cluster
