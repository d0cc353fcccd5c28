// Sites, subscriptions, and sources that are one: what politeness needs, read and written.

#include <fmt/format.h>

#include <algorithm>

#include "store/compress.h"
#include "store/reader.h"
#include "store/transaction.h"
#include "store/user_info.h"

namespace store {
namespace {

constexpr std::string_view kSubscriptionColumns =
    "token, source, hub, topic, secret, state, lease_until, next_try, failures, delivered, error";

model::Subscription ReadSubscriptionRow(Statement& row) {
  model::Subscription out;
  out.token = row.Text(0);
  out.source.value = row.Integer(1);
  out.hub = row.Text(2);
  out.topic = WithoutUserInfo(row.String(3));
  out.secret = row.Text(4);
  out.state = model::SubscriptionStateFrom(row.Text(5)).value_or(model::SubscriptionState::kWanted);
  out.lease_until = row.MaybeInstant(6);
  out.next_try = row.Instant(7);
  out.failures = static_cast<int>(row.Integer(8));
  out.delivered = row.MaybeInstant(9);
  out.error = row.Text(10);
  return out;
}

// `lock`: what stands behind the query.
base::Result<std::optional<model::Subscription>> FindSubscription(Connection& connection,
                                                                  std::string_view token,
                                                                  std::string_view lock) {
  TRY_ASSIGN(auto rows,
             connection.Query(fmt::format("SELECT {} FROM subscriptions WHERE token = $1 {}",
                                          kSubscriptionColumns, lock),
                              {token}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  return ReadSubscriptionRow(*rows);
}

}  // namespace

base::Result<std::optional<model::Site>> SnapshotReader::SiteByKey(std::string_view key) {
  TRY_ASSIGN(auto rows,
             connection_.Query("SELECT robots, robots_read, robots_until, unreachable_since, "
                               "failures, reservations FROM sites WHERE key = $1",
                               {key}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  model::Site site;
  site.key = key;
  TRY_ASSIGN(site.robots, Decompress(rows->Text(0)));
  site.robots_read = rows->MaybeInstant(1);
  site.robots_until = rows->Instant(2);
  site.unreachable_since = rows->MaybeInstant(3);
  site.failures = static_cast<int>(rows->Integer(4));
  TRY_ASSIGN(site.reservations, Decompress(rows->Text(5)));
  return site;
}

base::Status WriteTransaction::PutSite(const model::Site& site) {
  const std::string robots = Compress(site.robots);
  const std::string reservations = Compress(site.reservations);
  TRY(
      connection_.Put("INSERT INTO sites (key, robots, robots_read, robots_until, "
                      "unreachable_since, failures, reservations) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO UPDATE SET "
                      "robots = excluded.robots, robots_read = excluded.robots_read, "
                      "robots_until = excluded.robots_until, "
                      "unreachable_since = excluded.unreachable_since, "
                      "failures = excluded.failures, reservations = excluded.reservations",
                      {site.key, Blob{robots}, site.robots_read, site.robots_until,
                       site.unreachable_since, site.failures, Blob{reservations}}));
  return {};
}

base::Result<std::optional<model::Subscription>> SnapshotReader::SubscriptionByToken(
    std::string_view token) {
  return FindSubscription(connection_, token, "");
}

base::Result<std::vector<model::Subscription>> SnapshotReader::Subscriptions() {
  std::vector<model::Subscription> out;
  TRY(ForEachRow(
      connection_,
      fmt::format("SELECT {} FROM subscriptions ORDER BY next_try, token", kSubscriptionColumns),
      {}, [&](Statement& row) -> base::Status {
        out.push_back(ReadSubscriptionRow(row));
        return {};
      }));
  return out;
}

base::Status WriteTransaction::PutSubscription(const model::Subscription& one) {
  TRY(connection_.Put(
      "INSERT INTO subscriptions (token, source, hub, topic, secret, state, lease_until, next_try, "
      "failures, delivered, error) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
      "ON CONFLICT (token) DO UPDATE SET source = excluded.source, hub = excluded.hub, "
      "topic = excluded.topic, secret = excluded.secret, state = excluded.state, "
      "lease_until = excluded.lease_until, next_try = excluded.next_try, "
      "failures = excluded.failures, delivered = excluded.delivered, error = excluded.error",
      {one.token, one.source ? Value(one.source) : Value(), one.hub, one.topic, one.secret,
       model::SubscriptionStateName(one.state), one.lease_until, one.next_try, one.failures,
       one.delivered, one.error}));
  return {};
}

base::Result<std::optional<model::Subscription>> WriteTransaction::SubscriptionByToken(
    std::string_view token) {
  return FindSubscription(connection_, token, connection_.dialect().lock_row);
}

base::Status WriteTransaction::RemoveSubscription(std::string_view token) {
  TRY(connection_.Put("DELETE FROM subscriptions WHERE token = $1", {token}));
  return {};
}

base::Result<std::optional<model::Source>> SnapshotReader::SourceById(model::SourceId id) {
  return FindSource(connection_, id);
}

base::Result<std::vector<std::pair<model::SourceId, int64_t>>> SnapshotReader::PagesMissing() {
  std::vector<std::pair<model::SourceId, int64_t>> out;
  TRY(ForEachRow(connection_,
                 "SELECT e.source, count(*) FROM addresses d JOIN entries e ON e.id = d.entry "
                 "WHERE d.missing <> '' AND e.source IS NOT NULL GROUP BY e.source "
                 "ORDER BY e.source",
                 {}, [&](Statement& row) -> base::Status {
                   out.emplace_back(model::SourceId{row.Integer(0)}, row.Integer(1));
                   return {};
                 }));
  return out;
}

base::Result<std::vector<SharedEntries>> SnapshotReader::SourcesThatShare(int64_t least) {
  std::vector<SharedEntries> out;
  TRY(ForEachRow(connection_,
                 "SELECT a.source, b.source, count(*) FROM entries a "
                 "JOIN entries b ON b.address = a.address AND b.source > a.source "
                 "WHERE a.source IS NOT NULL GROUP BY a.source, b.source "
                 "HAVING count(*) >= $1 ORDER BY a.source, b.source",
                 {least}, [&](Statement& row) -> base::Status {
                   out.push_back({.one = {row.Integer(0)},
                                  .other = {row.Integer(1)},
                                  .shared = row.Integer(2)});
                   return {};
                 }));
  for (SharedEntries& pair : out) {
    for (const auto& [source, count] :
         {std::pair(pair.one, &pair.of_one), std::pair(pair.other, &pair.of_other)}) {
      TRY_ASSIGN(
          const auto all,
          FindInteger(connection_, "SELECT count(*) FROM entries WHERE source = $1", {source}));
      *count = all.value_or(0);
    }
  }
  return out;
}

base::Status WriteTransaction::MergeSources(model::SourceId kept, model::SourceId other) {
  TRY(Settle());
  ahead_.ForgetOrigins();
  TRY_ASSIGN(auto source, FindSource(connection_, kept));
  TRY_ASSIGN(const auto gone, FindSource(connection_, other));
  if (!source || !gone) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("there is no source {}", (source ? other : kept).value));
  }
  if (kept == other) {
    return base::Fail(base::ErrorKind::kInvalidInput, "a source cannot be merged with itself");
  }
  TRY(
      connection_.Put("UPDATE entries SET source = $1 WHERE source = $2 AND NOT EXISTS "
                      "(SELECT 1 FROM entries k WHERE k.source = $1 AND k.key = entries.key)",
                      {kept, other}));
  if (source->title.empty()) source->title = gone->title;
  if (source->language.empty()) source->language = gone->language;
  if (source->country.empty()) source->country = gone->country;
  for (const std::string& section : gone->sections) {
    if (std::ranges::find(source->sections, section) == source->sections.end()) {
      source->sections.push_back(section);
    }
  }
  TRY(RemoveSource(other));
  return StoreSource(*source);
}

}  // namespace store
