// What the pipeline asks: sources, what is due, the input of each stage, figures.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "store/codec.h"
#include "store/compress.h"
#include "store/pages.h"
#include "store/reader.h"
#include "store/transaction.h"
#include "store/workers.h"

namespace store {

namespace {

constexpr size_t kPlacedAtOnce = 128;

// What an article's row knows of it.
model::ClusterInput InputOf(const ArticleRow& row) {
  model::ClusterInput input;
  input.id = row.summary.id;
  input.title = row.summary.title;
  input.publisher = row.summary.publisher_name;
  input.published = row.summary.published;
  input.found = row.summary.found;
  input.language = row.summary.language;
  input.genre = row.summary.genre;
  return input;
}

}  // namespace

base::Result<std::vector<model::Source>> SnapshotReader::Sources() {
  std::vector<model::Source> sources;
  TRY(ForEachRow(connection_, "SELECT " STORE_SOURCE_COLUMNS " FROM sources ORDER BY id", {},
                 [&](Statement& row) -> base::Status {
                   sources.push_back(ReadSourceRow(row));
                   return {};
                 }));
  return sources;
}

base::Result<std::vector<model::Source>> SnapshotReader::SourcesAskedApart() {
  std::vector<model::Source> sources;
  TRY(ForEachRow(connection_,
                 "SELECT " STORE_SOURCE_COLUMNS
                 " FROM sources WHERE asking <> '' OR url LIKE '%@%' ORDER BY id",
                 {}, [&](Statement& row) -> base::Status {
                   sources.push_back(ReadSourceRow(row));
                   return {};
                 }));
  return sources;
}

base::Result<std::vector<model::Source>> SnapshotReader::DueSources(base::Instant now,
                                                                    size_t limit) {
  std::vector<model::Source> sources;
  TRY(ForEachRow(connection_,
                 "SELECT " STORE_SOURCE_COLUMNS
                 " FROM sources WHERE paused = 0 AND next_poll <= $1 "
                 "ORDER BY next_poll, id LIMIT $2",
                 {now, limit}, [&](Statement& row) -> base::Status {
                   sources.push_back(ReadSourceRow(row));
                   return {};
                 }));
  return sources;
}

base::Result<std::optional<base::Instant>> SnapshotReader::NextDueSource() {
  TRY_ASSIGN(const auto next,
             FindInteger(connection_, "SELECT min(next_poll) FROM sources WHERE paused = 0"));
  if (!next) return std::nullopt;
  return base::Instant{*next};
}

base::Result<std::optional<base::Instant>> SnapshotReader::NextDue() {
  TRY_ASSIGN(auto next, NextDueSource());
  for (const Stage stage : kStages) {
    TRY_ASSIGN(const auto due, NextDueJob(stage));
    if (due) next = std::min(next.value_or(*due), *due);
  }
  return next;
}

base::Result<std::optional<base::Instant>> SnapshotReader::NextDueJob(Stage stage) {
  TRY_ASSIGN(const auto due, FindInteger(connection_,
                                         "SELECT min(due) FROM jobs WHERE leased = 0 "
                                         "AND stage = $1",
                                         {StageName(stage)}));
  if (!due) return std::nullopt;
  return base::Instant{*due};
}

base::Result<ReadInput> SnapshotReader::InputForRead(const Job& job) {
  ReadInput input;
  int64_t address = 0;
  {
    TRY_ASSIGN(auto rows,
               connection_.Query("SELECT e.key, e.source, e.details, j.address, d.missing "
                                 "FROM jobs j JOIN entries e ON e.id = $2 "
                                 "JOIN addresses d ON d.id = j.address "
                                 "WHERE j.id = $1",
                                 {job.id, job.entry}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) {
      return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no job {}", job.id));
    }
    TRY_ASSIGN(const std::string json, Decompress(rows->Text(2)));
    TRY_ASSIGN(input.entry, DecodeEntry(json));
    input.entry.id = job.entry;
    input.entry.key = rows->Text(0);
    input.entry.source.value = rows->Integer(1);
    address = rows->Integer(3);
    input.missing = rows->Text(4);
  }
  TRY_ASSIGN(auto source, FindSource(connection_, input.entry.source));
  if (source) input.source = *std::move(source);
  // What was fetched when it was still allowed is not read again.
  if (input.missing.empty()) {
    TRY_ASSIGN(input.page, FindPage(page_connection_, address));
  }
  const bool redirected = input.page && !input.page->final_url.empty();
  input.site = LaneOf(redirected ? input.page->final_url : input.entry.url);
  TRY_ASSIGN(const auto standing, Standing(input.site));
  for (const model::StandingBlock& block : standing) {
    if (block.decision != model::StandingDecision::kKept) input.standing.push_back(block.mark);
  }
  return input;
}

base::Result<EnrichInput> SnapshotReader::InputForEnrich(const Job& job) {
  EnrichInput input;
  TRY_ASSIGN(const auto row, FindArticleRow(connection_, job.article));
  if (!row) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("there is no article {}", job.article.value));
  }
  input.publisher_name = row->summary.publisher_name;
  TRY_ASSIGN(input.reading, FindReading(connection_, job.article));
  return input;
}

