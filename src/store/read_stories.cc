// Stories, and the edition.
//
// The rank of a story is coverage × freshness. Coverage: how many publishers have a report of their
// own (copies of the wire do not count; a story told without any report counts half). Freshness
// halves every twelve hours since its newest article. `stories.heat` is the logarithm of that
// product but for a term that is the same for all stories at any one moment (see schema.cc), so
// that the front page is the head of an index, whatever the number of stories.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "store/codec.h"
#include "store/reader.h"
#include "store/tally.h"

namespace store {
namespace {

constexpr size_t kLongestList = 1'000;
constexpr size_t kMostTags = 20;
constexpr size_t kMostDays = 14;
// How many stories of a day long past are looked at to fill its edition.
constexpr size_t kDayCandidates = 500;

// The sections of the paper in its order (model/enrichment.h); what none was told for comes last.
constexpr std::string_view kSections[] = {"world",  "politics", "business", "science",
                                          "sports", "culture",  "society",  ""};

base::Status ReadIds(std::unique_ptr<Statement> rows, std::vector<model::StoryId>& ids) {
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return {};
    ids.push_back({rows->Integer(0)});
  }
}

// The best stories of the whole paper, of a language, a section, or both.
base::Result<std::vector<model::StoryId>> BestStories(Connection& connection,
                                                      std::optional<std::string_view> language,
                                                      std::optional<std::string_view> section,
                                                      size_t limit, size_t offset) {
  std::string sql = "SELECT id FROM stories WHERE article_count > 0";
  std::vector<Value> values;
  if (language) {
    values.emplace_back(*language);
    sql += fmt::format(" AND language = ${}", values.size());
  }
  if (section) {
    values.emplace_back(*section);
    sql += fmt::format(" AND section = ${}", values.size());
  }
  values.emplace_back(limit);
  values.emplace_back(offset);
  sql += fmt::format(" ORDER BY heat DESC, id DESC LIMIT ${} OFFSET ${}", values.size() - 1,
                     values.size());
  std::vector<model::StoryId> ids;
  TRY_ASSIGN(auto rows, connection.Query(sql, std::span<const Value>(values)));
  TRY(ReadIds(std::move(rows), ids));
  return ids;
}

enum class Others { kFillUp, kStayOut };

// `wanted` stories that were not taken yet, of the reader's language first and, if others may fill
// up, then of any; they are taken now. An empty language stands for any.
base::Result<std::vector<model::StoryId>> TakeStories(Connection& connection,
                                                      const std::string& language,
                                                      std::optional<std::string_view> section,
                                                      size_t wanted, Others others,
                                                      std::set<model::StoryId>& taken) {
  std::vector<model::StoryId> ids;
  const size_t limit = wanted + taken.size();
  const auto take = [&](const std::vector<model::StoryId>& candidates) {
    for (const model::StoryId id : candidates) {
      if (ids.size() < wanted && taken.insert(id).second) ids.push_back(id);
    }
  };
  if (!language.empty()) {
    TRY_ASSIGN(const auto own, BestStories(connection, language, section, limit, 0));
    take(own);
  }
  if (ids.size() < wanted && (others == Others::kFillUp || language.empty())) {
    TRY_ASSIGN(const auto any, BestStories(connection, std::nullopt, section, limit, 0));
    take(any);
  }
  return ids;
}

void FillRank(StorySummary& summary, int64_t coverage, base::Instant now) {
  const double weight = coverage > 0 ? static_cast<double>(coverage) : 0.5;
  const double age =
      static_cast<double>(std::max<int64_t>(0, now.micros - summary.story.last_published.micros));
  const double freshness = std::exp2(-age / static_cast<double>(kStoryHalfLife));
  summary.rank = weight * freshness;
  summary.rank_why = {{"coverage", weight}, {"freshness", freshness}};
}

}  // namespace

