#pragma once
// What a text holds: language, section, names, quotes, keyphrases, hashtags and a brief.

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/enrichment.h"

namespace enrich {

// All text is valid UTF-8 in NFC.
struct Input {
  std::string title;
  std::string text;                   // blocks joined by U+000A
  std::vector<std::string> captions;  // they and the title help to resolve names
  std::vector<std::string> byline;    // never become tags or speakers
  std::string language;               // BCP 47 as the page says; empty: to be found out
  std::string publisher;              // never becomes a tag
  std::optional<base::Instant> published;
};

// Never fails: what cannot be found is absent. Offsets are UTF-8 bytes into the fields as given.
// Reads at most the first 256 KB of the text. The same input always gives the same answer. Safe for
// use by several threads.
model::Enrichment Enrich(const Input& input);

}  // namespace enrich
