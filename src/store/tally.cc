#include "store/tally.h"

#include <algorithm>
#include <cmath>

namespace store {

void Tally::Count(std::string_view counter, int64_t difference) {
  if (difference == 0) return;
  const auto found = counters_.find(counter);
  if (found == counters_.end()) {
    counters_.emplace(counter, difference);
  } else {
    found->second += difference;
  }
}

bool Tally::MadeWork() const {
  const auto grew = [this](std::string_view counter) {
    const auto found = counters_.find(counter);
    return found != counters_.end() && found->second > 0;
  };
  return grew("sources") || std::ranges::any_of(kStages, grew, StageName);
}

void Tally::CountDay(std::string_view of, int64_t id, base::Day day, int64_t difference) {
  days_[{std::string(of), id, day.number}] += difference;
}

void Tally::CountArticle(const ArticleRow& row, int sign) {
  const ArticleSummary& summary = row.summary;
  auto& publisher = publishers_[summary.publisher.value];
  if (row.shelf == kQuarantine) {
    Count("quarantined", sign);
    CountDay("quarantine", 0, base::DayOf(summary.found), sign);
    publisher.second += sign;
  }
  if (row.shelf != kPaper) return;
  Count("articles", sign);
  if (summary.sample) Count("sample_articles", sign);
  CountDay("publisher", summary.publisher.value, base::DayOf(row.at), sign);
  publisher.first += sign;
  if (!summary.story) return;
  StoryPart& story = stories_[summary.story.value];
  PublisherPart& part = story.publishers[summary.publisher.value];
  part.articles += sign;
  if (summary.genre == model::Genre::kReport && summary.lineage != model::LineageKind::kCopy) {
    part.reports += sign;
  }
  story.days.insert(base::DayOf(row.at).number);
}

void Tally::CountTag(model::TagId tag, base::Instant at, int sign) {
  TagPart& part = tags_[tag.value];
  part.articles += sign;
  if (sign > 0) part.used.insert(at.micros);
  CountDay("tag", tag.value, base::DayOf(at), sign);
}

base::Status Tally::WriteCounters(Connection& connection) {
  for (const auto& [name, difference] : counters_) {
    if (difference == 0) continue;
    TRY(
        connection.Put("INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) "
                       "DO UPDATE SET value = counters.value + excluded.value",
                       {name, difference}));
  }
  for (const auto& [key, difference] : days_) {
    if (difference == 0) continue;
    const auto& [of, id, day] = key;
    TRY(
        connection.Put("INSERT INTO day_counts (of, id, day, value) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT (of, id, day) DO UPDATE SET value = day_counts.value + "
                       "excluded.value",
                       {of, id, int64_t{day}, difference}));
  }
  for (const auto& [id, difference] : publishers_) {
    if (difference.first == 0 && difference.second == 0) continue;
    TRY(
        connection.Put("UPDATE publishers SET article_count = article_count + $2, "
                       "quarantined_count = quarantined_count + $3 WHERE id = $1",
                       {id, difference.first, difference.second}));
  }
  return {};
}

// The logarithm of a sum of two weights that are given as logarithms.
static double AddHeat(double one, double other) {
  const double larger = std::max(one, other);
  return larger + std::log2(1.0 + std::exp2(std::min(one, other) - larger));
}

// The tags that changed, a group at a time.
base::Status Tally::WriteTags(Connection& connection) {
  struct Tag {
    int64_t id;
    int64_t count;
    double heat;
  };
  constexpr size_t kGroup = 64;
  for (auto next = tags_.begin(); next != tags_.end();) {
    std::vector<Value> values;
    for (; next != tags_.end() && values.size() < kGroup; ++next) values.emplace_back(next->first);
    std::vector<Tag> tags;
    {
      const std::string sql = "SELECT id, article_count, heat FROM tags WHERE id" + AnyOf(values);
      TRY_ASSIGN(auto rows, connection.Query(sql, std::span<const Value>(values)));
      while (true) {
        TRY_ASSIGN(const bool more, rows->Next());
        if (!more) break;
        tags.push_back({rows->Integer(0), rows->Integer(1), rows->Real(2)});
      }
    }
    for (Tag& tag : tags) {
      const TagPart& part = tags_[tag.id];
      for (const int64_t micros : part.used) {
        tag.heat =
            AddHeat(tag.heat, static_cast<double>(micros) / static_cast<double>(kTagHalfLife));
      }
      const int64_t count = tag.count + part.articles;
      Count("tags", (count > 0 ? 1 : 0) - (tag.count > 0 ? 1 : 0));
      TRY(connection.Put("UPDATE tags SET article_count = $2, heat = $3 WHERE id = $1",
                         {tag.id, count, tag.heat}));
    }
  }
  return {};
}

namespace {

struct StoryState {
  int64_t before = 0;  // articles that its row still speaks of
  int64_t articles = 0;
  int64_t publishers = 0;
  int64_t reports = 0;
  int64_t coverage = 0;  // publishers with a report that is no copy
  base::Instant first;   // of the articles that stand in the paper
  base::Instant last;
};

// Sums over the publishers of one story: as many rows as it has publishers. First and last of its
// articles: standings 0 to 2, two look-ups each in (story, standing, at). All in one question.
constexpr std::string_view kState =
    "SELECT (SELECT article_count FROM stories WHERE id = $1), coalesce(sum(articles), 0), "
    "count(*), coalesce(sum(reports), 0), coalesce(sum(CASE WHEN reports > 0 THEN 1 ELSE 0 END), "
    "0), "
    "(SELECT min(at) FROM articles WHERE story = $1 AND standing = 0), "
    "(SELECT min(at) FROM articles WHERE story = $1 AND standing = 1), "
    "(SELECT min(at) FROM articles WHERE story = $1 AND standing = 2), "
    "(SELECT max(at) FROM articles WHERE story = $1 AND standing = 0), "
    "(SELECT max(at) FROM articles WHERE story = $1 AND standing = 1), "
    "(SELECT max(at) FROM articles WHERE story = $1 AND standing = 2) "
    "FROM story_publishers WHERE story = $1 AND articles > 0";

base::Result<StoryState> StateFrom(Statement& row) {
  StoryState state{.first = {INT64_MAX}, .last = {INT64_MIN}};
  TRY_ASSIGN(const bool more, row.Next());
  if (!more) return state;
  state.before = row.Integer(0);
  state.articles = row.Integer(1);
  state.publishers = row.Integer(2);
  state.reports = row.Integer(3);
  state.coverage = row.Integer(4);
  for (int standing = 0; standing < 3; ++standing) {
    if (row.IsNull(5 + standing)) continue;
    state.first.micros = std::min(state.first.micros, row.Integer(5 + standing));
    state.last.micros = std::max(state.last.micros, row.Integer(8 + standing));
  }
  return state;
}

// The article that speaks for its story.
struct Lead {
  int64_t article = 0;  // 0: there is none
  std::string title;
  std::string language;
  std::string section;
};

constexpr std::string_view kLead =
    "SELECT id, title, language, section FROM articles WHERE story = $1 "
    "ORDER BY standing, at, id LIMIT 1";

base::Result<Lead> LeadFrom(Statement& row) {
  TRY_ASSIGN(const bool more, row.Next());
  if (!more) return Lead();
  return Lead{row.Integer(0), row.String(1), row.String(2), row.String(3)};
}

double WeightOf(const StoryState& state) {
  // A story told by opinion pieces alone is worth half of one that a single publisher reports.
  return state.coverage > 0 ? static_cast<double>(state.coverage) : 0.5;
}

double HeatAt(const StoryState& state, int64_t micros) {
  return std::log2(WeightOf(state)) +
         static_cast<double>(micros) / static_cast<double>(kStoryHalfLife);
}

base::Status WriteRow(Connection& connection, int64_t id, const StoryState& state,
                      const Lead& lead) {
  if (state.articles == 0) {
    return connection.Put(
        "UPDATE stories SET article_count = 0, publisher_count = 0, "
        "report_count = 0, coverage = 0 WHERE id = $1",
        {id});
  }
  if (lead.article == 0) return {};
  return connection.Put(
      "UPDATE stories SET lead = $2, title = $3, language = $4, section = $5, "
      "first_published = $6, last_published = $7, article_count = $8, publisher_count = $9, "
      "report_count = $10, coverage = $11, heat = $12 WHERE id = $1",
      {id, lead.article, lead.title, lead.language, lead.section, state.first, state.last,
       state.articles, state.publishers, state.reports, state.coverage,
       HeatAt(state, state.last.micros)});
}

base::Status WriteDays(Connection& connection, int64_t id, const StoryState& state,
                       const std::set<int32_t>& days) {
  if (state.articles == 0) return {};
  for (const int32_t day : days) {
    const int64_t end_of_day = base::StartOf(base::Day{day + 1}).micros - 1;
    TRY(
        connection.Put("INSERT INTO story_days (day, story, heat) VALUES ($1, $2, $3) "
                       "ON CONFLICT (day, story) DO UPDATE SET heat = excluded.heat",
                       {int64_t{day}, id, HeatAt(state, std::min(end_of_day, state.last.micros))}));
  }
  return {};
}

}  // namespace

base::Status Tally::WritePublishersOf(Connection& connection, int64_t id, const StoryPart& part) {
  for (const auto& [publisher, difference] : part.publishers) {
    if (difference.articles == 0 && difference.reports == 0) continue;
    TRY(
        connection.Put("INSERT INTO story_publishers (story, publisher, articles, reports) "
                       "VALUES ($1, $2, $3, $4) ON CONFLICT (story, publisher) DO UPDATE SET "
                       "articles = story_publishers.articles + excluded.articles, "
                       "reports = story_publishers.reports + excluded.reports",
                       {id, publisher, difference.articles, difference.reports}));
  }
  return {};
}

// All that is asked of all stories is asked before the first answer is waited for.
base::Status Tally::WriteStories(Connection& connection) {
  struct Story {
    StoryState state;
    Lead lead;
  };
  std::map<int64_t, Story> stories;
  for (const auto& [id, part] : stories_) {
    TRY(WritePublishersOf(connection, id, part));
    Story* story = &stories[id];
    TRY(connection.Later(kState, {id}, [story](Statement& row) -> base::Status {
      TRY_ASSIGN(story->state, StateFrom(row));
      return {};
    }));
    TRY(connection.Later(kLead, {id}, [story](Statement& row) -> base::Status {
      TRY_ASSIGN(story->lead, LeadFrom(row));
      return {};
    }));
  }
  TRY(connection.Flush());
  for (const auto& [id, story] : stories) {
    Count("stories", (story.state.articles > 0 ? 1 : 0) - (story.state.before > 0 ? 1 : 0));
    TRY(WriteRow(connection, id, story.state, story.lead));
    TRY(WriteDays(connection, id, story.state, stories_[id].days));
  }
  return {};
}

base::Status Tally::Write(Connection& connection) {
  TRY(WriteTags(connection));
  TRY(WriteStories(connection));
  return WriteCounters(connection);
}

}  // namespace store
