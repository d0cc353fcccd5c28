#include "store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <system_error>

#include "base/log.h"
#include "base/mutex.h"
#include "store/driver.h"
#include "store/move.h"
#include "store/page_file.h"
#include "store/pages.h"
#include "store/plans.h"
#include "store/reader.h"
#include "store/restore_steps.h"
#include "store/rows.h"
#include "store/schema.h"
#include "store/transaction.h"
#include "store/write_lock.h"

namespace store {
namespace {

// SQLite: two files, each with a connection of its own. PostgreSQL: one connection, and the pages
// joined to it.
struct Connections {
  std::unique_ptr<Connection> main;
  std::unique_ptr<Connection> pages;
  int pages_age = 0;           // how often the page file had been made anew when this was opened
  bool pages_missing = false;  // there was no page file to read then
};

class SqlStore final : public Store {
 public:
  SqlStore(const Options& options, std::unique_ptr<WriteLock> lock, Connections writer)
      : options_(options), lock_(std::move(lock)), writer_(std::move(writer)) {}
  // Only to be read.
  SqlStore(const Options& options, std::unique_ptr<FolderLock> lock)
      : options_(options), folder_lock_(std::move(lock)) {}

  base::Status Write(const std::function<base::Status(Transaction&)>& work) override
      EXCLUDES(write_mutex_) {
    base::MutexLock lock(write_mutex_);
    if (writer_.main == nullptr) {
      return base::Fail(base::ErrorKind::kRefused, "the store was opened for reading only");
    }
    if (pages_damaged_) TRY(RenewPages());
    KeepPartitions();
    TRY(LookAtClock());
    for (int attempt = 1;; ++attempt) {
      auto done = writer_.main->BeginWrite();
      if (done) done = Run(writer_, work);
      if (done) return done;
      const bool again = writer_.main->MayRetry() && attempt < kMostAttempts;
      writer_.main->Rollback();
      if (writer_.pages->IsDamaged() && attempt == 1) {
        TRY(RenewPages());
        continue;
      }
      if (!again) return done;
      base::LogDebug(fmt::format("a transaction is tried again: {}", done.error().message()));
    }
  }

  base::Status Take(const std::function<base::Status(Transaction&)>& work) override
      EXCLUDES(write_mutex_, take_mutex_) {
    if (!IsShared()) return Write(work);
    if (options_.read_only) {
      return base::Fail(base::ErrorKind::kRefused, "the store was opened for reading only");
    }
    base::MutexLock lock(take_mutex_);
    if (taker_.main == nullptr) {
      TRY_ASSIGN(taker_.main,
                 OpenPostgres({.conninfo = options_.database, .use = PostgresUse::kQueue}));
      taker_.pages = taker_.main->Joined();
    }
    for (int attempt = 1;; ++attempt) {
      auto done = taker_.main->BeginTake();
      if (done) done = Run(taker_, work);
      if (done) return done;
      const bool again = taker_.main->MayRetry() && attempt < kMostAttempts;
      taker_.main->Rollback();
      if (!again) return done;
    }
  }

  bool IsShared() const override { return !options_.database.empty(); }

  base::Result<News> AwaitNews(std::chrono::milliseconds longest) override EXCLUDES(listen_mutex_) {
    News news;
    if (!IsShared()) return news;
    base::MutexLock lock(listen_mutex_);
    if (listener_ == nullptr) {
      TRY_ASSIGN(auto fresh,
                 OpenPostgres({.conninfo = options_.database, .use = PostgresUse::kQueue}));
      TRY(fresh->Run(fresh->dialect().listen));
      listener_ = std::move(fresh);
      if (std::exchange(lost_, false)) {
        base::LogInfo(fmt::format("{} answers again", DescribeDatabase(options_.database)));
      }
    }
    auto heard = listener_->AwaitNews(longest);
    if (!heard) {
      listener_ = nullptr;
      lost_ = true;
      return base::Fail(std::move(heard).error());
    }
    for (const std::string& told : *heard) news.Add(NewsFrom(told));
    return news;
  }

  base::Status Read(const std::function<base::Status(Reader&)>& work) override {
    TRY_ASSIGN(Connections connections, TakeReader());
    auto done = connections.main->BeginRead();
    if (done) {
      SnapshotReader reader(*connections.main, *connections.pages, options_.clock->Now());
      if (AsksForTime()) reader.AskDatabaseForTime();
      done = work(reader);
      connections.main->Rollback();
    }
    if (connections.pages->IsDamaged()) {
      pages_damaged_ = true;  // the next Write sees to it
      return done;
    }
    GiveReader(std::move(connections));
    return done;
  }

  // Frees what a process that was killed had in its hands.
  base::Status ReleaseLeases() {
    return Write([this](Transaction& transaction) -> base::Status {
      // Alone with the store, whoever worked here has ended: the write lock is ours. Among others
      // it is for workers to find out.
      if (!IsShared()) TRY(transaction.BuryTheDead(WorkerId(), kNoSilence));
      TRY(transaction.BuryWorker(WorkerId()));
      return {};
    });
  }

