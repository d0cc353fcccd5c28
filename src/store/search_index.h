#pragma once
// Full text of the articles in the paper: title and text as the terms of room search, and the facts
// that a reader may filter by as terms of their own, so that a rare publisher is found as fast as a
// rare word.
//
// FTS5 (SQLite) holds no copy of the texts: to take an article out, the same terms are made again
// that were put in. So take it out before its title or reading changes. PostgreSQL holds a tsvector
// (search_vector.h), a row as any other.

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "store/driver.h"
#include "store/rows.h"

namespace store {

struct ToIndex {
  const ArticleRow* row = nullptr;
  std::set<int64_t> tags;  // its own
  bool was_in = false;     // it may be in already, as it was before
};

// What one transaction does to full text, put off to its end. SQLite begins many statements with a
// savepoint (whatever may touch several rows, or gives something back), and FTS5 writes all that it
// has collected at each of them: between an insert into `tags` and one into `articles` every
// article became a piece of the index by itself, to be merged again and again.
class FullTextChanges {
 public:
  // The connection stays with the caller.
  explicit FullTextChanges(Connection& connection) : connection_(connection) {}

  // Puts articles in; those without a reading are left out.
  base::Status Index(std::span<const ToIndex> articles);
  // Takes it out; nothing happens when it is not in. `row`, and its reading, are as they were when
  // it was put in.
  base::Status Unindex(const ArticleRow& row);
  // Does what was put off. Before the commit.
  base::Status Write();

 private:
  enum class What { kPutIn, kTakeOut };
  struct Change {
    What what;
    model::ArticleId article;
    std::string title;
    std::string body;
    std::string facts;
  };
  base::Status FindTexts(std::span<const ToIndex> articles,
                         std::map<model::ArticleId, std::string>& texts);
  base::Status PutOff(Change change);
  base::Status PutVectors(std::span<const Change> changes);

  Connection& connection_;
  std::vector<Change> changes_;
  size_t bytes_ = 0;
};

// Puts full text of an article in again, of which the row in `search_rows` is there and the text in
// the index is not.
base::Status IndexAgain(Connection& connection, model::ArticleId article);
// Time, publisher or lineage of an article may have changed.
base::Status UpdateIndexRow(Connection& connection, const ArticleRow& old, const ArticleRow& row);

// The terms of facts.
inline constexpr std::string_view kEveryArticle = "all";
std::string PublisherFact(model::PublisherId id);
std::string TagFact(model::TagId id);
std::string LanguageFact(std::string_view language);
std::string SectionFact(std::string_view section);

}  // namespace store
