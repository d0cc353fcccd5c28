// Who works on the store: several processes, where the database lets them.
//
// What a worker has in hand bears its id, in the rows themselves: jobs, sources that it polls,
// hosts that it alone may ask, languages that it alone groups. A worker is dead when its session
// with the database has ended (the database then lets go of the lock that the session held, and
// whoever can take it knows) or when it has not said for a while that it lives (it hangs, its
// machine is gone). To bury it is to take its id out of all these rows; ids are never given twice,
// so that a worker that was only slow finds every result refused that it still has, and enters
// anew.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/transaction.h"
#include "store/workers.h"

namespace store {
namespace {

constexpr int64_t kHostsKept = base::kMicrosPerHour;  // in the list, after their last request
constexpr size_t kSourcesLookedAt = 500;              // at a time

}  // namespace

base::Result<std::vector<WorkerView>> AllWorkers(Connection& connection) {
  std::vector<WorkerView> workers;
  TRY(ForEachRow(connection, "SELECT id, name, started, seen FROM workers ORDER BY id", {},
                 [&](Statement& row) -> base::Status {
                   workers.push_back({.id = WorkerId{row.Integer(0)},
                                      .name = row.String(1),
                                      .started = row.Instant(2),
                                      .seen = row.Instant(3)});
                   return {};
                 }));
  return workers;
}

base::Result<std::set<int64_t>> WorkersWithALock(Connection& connection) {
  std::set<int64_t> living;
  if (const std::string_view ask = connection.dialect().living; !ask.empty()) {
    TRY(ForEachRow(connection, ask, {}, [&](Statement& row) -> base::Status {
      living.insert(row.Integer(0));
      return {};
    }));
  }
  return living;
}

std::string LaneOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const size_t user = url.rfind('@'); user != std::string_view::npos) {
    url.remove_prefix(user + 1);
  }
  // The colons of an IPv6 address stand in brackets.
  if (const size_t port = url.rfind(':');
      port != std::string_view::npos && url.find(']', port) == std::string_view::npos) {
    url = url.substr(0, port);
  }
  std::string lane(url);
  std::ranges::transform(lane, lane.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (lane.starts_with("www.")) lane.erase(0, 4);
  return lane;
}

base::Result<base::Instant> SharedTime(Connection& connection, base::Instant own, bool ask) {
  if (!ask || connection.dialect().clock.empty()) return own;
  TRY_ASSIGN(const auto micros, FindInteger(connection, connection.dialect().clock));
  return base::Instant{micros.value_or(own.micros)};
}

base::Result<base::Instant> WriteTransaction::SharedNow() {
  if (!shared_now_) {
    TRY_ASSIGN(shared_now_, SharedTime(connection_, now_, ask_clock_));
  }
  return *shared_now_;
}

base::Result<WorkerId> WriteTransaction::EnterWorker(std::string_view name) {
  TRY_ASSIGN(const base::Instant now, SharedNow());
  TRY_ASSIGN(const auto id,
             FindInteger(connection_,
                         "INSERT INTO workers (name, started, seen) VALUES ($1, $2, $2) "
                         "RETURNING id",
                         {name, now}));
  const WorkerId worker{id.value_or(0)};
  // Before anybody sees the row, so that nobody finds it without its lock.
  if (const std::string_view hold = connection_.dialect().hold; !hold.empty()) {
    TRY_ASSIGN(const auto held, FindInteger(connection_, hold, {worker}));
    if (held.value_or(0) == 0) {
      return base::Fail(base::ErrorKind::kConflict,
                        fmt::format("the lock of worker {} is taken", worker.value));
    }
  }
  return worker;
}

base::Result<bool> WriteTransaction::SayAlive(const LeaseTerms& terms) {
  TRY_ASSIGN(const base::Instant now, SharedNow());
  // Held already, this is nothing; after the session was renewed it is needed. Who cannot have it
  // is being buried by somebody.
  if (const std::string_view hold = connection_.dialect().hold; !hold.empty()) {
    TRY_ASSIGN(const auto held, FindInteger(connection_, hold, {terms.worker}));
    if (held.value_or(0) == 0) return false;
  }
  TRY_ASSIGN(const int64_t known,
             connection_.Run("UPDATE workers SET seen = $2 WHERE id = $1", {terms.worker, now}));
  return known > 0;
}

