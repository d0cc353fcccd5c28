#pragma once
// Pages as they were fetched, zstd-compressed, in a file of their own, with a budget: the oldest go
// first. A page marked as kept never goes (nothing marks pages yet: saving and quoting come).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "base/result.h"
#include "model/page.h"
#include "store/driver.h"
#include "store/row_set.h"

namespace store {

// Brings the schema of the page file up to date, in one transaction of `main`: the connection
// itself where pages have a file of their own, the one that it is joined to where they have not.
base::Status MigratePages(Connection& connection, Connection& main);

// kInvalidInput when a page file of that version is of a newer Octavo.
base::Status RefuseNewerPages(int64_t version);

// The page of an address (a row of `addresses` in the main file); absent: there is none, or the
// budget dropped it.
base::Result<std::optional<model::Page>> FindPage(Connection& connection, int64_t address);

// Whether FindPage would find it.
base::Result<bool> HasPage(Connection& connection, int64_t address);

// Every address of which the page is there.
base::Status ForEachPageAddress(Connection& connection,
                                const std::function<base::Status(int64_t)>& visit);

// Writes pages within a transaction of its own, begun with the first page. Commit it before the
// main file's: then a page may be there that nobody asks for, and never the other way round.
class PageWriter {
 public:
  PageWriter(Connection& connection, int64_t budget_bytes);
  PageWriter(const PageWriter&) = delete;
  PageWriter& operator=(const PageWriter&) = delete;
  ~PageWriter() { connection_.Rollback(); }

  // Replaces the page that the address had; held back until there are some.
  base::Status Put(int64_t address, const model::Page& page);
  // Writes what is held back.
  base::Status Settle();
  // Drops what is beyond the budget, and makes all durable.
  base::Status Commit();

 private:
  base::Status KeepToBudget();

  Connection& connection_;
  const int64_t budget_bytes_;
  bool begun_ = false;
  std::set<int64_t> held_;  // addresses of the rows
  RowSet rows_;
  int64_t added_bytes_ = 0;
};

}  // namespace store