base::Result<std::optional<StorySummary>> SnapshotReader::StorySummaryOf(model::StoryId id,
                                                                         base::Instant now) {
  StorySummary summary;
  model::Story& story = summary.story;
  int64_t coverage = 0;
  {
    TRY_ASSIGN(auto rows,
               connection_.Query("SELECT id, title, language, section, lead, first_published, "
                                 "last_published, article_count, publisher_count, report_count, "
                                 "coverage FROM stories WHERE id = $1",
                                 {id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more || rows->Integer(7) == 0) return std::nullopt;
    story.id.value = rows->Integer(0);
    story.title = rows->Text(1);
    story.language = rows->Text(2);
    story.section = rows->Text(3);
    story.lead.value = rows->Integer(4);
    story.first_published = rows->Instant(5);
    story.last_published = rows->Instant(6);
    story.article_count = static_cast<int>(rows->Integer(7));
    story.publisher_count = static_cast<int>(rows->Integer(8));
    story.report_count = static_cast<int>(rows->Integer(9));
    coverage = rows->Integer(10);
  }
  TRY_ASSIGN(auto lead, FindArticleRow(connection_, story.lead));
  if (lead) summary.lead = std::move(lead->summary);
  TRY(ForEachRow(connection_,
                 "SELECT p.name, p.host FROM story_publishers s JOIN publishers p "
                 "ON p.id = s.publisher WHERE s.story = $1 AND s.articles > 0 "
                 "ORDER BY CASE WHEN s.reports > 0 THEN 0 ELSE 1 END, p.id",
                 {id}, [&](Statement& row) -> base::Status {
                   const std::string_view name = row.Text(0);
                   summary.publisher_names.emplace_back(name.empty() ? row.Text(1) : name);
                   return {};
                 }));
  FillRank(summary, coverage, now);
  return summary;
}

base::Status SnapshotReader::AppendStories(const std::vector<model::StoryId>& ids,
                                           base::Instant now, std::vector<StorySummary>& out) {
  for (const model::StoryId id : ids) {
    TRY_ASSIGN(auto summary, StorySummaryOf(id, now));
    if (summary) out.push_back(*std::move(summary));
  }
  return {};
}

base::Result<std::vector<StorySummary>> SnapshotReader::Stories(const StoryQuery& query) {
  std::vector<StorySummary> stories;
  std::optional<std::string_view> language;
  if (!query.language.empty()) language = query.language;
  TRY_ASSIGN(const auto ids, BestStories(connection_, language, std::nullopt,
                                         std::min(query.limit, kLongestList), query.offset));
  TRY(AppendStories(ids, query.now, stories));
  return stories;
}

base::Result<std::vector<TagSummary>> SnapshotReader::StoryTags(model::StoryId story) {
  std::vector<TagSummary> tags;
  TRY(ForEachRow(connection_,
                 "SELECT t.id, t.name, t.article_count FROM articles a "
                 "JOIN article_tags x ON x.article = a.id JOIN tags t ON t.id = x.tag "
                 "WHERE a.story = $1 GROUP BY t.id, t.name, t.article_count "
                 "ORDER BY count(*) DESC, t.id LIMIT $2",
                 {story, kMostTags}, [&](Statement& row) -> base::Status {
                   tags.push_back({{row.Integer(0)}, row.String(1), row.Integer(2), {}});
                   return {};
                 }));
  return tags;
}

base::Result<std::vector<RelatedStory>> SnapshotReader::RelatedTo(model::StoryId story) {
  std::vector<std::pair<model::StoryId, RelatedStory>> found;
  TRY(ForEachRow(connection_,
                 "SELECT other, score, terms FROM related WHERE story = $1 ORDER BY place", {story},
                 [&](Statement& row) -> base::Status {
                   RelatedStory related;
                   related.score = row.Real(1);
                   related.shared_terms = DecodeStrings(row.Text(2));
                   found.emplace_back(model::StoryId{row.Integer(0)}, std::move(related));
                   return {};
                 }));
  std::vector<RelatedStory> out;
  for (auto& [id, related] : found) {
    TRY_ASSIGN(auto summary, StorySummaryOf(id, now_));
    if (!summary) continue;
    related.story = *std::move(summary);
    out.push_back(std::move(related));
  }
  return out;
}

base::Result<StoryView> SnapshotReader::StoryById(model::StoryId id) {
  StoryView view;
  TRY_ASSIGN(auto summary, StorySummaryOf(id, now_));
  if (!summary) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no story {}", id.value));
  }
  view.summary = *std::move(summary);
  // Copies and earlier versions as well: their lineage says what they are.
  std::vector<ArticleRow> rows;
  TRY(ForEachRow(connection_,
                 "SELECT " STORE_ARTICLE_COLUMNS " FROM " STORE_ARTICLE_TABLES
                 " WHERE a.story = $1 AND a.verdict = 'article' ORDER BY a.at, a.id LIMIT $2",
                 {id, kLongestList}, [&](Statement& row) -> base::Status {
                   rows.push_back(ReadArticleRow(row));
                   return {};
                 }));
  for (ArticleRow& row : rows) {
    TRY_ASSIGN(auto placement, PlacementOf(row));
    view.placements.push_back(std::move(placement));
    view.articles.push_back(std::move(row.summary));
  }
  TRY_ASSIGN(view.tags, StoryTags(id));
  TRY_ASSIGN(view.related, RelatedTo(id));
  return view;
}

// ---- the edition

base::Status SnapshotReader::FillCurrent(const EditionQuery& query, EditionView& view) {
  std::set<model::StoryId> taken;
  TRY_ASSIGN(const auto top, TakeStories(connection_, query.language, std::nullopt, query.top,
                                         Others::kFillUp, taken));
  TRY(AppendStories(top, query.now, view.top));
  for (const std::string_view section : kSections) {
    TRY_ASSIGN(const auto ids, TakeStories(connection_, query.language, section, query.per_section,
                                           Others::kStayOut, taken));
    SectionView part{std::string(section), {}};
    TRY(AppendStories(ids, query.now, part.stories));
    if (!part.stories.empty()) view.sections.push_back(std::move(part));
  }
  if (query.language.empty()) return {};
  SectionView foreign{std::string(kOtherLanguages), {}};
  TRY_ASSIGN(const auto ids,
             TakeStories(connection_, "", std::nullopt, query.per_section, Others::kFillUp, taken));
  TRY(AppendStories(ids, query.now, foreign.stories));
  if (!foreign.stories.empty()) view.sections.push_back(std::move(foreign));
  return {};
}

// A day that is over: its stories as they stood at its end, with the titles that they have now.
base::Status SnapshotReader::FillDay(const EditionQuery& query, base::Day day, EditionView& view) {
  std::vector<model::StoryId> ids;
  TRY_ASSIGN(auto rows, connection_.Query("SELECT story FROM story_days WHERE day = $1 "
                                          "ORDER BY heat DESC, story DESC LIMIT $2",
                                          {day, kDayCandidates}));
  TRY(ReadIds(std::move(rows), ids));
  std::vector<StorySummary> found;
  const base::Instant end{base::StartOf(base::Day{day.number + 1}).micros - 1};
  TRY(AppendStories(ids, end, found));
  std::vector<StorySummary> stories;
  for (const bool own : {true, false}) {
    for (const StorySummary& one : found) {
      if ((one.story.language == query.language) == own) stories.push_back(one);
    }
  }
  const size_t top = std::min(query.top, stories.size());
  const auto rest = stories.begin() + static_cast<std::ptrdiff_t>(top);
  view.top.assign(stories.begin(), rest);
  for (const std::string_view section : kSections) {
    SectionView part{std::string(section), {}};
    for (auto story = rest; story != stories.end(); ++story) {
      const bool own = query.language.empty() || story->story.language == query.language;
      const bool fits = own && story->story.section == section;
      if (fits && part.stories.size() < query.per_section) part.stories.push_back(*story);
    }
    if (!part.stories.empty()) view.sections.push_back(std::move(part));
  }
  SectionView foreign{std::string(kOtherLanguages), {}};
  for (auto story = rest; story != stories.end() && !query.language.empty(); ++story) {
    const bool fits = story->story.language != query.language;
    if (fits && foreign.stories.size() < query.per_section) foreign.stories.push_back(*story);
  }
  if (!foreign.stories.empty()) view.sections.push_back(std::move(foreign));
  return {};
}

// Newest first, one look-up in the index for each.
base::Result<std::vector<base::Day>> SnapshotReader::EditionDays(base::Day but, size_t limit) {
  std::vector<base::Day> days;
  int64_t before = INT32_MAX;
  while (days.size() < limit) {
    TRY_ASSIGN(
        const auto day,
        FindInteger(connection_, "SELECT max(day) FROM story_days WHERE day < $1", {before}));
    if (!day) break;
    before = *day;
    if (*day != but.number) days.push_back({static_cast<int32_t>(*day)});
  }
  return days;
}

base::Result<EditionView> SnapshotReader::Edition(const EditionQuery& query) {
  EditionView view;
  const base::Day today = base::DayOf(query.now);
  if (query.day && *query.day != today) {
    TRY(FillDay(query, *query.day, view));
  } else {
    TRY(FillCurrent(query, view));
  }
  TRY_ASSIGN(const Counters counters, Count());
  view.source_count = counters.sources;
  TRY_ASSIGN(view.quarantined_today, DayCount("quarantine", 0, today));
  TRY_ASSIGN(const std::string updated, Fact(kLastUpdate));
  view.last_update = base::ParseRfc3339(updated);
  TRY_ASSIGN(view.days, EditionDays(query.day.value_or(today), kMostDays));
  return view;
}

}  // namespace store
