#pragma once
// Copies a whole instance from one database into another: SQLite to PostgreSQL and back.

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "store/store.h"

namespace store {

class Connection;

enum class MoveStart {
  kFirst,  // the target must be empty
  kAgain,  // a move into the target was ended in its middle: begin anew
};

struct Moved {
  int64_t rows = 0;
  int64_t pages = 0;
};

// Copies everything from `from` to `to` (folder and database count of both): every table, with the
// same ids, and the counters of ids set behind them; full text is made anew. A PostgreSQL first
// gets the partitions that the history of the source wants. Rows stream through: memory is bounded.
// Nobody may write to either meanwhile. At the end every table of the target is read and compared
// with what was read from the source, all columns of all rows. Left out is who works on the store
// and what they have in hand: it waits in the target.
//
// Until all is there the target is marked as half moved: to open it, for reading too, is refused.
// kConflict: the target is not empty, somebody works on one of the two; kRefused: one of them is
// half moved (the target where `start` is kFirst); kInvalidInput: the two are the same folder;
// kCorrupt: they are not equal.
// `tell` is called with the name of each table when its copying begins, and with what comes then.
base::Result<Moved> Move(const Options& from, const Options& to, MoveStart start,
                         const std::function<void(std::string_view table)>& tell);

// What the message of an error says where a database is half moved.
inline constexpr std::string_view kHalfMoved =
    "a move into this database was ended in its middle: run it again with --again";
// kRefused when a move into this database was ended in its middle.
base::Status RefuseHalfMoved(Connection& connection);

}  // namespace store