 private:
  bool AsksForTime() const {
    return options_.shared_time || options_.clock == &base::SystemClock();
  }

  // Everything between the begin and the commit. The pages first: see PageWriter.
  base::Status Run(Connections& connections,
                   const std::function<base::Status(Transaction&)>& work) const {
    PageWriter pages(*connections.pages, options_.page_budget_bytes);
    WriteTransaction transaction(*connections.main, pages, *connections.pages,
                                 options_.clock->Now());
    if (AsksForTime()) transaction.AskDatabaseForTime();
    TRY(work(transaction));
    TRY(transaction.Finish());
    TRY(pages.Commit());
    return connections.main->Commit();
  }

  // The page file was found damaged while it was in use: it is a cache, and made anew.
  base::Status RenewPages() REQUIRES(write_mutex_) {
    writer_.pages.reset();
    {
      base::MutexLock lock(readers_mutex_);
      readers_.clear();
      pages_age_ += 1;
    }
    TRY(SetPageFileAside(options_.folder));
    TRY(FetchPagesAgain(*writer_.main, options_.clock->Now()));
    TRY_ASSIGN(writer_.pages, OpenPageFile(options_.folder));
    pages_damaged_ = false;
    return {};
  }

  // Makes room for the time to come, once in a while and in a transaction of its own. Where that
  // does not work now (somebody reads the whole table) rows land in the partition for the rest, and
  // are moved the next time.
  void KeepPartitions() REQUIRES(write_mutex_) {
    const std::string_view keep = writer_.main->dialect().keep_partitions;
    const base::Instant now = options_.clock->Now();
    if (keep.empty() || now.micros < next_keeping_.micros) return;
    next_keeping_.micros = now.micros + base::kMicrosPerHour;
    auto done = writer_.main->BeginWrite();
    if (done) done = writer_.main->Put("SET LOCAL lock_timeout = '2s'");
    if (done) done = writer_.main->Put(keep, {now});
    if (done) done = writer_.main->Commit();
    if (done) return;
    writer_.main->Rollback();
    base::LogWarning(fmt::format("partitions: {}", done.error().message()));
  }

  // Before the first Write, and before one at an earlier time than the last, see plans.h. In a
  // transaction of its own.
  base::Status LookAtClock() REQUIRES(write_mutex_) {
    const base::Instant now = options_.clock->Now();
    if (seen_ && now.micros > seen_->micros - kClockSlack) {
      seen_ = std::max(*seen_, now);
      return {};
    }
    TRY(writer_.main->BeginWrite());
    const auto ahead = MendPlans(*writer_.main, now, seen_.value_or(base::Instant{0}));
    const base::Status done = ahead ? writer_.main->Commit() : base::Fail(ahead.error());
    if (!done) {
      writer_.main->Rollback();
      return done;
    }
    seen_ = now;
    if (*ahead == 0) return {};
    next_keeping_ = {0};
    base::LogWarning(
        fmt::format("the clock was {} hours ahead and is put back: what was planned "
                    "meanwhile is planned anew",
                    *ahead / base::kMicrosPerHour));
    return {};
  }

  base::Result<Connections> TakeReader() EXCLUDES(readers_mutex_) {
    {
      base::MutexLock lock(readers_mutex_);
      while (!readers_.empty()) {
        Connections connections = std::move(readers_.back());
        readers_.pop_back();
        // Another process may have made the page file since.
        if (!connections.pages_missing || !HasPageFile(options_.folder)) return connections;
      }
    }
    const int age = pages_age_;
    TRY_ASSIGN(Connections connections, OpenReader(options_));
    connections.pages_age = age;
    return connections;
  }

  void GiveReader(Connections connections) EXCLUDES(readers_mutex_) {
    base::MutexLock lock(readers_mutex_);
    if (connections.pages_age != pages_age_) return;  // of a page file that is no more
    if (readers_.size() < kMostIdleReaders) readers_.push_back(std::move(connections));
  }

 public:
  static base::Result<Connections> OpenReader(const Options& options) {
    if (!options.database.empty()) {
      Connections connections;
      TRY_ASSIGN(connections.main, OpenPostgres({.conninfo = options.database}));
      connections.pages = connections.main->Joined();
      const std::string name = DescribeDatabase(options.database);
      TRY_WITH(name, CheckSchema(*connections.main));
      TRY_WITH(name, RefuseHalfMoved(*connections.main));
      return connections;
    }
    const SqliteOptions reading = {.access = Access::kRead, .cache_kilobytes = kReaderKilobytes};
    Connections connections;
    TRY_ASSIGN(connections.main, OpenSqlite(options.folder / "octavo.db", reading));
    TRY_ASSIGN(PagesToRead pages, OpenPagesToRead(options.folder));
    connections.pages = std::move(pages.connection);
    connections.pages_missing = pages.missing;
    TRY_WITH(options.folder.string(), CheckSchema(*connections.main));
    TRY_WITH(options.folder.string(), RefuseHalfMoved(*connections.main));
    return connections;
  }

