// Sources, their publishers, and what polls find.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "model/subscription.h"
#include "store/codec.h"
#include "store/compress.h"
#include "store/plans.h"
#include "store/transaction.h"
#include "store/user_info.h"

namespace store {
namespace {

template <typename Noun>
Value OrNull(model::Id<Noun> id) {
  return id ? Value(id) : Value();
}

// What makes an entry another one than it was: title, content, `updated`.
int64_t DigestOf(const model::Entry& entry) {
  std::string text = entry.title;
  text += '\0';
  text += entry.content;
  text += '\0';
  if (entry.updated) text += std::to_string(entry.updated->micros);
  return static_cast<int64_t>(base::Hash64(text));
}

// As every database keeps it: it is looked for by what comes back.
std::string CleanOf(const std::string& url) {
  if (base::IsValidUtf8(url) && !url.contains('\0')) return url;
  std::string clean = base::RepairUtf8(url);
  std::erase(clean, '\0');
  return clean;
}

const RowsSql kAddresses = {
    .head = "INSERT INTO addresses (url, entry) VALUES ",
    .row = "($1, $2)",
    .tail =
        " ON CONFLICT (url) DO UPDATE SET entry = coalesce(addresses.entry, excluded.entry) "
        "RETURNING url, id, entry, article",
    .columns = 2,
};
const RowsSql kEntries = {
    .head = "INSERT INTO entries (id, source, key, address, digest, details) VALUES ",
    .row = "($1, $2, $3, $4, $5, $6)",
    .tail = "",
    .columns = 6,
};

// What a poll leaves of a source that is `known` as it is by now (Transaction::RecordState).
model::Source Joined(const model::Source& known, const model::Source& asked,
                     const model::Source& state) {
  model::Source source = state;
  source.publisher = known.publisher;
  if (!known.title.empty() || state.title == asked.title) source.title = known.title;
  if (!known.language.empty() || state.language == asked.language) source.language = known.language;
  source.sections = known.sections;
  source.country = known.country;
  source.sample = known.sample;
  source.paused = state.paused || known.paused;
  const bool has_moved = state.url != asked.url;
  const bool wants_other_asking = known.asking != asked.asking;
  if (wants_other_asking) source.next_poll = std::min(state.next_poll, known.next_poll);
  if (has_moved && !wants_other_asking) return source;
  source.url = known.url;
  source.asking = known.asking;
  if (has_moved) {  // where to was not judged by the secrets that it has now
    source.moved_to = known.moved_to;
    source.moved_since = known.moved_since;
    source.moved_seen = known.moved_seen;
    source.previous_url = known.previous_url;
  }
  return source;
}

}  // namespace

base::Result<model::SourceId> WriteTransaction::AddSource(const model::Source& source) {
  TRY_ASSIGN(const auto known,
             FindInteger(connection_, "SELECT id FROM sources WHERE url = $1", {source.url}));
  if (known) {
    const model::SourceId id{*known};
    TRY_ASSIGN(auto old, FindSource(connection_, id));
    if (old->title.empty()) old->title = source.title;
    if (old->language.empty()) old->language = source.language;
    if (old->country.empty()) old->country = source.country;
    for (const std::string& section : source.sections) {
      if (std::ranges::find(old->sections, section) == old->sections.end()) {
        old->sections.push_back(section);
      }
    }
    TRY(StoreSource(*old));
    return id;
  }
  TRY_ASSIGN(const auto id,
             FindInteger(connection_,
                         "INSERT INTO sources (url, kind, title, sections, language, country, "
                         "sample, paused, etag, last_modified, next_poll, failures, last_error) "
                         "VALUES ($1, '', '', '[]', '', '', 0, 0, '', '', 0, 0, '') RETURNING id",
                         {source.url}));
  tally_.Count("sources", 1);
  model::Source added = source;
  added.id.value = id.value_or(0);
  TRY(StoreSource(added));
  return added.id;
}

// Writes every column of a source that is there; counts it where it begins or ceases to fail.
base::Status WriteTransaction::StoreSource(const model::Source& given) {
  const model::Source source = PlannedFrom(now_, given);
  if (!source.paused && source.next_poll <= now_) news_.sources = true;
  ahead_.ForgetOrigins();
  TRY_ASSIGN(const auto failures,
             FindInteger(connection_, "SELECT failures FROM sources WHERE id = $1", {source.id}));
  tally_.Count("failing_sources",
               (source.consecutive_failures > 0 ? 1 : 0) - (failures.value_or(0) > 0 ? 1 : 0));
  const std::string sections = EncodeStrings(source.sections);
  TRY(connection_.Put(
      "UPDATE sources SET publisher = $2, url = $3, kind = $4, title = $5, sections = $6, "
      "language = $7, country = $8, sample = $9, paused = $10, etag = $11, last_modified = $12, "
      "last_poll = $13, last_success = $14, next_poll = $15, failures = $16, last_error = $17, "
      "asking = $18, rhythm = $19, rights = $20, moved_to = $21, moved_since = $22, "
      "moved_seen = $23, previous_url = $24, retired = $25, hub = $26, topic = $27, "
      "push_until = $28 WHERE id = $1",
      {source.id,
       OrNull(source.publisher),
       source.url,
       model::SourceKindName(source.kind),
       source.title,
       sections,
       source.language,
       source.country,
       source.sample,
       source.paused,
       source.etag,
       source.last_modified,
       source.last_poll,
       source.last_success,
       source.next_poll,
       source.consecutive_failures,
       source.last_error,
       EncodeAsking(source.asking),
       model::RhythmText(source.rhythm),
       model::RightsText(source.rights),
       source.moved_to,
       source.moved_since,
       source.moved_seen,
       source.previous_url,
       source.retired,
       source.hub,
       source.topic,
       source.push_until}));
  return {};
}

base::Status WriteTransaction::AddNamedSource(const model::Source& source) {
  TRY_ASSIGN(const auto known,
             FindInteger(connection_, "SELECT id FROM sources WHERE url = $1", {source.url}));
  if (known) return {};
  TRY(AddSource(source));
  return {};
}

base::Status WriteTransaction::ChangeSource(
    model::SourceId id, const std::function<base::Status(model::Source&)>& change) {
  TRY_ASSIGN(auto source, FindSource(connection_, id));
  if (!source) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no source {}", id.value));
  }
  TRY(change(*source));
  source->next_poll = {};
  news_.sources = true;
  return StoreSource(*source);
}

