#include "store/page_file.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "base/log.h"
#include "store/pages.h"
#include "store/schema.h"
#include "store/sqlite_copy.h"
#include "store/tally.h"
#include "store/transaction.h"

namespace store {
namespace {

constexpr std::string_view kWhatToDo =
    "bring back a backup with `octavo restore`, or move the folder away to begin anew";

// 0 where there is none.
uintmax_t SizeOf(const std::filesystem::path& path) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

std::filesystem::path Beside(std::filesystem::path path, std::string_view suffix) {
  path += suffix;
  return path;
}

// What the header says: https://sqlite.org/fileformat2.html, 1.3. Offsets 16 (bytes of a page, two
// bytes, 1 stands for 65536) and 28 (pages, four bytes), the most significant byte first.
uintmax_t BytesByHeader(const std::filesystem::path& path) {
  std::array<unsigned char, 32> header = {};
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(header.data()), header.size());
  if (in.gcount() != static_cast<std::streamsize>(header.size())) return 0;
  uintmax_t page = header[16] * 256U + header[17];
  if (page == 1) page = 65536;
  uintmax_t pages = 0;
  for (size_t i = 28; i < 32; ++i) pages = pages * 256 + header[i];
  return page * pages;
}

bool HasMagic(const std::filesystem::path& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::array<char, 16> found = {};
  std::ifstream(path, std::ios::binary).read(found.data(), found.size());
  return std::string_view(found.data(), found.size()) == kMagic;
}

bool IsDamage(const base::Error& error) {
  return error.kind() == base::ErrorKind::kCorrupt;
}

}  // namespace

// Whether SQLite will put the file right by itself: its last pages are still in the log, or it was
// on its way to its first ones when the power failed, and the journal takes that back.
static bool IsMended(const std::filesystem::path& path) {
  return SizeOf(Beside(path, "-wal")) > 0 || SizeOf(Beside(path, "-journal")) > 0;
}

static base::Result<int64_t> VersionOf(const std::filesystem::path& path) {
  TRY_ASSIGN(const auto connection,
             OpenSqlite(path, {.access = Access::kRead, .leaves_log = HasLog(path)}));
  return connection->SchemaVersion();
}

base::Status RefuseNewer(const std::filesystem::path& folder) {
  const auto main = folder / "octavo.db";
  std::error_code error;
  if (std::filesystem::exists(main, error)) {
    TRY_ASSIGN(const int64_t version, VersionOf(main));
    TRY_WITH(folder.string(), RefuseNewerSchema(version));
  }
  if (!HasPageFile(folder)) return {};
  // One that is damaged is no obstacle: it is a cache.
  const int64_t version = VersionOf(folder / "pages.db").value_or(0);
  TRY_WITH(folder.string(), RefuseNewerPages(version));
  return {};
}

base::Status CheckMainFile(const std::filesystem::path& folder) {
  const auto path = folder / "octavo.db";
  const uintmax_t size = SizeOf(path);
  const bool has_log = SizeOf(Beside(path, "-wal")) > 0;
  if (size == 0) {
    if (!has_log && SizeOf(folder / "pages.db") == 0) return {};  // a new store
    return base::Fail(base::ErrorKind::kCorrupt,
                      fmt::format("{} is empty or missing, but what belongs to it is there: {}",
                                  path.string(), kWhatToDo));
  }
  const uintmax_t wanted = BytesByHeader(path);
  // What is no database is not torn.
  if (IsMended(path) || !HasMagic(path) || size >= wanted) return {};
  return base::Fail(base::ErrorKind::kCorrupt,
                    fmt::format("{} is torn: it is to hold {} bytes and holds {}: {}",
                                path.string(), wanted, size, kWhatToDo));
}

