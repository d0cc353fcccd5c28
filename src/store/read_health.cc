// What whoever runs Octavo asks: how long things wait, what came in lately.

#include <array>
#include <string_view>

#include "store/reader.h"
#include "store/rows.h"

namespace store {
namespace {

constexpr int64_t kDaysOfWeek = 7;

}  // namespace

// Ids and `found` grow together, so the first article since a moment is found by halving: some
// twenty looks at the key of a million articles, and no index on `found`.
base::Result<int64_t> SnapshotReader::FirstArticleFoundSince(base::Instant when) {
  TRY_ASSIGN(const auto last, FindInteger(connection_, "SELECT max(id) FROM articles"));
  int64_t low = 1;                      // whatever is below was found before
  int64_t high = last.value_or(0) + 1;  // whatever is here or above, since
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    // Between two ids there may be none: the next one that is there decides.
    TRY_ASSIGN(auto rows,
               connection_.Query(
                   "SELECT id, found FROM articles WHERE id >= $1 ORDER BY id LIMIT 1", {middle}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more || rows->Instant(1) >= when) {
      high = middle;
    } else {
      low = rows->Integer(0) + 1;
    }
  }
  return low;
}

base::Result<Health> SnapshotReader::LookAtHealth() {
  Health health;
  for (size_t stage = 0; stage < std::size(kStages); ++stage) {
    TRY_ASSIGN(health.oldest_due[stage], NextDueJob(kStages[stage]));
    TRY_ASSIGN(const auto leased,
               FindInteger(connection_, "SELECT min(due) FROM jobs WHERE leased = 1 AND stage = $1",
                           {StageName(kStages[stage])}));
    if (leased) health.oldest_leased[stage] = base::Instant{*leased};
  }
  constexpr std::string_view kCountSince =
      "SELECT count(*) FROM articles WHERE id >= $1 AND shelf = $2";
  const base::Instant hour_ago{now_.micros - base::kMicrosPerHour};
  TRY_ASSIGN(const int64_t of_hour, FirstArticleFoundSince(hour_ago));
  TRY_ASSIGN(const auto articles, FindInteger(connection_, kCountSince, {of_hour, kPaper}));
  TRY_ASSIGN(const auto quarantined, FindInteger(connection_, kCountSince, {of_hour, kQuarantine}));
  health.articles_last_hour = articles.value_or(0);
  health.quarantined_last_hour = quarantined.value_or(0);
  const base::Day today = base::DayOf(now_);
  TRY_ASSIGN(const int64_t of_day, FirstArticleFoundSince(base::StartOf(today)));
  TRY_ASSIGN(const auto of_today, FindInteger(connection_, kCountSince, {of_day, kPaper}));
  health.articles_today = of_today.value_or(0);
  TRY_ASSIGN(const auto stories,
             FindInteger(connection_, "SELECT count(*) FROM story_days WHERE day = $1", {today}));
  health.stories_today = stories.value_or(0);
  TRY_ASSIGN(const auto next,
             FindInteger(connection_, "SELECT min(next_poll) FROM sources WHERE paused = 0"));
  if (next) health.next_poll = base::Instant{*next};
  TRY_ASSIGN(const auto newest,
             FindInteger(connection_,
                         "SELECT found FROM articles WHERE id = (SELECT max(id) FROM articles)"));
  if (newest) health.newest = base::Instant{*newest};
  return health;
}

base::Result<std::vector<std::pair<model::SourceId, int64_t>>> SnapshotReader::EntriesOfWeek() {
  std::vector<std::pair<model::SourceId, int64_t>> entries;
  const int64_t first = int64_t{base::DayOf(now_).number} - kDaysOfWeek + 1;
  TRY(ForEachRow(connection_,
                 "SELECT id, value FROM day_counts WHERE of = $1 AND day >= $2 ORDER BY id, day",
                 {kEntriesOfSource, first}, [&](Statement& row) -> base::Status {
                   const model::SourceId source{row.Integer(0)};
                   if (entries.empty() || entries.back().first != source) {
                     entries.emplace_back(source, 0);
                   }
                   entries.back().second += row.Integer(1);
                   return {};
                 }));
  return entries;
}

}  // namespace store
