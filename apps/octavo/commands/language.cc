#include "text/language.h"

#include "commands.h"
#include "filter.h"

namespace octavo {
namespace {

base::Result<base::Json> AnswerLanguage(const base::Json& request) {
  const base::Json* text = request.Find("text");
  const base::Json* title = request.Find("title");
  const auto is_string = [](const base::Json* value) {
    return value != nullptr && value->AsString() != nullptr;
  };
  if (!is_string(text) && !is_string(title)) {
    return base::Fail(base::ErrorKind::kInvalidInput, "neither \"text\" nor \"title\" is given");
  }
  const text::LanguageGuess guess = text::GuessLanguage(
      request.String("text"), request.String("title"), request.String("language"));
  base::Json answer;
  answer.Set("language", guess.language);
  answer.Set("confidence", guess.confidence);
  return answer;
}

}  // namespace

Command LanguageCommand() {
  return {
      "language",
      "say which language each text is in",
      "A filter: one JSON object a line on standard input, one answer a line on standard output.\n"
      "\n"
      "In:   id, text, title; at least one of text and title. language, if given, is what the\n"
      "      page says of itself: it decides only where two languages can hardly be told apart.\n"
      "Out:  id, language (BCP 47, \"und\" when it cannot be told), confidence (0 to 1).\n"
      "\n"
      "Example:\n"
      "  echo '{\"id\": 1, \"text\": \"Il pleut sur Nantes\"}' | octavo language",
      "",
      {},
      [](const Arguments&) -> int { return RunFilter(AnswerLanguage); }};
}

}  // namespace octavo