base::Result<int64_t> WriteTransaction::SetPaused(std::optional<model::SourceId> id, bool paused) {
  if (!paused) news_.sources = true;
  if (!id) {
    return connection_.Run("UPDATE sources SET paused = $1 WHERE paused <> $1", {paused});
  }
  return connection_.Run("UPDATE sources SET paused = $1 WHERE id = $2 AND paused <> $1",
                         {paused, *id});
}

// What a source brought on each of the last days, for `octavo sources`; older days are forgotten.
base::Status WriteTransaction::CountEntriesOfDay(model::SourceId source, int64_t entries) {
  const base::Day today = base::DayOf(now_);
  tally_.CountDay(kEntriesOfSource, source.value, today, entries);
  TRY(connection_.Put("DELETE FROM day_counts WHERE of = $1 AND id = $2 AND day < $3",
                      {kEntriesOfSource, source, int64_t{today.number} - kEntryDaysKept}));
  return {};
}

base::Status WriteTransaction::RemoveSource(model::SourceId id) {
  TRY(Settle());
  ahead_.ForgetOrigins();
  news_.sources = true;
  TRY_ASSIGN(const auto source, FindSource(connection_, id));
  if (!source) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no source {}", id.value));
  }
  std::vector<std::pair<int64_t, int64_t>> entries;
  TRY(ForEachRow(connection_, "SELECT id, address FROM entries WHERE source = $1", {id},
                 [&](Statement& row) -> base::Status {
                   entries.emplace_back(row.Integer(0), row.Integer(1));
                   return {};
                 }));
  for (const auto& [entry, address] : entries) TRY(LeaveAddress(entry, address));
  TRY(connection_.Put("DELETE FROM sources WHERE id = $1", {id}));
  // Its hub does not know yet.
  TRY(connection_.Put(
      "UPDATE subscriptions SET source = NULL, state = $2, next_try = $3, "
      "failures = 0 WHERE source = $1",
      {id, model::SubscriptionStateName(model::SubscriptionState::kLeaving), now_}));
  TRY(connection_.Put("DELETE FROM day_counts WHERE of = $1 AND id = $2", {kEntriesOfSource, id}));
  tally_.Count("sources", -1);
  if (source->consecutive_failures > 0) tally_.Count("failing_sources", -1);
  return {};
}

