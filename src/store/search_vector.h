#pragma once
// Full text as PostgreSQL wants it: a tsvector in its binary form (as text it takes the server
// three times as long to read) and a tsquery as text, made of the terms of room search.
// PostgreSQL's own parser sees neither: it would part and fold in its own way.
//
// In a tsvector words of the title have weight A, words of the body none; facts are lexemes that
// begin with '=', which no term does, and have no place. Phrases hold within the title and within
// the body, not across.
//
// A word that is its own stem stands there once, as the word: half the words of a text are, and a
// stem is looked for as either. (Vectors made before that have both, and are found all the same.)
//
// PostgreSQL's limits (manual, §12.11): a lexeme has fewer than 2,048 bytes, a tsvector less than a
// megabyte, places end at 16,383 and a lexeme has at most 255 of them. What is beyond is left out
// here, so that the longest article is stored without an error: its words are found all the same,
// phrases within its first 16,000 terms, and not by the 256th occurrence of a word alone.

#include <string>
#include <string_view>

#include "search/query.h"

namespace store {

// `title` and `body` as search::IndexText makes them, `facts` parted by spaces.
std::string VectorOf(std::string_view title, std::string_view body, std::string_view facts);

// What must be found: words and phrases, and none of the unwanted ones; empty when there are none.
std::string VectorWanted(const search::Query& query);
// The same for what must not be found.
std::string VectorUnwanted(const search::Query& query);
// One fact.
std::string VectorFact(std::string_view fact);

}  // namespace store