base::Status WriteTransaction::KeepInHand(const LeaseTerms& terms, const InHand& in_hand) {
  TRY_ASSIGN(const base::Instant now, SharedNow());
  for (const int64_t job : in_hand.jobs) {
    TRY(
        connection_.Put("UPDATE jobs SET leased_until = $3 "
                        "WHERE id = $1 AND leased = 1 AND worker = $2",
                        {job, terms.worker, base::Instant{now.micros + terms.micros}}));
  }
  return terms.host_micros > 0 ? KeepHosts(terms, in_hand) : base::Status();
}

base::Status WriteTransaction::KeepHosts(const LeaseTerms& terms, const InHand& in_hand) {
  std::map<std::string, int64_t> pauses;  // in order, as KeepToHosts takes them
  for (const HostPause& one : in_hand.pauses) pauses[one.host] = one.micros;
  TRY(ForEachRow(connection_,
                 "SELECT DISTINCT lane FROM jobs WHERE leased = 1 AND stage = 'fetch' "
                 "AND worker = $1",
                 {terms.worker}, [&](Statement& row) -> base::Status {
                   pauses.try_emplace(row.String(0), 0);
                   return {};
                 }));
  TRY(ForEachRow(connection_, "SELECT url FROM sources WHERE worker <> 0 AND worker = $1",
                 {terms.worker}, [&](Statement& row) -> base::Status {
                   pauses.try_emplace(LaneOf(row.Text(0)), 0);
                   return {};
                 }));
  for (const auto& [host, pause] : pauses) {
    if (!host.empty()) TRY(TakeHost(host, terms, pause));
  }
  return {};
}

base::Result<int64_t> WriteTransaction::BuryWorker(WorkerId worker) {
  TRY_ASSIGN(const base::Instant now, SharedNow());
  TRY_ASSIGN(const int64_t jobs,
             connection_.Run("UPDATE jobs SET leased = 0, again = 0, worker = 0 "
                             "WHERE leased = 1 AND worker = $1",
                             {worker}));
  TRY_ASSIGN(
      const int64_t sources,
      connection_.Run("UPDATE sources SET worker = 0 WHERE worker <> 0 AND worker = $1", {worker}));
  if (jobs + sources > 0) news_.Add(kAnyNews);
  // The pause that a host wants goes on: it is nobody's until then.
  TRY(connection_.Run("DELETE FROM hosts WHERE worker = $1 AND held_until <= $2",
                      {worker, base::Instant{now.micros + kHostHold}}));
  TRY(connection_.Run("UPDATE hosts SET worker = 0, held_until = held_until - $2 WHERE worker = $1",
                      {worker, kHostHold}));
  TRY(connection_.Run("UPDATE editors SET worker = 0 WHERE worker = $1", {worker}));
  TRY(connection_.Run("DELETE FROM workers WHERE id = $1", {worker}));
  return jobs;
}

base::Result<std::vector<WorkerView>> WriteTransaction::BuryTheDead(WorkerId self,
                                                                    int64_t silence_micros) {
  const Dialect& dialect = connection_.dialect();
  TRY_ASSIGN(const base::Instant now, SharedNow());
  TRY_ASSIGN(const auto workers, AllWorkers(connection_));
  TRY_ASSIGN(const auto living, WorkersWithALock(connection_));
  std::vector<WorkerView> buried;
  for (const WorkerView& worker : workers) {
    if (worker.id == self) continue;
    const bool silent = worker.seen.micros + silence_micros < now.micros;
    const bool ended = !dialect.living.empty() && !living.contains(worker.id.value);
    const bool dead = silent || ended;
    if (!dead) continue;
    TRY(BuryWorker(worker.id));
    buried.push_back(worker);
  }
  // Also what a worker took in the very moment in which it was buried.
  TRY_ASSIGN(const int64_t freed,
             connection_.Run("UPDATE jobs SET leased = 0, again = 0, worker = 0 WHERE leased = 1 "
                             "AND worker <> 0 AND (leased_until <= $1 OR NOT EXISTS "
                             "(SELECT 1 FROM workers w WHERE w.id = jobs.worker))",
                             {now}));
  if (freed > 0) news_.Add(kAnyNews);
  TRY(
      connection_.Run("UPDATE sources SET worker = 0 WHERE worker <> 0 AND NOT EXISTS "
                      "(SELECT 1 FROM workers w WHERE w.id = sources.worker)"));
  TRY(connection_.Run("DELETE FROM hosts WHERE held_until < $1",
                      {base::Instant{now.micros - kHostsKept}}));
  return buried;
}

