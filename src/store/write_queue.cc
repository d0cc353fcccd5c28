// The queue: what is still to be done, one row for each address and stage.
//
// A job that is finished makes the job of the next stage in the same transaction, so that a process
// killed at any moment finds exactly what is left to do. The id of a job is never used again: to
// finish a job twice does nothing the second time. When an address is to go through a stage at
// which it waits already, one job is enough; when a worker has that job in its hands, perhaps with
// old input, it goes back into the queue once that worker is done (`again`).

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "store/transaction.h"
#include "store/user_info.h"

namespace store {

namespace {

// What is due and nobody's, taken and told in one statement. {0}: which of it; {1}: the database's
// way to leave out what others are taking at this moment, where all that is due is taken; {2}:
// which of it is taken.
constexpr std::string_view kLease =
    "WITH due AS MATERIALIZED (SELECT j.id, j.lane, j.due FROM jobs j WHERE j.leased = 0 "
    "AND j.stage = $1 AND j.due <= $2 {0} ORDER BY j.due, j.id LIMIT $3 {1}), "
    "taken AS MATERIALIZED ({2}) "
    "UPDATE jobs SET leased = 1, worker = $4, leased_until = $5 "
    "WHERE id IN (SELECT id FROM taken) RETURNING id, attempts, lane, due, "
    "(SELECT d.entry FROM addresses d WHERE d.id = jobs.address), "
    "(SELECT d.article FROM addresses d WHERE d.id = jobs.address), "
    "(SELECT d.url FROM addresses d WHERE d.id = jobs.address)";
// {0}: the parameter's number.
constexpr std::string_view kOfLane = " AND j.lane = ${0}";
constexpr std::string_view kOfFreeHosts =
    " AND NOT EXISTS (SELECT 1 FROM hosts h WHERE h.host = j.lane AND h.worker <> $4 "
    "AND h.held_until > ${0})";
// Of none in a list, "/a.org/b.org/".
constexpr std::string_view kOfOtherLanes = " AND replace(${0}, '/' || j.lane || '/', '') = ${0}";
constexpr std::string_view kAll = "SELECT id FROM due";
// What is left where it is, others may take: it is not locked.
constexpr std::string_view kSomeOfEachLane =
    "SELECT j.id FROM jobs j WHERE j.leased = 0 AND j.id IN (SELECT id FROM (SELECT id, lane, "
    "row_number() OVER (PARTITION BY lane ORDER BY due, id) AS place FROM due) AS placed "
    "WHERE place <= ${0} OR lane = '') ";

Job JobFrom(Statement& row, Stage stage, WorkerId worker) {
  Job job;
  job.id = row.Integer(0);
  job.stage = stage;
  job.attempts = static_cast<int>(row.Integer(1));
  job.entry.value = row.Integer(4);
  job.article.value = row.Integer(5);
  job.url = WithoutUserInfo(row.String(6));
  job.worker = worker;
  job.lane = row.String(2);
  return job;
}

}  // namespace

base::Status WriteTransaction::Finish() {
  if (!ahead_.AllEnded()) {
    return base::Fail(base::ErrorKind::kBug, "a job that was expected has not ended");
  }
  TRY(Settle());
  TRY(connection_.Flush());  // what was asked for Later counts too
  if (const std::string_view tell = connection_.dialect().tell; !tell.empty()) {
    if (news_.Any()) TRY(connection_.Put(tell, {NewsText(news_)}));
  }
  TRY(tally_.Write(connection_));
  return full_text_.Write();
}

// That the owner wants all read again gives way to what a poll has found new.
base::Status WriteTransaction::Enqueue(Stage stage, int64_t address, std::string_view lane,
                                       Origin origin) {
  const bool reread = origin == Origin::kReread;
  const auto [held, is_new] =
      jobs_.try_emplace({stage, address}, HeldJob{reread, std::string(lane)});
  if (!is_new && !reread) held->second = {false, std::string(lane)};
  return {};
}

base::Result<std::vector<Job>> WriteTransaction::LeaseJobs(Stage stage, size_t limit,
                                                           const LeaseTerms& terms) {
  TRY(Settle());
  TRY_ASSIGN(const base::Instant now, SharedNow());
  std::vector<Value> values = {StageName(stage), now_, limit, terms.worker,
                               base::Instant{now.micros + terms.micros}};
  const auto with = [&values](std::string_view condition, const auto& value) {
    values.emplace_back(value);
    return fmt::format(fmt::runtime(condition), values.size());
  };
  std::string which;
  if (terms.lane) which += with(kOfLane, *terms.lane);
  const bool by_host = terms.host_micros > 0 && stage == Stage::kFetch;
  if (by_host) which += with(kOfFreeHosts, now);
  std::string full;  // outlives the query, as all that is bound must
  for (const std::string& lane : terms.full_lanes) full += "/" + lane;
  full += "/";
  if (!terms.full_lanes.empty()) which += with(kOfOtherLanes, full);
  const std::string_view skip_locked = connection_.dialect().skip_locked;
  const std::string sql =
      terms.most_of_lane == 0
          ? fmt::format(kLease, which, skip_locked, kAll)
          : fmt::format(kLease, which, "",
                        with(kSomeOfEachLane, terms.most_of_lane) + std::string(skip_locked));
  std::vector<Taken> taken;
  {
    TRY_ASSIGN(auto rows, connection_.Query(sql, std::span<const Value>(values)));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      taken.push_back({.job = JobFrom(*rows, stage, terms.worker), .due = rows->Instant(3)});
    }
  }
  std::ranges::sort(taken, [](const Taken& one, const Taken& other) {
    return std::tie(one.due, one.job.id) < std::tie(other.due, other.job.id);
  });
  if (by_host) TRY(KeepToHosts(taken, terms));
  std::vector<Job> jobs;
  jobs.reserve(taken.size());
  for (Taken& one : taken) jobs.push_back(std::move(one.job));
  return jobs;
}

