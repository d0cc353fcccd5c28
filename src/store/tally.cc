#include "store/tally.h"

#include <algorithm>
#include <cmath>

#include "store/row_set.h"

namespace store {
namespace {

constexpr size_t kGroup = 64;  // of what is asked about together

const RowsSql kCounters = {
    .head = "INSERT INTO counters (name, value) VALUES ",
    .row = "($1, $2)",
    .tail = " ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value",
    .columns = 2,
};
const RowsSql kDays = {
    .head = "INSERT INTO day_counts (of, id, day, value) VALUES ",
    .row = "($1, $2, $3, $4)",
    .tail = " ON CONFLICT (of, id, day) DO UPDATE SET value = day_counts.value + excluded.value",
    .columns = 4,
};
const RowsSql kPublishers = {
    .head =
        "UPDATE publishers SET article_count = article_count + v.column2, "
        "quarantined_count = quarantined_count + v.column3 FROM (VALUES ",
    .row = "(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT))",
    .tail = ") AS v WHERE publishers.id = v.column1",
    .columns = 3,
};
const RowsSql kTags = {
    .head = "UPDATE tags SET article_count = v.column2, heat = v.column3 FROM (VALUES ",
    .row = "(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS DOUBLE PRECISION))",
    .tail = ") AS v WHERE tags.id = v.column1",
    .columns = 3,
};
const RowsSql kStories = {
    .head =
        "UPDATE stories SET lead = v.column2, title = v.column3, language = v.column4, "
        "section = v.column5, first_published = v.column6, last_published = v.column7, "
        "article_count = v.column8, publisher_count = v.column9, report_count = v.column10, "
        "coverage = v.column11, heat = v.column12 FROM (VALUES ",
    .row =
        "(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), "
        "CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), "
        "CAST($9 AS BIGINT), CAST($10 AS BIGINT), CAST($11 AS BIGINT), "
        "CAST($12 AS DOUBLE PRECISION))",
    .tail = ") AS v WHERE stories.id = v.column1",
    .columns = 12,
};
constexpr std::string_view kEmptyStory =
    "UPDATE stories SET article_count = 0, publisher_count = 0, report_count = 0, coverage = 0 "
    "WHERE id = $1";
const RowsSql kStoryPublishers = {
    .head = "INSERT INTO story_publishers (story, publisher, articles, reports) VALUES ",
    .row = "($1, $2, $3, $4)",
    .tail =
        " ON CONFLICT (story, publisher) DO UPDATE SET "
        "articles = story_publishers.articles + excluded.articles, "
        "reports = story_publishers.reports + excluded.reports",
    .columns = 4,
};
const RowsSql kStoryDays = {
    .head = "INSERT INTO story_days (day, story, heat) VALUES ",
    .row = "($1, $2, $3)",
    .tail = " ON CONFLICT (day, story) DO UPDATE SET heat = excluded.heat",
    .columns = 3,
};

}  // namespace

void Tally::Count(std::string_view counter, int64_t difference) {
  if (difference == 0) return;
  const auto found = counters_.find(counter);
  if (found == counters_.end()) {
    counters_.emplace(counter, difference);
  } else {
    found->second += difference;
  }
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
  RowSet counters(kCounters);
  for (const auto& [name, difference] : counters_) {
    if (difference != 0) counters.Add({name, difference});
  }
  TRY(counters.Write(connection));
  RowSet days(kDays);
  for (const auto& [key, difference] : days_) {
    const auto& [of, id, day] = key;
    if (difference != 0) days.Add({of, id, int64_t{day}, difference});
  }
  TRY(days.Write(connection));
  RowSet publishers(kPublishers);
  for (const auto& [id, difference] : publishers_) {
    if (difference.first == 0 && difference.second == 0) continue;
    publishers.Add({id, difference.first, difference.second});
  }
  return publishers.Write(connection);
}

// The logarithm of a sum of two weights that are given as logarithms.
static double AddHeat(double one, double other) {
  const double larger = std::max(one, other);
  return larger + std::log2(1.0 + std::exp2(std::min(one, other) - larger));
}

// The tags that changed, a group at a time.
base::Status Tally::WriteTags(Connection& connection) {
  RowSet changed(kTags);
  struct Tag {
    int64_t id;
    int64_t count;
    double heat;
  };
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
      changed.Add({tag.id, count, tag.heat});
    }
  }
  return changed.Write(connection);
}