// Who has a host for the length of its pause does not have it for less by taking it again.
base::Result<bool> WriteTransaction::TakeHost(std::string_view host, const LeaseTerms& terms,
                                              int64_t pause_micros) {
  TRY_ASSIGN(const base::Instant now, SharedNow());
  const base::Instant until{now.micros + pause_micros + terms.host_micros};
  TRY_ASSIGN(const int64_t taken,
             connection_.Run("INSERT INTO hosts (host, worker, held_until) VALUES ($1, $2, $3) "
                             "ON CONFLICT (host) DO UPDATE SET worker = excluded.worker, "
                             "held_until = CASE WHEN hosts.held_until > excluded.held_until "
                             "THEN hosts.held_until ELSE excluded.held_until END "
                             "WHERE hosts.worker = excluded.worker OR hosts.held_until <= $4",
                             {host, terms.worker, until, now}));
  return taken > 0;
}

base::Result<std::vector<model::Source>> WriteTransaction::ClaimSources(size_t limit,
                                                                        const LeaseTerms& terms) {
  const std::string sql = fmt::format("SELECT " STORE_SOURCE_COLUMNS
                                      " FROM sources j WHERE paused = 0 AND next_poll <= $1 "
                                      "AND (worker = 0 OR claimed_until <= $5) AND (next_poll > $2 "
                                      "OR (next_poll = $2 AND id > $3)) "
                                      "ORDER BY next_poll, id LIMIT $4 {}",
                                      connection_.dialect().skip_locked);
  TRY_ASSIGN(const base::Instant now, SharedNow());
  std::vector<model::Source> claimed;
  base::Instant after{INT64_MIN};
  int64_t after_id = 0;
  while (claimed.size() < limit) {
    std::vector<model::Source> due;
    TRY(ForEachRow(connection_, sql, {now_, after, after_id, kSourcesLookedAt, now},
                   [&](Statement& row) -> base::Status {
                     due.push_back(ReadSourceRow(row));
                     return {};
                   }));
    for (model::Source& source : due) {
      after = source.next_poll;
      after_id = source.id.value;
      if (claimed.size() == limit) break;
      if (terms.host_micros > 0) {
        TRY_ASSIGN(const bool mine, TakeHost(LaneOf(source.url), terms));
        if (!mine) continue;
      }
      TRY(connection_.Run("UPDATE sources SET worker = $2, claimed_until = $3 WHERE id = $1",
                          {source.id, terms.worker, base::Instant{now.micros + terms.micros}}));
      claimed.push_back(std::move(source));
    }
    if (due.size() < kSourcesLookedAt) break;
  }
  return claimed;
}

base::Status WriteTransaction::EndPoll(model::SourceId source, WorkerId worker) {
  TRY_ASSIGN(const int64_t mine,
             connection_.Run("UPDATE sources SET worker = 0 WHERE id = $1 AND worker = $2",
                             {source, worker}));
  if (mine > 0) return {};
  return base::Fail(base::ErrorKind::kConflict,
                    fmt::format("source {} is not worker {}'s", source.value, worker.value));
}

base::Result<std::optional<int64_t>> WriteTransaction::TakeOffice(std::string_view language,
                                                                  WorkerId worker) {
  // First without touching the row, which its editor locks while it groups.
  TRY_ASSIGN(const auto editor,
             FindInteger(connection_,
                         "SELECT w.id FROM editors e JOIN workers w ON w.id = e.worker "
                         "WHERE e.language = $1",
                         {language}));
  if (editor && *editor != worker.value) return std::nullopt;
  return FindInteger(connection_,
                     "INSERT INTO editors (language, worker, epoch) VALUES ($1, $2, 1) "
                     "ON CONFLICT (language) DO UPDATE SET worker = excluded.worker, "
                     "epoch = editors.epoch + 1 WHERE editors.worker = excluded.worker "
                     "OR NOT EXISTS (SELECT 1 FROM workers w WHERE w.id = editors.worker) "
                     "RETURNING epoch",
                     {language, worker});
}

base::Status WriteTransaction::CheckOffice(std::string_view language, int64_t epoch) {
  const std::string sql = fmt::format("SELECT epoch FROM editors WHERE language = $1 {}",
                                      connection_.dialect().lock_row);
  TRY_ASSIGN(const auto newest, FindInteger(connection_, sql, {language}));
  if (newest == epoch) return {};
  return base::Fail(base::ErrorKind::kConflict,
                    fmt::format("another is the editor of \"{}\" now", language));
}

}  // namespace store
