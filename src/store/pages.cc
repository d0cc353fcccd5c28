#include "store/pages.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "store/codec.h"
#include "store/compress.h"
#include "store/rows.h"
#include "store/user_info.h"

namespace store {
namespace {

constexpr int64_t kPageSchema = 1;

constexpr size_t kMostHeldBytes = 4 << 20;
constexpr size_t kDropsAtOnce = 128;

const RowsSql kRows = {
    .head =
        "INSERT INTO pages (address, url, final_url, status, content_type, headers, moved_to, "
        "fetched, size, bytes) VALUES ",
    .row = "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    .tail = "",
    .columns = 10,
};

constexpr std::string_view kSchema = R"sql(
CREATE TABLE pages (
  address {integer} PRIMARY KEY, url TEXT NOT NULL, final_url TEXT NOT NULL,
  status {integer} NOT NULL, content_type TEXT NOT NULL, headers TEXT NOT NULL, moved_to TEXT,
  fetched {integer} NOT NULL, kept {integer} NOT NULL DEFAULT 0, size {integer} NOT NULL,
  bytes {blob} NOT NULL) {table};
CREATE INDEX pages_oldest ON pages (kept, fetched, address, size);
CREATE TABLE totals (name TEXT NOT NULL, value {integer} NOT NULL, PRIMARY KEY (name)) {keyed};
INSERT INTO totals VALUES ('bytes', 0);
)sql";

base::Status MakeSchema(Connection& connection) {
  // Another process may have made it while this one waited for the lock.
  TRY_ASSIGN(const int64_t version, connection.SchemaVersion());
  if (version == kPageSchema) return {};
  TRY(connection.Script(InDialect(connection.dialect(), kSchema)));
  TRY(connection.Script(std::string(connection.dialect().pages_finish)));
  return connection.SetSchemaVersion(kPageSchema);
}

}  // namespace

base::Status RefuseNewerPages(int64_t version) {
  if (version <= kPageSchema) return {};
  return base::Fail(base::ErrorKind::kInvalidInput,
                    fmt::format("the page file is of version {}, this Octavo knows {}: use the "
                                "newer Octavo that wrote it",
                                version, kPageSchema));
}

base::Status MigratePages(Connection& connection, Connection& main) {
  TRY_ASSIGN(const int64_t version, connection.SchemaVersion());
  if (version == kPageSchema) return {};
  TRY(RefuseNewerPages(version));
  TRY(main.BeginWrite());
  auto done = MakeSchema(connection);
  if (done) done = main.Commit();
  if (!done) main.Rollback();
  return done;
}

base::Result<std::optional<model::Page>> FindPage(Connection& connection, int64_t address) {
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT url, final_url, status, content_type, headers, moved_to, "
                              "fetched, bytes FROM pages WHERE address = $1",
                              {address}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  model::Page page;
  page.url = WithoutUserInfo(rows->String(0));
  page.final_url = WithoutUserInfo(rows->String(1));
  page.status = static_cast<int>(rows->Integer(2));
  page.content_type = rows->Text(3);
  page.headers = DecodeHeaders(rows->Text(4));
  if (!rows->IsNull(5)) page.moved_to = rows->String(5);
  page.fetched = rows->Instant(6);
  TRY_ASSIGN_WITH(page.url, page.bytes, Decompress(rows->Text(7)));
  return page;
}

base::Result<bool> HasPage(Connection& connection, int64_t address) {
  TRY_ASSIGN(const auto found,
             FindInteger(connection, "SELECT 1 FROM pages WHERE address = $1", {address}));
  return found.has_value();
}

base::Status ForEachPageAddress(Connection& connection,
                                const std::function<base::Status(int64_t)>& visit) {
  return WalkRows(connection, "SELECT address FROM pages ORDER BY address", {},
                  [&](Statement& row) { return visit(row.Integer(0)); });
}

PageWriter::PageWriter(Connection& connection, int64_t budget_bytes)
    : connection_(connection), budget_bytes_(budget_bytes), rows_(kRows) {}

base::Status PageWriter::Put(int64_t address, const model::Page& page) {
  if (!begun_) TRY(connection_.BeginWrite());
  begun_ = true;
  if (!held_.insert(address).second) {
    TRY(Settle());
    held_.insert(address);
  }
  const std::string bytes = Compress(page.bytes);
  const std::string headers = EncodeHeaders(page.headers);
  rows_.Add({address, page.url, page.final_url, page.status, page.content_type, headers,
             page.moved_to, page.fetched, bytes.size(), Blob{bytes}});
  added_bytes_ += static_cast<int64_t>(bytes.size());
  return rows_.bytes() < kMostHeldBytes ? base::Status() : Settle();
}

// Not changed in their place: with another time they may belong elsewhere.
base::Status PageWriter::Settle() {
  const std::set<int64_t> held = std::exchange(held_, {});
  for (auto next = held.begin(); next != held.end();) {
    std::vector<Value> values;
    for (; next != held.end() && values.size() < kDropsAtOnce; ++next) values.emplace_back(*next);
    const std::string sql = "DELETE FROM pages WHERE address" + AnyOf(values) + " RETURNING size";
    TRY(connection_.Later(sql, std::span<const Value>(values),
                          [this](Statement& row) -> base::Status {
                            while (true) {
                              TRY_ASSIGN(const bool more, row.Next());
                              if (!more) return {};
                              added_bytes_ -= row.Integer(0);
                            }
                          }));
  }
  return rows_.Write(connection_);
}

base::Status PageWriter::KeepToBudget() {
  TRY(Settle());
  TRY(connection_.Flush());
  TRY_ASSIGN(const auto before,
             FindInteger(connection_, "SELECT value FROM totals WHERE name = 'bytes'"));
  int64_t total = before.value_or(0) + added_bytes_;
  std::vector<int64_t> dropped;
  if (total > budget_bytes_) {
    TRY_ASSIGN(auto rows, connection_.Walk("SELECT address, size FROM pages WHERE kept = 0 "
                                           "ORDER BY fetched, address"));
    while (total > budget_bytes_) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      dropped.push_back(rows->Integer(0));
      total -= rows->Integer(1);
    }
  }
  for (const int64_t address : dropped) {
    TRY(connection_.Put("DELETE FROM pages WHERE address = $1", {address}));
  }
  TRY(connection_.Put("UPDATE totals SET value = $1 WHERE name = 'bytes'", {total}));
  if (!dropped.empty()) TRY(connection_.Shrink());
  return {};
}

base::Status PageWriter::Commit() {
  if (!begun_) return {};
  TRY(KeepToBudget());
  TRY(connection_.Commit());
  begun_ = false;
  return {};
}

}  // namespace store