// One entry of a source that goes. Where its address became an article, the entry stays as the
// record of where that came from, without source; where nobody else names the address, what waits
// for it goes.
base::Status WriteTransaction::LeaveAddress(int64_t entry, int64_t address) {
  TRY_ASSIGN(const auto other,
             FindInteger(connection_,
                         "SELECT min(id) FROM entries WHERE address = $1 AND id <> $2 "
                         "AND source IS NOT NULL",
                         {address, entry}));
  TRY_ASSIGN(const auto article,
             FindInteger(connection_, "SELECT article FROM addresses WHERE id = $1", {address}));
  if (other) {
    TRY(connection_.Put("UPDATE addresses SET entry = $2 WHERE id = $1 AND entry = $3",
                        {address, *other, entry}));
  } else {
    TRY(DropJobs(address));
  }
  if (article && !other) {
    TRY(connection_.Put("UPDATE entries SET source = NULL WHERE id = $1", {entry}));
    return {};
  }
  TRY(connection_.Put("DELETE FROM entries WHERE id = $1", {entry}));
  tally_.Count("entries", -1);
  if (other) return {};
  TRY(SetError(address, std::nullopt));
  TRY(connection_.Put("DELETE FROM addresses WHERE id = $1", {address}));
  return {};
}

base::Result<model::PublisherId> WriteTransaction::StorePublisher(
    const model::Publisher& publisher) {
  TRY_ASSIGN(const auto known, FindInteger(connection_, "SELECT id FROM publishers WHERE host = $1",
                                           {publisher.host}));
  if (!known) tally_.Count("publishers", 1);
  // A licence that the owner has noted stays when a poll does not know of it.
  TRY_ASSIGN(
      const auto id,
      FindInteger(connection_,
                  "INSERT INTO publishers (host, name, country, language, licensed) "
                  "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (host) DO UPDATE SET "
                  "name = CASE excluded.name WHEN '' THEN publishers.name ELSE excluded.name END, "
                  "country = CASE excluded.country WHEN '' THEN publishers.country "
                  "ELSE excluded.country END, "
                  "language = CASE excluded.language WHEN '' THEN publishers.language "
                  "ELSE excluded.language END, "
                  "licensed = CASE WHEN excluded.licensed > publishers.licensed "
                  "THEN excluded.licensed ELSE publishers.licensed END RETURNING id",
                  {publisher.host, publisher.name, publisher.country, publisher.language,
                   publisher.licensed}));
  return model::PublisherId{id.value_or(0)};
}

base::Result<model::Source> WriteTransaction::JoinPoll(const model::Source& known,
                                                       const model::Source& asked,
                                                       const model::Source& state) {
  model::Source source = Joined(known, asked, state);
  if (source.asking != known.asking) news_.sources = true;
  if (source.url == known.url) return source;
  TRY_ASSIGN(const auto other,
             FindInteger(connection_, "SELECT id FROM sources WHERE url = $1", {source.url}));
  if (!other) return source;
  return base::Fail(base::ErrorKind::kConflict,
                    fmt::format("source {} has the address {} already", *other, source.url));
}

base::Status WriteTransaction::RecordState(const model::Source& asked, const model::Source& state) {
  TRY_ASSIGN(const auto known, FindSource(connection_, state.id));
  if (!known) return {};
  TRY_ASSIGN(const model::Source source, JoinPoll(*known, asked, state));
  return StoreSource(source);
}

