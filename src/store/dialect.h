#pragma once
// What databases spell differently: words of column types in the schema, and full text. All other
// SQL of the store is one text for all of them.

#include <string>
#include <string_view>

namespace store {

struct Dialect {
  std::string_view name;

  // ---- words of the schema, written there as {id}, {integer}, {real}, {blob}, {table}, {keyed}
  std::string_view id;       // type of a growing key whose values are never used again
  std::string_view integer;  // 64 bits
  std::string_view real;     // IEEE 754 double
  std::string_view blob;
  std::string_view table;  // behind the columns of a table
  std::string_view keyed;  // behind the columns of a table that is stored in the order of its key

  // ---- full text. Columns `title`, `body` and `facts` take tokens parted by spaces; a document's
  // number is its article's.
  std::string_view search_create;
  std::string_view search_insert;  // $1 number, $2 title, $3 body, $4 facts
  std::string_view search_remove;  // the same values that were inserted
  std::string_view search_clear;   // all of it
  // $1 expression, $2 and $3 from when until when, $4 whether copies too, $5 how many: number,
  // score (the higher the better), at, publisher and language, newest number first.
  std::string_view search_match;

  // ---- many processes on one store
  std::string_view skip_locked;  // behind a SELECT from `j`: leaves out what others are taking
  std::string_view lock_row;     // behind a SELECT of one row: nobody else changes it meanwhile
  std::string_view clock;        // a query for the database's time, micros; empty: it has none
  // A query with $1, any number: 1 when this session holds the lock of that number now, until the
  // session ends, however it ends; and the query that gives it back. Empty: there is one process.
  std::string_view hold;
  std::string_view let_go;

  std::string_view find_damage;  // rows of text: "ok", or what is damaged in the file
};

extern const Dialect kSqliteDialect;

// Puts the dialect's words into a schema text.
std::string InDialect(const Dialect& dialect, std::string_view schema);

}  // namespace store