base::Result<bool> HasWholePageFile(const std::filesystem::path& folder) {
  const auto path = folder / "pages.db";
  if (SizeOf(path) == 0) return false;
  std::string damage;
  if (!IsMended(path) && !HasMagic(path)) {
    damage = "it is no database";
  } else if (!IsMended(path) && SizeOf(path) < BytesByHeader(path)) {
    damage = "it is shorter than it was";
  } else {
    auto opened = OpenPageFile(folder);
    if (opened) return true;
    if (!IsDamage(opened.error()) && HasMagic(path)) return base::Fail(std::move(opened).error());
    damage = opened.error().message();
  }
  base::LogWarning(fmt::format("the page file is damaged ({})", damage));
  TRY(SetPageFileAside(folder));
  return false;
}

base::Status SetPageFileAside(const std::filesystem::path& folder) {
  const auto path = folder / "pages.db";
  const auto aside = folder / "pages.db.damaged";
  std::error_code error;
  std::filesystem::rename(path, aside, error);
  if (error) {
    return base::Fail(base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", path.string(), error.message()));
  }
  std::filesystem::remove(Beside(path, "-wal"), error);
  std::filesystem::remove(Beside(path, "-shm"), error);
  base::LogWarning(
      fmt::format("the page file was moved aside to {} and is made anew: pages that wait to be "
                  "read are fetched again, articles are all there",
                  aside.string()));
  return {};
}

namespace {

struct Waiting {
  int64_t job = 0;
  int64_t address = 0;
  bool reread = false;
  std::string lane;
};

base::Status MoveToFetch(Connection& main, base::Instant now) {
  std::vector<Waiting> jobs;
  // What has no URL never had a page.
  TRY(ForEachRow(main,
                 "SELECT j.id, j.address, j.reread, d.url FROM jobs j JOIN addresses d "
                 "ON d.id = j.address WHERE j.stage = 'read' AND d.url IS NOT NULL",
                 {}, [&](Statement& row) -> base::Status {
                   jobs.push_back(
                       {row.Integer(0), row.Integer(1), row.Boolean(2), LaneOf(row.Text(3))});
                   return {};
                 }));
  Tally tally;
  for (const Waiting& job : jobs) {
    TRY(main.Run("DELETE FROM jobs WHERE id = $1", {job.job}));
    tally.Count("read", -1);
    if (job.reread) continue;
    TRY_ASSIGN(const int64_t made,
               main.Run("INSERT INTO jobs (stage, address, due, lane) VALUES ('fetch', $1, $2, $3) "
                        "ON CONFLICT (address, stage) DO NOTHING",
                        {job.address, now, job.lane}));
    tally.Count("fetch", made);
  }
  return tally.Write(main);
}

}  // namespace

base::Status FetchPagesAgain(Connection& main, base::Instant now) {
  TRY(main.BeginWrite());
  auto done = MoveToFetch(main, now);
  if (done) done = main.Commit();
  if (!done) main.Rollback();
  return done;
}

bool HasPageFile(const std::filesystem::path& folder) {
  return SizeOf(folder / "pages.db") > 0;
}

base::Result<PagesToRead> OpenPagesToRead(const std::filesystem::path& folder) {
  constexpr int kKilobytes = 500;
  PagesToRead pages{.missing = !HasPageFile(folder)};
  if (pages.missing) {
    TRY_ASSIGN(pages.connection, OpenSqlite(":memory:", {.cache_kilobytes = kKilobytes}));
    TRY(MigratePages(*pages.connection, *pages.connection));
  } else {
    TRY_ASSIGN(pages.connection, OpenSqlite(folder / "pages.db", {.access = Access::kRead,
                                                                  .cache_kilobytes = kKilobytes}));
  }
  return pages;
}

base::Result<std::unique_ptr<Connection>> OpenPageFile(const std::filesystem::path& folder) {
  const auto path = folder / "pages.db";
  TRY_ASSIGN(auto connection,
             OpenSqlite(path, {.access = Access::kWrite, .cache_kilobytes = 2'000}));
  TRY_WITH(path.string(), MigratePages(*connection, *connection));
  return connection;
}

}  // namespace store