base::Status WriteTransaction::PlanSooner(model::SourceId id, const model::Rhythm& rhythm,
                                          base::Instant next_poll) {
  TRY(connection_.Put(
      "UPDATE sources SET rhythm = $2, "
      "next_poll = CASE WHEN next_poll > $3 THEN $3 ELSE next_poll END WHERE id = $1",
      {id, model::RhythmText(rhythm), next_poll}));
  return {};
}

base::Result<PollOutcome> WriteTransaction::RecordPoll(const model::Source& asked,
                                                       const model::Source& state,
                                                       const model::Publisher& publisher,
                                                       std::span<const model::Entry> entries) {
  PollOutcome outcome;
  TRY(Settle());
  ahead_.ForgetOrigins();
  TRY_ASSIGN(const auto known, FindSource(connection_, state.id));
  if (!known || known->paused) return outcome;  // removed or paused while it was polled
  TRY_ASSIGN(model::Source source, JoinPoll(*known, asked, state));
  if (!publisher.host.empty()) {
    TRY_ASSIGN(source.publisher, StorePublisher(publisher));
  }
  TRY(StoreSource(source));
  if (WithoutUserInfo(source.url) != source.url) TRY(ForgetUserInfo(source.id));
  outcome.stored = true;
  outcome.publisher = source.publisher;
  if (source.last_success) {
    TRY(SetFact(kLastUpdate, base::FormatRfc3339(*source.last_success)));
  }
  TRY_ASSIGN(const auto all_known, KnownEntries(source.id, entries));
  std::set<std::string_view> seen;
  std::vector<NewEntry> fresh;
  for (const model::Entry& entry : entries) {
    const int64_t digest = DigestOf(entry);
    std::optional<KnownEntry> old;
    if (!seen.insert(entry.key).second) {  // the same key twice in one poll
      TRY(StoreNewEntries(source.id, std::exchange(fresh, {}), outcome));
      TRY_ASSIGN(old, FindEntry(source.id, entry.key));
    } else if (const auto found = all_known.find(entry.key); found != all_known.end()) {
      old = found->second;
    }
    if (!old) {
      fresh.push_back({&entry, digest});
    } else if (old->digest != digest) {
      TRY(StoreNewEntries(source.id, std::exchange(fresh, {}), outcome));
      TRY(StoreChangedEntry(*old, entry, digest));
      outcome.changed_entries += 1;
    }
  }
  TRY(StoreNewEntries(source.id, std::move(fresh), outcome));
  // What a source already had when it was added says nothing of its pace.
  if (outcome.new_entries > 0 && known->last_success) {
    TRY(CountEntriesOfDay(source.id, outcome.new_entries));
  }
  return outcome;
}

// A group of keys at a time: that nearly all entries of a feed are known is the rule.
base::Result<std::map<std::string, WriteTransaction::KnownEntry>> WriteTransaction::KnownEntries(
    model::SourceId source, std::span<const model::Entry> entries) {
  constexpr size_t kGroup = 64;
  std::map<std::string, KnownEntry> known;
  while (!entries.empty()) {
    const auto group = entries.first(std::min(entries.size(), kGroup));
    entries = entries.subspan(group.size());
    std::vector<Value> values;
    for (const model::Entry& entry : group) values.emplace_back(entry.key);
    std::string sql = "SELECT key, id, address, digest FROM entries WHERE key" + AnyOf(values);
    values.emplace_back(source);
    sql += fmt::format(" AND source = ${}", values.size());
    TRY_ASSIGN(auto rows, connection_.Query(sql, std::span<const Value>(values)));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      known[rows->String(0)] = {rows->Integer(1), rows->Integer(2), rows->Integer(3)};
    }
  }
  return known;
}

