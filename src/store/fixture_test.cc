// The bodies of testing/fixture.h.

#include "store/testing/fixture.h"

#include <atomic>
#include <cstdlib>
#include <map>

#include "store/driver.h"

namespace store {

namespace {

// The server that tests may use; empty: none.
std::string TestServer() {
  const char* conninfo = std::getenv("OCTAVO_TEST_POSTGRES");
  return conninfo == nullptr ? "" : conninfo;
}

void RunOnServer(const std::string& sql) {
  auto connection = OpenPostgres({.conninfo = TestServer(), .use = PostgresUse::kWholeTables});
  ASSERT_OK(connection);
  ASSERT_OK((*connection)->Script(sql));
}

std::string UrlOf(const Piece& piece) {
  return piece.url.starts_with("http") ? piece.url : "https://" + piece.publisher + "/" + piece.url;
}

}  // namespace

void StoreTest::MakeDatabase() {
  static std::atomic<int> count = 0;
  if (TestServer().empty()) return;
  schema_ = "octavo_test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  RunOnServer("CREATE SCHEMA " + schema_);
  options_.database = TestServer();
  if (options_.database.contains("://")) {
    options_.database += options_.database.contains('?') ? "&" : "?";
    options_.database += "options=-csearch_path%3D" + schema_;
  } else {
    options_.database += " options='-c search_path=" + schema_ + "'";
  }
}

void StoreTest::DropDatabase() {
  if (!schema_.empty()) RunOnServer("DROP SCHEMA " + schema_ + " CASCADE");
}

model::Entry StoreTest::EntryOf(const std::string& url, const std::string& title) {
  model::Entry entry;
  entry.key = url.empty() ? title : url;
  entry.url = url;
  entry.title = title;
  entry.summary = "Summary of " + title;
  return entry;
}

model::Source StoreTest::Poll(const std::string& host, const std::vector<model::Entry>& entries,
                              PollOutcome* outcome) {
  model::Source source;
  const auto done = Write([&](Transaction& transaction) -> base::Status {
    source.url = "https://" + host + "/feed";
    source.title = host;
    TRY_ASSIGN(source.id, transaction.AddSource(source));
    source.kind = model::SourceKind::kFeed;
    source.last_poll = clock_.Now();
    source.last_success = clock_.Now();
    source.next_poll = {clock_.Now().micros + base::kMicrosPerHour};
    model::Publisher publisher;
    publisher.host = host;
    publisher.name = host;
    TRY_ASSIGN(const PollOutcome got, transaction.RecordPoll(source, source, publisher, entries));
    if (outcome != nullptr) *outcome = got;
    return {};
  });
  EXPECT_OK(done);
  return source;
}

std::vector<Job> StoreTest::Lease(Stage stage, size_t limit) {
  std::vector<Job> jobs;
  EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
    TRY_ASSIGN(jobs, transaction.LeaseJobs(stage, limit));
    return {};
  }));
  return jobs;
}

model::Reading StoreTest::ReadingOf(const Piece& piece) {
  model::Reading reading;
  reading.url = UrlOf(piece);
  reading.title = piece.title;
  reading.text = piece.text;
  reading.genre = piece.genre;
  reading.published = base::Instant{kNoon.micros - piece.hours_ago * base::kMicrosPerHour};
  reading.language = piece.language;
  reading.blocks = {{model::BlockKind::kParagraph, piece.text, 0, "", ""}};
  reading.reason = piece.reason;
  reading.verdict =
      piece.reason == model::Reason::kNone ? model::Verdict::kArticle : model::Verdict::kQuarantine;
  return reading;
}

model::Enrichment StoreTest::EnrichmentOf(const Piece& piece) {
  model::Enrichment enrichment;
  enrichment.language = piece.language;
  enrichment.section = piece.section;
  for (const std::string& tag : piece.tags) enrichment.tags.push_back({tag, tag, 0.5});
  enrichment.brief = {{piece.text.substr(0, piece.text.find('.') + 1), {0, 1}}};
  return enrichment;
}

model::Page StoreTest::PageOf(const std::string& url, const std::string& bytes) {
  model::Page page;
  page.url = url;
  page.final_url = url;
  page.status = 200;
  page.content_type = "text/html";
  page.bytes = bytes;
  page.headers = {{"etag", "\"1\""}};
  page.fetched = kNoon;
  return page;
}

model::ArticleId StoreTest::Add(const Piece& piece) {
  const std::string url = UrlOf(piece);
  Poll(piece.publisher, {EntryOf(url, piece.title)});
  model::ArticleId id;
  for (const Job& job : Lease(Stage::kFetch)) {
    EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(job, PageOf(url, piece.text)); }));
  }
  for (const Job& job : Lease(Stage::kRead)) {
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(id, t.FinishRead(job, ReadingOf(piece)));
      return {};
    }));
  }
  for (const Job& job : Lease(Stage::kEnrich)) {
    EXPECT_OK(Write([&](Transaction& t) { return t.FinishEnrich(job, EnrichmentOf(piece)); }));
  }
  for (const Job& job : Lease(Stage::kCluster)) {
    model::Placement placement;
    placement.article = id;
    placement.story.value = piece.story;
    placement.lineage = {piece.lineage, {piece.of}, 0.9};
    placement.why.score = 0.7;
    placement.why.shared_terms = {"term"};
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY(t.FinishCluster(job, placement));
      return {};
    }));
  }
  return id;
}

std::vector<std::string> StoreTest::ListTitles(const ArticleQuery& query) {
  const auto list = Read<ArticleList>([&](Reader& reader) { return reader.Articles(query); });
  std::vector<std::string> titles;
  for (const ArticleSummary& article : list.articles) titles.push_back(article.title);
  return titles;
}

void StoreTest::AddMany(const std::vector<Piece>& pieces) {
  std::map<std::string, const Piece*> by_url;
  for (const Piece& piece : pieces) by_url[UrlOf(piece)] = &piece;
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    for (const auto& [url, piece] : by_url) {
      model::Source source;
      source.url = "https://" + piece->publisher + "/feed";
      TRY_ASSIGN(source.id, t.AddSource(source));
      source.next_poll = {clock_.Now().micros + base::kMicrosPerHour};
      model::Publisher publisher;
      publisher.host = publisher.name = piece->publisher;
      TRY(t.RecordPoll(source, source, publisher, std::vector{EntryOf(url, piece->title)}));
    }
    return {};
  }));
  for (const Stage stage : {Stage::kFetch, Stage::kRead, Stage::kEnrich, Stage::kCluster}) {
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(const auto jobs, t.LeaseJobs(stage, by_url.size()));
      for (const Job& job : jobs) {
        const Piece& piece = *by_url.at(job.url);
        model::Placement placement;
        placement.article = job.article;
        if (stage == Stage::kFetch) TRY(t.FinishFetch(job, PageOf(job.url, piece.text)));
        if (stage == Stage::kRead) TRY(t.FinishRead(job, ReadingOf(piece)));
        if (stage == Stage::kEnrich) TRY(t.FinishEnrich(job, EnrichmentOf(piece)));
        if (stage == Stage::kCluster) TRY(t.FinishCluster(job, placement));
      }
      return {};
    }));
  }
}

EditionQuery StoreTest::EditionOf(const std::string& language) const {
  EditionQuery query;
  query.language = language;
  query.now = clock_.Now();
  return query;
}

SearchResult StoreTest::Search(const std::string& text, const std::string& language) {
  SearchQuery query;
  query.text = text;
  query.language = language;
  return Read<SearchResult>([&](Reader& reader) { return reader.Search(query); });
}

}  // namespace store
