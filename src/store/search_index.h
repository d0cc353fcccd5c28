#pragma once
// Full text of the articles in the paper: title and text as the terms of room search, and the facts
// that a reader may filter by as terms of their own, so that a rare publisher is found as fast as a
// rare word.
//
// FTS5 (SQLite) holds no copy of the texts: to take an article out, the same terms are made again
// that were put in. So take it out before its title or reading changes. PostgreSQL holds a tsvector
// (search_vector.h), a row as any other.

#include <string>

#include "base/result.h"
#include "model/ids.h"
#include "store/driver.h"
#include "store/rows.h"

namespace store {

// Puts the article in, with its tags; one that is in already is put in anew.
base::Status Index(Connection& connection, const ArticleRow& row);
// Takes it out; nothing happens when it is not in. `row` is as it was when it was put in.
base::Status Unindex(Connection& connection, const ArticleRow& row);
// Puts full text of an article in again, of which the row in `search_rows` is there and the text in
// the index is not.
base::Status IndexAgain(Connection& connection, model::ArticleId article);
// Time, publisher or lineage of an article may have changed.
base::Status UpdateIndexRow(Connection& connection, const ArticleRow& row);

// The terms of facts.
inline constexpr std::string_view kEveryArticle = "all";
std::string PublisherFact(model::PublisherId id);
std::string TagFact(model::TagId id);
std::string LanguageFact(std::string_view language);
std::string SectionFact(std::string_view section);

}  // namespace store
