// The queue: what is still to be done, one row for each address and stage.
//
// A job that is finished makes the job of the next stage in the same transaction, so that a process
// killed at any moment finds exactly what is left to do. The id of a job is never used again: to
// finish a job twice does nothing the second time. When an address is to go through a stage at
// which it waits already, one job is enough; when a worker has that job in its hands, perhaps with
// old input, it goes back into the queue once that worker is done (`again`).

#include <fmt/format.h>

#include <algorithm>

#include "store/transaction.h"

namespace store {

base::Status WriteTransaction::Enqueue(Stage stage, int64_t address, Origin origin) {
  const bool reread = origin == Origin::kReread;
  TRY_ASSIGN(auto rows,
             connection_.Query("SELECT id, leased FROM jobs WHERE address = $1 AND stage = $2",
                               {address, StageName(stage)}));
  TRY_ASSIGN(const bool known, rows->Next());
  if (!known) {
    TRY(connection_.Run("INSERT INTO jobs (stage, address, due, reread) VALUES ($1, $2, $3, $4)",
                        {StageName(stage), address, now_, reread}));
    tally_.Count(StageName(stage), 1);
    return {};
  }
  const int64_t id = rows->Integer(0);
  const bool leased = rows->Boolean(1);
  rows.reset();
  if (leased) {
    TRY(connection_.Run("UPDATE jobs SET again = 1 WHERE id = $1", {id}));
  } else if (!reread) {
    TRY(connection_.Run("UPDATE jobs SET due = $2, attempts = 0, reread = 0 WHERE id = $1",
                        {id, now_}));
  }
  return {};
}

base::Result<std::vector<Job>> WriteTransaction::LeaseJobs(Stage stage, size_t limit) {
  std::vector<Job> jobs;
  TRY(ForEachRow(connection_,
                 "SELECT j.id, d.entry, d.article, d.url, j.attempts FROM jobs j "
                 "JOIN addresses d ON d.id = j.address "
                 "WHERE j.leased = 0 AND j.stage = $1 AND j.due <= $2 "
                 "ORDER BY j.due, j.id LIMIT $3",
                 {StageName(stage), now_, limit}, [&](Statement& row) -> base::Status {
                   Job job;
                   job.id = row.Integer(0);
                   job.stage = stage;
                   job.entry.value = row.Integer(1);
                   job.article.value = row.Integer(2);
                   job.url = row.Text(3);
                   job.attempts = static_cast<int>(row.Integer(4));
                   jobs.push_back(std::move(job));
                   return {};
                 }));
  for (const Job& job : jobs) {
    TRY(connection_.Run("UPDATE jobs SET leased = 1 WHERE id = $1", {job.id}));
  }
  return jobs;
}

base::Result<std::optional<WriteTransaction::Ended>> WriteTransaction::End(const Job& job,
                                                                           Stage stage) {
  Ended ended;
  bool again = false;
  {
    TRY_ASSIGN(auto rows, connection_.Query("SELECT address, again, reread FROM jobs "
                                            "WHERE id = $1 AND stage = $2 AND leased = 1",
                                            {job.id, StageName(stage)}));
    TRY_ASSIGN(const bool known, rows->Next());
    if (!known) return std::nullopt;
    ended.address = rows->Integer(0);
    again = rows->Boolean(1);
    ended.reread = rows->Boolean(2);
  }
  TRY(connection_.Run("DELETE FROM jobs WHERE id = $1", {job.id}));
  tally_.Count(StageName(stage), -1);
  if (again) TRY(Enqueue(stage, ended.address));
  return ended;
}

base::Status WriteTransaction::DropJobs(int64_t address) {
  for (const Stage stage : kStages) {
    TRY_ASSIGN(const int64_t dropped,
               connection_.Run("DELETE FROM jobs WHERE address = $1 AND stage = $2",
                               {address, StageName(stage)}));
    tally_.Count(StageName(stage), -dropped);
  }
  return {};
}

base::Status WriteTransaction::SetError(int64_t address, std::optional<std::string> error) {
  TRY_ASSIGN(const auto failed, FindInteger(connection_,
                                            "SELECT 1 FROM addresses WHERE id = $1 "
                                            "AND error IS NOT NULL",
                                            {address}));
  tally_.Count("failed_jobs", (error ? 1 : 0) - (failed ? 1 : 0));
  if (!error && !failed) return {};
  TRY(connection_.Run("UPDATE addresses SET error = $2 WHERE id = $1", {address, error}));
  return {};
}

base::Status WriteTransaction::FinishFetch(const Job& job, const model::Page& page) {
  TRY_ASSIGN(const auto ended, End(job, Stage::kFetch));
  if (!ended) return {};
  // Without status: the entry has no page that may be fetched, it is read as its source gave it.
  if (page.status != 0) TRY(pages_.Put(ended->address, page));
  TRY(SetError(ended->address, std::nullopt));
  return Enqueue(Stage::kRead, ended->address);
}

base::Status WriteTransaction::RetryJob(const Job& job, const base::Error& error,
                                        base::Instant next) {
  TRY(
      connection_.Run("UPDATE jobs SET leased = 0, again = 0, attempts = attempts + 1, due = $2, "
                      "error = $3 WHERE id = $1 AND leased = 1",
                      {job.id, next, error.message()}));
  return {};
}

base::Status WriteTransaction::FailJob(const Job& job, const base::Error& error) {
  TRY_ASSIGN(const auto ended, End(job, job.stage));
  if (!ended) return {};
  return SetError(ended->address, fmt::format("{}: {}", StageName(job.stage), error.message()));
}

base::Result<int64_t> WriteTransaction::RereadAll() {
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
    TRY(Enqueue(Stage::kRead, address, Origin::kReread));
    made += 1;
  }
  return made;
}

}  // namespace store