base::Status WriteTransaction::KeepToHosts(std::vector<Taken>& taken, const LeaseTerms& terms) {
  std::map<std::string, bool> mine;  // in order: two who take many do not wait for each other
  for (const Taken& one : taken) mine.emplace(one.job.lane, true);
  for (auto& [host, is_mine] : mine) {
    if (host.empty()) continue;  // an entry without a page asks nobody
    TRY_ASSIGN(is_mine, TakeHost(host, terms));
  }
  for (const Taken& one : taken) {
    if (mine[one.job.lane]) continue;
    TRY(connection_.Put("UPDATE jobs SET leased = 0, worker = 0 WHERE id = $1", {one.job.id}));
  }
  // Who has the host may have looked while they were locked.
  if (std::erase_if(taken, [&](const Taken& one) { return !mine[one.job.lane]; }) > 0) {
    news_.Add(Stage::kFetch);
  }
  return {};
}

base::Status WriteTransaction::RefuseUnlessGone(const Job& job, Stage stage) {
  TRY_ASSIGN(const auto there,
             FindInteger(connection_, "SELECT id FROM jobs WHERE id = $1 AND stage = $2",
                         {job.id, StageName(stage)}));
  if (!there) return {};
  return base::Fail(base::ErrorKind::kConflict,
                    fmt::format("job {} was taken from worker {}", job.id, job.worker.value));
}

base::Result<WriteTransaction::Ended> WriteTransaction::End(const Job& job, Stage stage) {
  TakenOut* taken = ahead_.FindJob(job.id);
  if (taken == nullptr) {
    TRY(Settle());
    const ExpectedJob alone[] = {{job}};
    TRY(ahead_.Load(alone));
    taken = ahead_.FindJob(job.id);
  }
  if (taken == nullptr || taken->stage != stage) {
    TRY(RefuseUnlessGone(job, stage));
    return Ended();
  }
  if (std::exchange(taken->ended, true)) return Ended();
  tally_.Count(StageName(stage), -1);
  if (taken->again) TRY(Enqueue(stage, taken->address, taken->lane));
  return Ended{.at = &ahead_.At(taken->address), .reread = taken->reread};
}

base::Status WriteTransaction::DropJobs(int64_t address) {
  TRY(Settle());
  for (const Stage stage : ahead_.DropJobs(address)) tally_.Count(StageName(stage), -1);
  for (const Stage stage : kStages) {
    TRY_ASSIGN(const int64_t dropped,
               connection_.Run("DELETE FROM jobs WHERE address = $1 AND stage = $2",
                               {address, StageName(stage)}));
    tally_.Count(StageName(stage), -dropped);
  }
  return {};
}

