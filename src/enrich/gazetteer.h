#pragma once
// What this room knows of the world: names and words that tell what kind of thing a capitalised run
// is. Facts, written down for this project. All lists are of folded words.

#include <optional>
#include <string>
#include <string_view>

#include "model/enrichment.h"

namespace enrich {

// "mr", "president", "captain": stands before a person's name and is no part of it.
bool IsTitleOfPerson(std::string_view folded);
// "university", "inc", "ministry": makes the run that holds it an organisation.
bool IsOrganisationWord(std::string_view folded);
// "river", "county", "airport".
bool IsPlaceWord(std::string_view folded);
// "festival", "war", "award": ends the name of what happens or is given, which is none of our
// kinds.
bool IsEventWord(std::string_view folded);
// "chinese", "british", "monday", "january", "god": capitalised and the name of nothing here.
bool IsCapitalisedCommonWord(std::string_view folded);
// "said", "told", …, and their forms in the language.
bool IsCueVerb(std::string_view folded);

struct KnownName {
  model::NameKind kind = model::NameKind::kOrganisation;
  std::string id;  // shared by its spellings: "european-union" for "EU"
};
// Countries, large cities and well-known organisations, by the folded run as a whole.
std::optional<KnownName> FindKnown(std::string_view folded_run, std::string_view primary_language);

// News agencies and photo agencies, whose name in a text is a credit.
bool IsAgency(std::string_view folded_run);

}  // namespace enrich
