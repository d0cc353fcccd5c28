#include "store/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/hash.h"
#include "base/json.h"
#include "store/compress.h"
#include "store/driver.h"
#include "store/move.h"
#include "store/page_file.h"
#include "store/restore_steps.h"
#include "store/rows.h"
#include "store/schema.h"
#include "store/user_info.h"

namespace store {
namespace {

using base::Json;

class Digester {
 public:
  explicit Digester(Connection& connection) : connection_(connection) {}

  base::Result<std::string> Make() {
    TRY(AddSources());
    TRY(AddEntries());
    TRY(AddArticles());
    TRY(AddVersions());
    TRY(AddStories());
    TRY(AddWaiting());
    std::ranges::sort(lines_);
    std::string out;
    for (const std::string& line : lines_) out += line + '\n';
    return out;
  }

 private:
  // U+0000 cannot be stored by every database: it is U+FFFD there (driver.h).
  void AddLine(const Json& line) {
    std::string text = base::WriteJson(line);
    for (size_t at = 0; (at = text.find("\\u0000", at)) != std::string::npos;) {
      text.replace(at, 6, "\uFFFD");
    }
    lines_.push_back(std::move(text));
  }

  base::Status AddSources() {
    return WalkRows(connection_,
                    "SELECT s.id, s.url, s.title, s.kind, coalesce(p.host, '') FROM sources s "
                    "LEFT JOIN publishers p ON p.id = s.publisher",
                    {}, [&](Statement& row) -> base::Status {
                      const std::string& url = sources_[row.Integer(0)] =
                          WithoutUserInfo(row.String(1));
                      Json line;
                      line.Set("source", url);
                      line.Set("title", row.Text(2));
                      line.Set("kind", row.Text(3));
                      line.Set("publisher", row.Text(4));
                      AddLine(line);
                      return {};
                    });
  }

  base::Status AddEntries() {
    return WalkRows(connection_,
                    "SELECT e.source, e.key, d.url, d.error, d.article FROM entries e "
                    "JOIN addresses d ON d.id = e.address",
                    {}, [&](Statement& row) -> base::Status {
                      Json line;
                      line.Set("entry", row.Text(1));
                      line.Set("of", sources_[row.Integer(0)]);
                      line.Set("url", WithoutUserInfo(row.String(2)));
                      line.Set("failed", !row.IsNull(3));
                      line.Set("read", !row.IsNull(4));
                      if (!row.IsNull(4) && row.IsNull(2)) {
                        // An article without URL is called by its entry.
                        urls_[row.Integer(4)] = sources_[row.Integer(0)] + " " + row.String(1);
                      }
                      AddLine(line);
                      return {};
                    });
  }

  base::Status AddArticles() {
    std::vector<int64_t> ids;
    TRY(WalkRows(connection_, "SELECT id, url FROM articles", {},
                 [&](Statement& row) -> base::Status {
                   ids.push_back(row.Integer(0));
                   if (!row.Text(1).empty()) urls_[row.Integer(0)] = WithoutUserInfo(row.String(1));
                   return {};
                 }));
    for (const int64_t id : ids) TRY(AddArticle(model::ArticleId{id}));
    return {};
  }

  base::Status AddArticle(model::ArticleId id) {
    TRY_ASSIGN(const auto row, FindArticleRow(connection_, id));
    if (!row) return {};
    const ArticleSummary& summary = row->summary;
    Json line;
    line.Set("article", urls_[id.value]);
    line.Set("publisher", summary.publisher_name);
    line.Set("title", summary.title);
    line.Set("summary", summary.summary);
    line.Set("language", summary.language);
    line.Set("section", summary.section);
    line.Set("genre", model::GenreName(summary.genre));
    if (summary.published) line.Set("published", base::FormatRfc3339(*summary.published));
    line.Set("lineage", model::LineageKindName(summary.lineage));
    if (summary.copy_of) line.Set("lineage_of", urls_[summary.copy_of.value]);
    line.Set("shelf", row->shelf);
    line.Set("reason", model::ReasonName(summary.reason));
    line.Set("sample", summary.sample);
    TRY_ASSIGN(const std::string text,
               HashOf("SELECT text FROM readings WHERE article = $1", id.value));
    TRY_ASSIGN(const std::string reading,
               HashOf("SELECT reading FROM readings WHERE article = $1", id.value));
    TRY_ASSIGN(const std::string enrichment,
               HashOf("SELECT enrichment FROM enrichments WHERE article = $1", id.value));
    line.Set("text_hash", text);
    line.Set("reading_hash", reading);
    line.Set("enrichment_hash", enrichment);
    TRY_ASSIGN(Json::Array tags, TagsOf(id));
    line.Set("tags", std::move(tags));
    TRY_ASSIGN(const auto found,
               FindInteger(connection_, "SELECT 1 FROM search_rows WHERE article = $1", {id}));
    line.Set("in_search", found.has_value());
    AddLine(line);
    return {};
  }