base::Status WriteTransaction::SetError(int64_t address, const std::optional<std::string>& error) {
  AddressState* at = ahead_.FindAddress(address);
  if (at != nullptr && !error && !at->has_failed) return {};
  if (at != nullptr) at->has_failed = error.has_value();
  if (!error) {
    return connection_.Later(
        "UPDATE addresses SET error = NULL WHERE id = $1 AND error IS NOT NULL RETURNING 1",
        {address}, [this](Statement& row) -> base::Status {
          TRY_ASSIGN(const auto failed, FirstInteger(row));
          if (failed) tally_.Count("failed_jobs", -1);
          return {};
        });
  }
  TRY_ASSIGN(const auto failed, FindInteger(connection_,
                                            "SELECT 1 FROM addresses WHERE id = $1 "
                                            "AND error IS NOT NULL",
                                            {address}));
  tally_.Count("failed_jobs", failed ? 0 : 1);
  TRY(connection_.Put("UPDATE addresses SET error = $2 WHERE id = $1", {address, error}));
  return {};
}

base::Status WriteTransaction::FinishFetch(const Job& job, const model::Page& page) {
  TRY_ASSIGN(const Ended ended, End(job, Stage::kFetch));
  AddressState* at = ended.at;
  if (at == nullptr) return {};
  // Without status: the entry has no page that may be fetched, it is read as its source gave it.
  if (page.status != 0) TRY(pages_.Put(at->id, page));
  TRY(SetError(at->id, std::nullopt));
  model::Rights reserved = page.rights;
  if (page.status == 0) reserved.Join(model::RightsFrom(at->rights));
  const std::string rights = model::RightsText(reserved);
  if (at->rights != rights || at->missing != page.missing) {
    TRY(connection_.Put("UPDATE addresses SET rights = $2, missing = $3 WHERE id = $1",
                        {at->id, rights, page.missing}));
    at->rights = rights;
    at->missing = page.missing;
  }
  return Enqueue(Stage::kRead, at->id, "");
}

base::Status WriteTransaction::RetryJob(const Job& job, const base::Error& error,
                                        base::Instant next) {
  return PutBack(job, 1, error, next);
}

base::Status WriteTransaction::PutOffJob(const Job& job, const base::Error& why, base::Instant next,
                                         std::string_view lane) {
  TRY(PutBack(job, 0, why, next));
  if (lane.empty()) return {};
  return connection_.Put("UPDATE jobs SET lane = $2 WHERE id = $1 AND leased = 0", {job.id, lane});
}

base::Status WriteTransaction::PutBack(const Job& job, int attempts, const base::Error& error,
                                       base::Instant next) {
  if (const TakenOut* taken = ahead_.FindJob(job.id); taken != nullptr) {
    if (taken->ended) return {};
    return base::Fail(base::ErrorKind::kBug, "a job that was expected to end is to be retried");
  }
  TRY_ASSIGN(const int64_t known,
             connection_.Run("UPDATE jobs SET leased = 0, again = 0, worker = 0, "
                             "attempts = attempts + $5, due = $3, error = $4 "
                             "WHERE id = $1 AND leased = 1 AND worker = $2",
                             {job.id, job.worker, next, error.message(), attempts}));
  if (next <= now_) news_.Add(job.stage);
  return known > 0 ? base::Status() : RefuseUnlessGone(job, job.stage);
}

base::Status WriteTransaction::FailJob(const Job& job, const base::Error& error) {
  TRY_ASSIGN(const Ended ended, End(job, job.stage));
  if (ended.at == nullptr) return {};
  return SetError(ended.at->id, fmt::format("{}: {}", StageName(job.stage), error.message()));
}

base::Result<int64_t> WriteTransaction::RereadAll() {
  TRY(Settle());
  std::vector<int64_t> addresses;
  TRY(ForEachPageAddress(page_connection_, [&](int64_t address) -> base::Status {
    addresses.push_back(address);
    return {};
  }));
  int64_t made = 0;
  for (const int64_t address : addresses) {
    TRY_ASSIGN(const auto article,
               FindInteger(connection_,
                           "SELECT article FROM addresses WHERE id = $1 AND entry IS NOT NULL",
                           {address}));
    if (!article) continue;
    TRY(Enqueue(Stage::kRead, address, "", Origin::kReread));
    made += 1;
  }
  return made;
}

}  // namespace store