base::Result<model::ClusterInput> SnapshotReader::InputForCluster(model::ArticleId article) {
  TRY_ASSIGN(const auto row, FindArticleRow(connection_, article));
  if (!row) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("there is no article {}", article.value));
  }
  TRY_ASSIGN(model::Reading reading, FindReading(connection_, article));
  TRY_ASSIGN(const model::Enrichment enrichment, FindEnrichment(connection_, article));
  model::ClusterInput input = InputOf(*row);
  input.text = std::move(reading.text);
  input.origin = std::move(reading.origin);
  for (const model::Name& name : enrichment.names) {
    if (name.id.empty()) continue;
    if (std::ranges::find(input.names, name.id) == input.names.end()) {
      input.names.push_back(name.id);
    }
  }
  return input;
}

base::Result<model::Placement> SnapshotReader::PlacementOf(const ArticleRow& row) {
  model::Placement placement;
  placement.article = row.summary.id;
  placement.story = row.summary.story;
  placement.lineage.kind = row.summary.lineage;
  placement.lineage.of = row.summary.copy_of;
  TRY_ASSIGN(auto rows, connection_.Query("SELECT evidence FROM placements WHERE article = $1",
                                          {row.summary.id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (more) TRY(DecodeEvidence(rows->Text(0), placement));
  return placement;
}

base::Status SnapshotReader::ForEachPlaced(
    base::Instant since,
    const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) {
  return VisitPlaced(std::nullopt, since, visit);
}

base::Status SnapshotReader::ForEachPlacedIn(
    std::string_view language, base::Instant since,
    const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) {
  return VisitPlaced(language, since, visit);
}

base::Status SnapshotReader::VisitPlaced(
    std::optional<std::string_view> language, base::Instant since,
    const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) {
  std::vector<std::pair<int64_t, int64_t>> placed;  // at, id
  const auto note = [&placed](Statement& row) -> base::Status {
    placed.emplace_back(row.Integer(0), row.Integer(1));
    return {};
  };
  for (const std::string_view shelf : {kPaper, kSuperseded}) {
    if (language) {
      TRY(ForEachRow(connection_,
                     "SELECT at, id FROM articles WHERE shelf = $1 AND language = $2 AND at >= $3 "
                     "AND story IS NOT NULL",
                     {shelf, *language, since}, note));
    } else {
      TRY(ForEachRow(connection_,
                     "SELECT at, id FROM articles WHERE shelf = $1 AND at >= $2 "
                     "AND story IS NOT NULL",
                     {shelf, since}, note));
    }
  }
  std::ranges::sort(placed);
  std::vector<int64_t> ids;
  ids.reserve(placed.size());
  for (const auto& [at, id] : placed) ids.push_back(id);
  for (std::span<const int64_t> rest = ids; !rest.empty();) {
    const auto these = rest.first(std::min(rest.size(), kPlacedAtOnce));
    rest = rest.subspan(these.size());
    TRY(VisitThese(these, visit));
  }
  return {};
}

// An editor that takes over waits for this: two questions for many articles, and of each reading
// its text alone.
base::Status SnapshotReader::VisitThese(
    std::span<const int64_t> articles,
    const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) {
  std::vector<Value> values(articles.begin(), articles.end());
  const std::string any = AnyOf(values);
  struct Placed {
    model::ClusterInput input;
    model::Placement placement;
  };
  std::map<int64_t, Placed> placed;
  {
    TRY_ASSIGN(auto rows, connection_.Query("SELECT " STORE_ARTICLE_COLUMNS
                                            " FROM " STORE_ARTICLE_TABLES " WHERE a.id" +
                                                any,
                                            std::span<const Value>(values)));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      const ArticleRow row = ReadArticleRow(*rows);
      Placed& one = placed[row.summary.id.value];
      one.input = InputOf(row);
      one.placement.article = row.summary.id;
      one.placement.story = row.summary.story;
      one.placement.lineage.kind = row.summary.lineage;
      one.placement.lineage.of = row.summary.copy_of;
    }
  }
  TRY_ASSIGN(auto rows, connection_.Query("SELECT article, text FROM readings WHERE article" + any,
                                          std::span<const Value>(values)));
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) break;
    TRY_ASSIGN(placed[rows->Integer(0)].input.text, Decompress(rows->Text(1)));
  }
  for (const int64_t id : articles) visit(placed[id].input, placed[id].placement);
  return {};
}