  // Whoever said that it lives at any time before now is silent.
  static constexpr int64_t kNoSilence = INT64_MIN / 2;
  static constexpr int kReaderKilobytes = 4'000;
  static constexpr int kWriterKilobytes = 16'000;
  static constexpr size_t kMostIdleReaders = 8;
  static constexpr int kMostAttempts = 4;

 private:
  const Options options_;
  const std::unique_ptr<WriteLock> lock_;          // of a writer of files
  const std::unique_ptr<FolderLock> folder_lock_;  // of a reader of files
  base::Mutex write_mutex_;
  Connections writer_ GUARDED_BY(write_mutex_);  // null when only to be read
  std::atomic<bool> pages_damaged_ = false;      // a reader found it so
  std::atomic<int> pages_age_ = 0;               // grows under readers_mutex_
  base::Mutex take_mutex_;
  Connections taker_ GUARDED_BY(take_mutex_);  // null until something is taken
  base::Mutex listen_mutex_;
  std::unique_ptr<Connection> listener_ GUARDED_BY(listen_mutex_);  // null until somebody listens
  bool lost_ GUARDED_BY(listen_mutex_) = false;  // the listener failed, and none was opened since
  base::Instant next_keeping_ GUARDED_BY(write_mutex_) = {0};
  std::optional<base::Instant> seen_ GUARDED_BY(write_mutex_);  // the latest time of a Write
  base::Mutex readers_mutex_;
  std::vector<Connections> readers_ GUARDED_BY(readers_mutex_);  // nobody uses these now
};

base::Status FinishHalfRestored(const std::filesystem::path& folder) {
  if (!IsHalfRestored(folder)) return {};
  TRY_ASSIGN(const auto aside, FinishRestore(folder));
  base::LogWarning(fmt::format("a restore into {} was ended in its middle, and is finished now{}{}",
                               folder.string(), aside.empty() ? "" : "; what was there is in ",
                               aside.string()));
  return {};
}

base::Result<std::unique_ptr<Store>> OpenForReading(const Options& options) {
  std::unique_ptr<FolderLock> lock;
  if (options.database.empty()) {
    TRY_ASSIGN(lock, FolderLock::Take(options.folder, FolderLock::Company::kReaders));
    TRY(RefuseHalfRestored(options.folder));
    TRY(RefuseNewer(options.folder));
  }
  TRY(SqlStore::OpenReader(options));  // to say now what would not work later
  return std::make_unique<SqlStore>(options, std::move(lock));
}

// The schema is refused, when it is newer, before anything is set; several processes may migrate
// at once (schema.h). On a connection of its own: a large table takes longer than a page may.
base::Status MigratePostgres(const std::string& database) {
  TRY_ASSIGN(const auto main,
             OpenPostgres({.conninfo = database, .use = PostgresUse::kWholeTables}));
  const std::string name = DescribeDatabase(database);
  TRY_WITH(name, Migrate(*main));
  TRY_WITH(name, MigratePages(*main->Joined(), *main));
  return {};
}

base::Result<Connections> OpenPostgresWriter(const Options& options) {
  TRY(MigratePostgres(options.database));
  Connections writer;
  TRY_ASSIGN(writer.main, OpenPostgres({.conninfo = options.database}));
  writer.pages = writer.main->Joined();
  return writer;
}

}  // namespace

base::Result<std::unique_ptr<Store>> Store::Open(const Options& options) {
  if (options.read_only) return OpenForReading(options);
  std::error_code error;
  // Beside a PostgreSQL as well: others of this machine find the process by it.
  if (!options.folder.empty()) std::filesystem::create_directories(options.folder, error);
  if (error) {
    return base::Fail(base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", options.folder.string(), error.message()));
  }
  if (!options.database.empty()) {
    TRY_ASSIGN(auto writer, OpenPostgresWriter(options));
    TRY_WITH(DescribeDatabase(options.database), RefuseHalfMoved(*writer.main));
    auto store = std::make_unique<SqlStore>(options, nullptr, std::move(writer));
    TRY(store->ReleaseLeases());
    return store;
  }
  TRY_ASSIGN(auto lock, WriteLock::Take(options.folder / "octavo.lock"));
  TRY(FinishHalfRestored(options.folder));
  TRY(CheckMainFile(options.folder));
  TRY(RefuseNewer(options.folder));
  Connections writer;
  TRY_ASSIGN(writer.main, OpenSqlite(options.folder / "octavo.db",
                                     {.access = Access::kWrite,
                                      .limit_bytes = options.database_limit_bytes,
                                      .cache_kilobytes = SqlStore::kWriterKilobytes}));
  TRY_WITH(options.folder.string(), Migrate(*writer.main));
  TRY_ASSIGN(const bool has_pages, HasWholePageFile(options.folder));
  if (!has_pages) TRY(FetchPagesAgain(*writer.main, options.clock->Now()));
  TRY_ASSIGN(writer.pages, OpenPageFile(options.folder));
  TRY_WITH(options.folder.string(), RefuseHalfMoved(*writer.main));
  auto store = std::make_unique<SqlStore>(options, std::move(lock), std::move(writer));
  TRY(store->ReleaseLeases());
  return store;
}

}  // namespace store
