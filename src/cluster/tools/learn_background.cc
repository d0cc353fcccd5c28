// Learns a background table: standard input is plain text, one document a line; standard output is
// a line
// "#LANGUAGE<TAB>PASSAGES", then "stem<TAB>count" for every stem that stands in at least LEAST
// passages of 40 words.
//   learn_background LANGUAGE LEAST < documents.txt >> background.inc
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "text/words.h"

int main(int argc, char** argv) {
  constexpr size_t kPassage = 40;
  const std::string language = argc > 1 ? argv[1] : "en";
  const int least = argc > 2 ? std::stoi(argv[2]) : 3;
  std::map<std::string, int> counts;
  int passages = 0;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::set<std::string> passage;
    size_t words = 0;
    const auto close = [&] {
      ++passages;
      for (const auto& stem : passage) ++counts[stem];
      passage.clear();
      words = 0;
    };
    for (const text::Word& word : text::Words(line, language)) {
      const std::string folded = text::Fold(line.substr(word.start, word.end - word.start));
      if (folded.size() < 2 || text::IsStopWord(folded, language)) continue;
      passage.insert(text::Stem(folded, language));
      if (++words == kPassage) close();
    }
    if (words > 0) close();
  }
  std::cout << "#" << language << "\t" << passages << "\n";
  for (const auto& [stem, count] : counts) {
    const bool plain = stem.find_first_of("0123456789.'") == std::string::npos;
    if (count >= least && plain && stem.size() <= 24) std::cout << stem << '\t' << count << '\n';
  }
}