base::Result<std::vector<WorkerView>> SnapshotReader::Workers() {
  return AllWorkers(connection_);
}

base::Result<std::vector<WaitingLanguage>> SnapshotReader::WaitingLanguages() {
  std::vector<WaitingLanguage> waiting;
  TRY(ForEachRow(connection_,
                 "SELECT lane, count(*) FROM jobs WHERE leased = 0 AND stage = $1 AND due <= $2 "
                 "GROUP BY lane ORDER BY lane",
                 {StageName(Stage::kCluster), now_}, [&](Statement& row) -> base::Status {
                   waiting.push_back({.language = row.String(0), .ready = row.Integer(1)});
                   return {};
                 }));
  return waiting;
}

base::Result<bool> SnapshotReader::AnythingInHand() {
  TRY_ASSIGN(const auto job, FindInteger(connection_,
                                         "SELECT 1 FROM jobs WHERE leased = 1 "
                                         "AND stage <> $1 LIMIT 1",
                                         {StageName(Stage::kCluster)}));
  if (job) return true;
  TRY_ASSIGN(const base::Instant now, SharedTime(connection_, now_, ask_clock_));
  TRY_ASSIGN(const auto source, FindInteger(connection_,
                                            "SELECT 1 FROM sources WHERE worker <> 0 "
                                            "AND claimed_until > $1 LIMIT 1",
                                            {now}));
  return source.has_value();
}

base::Result<std::string> SnapshotReader::Fact(std::string_view name) {
  TRY_ASSIGN(auto rows, connection_.Query("SELECT value FROM facts WHERE name = $1", {name}));
  TRY_ASSIGN(const bool more, rows->Next());
  return more ? rows->String(0) : std::string();
}

base::Result<Counters> SnapshotReader::Count() {
  Counters counters;
  const std::pair<std::string_view, int64_t*> places[] = {
      {"sources", &counters.sources},
      {"publishers", &counters.publishers},
      {"entries", &counters.entries},
      {"articles", &counters.articles},
      {"quarantined", &counters.quarantined},
      {"stories", &counters.stories},
      {"tags", &counters.tags},
      {"fetch", &counters.waiting[0]},
      {"read", &counters.waiting[1]},
      {"enrich", &counters.waiting[2]},
      {"cluster", &counters.waiting[3]},
      {"failed_jobs", &counters.failed_jobs},
      {"failing_sources", &counters.failing_sources},
      {"sample_articles", &counters.sample_articles},
  };
  TRY(ForEachRow(connection_, "SELECT name, value FROM counters", {},
                 [&](Statement& row) -> base::Status {
                   for (const auto& [name, place] : places) {
                     if (name == row.Text(0)) *place = row.Integer(1);
                   }
                   return {};
                 }));
  return counters;
}

}  // namespace store
