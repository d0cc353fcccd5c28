#include "store/plans.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace store {
namespace {

// The latest time that something was stored at. Sources are as many as the owner has; articles were
// found in the order of their numbers.
constexpr std::string_view kLatest =
    "SELECT max(last_poll) FROM sources UNION ALL "
    "SELECT found FROM (SELECT found FROM articles ORDER BY id DESC LIMIT 1) newest";

// $1: now; $2: how far the clock had been ahead. A plan keeps its distance from the moment at which
// it was made, where that is known; else it comes as much sooner as the clock was ahead, which
// brings a few forward that were made before: nobody minds.
constexpr std::string_view kMend[] = {
    "UPDATE sources SET next_poll = $1 WHERE last_poll IS NULL AND next_poll > $1",
    "UPDATE sources SET next_poll = $1 + next_poll - last_poll, last_poll = $1, "
    "last_success = CASE WHEN last_success > $1 THEN $1 ELSE last_success END WHERE last_poll > $1",
    "UPDATE sources SET moved_since = $1 WHERE moved_since > $1",
    "UPDATE sites SET robots_until = $1 + robots_until - robots_read, robots_read = $1 "
    "WHERE robots_read > $1",
    "UPDATE sites SET unreachable_since = $1 WHERE unreachable_since > $1"};
constexpr std::string_view kBringForward[] = {
    "UPDATE jobs SET due = CASE WHEN due - $2 > $1 THEN due - $2 ELSE $1 END WHERE due > $1",
    "UPDATE sources SET push_until = CASE WHEN push_until - $2 > $1 THEN push_until - $2 ELSE $1 "
    "END WHERE push_until > $1",
    "UPDATE sites SET robots_until = CASE WHEN robots_until - $2 > $1 THEN robots_until - $2 ELSE "
    "$1 END WHERE robots_until > $1 AND robots_read IS NULL",
    "UPDATE subscriptions SET next_try = CASE WHEN next_try - $2 > $1 THEN next_try - $2 ELSE $1 "
    "END WHERE next_try > $1",
    "UPDATE subscriptions SET lease_until = CASE WHEN lease_until - $2 > $1 THEN lease_until - $2 "
    "ELSE $1 END WHERE lease_until > $1"};

}  // namespace

base::Result<int64_t> MendPlans(Connection& connection, base::Instant now, base::Instant seen) {
  int64_t latest = seen.micros;
  TRY(ForEachRow(connection, kLatest, {}, [&](Statement& row) -> base::Status {
    latest = std::max(latest, row.Integer(0));
    return {};
  }));
  const int64_t ahead = latest - now.micros;
  if (ahead <= kClockSlack) return 0;
  for (const std::string_view sql : kMend) TRY(connection.Put(sql, {now}));
  for (const std::string_view sql : kBringForward) TRY(connection.Put(sql, {now, ahead}));
  return ahead;
}

model::Source PlannedFrom(base::Instant now, model::Source source) {
  if (!source.last_poll || source.last_poll->micros <= now.micros + kClockSlack) return source;
  const int64_t ahead = source.last_poll->micros - now.micros;
  source.last_poll = now;
  source.next_poll.micros -= ahead;
  if (source.last_success > now) source.last_success = now;
  if (source.push_until) source.push_until = std::max(now, {source.push_until->micros - ahead});
  return source;
}

}  // namespace store
