#pragma once
// The whole schema, as numbered migrations: each runs once, in order, and is never changed once it
// has been released.

#include <cstdint>

#include "base/result.h"
#include "store/driver.h"

namespace store {

// What this Octavo writes.
int64_t NewestSchema();

// Brings the database up to date, in one transaction. kInvalidInput when it is of a newer version:
// it is not touched.
base::Status Migrate(Connection& connection);

// kInvalidInput when that version is newer than what this Octavo writes.
base::Status RefuseNewerSchema(int64_t version);

// For readers: kInvalidInput unless the database is of exactly this Octavo's version.
base::Status CheckSchema(Connection& connection);

}  // namespace store
