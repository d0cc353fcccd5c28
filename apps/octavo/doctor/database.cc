// The database and the clock.

#include <fmt/format.h>

#include "doctor/examination.h"
#include "owner.h"
#include "source_health.h"
#include "status_report.h"
#include "store/backup.h"
#include "store/digest.h"
#include "store/move.h"
#include "store/plans.h"

namespace octavo::doctor {
namespace {

constexpr std::string_view kCheck = "database";
constexpr int64_t kLongLog = int64_t{512} << 20;
constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
// 2026-01-01: this program was written after it.
constexpr base::Instant kBefore{1'767'225'600LL * base::kMicrosPerSecond};

void TellFaults(const std::vector<std::string>& faults, std::string_view where, Notes& notes) {
  constexpr size_t kMost = 10;
  for (size_t i = 0; i < faults.size() && i < kMost; ++i) {
    notes.Find(kCheck, fmt::format("{}: {}", where, faults[i]),
               faults[i].starts_with("damage")
                   ? "the file is damaged: by the disk, or by a copy made while it was written to"
                   : "what is counted and what is there differ: lists may show too much or too "
                     "little",
               "stop `octavo run`, keep a copy of the folder, and put the last backup back "
               "(docs/operate.md, \"Backup and restore\")");
  }
  if (faults.size() > kMost) {
    notes.Find(kCheck, fmt::format("{}: {} more", where, faults.size() - kMost), "as above",
               "as above");
  }
}

struct Advice {
  std::string_view why;
  std::string_view what_to_do;
};

Advice AdviceOnFiles(base::ErrorKind kind) {
  switch (kind) {
    case base::ErrorKind::kNotFound:
      return {"there is nothing to look at",
              "start `octavo run` once, or name the right folder with --data"};
    case base::ErrorKind::kInvalidInput:
      return {"this program and the database do not belong together; nothing was touched",
              "use the Octavo that wrote it last (`octavo version`), or another folder"};
    case base::ErrorKind::kConflict:
      return {"an older Octavo wrote it", "start `octavo run`: it brings it up to date"};
    case base::ErrorKind::kRefused:
      return {
          "who reads a database that others write to leaves a mark beside it: the files and "
          "their folder must be writable for the user who runs this",
          "run it as the owner of the folder; where the disk can only be read: mount -o "
          "remount,rw"};
    case base::ErrorKind::kCorrupt:
      return {"the file is damaged: by the disk, or by a copy made while it was written to",
              "look at the disk (dmesg | tail), keep a copy of the folder, then put the last "
              "backup back (docs/operate.md, \"Backup and restore\")"};
    default:
      return {"nothing can be read until it opens again; what is in it is not lost by that",
              "look at the disk (dmesg | tail; df -h), then run this again"};
  }
}

Advice AdviceOnServer(base::ErrorKind kind) {
  switch (kind) {
    case base::ErrorKind::kNotFound:
      return {"there is nothing to look at",
              "start `octavo run` once, or name the right database with --database"};
    case base::ErrorKind::kInvalidInput:
      return {"this program and the database do not belong together; nothing was touched",
              "use the Octavo that wrote it last (`octavo version`) and PostgreSQL 15 or newer, or "
              "another database"};
    case base::ErrorKind::kConflict:
      return {"an older Octavo wrote it", "start `octavo run`: it brings it up to date"};
    case base::ErrorKind::kRefused:
      return {"PostgreSQL answers, but does not let this user in there",
              "look at name, user and password of --database (psql tries the same); createuser and "
              "createdb make what is missing (docs/postgresql.md)"};
    case base::ErrorKind::kCorrupt:
      return {"what is stored there cannot be read",
              "look at the log of PostgreSQL, and bring back what pg_dump kept"};
    default:
      return {
          "nothing can be read until PostgreSQL answers; what is in it is not lost by that",
          "start PostgreSQL (systemctl status postgresql); else look at the network, and at host "
          "and port of --database"};
  }
}

}  // namespace

void TellThatItDoesNotOpen(const base::Error& error, bool in_server, Notes& notes) {
  constexpr Advice kOfHalf = {
      "only a part of it came; what it was copied from is whole",
      "octavo move FROM TO --again, from where it was copied; or name another database or folder"};
  constexpr Advice kOfRestore = {"what was restored and what was there before are both whole",
                                 "start `octavo run`, or the same `octavo restore` again: either "
                                 "finishes it"};
  const std::string& message = error.message();
  const Advice advice = message.contains(store::kHalfMoved)      ? kOfHalf
                        : message.contains(store::kHalfRestored) ? kOfRestore
                        : in_server                              ? AdviceOnServer(error.kind())
                                                                 : AdviceOnFiles(error.kind());
  notes.Find(kCheck, error.message(), advice.why, advice.what_to_do);
}

std::unique_ptr<store::Store> CheckDatabase(const Settings& settings, bool deep, Notes& notes) {
  const bool in_server = !settings.database.empty();
  auto store = OpenForReading(settings);
  if (!store) {
    TellThatItDoesNotOpen(store.error(), in_server, notes);
    return nullptr;
  }
  const size_t before = notes.findings().size();
  const auto damage = store::FindDamage(StoreOptions(settings));
  if (!damage) {
    TellThatItDoesNotOpen(damage.error(), in_server, notes);
  } else {
    TellFaults(*damage, "quick check", notes);
  }
  if (deep && damage && damage->empty()) {
    const auto faults = store::FindFaults(StoreOptions(settings));
    if (!faults) {
      TellThatItDoesNotOpen(faults.error(), in_server, notes);
    } else {
      TellFaults(*faults, "deep check", notes);
    }
  }
  std::error_code error;
  const auto log = std::filesystem::file_size(settings.data / "octavo.db-wal", error);
  if (!in_server && !error && static_cast<int64_t>(log) > kLongLog) {
    notes.Find(
        kCheck, fmt::format("its log has grown to {}", Bytes(static_cast<int64_t>(log))),
        "a program that has been reading for hours keeps it from being emptied",
        fmt::format("fuser -v {}; end what reads there", (settings.data / "octavo.db").string()));
  }
  if (notes.findings().size() == before) {
    notes.Well(kCheck, deep ? "opens, is whole, and all in it agrees" : "opens and is whole");
  }
  return *std::move(store);
}

void CheckClock(store::Store& store, base::Instant now, Notes& notes) {
  constexpr std::string_view kClock = "clock";
  constexpr std::string_view kMend = "timedatectl set-ntp true; timedatectl";
  if (now < kBefore) {
    notes.Find(kClock, fmt::format("it is {} here", base::FormatRfc3339(now)),
               "certificates are not valid yet at that time, and every article seems to be of the "
               "future",
               kMend);
    return;
  }
  std::optional<base::Instant> newest;
  const auto sources = LookAtSources(store);
  const base::Status looked = store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const store::Health health, reader.LookAtHealth());
    newest = health.newest;
    return {};
  });
  if (!looked || !sources) return;
  for (const SourceHealth& health : *sources) {
    if (health.source.last_poll && (!newest || *health.source.last_poll > *newest)) {
      newest = health.source.last_poll;
    }
  }
  if (newest && newest->micros > now.micros + 2 * kMinute) {
    notes.Find(
        kClock,
        fmt::format("it is {} here, but something was stored at {}, {} later",
                    base::FormatRfc3339(now), base::FormatRfc3339(*newest),
                    Span(newest->micros - now.micros)),
        newest->micros > now.micros + store::kClockSlack
            ? "the clock was put back; while Octavo runs, what is to be asked is planned anew, but "
              "new articles stand below old ones until that time is reached again"
            : "the clock was put back; until that time is reached again, sources are not asked and "
              "new articles stand below old ones",
        kMend);
    return;
  }
  notes.Well(kClock, fmt::format("{}, later than all that is stored", base::FormatRfc3339(now)));
}

}  // namespace octavo::doctor
