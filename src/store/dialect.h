#pragma once
// What databases spell differently: words of column types in the schema, and full text. All other
// SQL of the store is one text for all of them.

#include <cstddef>
#include <string>
#include <string_view>

namespace store {

// How full text is given to a database.
enum class SearchForm {
  kTokens,  // FTS5: columns `title`, `body` and `facts` take terms parted by spaces
  kVector,  // PostgreSQL: one tsvector of them all, made by search_vector.h
};

// A statement that puts many rows: `head`, then `row` for each, parted by commas, then `tail`.
// `row` has the parameters $1 … of one of them: "($1, $2)".
struct RowsSql {
  std::string_view head;
  std::string_view row;
  std::string_view tail;
  size_t columns;
};
// The statement for so many rows.
std::string TextOf(const RowsSql& sql, size_t rows);

struct Dialect {
  std::string_view name;

  // ---- words of the schema, written there as {id}, {integer}, {real}, {blob}, {table}, {keyed},
  // TEXT
  std::string_view id;       // type of a growing key whose values are never used again
  std::string_view integer;  // 64 bits
  std::string_view text;     // compared byte by byte
  std::string_view real;     // IEEE 754 double
  std::string_view blob;
  std::string_view table;  // behind the columns of a table
  std::string_view keyed;  // behind the columns of a table that is stored in the order of its key

  // The schema as the numbered migrations make it, made this database's own: run behind them when
  // the database is new.
  std::string_view schema_finish;

  // Partitions, where tables that grow have them (see partitions.h): the schema of the page
  // file made this database's own; and a query with $1, the time in micros, that makes the
  // partitions of the time to come. Empty: there are none.
  std::string_view pages_finish;
  std::string_view keep_partitions;

  // Between two tables, the first of which is to be walked over.
  std::string_view ordered_join;

  // ---- full text; a document's number is its article's. See search_index.h for the two forms.
  SearchForm search_form;
  std::string_view search_create;
  std::string_view search_insert;  // kTokens: $1 number, $2 title, $3 body, $4 facts
  std::string_view search_remove;  // kTokens: the same values that were inserted; kVector: $1
  std::string_view search_clear;   // all of it
  // $1 expression, $2 and $3 from when until when, $4 whether copies too, $5 how many; kVector: $6
  // the expression that ranks; kTokens: $6 and $7 from which number to which. Number, score (the
  // higher the better), at, publisher and language, newest number first.
  std::string_view search_match;
  // $1 expression, $2 how many: how many of the newest articles match, up to that, and the number
  // of the last of them. Empty: what a query costs is bounded otherwise.
  std::string_view search_reach;
  // How many articles are in one of `search_rows` and full text alone.
  std::string_view search_astray;

  // Puts jobs into the queue, or starts again those that are there, in one statement: for each, 1
  // when it is new. $1 stage, $2 address, $3 now, $4 reread, $5 lane. Empty: done in steps.
  RowsSql enqueue;

  // $1 table, $2 how many: ids that no row of it has or had. Those of SQLite are the same again
  // until a row has been inserted with them.
  std::string_view reserve_ids;

  // ---- many processes on one store
  std::string_view skip_locked;  // behind a SELECT from `j`: leaves out what others are taking
  std::string_view lock_row;     // behind a SELECT of one row: nobody else changes it meanwhile
  std::string_view clock;        // a query for the database's time, micros; empty: it has none
  // A query with $1, a worker's id: 1 when this session holds that worker's lock now, until the
  // session ends, however it ends. Empty: there is one process.
  std::string_view hold;
  std::string_view living;  // a query for the ids of the workers whose lock some session holds
  std::string_view listen;  // from now on this session hears when others tell; empty: nobody does
  std::string_view tell;    // those who listen, when this transaction is committed; $1 what

  std::string_view find_damage_quickly = {};  // as find_damage, without comparing indexes
  std::string_view find_damage;               // rows of text: "ok", or what is damaged in the file
};

extern const Dialect kSqliteDialect;
extern const Dialect kPostgresDialect;

// Puts the dialect's words into a schema text.
std::string InDialect(const Dialect& dialect, std::string_view schema);

}  // namespace store
