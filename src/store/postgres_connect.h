#pragma once
// Connections to a PostgreSQL: made, looked at, and set for what they are to be used for.

#include <string>

#include "base/result.h"
#include "store/driver.h"

struct pg_conn;  // libpq's PGconn

namespace store {

// Asks the server; waits ten seconds at most for each of its addresses. Never null, and good or
// not: CheckPostgres tells. To be given back by PQfinish.
pg_conn* StartPostgres(const std::string& conninfo);

// Whether it is connected, to a server that Octavo can use. kRefused: a wrong password, no such
// database or role; kUnavailable: it does not answer; kInvalidInput: too old, or not in UTF-8.
base::Status CheckPostgres(const pg_conn* connection);

// The statements that set a new connection for `use`, as one script whose last one answers
// with rows.
std::string PostgresSettings(PostgresUse use);

// The first line of what libpq says, which never holds the password.
std::string FirstLine(const char* message);

}  // namespace store