namespace {

struct StoryState {
  int64_t before = 0;  // articles that its row still speaks of
  int64_t articles = 0;
  int64_t publishers = 0;
  int64_t reports = 0;
  int64_t coverage = 0;       // publishers with a report that is no copy
  base::Instant first = {0};  // of the articles that stand in the paper
  base::Instant last = {0};
  // The article that speaks for its story.
  int64_t lead = 0;  // 0: there is none
  std::string title = {};
  std::string language = {};
  std::string section = {};
};

// Sums over the publishers of a story: as many rows as it has publishers. First and last of its
// articles: standings 0 to 2, two look-ups each in (story, standing, at). The lead is the head of
// the same index. Of many stories, in one question.
constexpr std::string_view kStates =
    "SELECT s.id, s.article_count, "
    "(SELECT coalesce(sum(articles), 0) FROM story_publishers WHERE story = s.id "
    "AND articles > 0), "
    "(SELECT count(*) FROM story_publishers WHERE story = s.id AND articles > 0), "
    "(SELECT coalesce(sum(reports), 0) FROM story_publishers WHERE story = s.id "
    "AND articles > 0), "
    "(SELECT count(*) FROM story_publishers WHERE story = s.id AND articles > 0 AND reports > 0), "
    "(SELECT min(at) FROM articles WHERE story = s.id AND standing = 0), "
    "(SELECT min(at) FROM articles WHERE story = s.id AND standing = 1), "
    "(SELECT min(at) FROM articles WHERE story = s.id AND standing = 2), "
    "(SELECT max(at) FROM articles WHERE story = s.id AND standing = 0), "
    "(SELECT max(at) FROM articles WHERE story = s.id AND standing = 1), "
    "(SELECT max(at) FROM articles WHERE story = s.id AND standing = 2), "
    "l.id, l.title, l.language, l.section FROM stories s LEFT JOIN articles l ON l.id = "
    "(SELECT id FROM articles WHERE story = s.id ORDER BY standing, at, id LIMIT 1) WHERE s.id";

StoryState StateFrom(Statement& row) {
  StoryState state{.first = {INT64_MAX}, .last = {INT64_MIN}};
  state.before = row.Integer(1);
  state.articles = row.Integer(2);
  state.publishers = row.Integer(3);
  state.reports = row.Integer(4);
  state.coverage = row.Integer(5);
  for (int standing = 0; standing < 3; ++standing) {
    if (row.IsNull(6 + standing)) continue;
    state.first.micros = std::min(state.first.micros, row.Integer(6 + standing));
    state.last.micros = std::max(state.last.micros, row.Integer(9 + standing));
  }
  state.lead = row.Integer(12);
  state.title = row.Text(13);
  state.language = row.Text(14);
  state.section = row.Text(15);
  return state;
}

double WeightOf(const StoryState& state) {
  // A story told by opinion pieces alone is worth half of one that a single publisher reports.
  return state.coverage > 0 ? static_cast<double>(state.coverage) : 0.5;
}

double HeatAt(const StoryState& state, int64_t micros) {
  return std::log2(WeightOf(state)) +
         static_cast<double>(micros) / static_cast<double>(kStoryHalfLife);
}

}  // namespace

base::Status Tally::WritePublishers(Connection& connection) {
  RowSet publishers(kStoryPublishers);
  for (const auto& [id, part] : stories_) {
    for (const auto& [publisher, difference] : part.publishers) {
      if (difference.articles == 0 && difference.reports == 0) continue;
      publishers.Add({id, publisher, difference.articles, difference.reports});
    }
  }
  return publishers.Write(connection);
}

// A group at a time: what is asked of it is asked before the first answer is waited for.
base::Status Tally::WriteStories(Connection& connection) {
  TRY(WritePublishers(connection));
  RowSet stories(kStories);
  RowSet days(kStoryDays);
  for (auto next = stories_.begin(); next != stories_.end();) {
    std::vector<Value> ids;
    for (; next != stories_.end() && ids.size() < kGroup; ++next) ids.emplace_back(next->first);
    const std::string sql = std::string(kStates) + AnyOf(ids);
    TRY_ASSIGN(auto rows, connection.Query(sql, std::span<const Value>(ids)));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      const int64_t id = rows->Integer(0);
      const StoryState state = StateFrom(*rows);
      Count("stories", (state.articles > 0 ? 1 : 0) - (state.before > 0 ? 1 : 0));
      if (state.articles == 0) {
        TRY(connection.Put(kEmptyStory, {id}));
        continue;
      }
      for (const int32_t day : stories_[id].days) {
        const int64_t end_of_day = base::StartOf(base::Day{day + 1}).micros - 1;
        days.Add({int64_t{day}, id, HeatAt(state, std::min(end_of_day, state.last.micros))});
      }
      if (state.lead == 0) continue;
      stories.Add({id, state.lead, state.title, state.language, state.section, state.first,
                   state.last, state.articles, state.publishers, state.reports, state.coverage,
                   HeatAt(state, state.last.micros)});
    }
  }
  TRY(stories.Write(connection));
  return days.Write(connection);
}

base::Status Tally::Write(Connection& connection) {
  TRY(WriteTags(connection));
  TRY(WriteStories(connection));
  return WriteCounters(connection);
}

}  // namespace store