base::Result<std::optional<WriteTransaction::KnownEntry>> WriteTransaction::FindEntry(
    model::SourceId source, std::string_view key) {
  TRY_ASSIGN(
      auto rows,
      connection_.Query("SELECT id, address, digest FROM entries WHERE source = $1 AND key = $2",
                        {source, key}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  return KnownEntry{rows->Integer(0), rows->Integer(1), rows->Integer(2)};
}

// Of a URL that is known nothing changes; it is written as it was, so that it is told.
base::Result<std::vector<WriteTransaction::Address>> WriteTransaction::AddressesOf(
    std::span<const NewEntry> entries) {
  RowSet rows(kAddresses);
  std::vector<std::string> urls;
  std::set<std::string_view> seen;
  for (const NewEntry& one : entries) urls.push_back(CleanOf(one.entry->url));
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!urls[i].empty() && !seen.insert(urls[i]).second) continue;
    rows.Add({urls[i].empty() ? Value() : Value(urls[i]), entries[i].id});
  }
  std::map<std::string, Address> by_url;
  std::map<int64_t, Address> by_entry;
  TRY(rows.Write(connection_, [&](Statement& row) -> base::Status {
    while (true) {
      TRY_ASSIGN(const bool more, row.Next());
      if (!more) return {};
      const Address address{
          .id = row.Integer(1), .entry = row.Integer(2), .has_article = !row.IsNull(3)};
      if (row.IsNull(0)) {
        by_entry[address.entry] = address;
      } else {
        by_url[row.String(0)] = address;
      }
    }
  }));
  TRY(connection_.Flush());
  std::vector<Address> addresses;
  for (size_t i = 0; i < entries.size(); ++i) {
    const Address& address = urls[i].empty() ? by_entry[entries[i].id] : by_url[urls[i]];
    if (address.id == 0) return base::Fail(base::ErrorKind::kBug, "an address was not stored");
    addresses.push_back(address);
  }
  return addresses;
}

base::Status WriteTransaction::StoreNewEntries(model::SourceId source,
                                               std::vector<NewEntry> entries,
                                               PollOutcome& outcome) {
  if (entries.empty()) return {};
  for (NewEntry& one : entries) {
    TRY_ASSIGN(one.id, NextId("entries", entries.size()));
  }
  TRY_ASSIGN(const auto addresses, AddressesOf(entries));
  RowSet rows(kEntries);
  for (size_t i = 0; i < entries.size(); ++i) {
    const NewEntry& one = entries[i];
    const Address& address = addresses[i];
    rows.Add({one.id, source, one.entry->key, address.id, one.digest,
              Blob{Compress(EncodeEntry(*one.entry))}});
    tally_.Count("entries", 1);
    if (address.entry == one.id) {
      if (address.has_article) continue;
      TRY(Enqueue(Stage::kFetch, address.id, LaneOf(one.entry->url)));
      outcome.new_entries += 1;
    } else if (address.has_article) {
      // Where the source that brought it was removed, this one takes its place.
      TRY(connection_.Put(
          "UPDATE addresses SET entry = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM entries e "
          "WHERE e.id = addresses.entry AND e.source IS NOT NULL)",
          {address.id, one.id}));
    }
  }
  return rows.Write(connection_);
}

base::Status WriteTransaction::StoreChangedEntry(const KnownEntry& known, const model::Entry& entry,
                                                 int64_t digest) {
  int64_t address = known.address;
  if (!entry.url.empty()) {
    const NewEntry alone[] = {{&entry, digest, known.id}};
    TRY_ASSIGN(const auto addresses, AddressesOf(alone));
    address = addresses.front().id;
  }
  const std::string details = Compress(EncodeEntry(entry));
  TRY(connection_.Put("UPDATE entries SET address = $2, digest = $3, details = $4 WHERE id = $1",
                      {known.id, address, digest, Blob{details}}));
  TRY(SetError(address, std::nullopt));
  return Enqueue(Stage::kFetch, address, LaneOf(entry.url));
}

base::Status WriteTransaction::SetFact(std::string_view name, std::string_view value) {
  TRY(
      connection_.Put("INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) "
                      "DO UPDATE SET value = excluded.value",
                      {name, value}));
  return {};
}

}  // namespace store
