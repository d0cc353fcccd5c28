#include "store/dialect.h"

#include <array>
#include <utility>

namespace store {

const Dialect kSqliteDialect = {
    .name = "sqlite",
    .id = "INTEGER PRIMARY KEY AUTOINCREMENT",
    .integer = "INTEGER",
    .real = "REAL",
    .blob = "BLOB",
    .table = "STRICT",
    .keyed = "STRICT, WITHOUT ROWID",
    // Without content: the texts are in `readings` already. SQLite 3.40 deletes from such a table
    // only when it is given what was inserted, see search_index.cc. The tokenizer parts at spaces.
    .search_create =
        "CREATE VIRTUAL TABLE search_index USING fts5("
        "title, body, facts, content='', tokenize='octavo')",
    .search_insert = "INSERT INTO search_index (rowid, title, body, facts) VALUES ($1, $2, $3, $4)",
    .search_remove =
        "INSERT INTO search_index (search_index, rowid, title, body, facts) "
        "VALUES ('delete', $1, $2, $3, $4)",
    .search_clear = "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    // bm25 of FTS5 is negative, the better the lower. A word of the title counts five times one of
    // the body; facts select and do not rank.
    // CROSS JOIN: full text first, SQLite is not to think otherwise.
    .search_match =
        "SELECT r.article, -bm25(search_index, 5.0, 1.0, 0.0), r.at, r.publisher, "
        "r.language FROM search_index CROSS JOIN search_rows r "
        "ON r.article = search_index.rowid WHERE search_index MATCH $1 "
        "AND r.at >= $2 AND r.at < $3 AND r.copy <= $4 "
        "ORDER BY search_index.rowid DESC LIMIT $5",
    .skip_locked = "",
    .lock_row = "",
    .clock = "",
    .hold = "",
    .let_go = "",
    .find_damage = "PRAGMA integrity_check",
};

std::string InDialect(const Dialect& dialect, std::string_view schema) {
  const std::array<std::pair<std::string_view, std::string_view>, 6> words = {{
      {"{id}", dialect.id},
      {"{integer}", dialect.integer},
      {"{real}", dialect.real},
      {"{blob}", dialect.blob},
      {"{table}", dialect.table},
      {"{keyed}", dialect.keyed},
  }};
  std::string out;
  out.reserve(schema.size() * 2);
  while (!schema.empty()) {
    bool replaced = false;
    for (const auto& [word, meaning] : words) {
      if (!schema.starts_with(word)) continue;
      out += meaning;
      schema.remove_prefix(word.size());
      replaced = true;
      break;
    }
    if (replaced) continue;
    out += schema.front();
    schema.remove_prefix(1);
  }
  return out;
}

}  // namespace store
