#include "enrich/enrich.h"

#include "enrich/brief.h"
#include "enrich/document.h"
#include "enrich/keyphrases.h"
#include "enrich/names.h"
#include "enrich/quotes.h"
#include "enrich/section.h"
#include "text/language.h"

namespace enrich {

model::Enrichment Enrich(const Input& input) {
  const text::LanguageGuess guess = text::GuessLanguage(input.text, input.title, input.language);
  model::Enrichment enrichment;
  enrichment.language = guess.language;
  enrichment.language_confidence = guess.confidence;

  const Document document = TakeApart(input, guess.language == "und" ? "" : guess.language);
  Names names = FindNames(document);
  enrichment.section = FindSection(document);
  enrichment.quotes = FindQuotes(document, names);
  const std::vector<Keyphrase> keyphrases = FindKeyphrases(document, names);
  for (const Keyphrase& phrase : keyphrases) enrichment.keyphrases.push_back(phrase.text);
  enrichment.tags = FindTags(document, names, keyphrases);
  enrichment.brief = MakeBrief(document, keyphrases);
  enrichment.names = std::move(names.mentions);
  return enrichment;
}

}  // namespace enrich
