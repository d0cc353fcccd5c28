#pragma once
// Which language a text is in.

#include <string>
#include <string_view>

namespace text {

struct LanguageGuess {
  std::string language =
      "und";              // BCP 47: "en", "nb", "zh", "zh-Hant"; "und" when it cannot be told
  double confidence = 0;  // 0 to 1
};

// `text` and `title` together are judged; either may be empty. `hint` is what the page or its feed
// says (BCP 47, may be empty): it decides between languages that are hard to tell apart (Malay and
// Indonesian, Bosnian and Croatian), and for texts too short to judge, never against clear
// evidence. Reads at most the first 16 KB of text. Safe for use by several threads.
LanguageGuess GuessLanguage(std::string_view text, std::string_view title, std::string_view hint);

}  // namespace text
