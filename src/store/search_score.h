#pragma once
// How well an article matches, as a function of SQL beside FTS5's own bm25:
// octavo_score(search_index) is the higher the better.
//
// The score is BM25 (Robertson and Zaragoza, 2009; k1 1.2, b 0.75) with a word of the title
// counting five times one of the body; facts select and do not rank. FTS5's own counts, before the
// first row comes, every article that holds each word of the query: in an archive of millions that
// is seconds for "the". Here the count is exact up to some thousand articles and estimated beyond,
// by how far in the archive the first of them reach: a factor of two in it moves a score by a
// tenth.

struct sqlite3;

namespace store {

// Makes the function known to a connection. Gives SQLite's code.
int RegisterScore(sqlite3* database);

}  // namespace store
