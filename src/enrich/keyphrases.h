#pragma once
// What an article is about, in its own words; and the hashtags made of it.

#include <string>
#include <vector>

#include "enrich/document.h"
#include "enrich/names.h"
#include "model/enrichment.h"

namespace enrich {

struct Keyphrase {
  std::string text;    // as it stands at its first place
  std::string folded;  // words by one space
  double weight = 0;
  size_t count = 0;
  size_t words = 0;
  bool in_title = false;
};

// Best first, at most 20.
std::vector<Keyphrase> FindKeyphrases(const Document& document, const Names& names);

// At most eight hashtags, the heaviest first. Only what stands in the title or twice and more in
// the article; never a byline, the publisher, an agency.
std::vector<model::Tag> FindTags(const Document& document, const Names& names,
                                 const std::vector<Keyphrase>& keyphrases);

// "Kaja Kallas" as "KajaKallas", "日本" as it is; empty when nothing would be left.
std::string TagNameOf(std::string_view text);

}  // namespace enrich