  base::Result<Json::Array> TagsOf(model::ArticleId id) {
    Json::Array tags;
    TRY(ForEachRow(connection_,
                   "SELECT t.folded FROM article_tags x JOIN tags t ON t.id = x.tag "
                   "WHERE x.article = $1 ORDER BY t.folded",
                   {id}, [&](Statement& row) -> base::Status {
                     tags.emplace_back(row.Text(0));
                     return {};
                   }));
    return tags;
  }

  // Of the unpacked value: two versions of zstd may pack alike texts differently.
  base::Result<std::string> HashOf(std::string_view sql, int64_t id) {
    TRY_ASSIGN(auto rows, connection_.Query(sql, {id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return std::string();
    TRY_ASSIGN(const std::string bytes, Decompress(rows->Text(0)));
    return base::HexOf(base::Hash64(bytes));
  }

  base::Status AddVersions() {
    return WalkRows(connection_, "SELECT article, number, text FROM versions", {},
                    [&](Statement& row) -> base::Status {
                      TRY_ASSIGN(const std::string text, Decompress(row.Text(2)));
                      Json line;
                      line.Set("version_of", urls_[row.Integer(0)]);
                      line.Set("number", row.Integer(1));
                      line.Set("text_hash", base::HexOf(base::Hash64(text)));
                      AddLine(line);
                      return {};
                    });
  }

  base::Status AddStories() {
    std::map<int64_t, std::vector<std::string>> stories;
    TRY(WalkRows(connection_, "SELECT story, id FROM articles WHERE story IS NOT NULL", {},
                 [&](Statement& row) -> base::Status {
                   stories[row.Integer(0)].push_back(urls_[row.Integer(1)]);
                   return {};
                 }));
    for (auto& [id, urls] : stories) {
      std::ranges::sort(urls);
      TRY_ASSIGN(auto rows, connection_.Query("SELECT title, article_count, publisher_count, "
                                              "report_count FROM stories WHERE id = $1",
                                              {id}));
      TRY_ASSIGN(const bool more, rows->Next());
      Json line;
      line.Set("story", Json::Array(urls.begin(), urls.end()));
      if (more) {
        line.Set("title", rows->Text(0));
        line.Set("articles", rows->Integer(1));
        line.Set("publishers", rows->Integer(2));
        line.Set("reports", rows->Integer(3));
      }
      AddLine(line);
    }
    return {};
  }

  base::Status AddWaiting() {
    return WalkRows(connection_,
                    "SELECT j.stage, coalesce(d.url, '') FROM jobs j "
                    "JOIN addresses d ON d.id = j.address",
                    {}, [&](Statement& row) -> base::Status {
                      Json line;
                      line.Set("waiting", row.Text(0));
                      line.Set("url", WithoutUserInfo(row.String(1)));
                      AddLine(line);
                      return {};
                    });
  }

  Connection& connection_;
  std::map<int64_t, std::string> sources_;  // by id: URL
  std::map<int64_t, std::string> urls_;     // of articles, by id
  std::vector<std::string> lines_;
};

// ---- faults

struct Rule {
  std::string_view name;
  std::string_view sql;  // a number that must be 0
};

constexpr Rule kRules[] = {
    {"counter articles",
     "SELECT (SELECT count(*) FROM articles WHERE shelf = 'paper') - "
     "coalesce((SELECT value FROM counters WHERE name = 'articles'), 0)"},
    {"counter quarantined",
     "SELECT (SELECT count(*) FROM articles WHERE shelf = 'quarantine') - "
     "coalesce((SELECT value FROM counters WHERE name = 'quarantined'), 0)"},
    {"counter sample_articles",
     "SELECT (SELECT count(*) FROM articles WHERE shelf = 'paper' AND sample = 1) - "
     "coalesce((SELECT value FROM counters WHERE name = 'sample_articles'), 0)"},
    {"counter sources",
     "SELECT (SELECT count(*) FROM sources) - "
     "coalesce((SELECT value FROM counters WHERE name = 'sources'), 0)"},
    {"counter failing_sources",
     "SELECT (SELECT count(*) FROM sources WHERE failures > 0) - "
     "coalesce((SELECT value FROM counters WHERE name = 'failing_sources'), 0)"},
    {"counter publishers",
     "SELECT (SELECT count(*) FROM publishers) - "
     "coalesce((SELECT value FROM counters WHERE name = 'publishers'), 0)"},
    {"counter entries",
     "SELECT (SELECT count(*) FROM entries) - "
     "coalesce((SELECT value FROM counters WHERE name = 'entries'), 0)"},
    {"counter stories",
     "SELECT (SELECT count(*) FROM stories WHERE article_count > 0) - "
     "coalesce((SELECT value FROM counters WHERE name = 'stories'), 0)"},
    {"counter tags",
     "SELECT (SELECT count(*) FROM tags WHERE article_count > 0) - "
     "coalesce((SELECT value FROM counters WHERE name = 'tags'), 0)"},
    {"counter failed_jobs",
     "SELECT (SELECT count(*) FROM addresses WHERE error IS NOT NULL) - "
     "coalesce((SELECT value FROM counters WHERE name = 'failed_jobs'), 0)"},
    {"counters of the queue",
     "SELECT count(*) FROM (SELECT j.stage, count(*) AS n FROM jobs j GROUP BY j.stage) q "
     "WHERE q.n <> coalesce((SELECT value FROM counters c WHERE c.name = q.stage), 0)"},
    {"counters of an empty queue",
     "SELECT coalesce(sum(value), 0) FROM counters WHERE name IN ('fetch', 'read', 'enrich', "
     "'cluster') AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.stage = counters.name)"},
    {"publishers' articles",
     "SELECT count(*) FROM publishers p WHERE article_count <> (SELECT count(*) FROM articles a "
     "WHERE a.publisher = p.id AND a.shelf = 'paper') OR quarantined_count <> (SELECT count(*) "
     "FROM articles a WHERE a.publisher = p.id AND a.shelf = 'quarantine')"},
    {"publishers' days",
     "SELECT (SELECT coalesce(sum(value), 0) FROM day_counts WHERE of = 'publisher') - "
     "(SELECT count(*) FROM articles WHERE shelf = 'paper')"},
    {"tags' articles",
     "SELECT count(*) FROM tags t WHERE article_count <> (SELECT count(*) FROM article_tags x "
     "WHERE x.tag = t.id)"},
    {"tags' days",
     "SELECT (SELECT coalesce(sum(value), 0) FROM day_counts WHERE of = 'tag') - "
     "(SELECT count(*) FROM article_tags)"},
    {"tags of articles that are not in the paper",
     "SELECT count(*) FROM article_tags x LEFT JOIN articles a ON a.id = x.article "
     "WHERE a.id IS NULL OR a.shelf <> 'paper' OR a.at <> x.at"},
    {"tags in the pile of another article",
     "SELECT count(*) FROM article_tags x JOIN articles a ON a.id = x.article "
     "WHERE x.publisher <> coalesce(a.publisher, 0) OR x.language <> a.language "
     "OR x.section <> a.section"},
    {"stories' articles",
     "SELECT count(*) FROM stories s WHERE article_count <> (SELECT count(*) FROM articles a "
     "WHERE a.story = s.id AND a.shelf = 'paper')"},
    {"stories' publishers",
     "SELECT count(*) FROM stories s WHERE publisher_count <> (SELECT count(DISTINCT publisher) "
     "FROM articles a WHERE a.story = s.id AND a.shelf = 'paper')"},
    {"stories' leads",
     "SELECT count(*) FROM stories s WHERE article_count > 0 AND NOT EXISTS (SELECT 1 "
     "FROM articles a WHERE a.id = s.lead AND a.story = s.id AND a.shelf = 'paper')"},
    {"articles without reading",
     "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM readings r "
     "WHERE r.article = a.id)"},
    {"articles of one URL",
     "SELECT count(*) FROM (SELECT url FROM articles WHERE url <> '' GROUP BY url "
     "HAVING count(*) > 1) d"},
    {"articles without story",
     "SELECT count(*) FROM articles a WHERE a.story IS NOT NULL AND NOT EXISTS (SELECT 1 "
     "FROM stories s WHERE s.id = a.story)"},
    {"articles that nothing leads to",
     "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM addresses d "
     "WHERE d.article = a.id)"},
    {"full text of articles that are not in the paper",
     "SELECT count(*) FROM search_rows r LEFT JOIN articles a ON a.id = r.article "
     "WHERE a.id IS NULL OR a.shelf <> 'paper' OR a.at <> r.at"},
    {"full text that is missing",
     "SELECT count(*) FROM articles a WHERE a.shelf = 'paper' AND a.story IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM search_rows r WHERE r.article = a.id) AND NOT EXISTS "
     "(SELECT 1 FROM jobs j JOIN addresses d ON d.id = j.address WHERE d.article = a.id)"},
    {"entries without address",
     "SELECT count(*) FROM entries e WHERE NOT EXISTS (SELECT 1 FROM addresses d "
     "WHERE d.id = e.address)"},
    {"addresses that wait for nothing",
     "SELECT count(*) FROM addresses d WHERE d.article IS NULL AND d.error IS NULL "
     "AND d.entry IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.address = d.id)"},
    {"jobs without address",
     "SELECT count(*) FROM jobs j WHERE NOT EXISTS (SELECT 1 FROM addresses d "
     "WHERE d.id = j.address)"},
};

base::Result<std::unique_ptr<Connection>> OpenMain(const Options& options) {
  std::unique_ptr<Connection> connection;
  if (options.database.empty()) {
    TRY(RefuseHalfRestored(options.folder));
    TRY(RefuseNewer(options.folder));
    TRY_ASSIGN(connection, OpenSqlite(options.folder / "octavo.db", {.access = Access::kRead}));
    TRY_WITH(options.folder.string(), CheckSchema(*connection));
  } else {
    TRY_ASSIGN(connection,
               OpenPostgres({.conninfo = options.database, .use = PostgresUse::kWholeTables}));
    TRY_WITH(DescribeDatabase(options.database), CheckSchema(*connection));
  }
  TRY(RefuseHalfMoved(*connection));
  TRY(connection->BeginRead());
  return connection;
}

}  // namespace

base::Result<std::string> Digest(const Options& options) {
  TRY_ASSIGN(auto connection, OpenMain(options));
  auto digest = Digester(*connection).Make();
  connection->Rollback();
  return digest;
}

base::Result<std::string> Digest(Connection& connection) {
  TRY(connection.BeginRead());
  auto digest = Digester(connection).Make();
  connection.Rollback();
  return digest;
}

base::Result<std::vector<std::string>> FindDamage(const Options& options) {
  // A server looks after its own files.
  if (!options.database.empty()) return std::vector<std::string>();
  std::vector<std::string> damage;
  for (const char* name : {"octavo.db", "pages.db"}) {
    if (name == std::string_view("pages.db") && !HasPageFile(options.folder)) continue;  // a cache
    TRY_ASSIGN(auto connection, OpenSqlite(options.folder / name, {.access = Access::kRead}));
    TRY(ForEachRow(*connection, connection->dialect().find_damage_quickly, {},
                   [&](Statement& row) -> base::Status {
                     if (row.Text(0) == "ok") return {};
                     damage.push_back(fmt::format("damage: {}: {}", name, row.Text(0)));
                     return {};
                   }));
  }
  return damage;
}

base::Result<std::vector<std::string>> FindFaults(const Options& options) {
  std::vector<std::string> faults;
  TRY_ASSIGN(auto connection, OpenMain(options));
  const auto look = [&](const Rule& rule) -> base::Status {
    TRY_ASSIGN(const auto number, FindInteger(*connection, rule.sql));
    if (number.value_or(0) == 0) return {};
    faults.push_back(fmt::format("{}: off by {}", rule.name, *number));
    return {};
  };
  for (const Rule& rule : kRules) TRY(look(rule));
  TRY(look({"articles in full text", connection->dialect().search_astray}));
  TRY(ForEachRow(*connection, connection->dialect().find_damage, {},
                 [&](Statement& row) -> base::Status {
                   if (row.Text(0) != "ok") faults.push_back("damage: " + row.String(0));
                   return {};
                 }));
  connection->Rollback();
  return faults;
}

namespace {

Options InFolder(const std::filesystem::path& folder) {
  Options options;
  options.folder = folder;
  return options;
}

}  // namespace

base::Result<std::string> Digest(const std::filesystem::path& folder) {
  return Digest(InFolder(folder));
}

base::Result<std::vector<std::string>> FindFaults(const std::filesystem::path& folder) {
  return FindFaults(InFolder(folder));
}

}  // namespace store
