// Lists that are walked while articles come in, search, and the plans of every query.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/reader.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ListsTest : public StoreTest {};

TEST_F(ListsTest, AWalkSeesEachArticleOnceWhileOthersComeIn) {
  for (int i = 0; i < 12; ++i) {
    // Some share their instant: the id decides.
    Add({.url = std::to_string(i),
         .title = "Old " + std::to_string(i),
         .text = "T.",
         .tags = {"T"},
         .hours_ago = 10 + i / 3});
  }
  ArticleQuery query;
  query.limit = 5;
  std::vector<std::string> seen;
  for (int part = 0; part < 10; ++part) {
    const auto list = Read<ArticleList>([&](Reader& reader) { return reader.Articles(query); });
    for (const ArticleSummary& article : list.articles) seen.push_back(article.title);
    // One newer than all, one in the part that was seen already.
    Add({.url = "n" + std::to_string(part), .title = "New", .text = "N.", .hours_ago = 0});
    Add({.url = "m" + std::to_string(part), .title = "Mid", .text = "M.", .hours_ago = 9});
    query.after = list.next;
    if (list.next.empty()) break;
  }
  EXPECT_THAT(seen, ElementsAre("Old 2", "Old 1", "Old 0", "Old 5", "Old 4", "Old 3", "Old 8",
                                "Old 7", "Old 6", "Old 11", "Old 10", "Old 9"));
}

TEST_F(ListsTest, Filters) {
  Add({.url = "1",
       .title = "A",
       .text = "A.",
       .language = "en",
       .section = "world",
       .tags = {"Red"},
       .publisher = "a.org",
       .hours_ago = 1});
  Add({.url = "2",
       .title = "B",
       .text = "B.",
       .language = "en",
       .section = "sports",
       .tags = {"Red", "Blue"},
       .publisher = "b.org",
       .hours_ago = 2});
  Add({.url = "3",
       .title = "C",
       .text = "C.",
       .language = "ja",
       .section = "world",
       .tags = {"Blue"},
       .publisher = "b.org",
       .hours_ago = 3});
  const auto tag = [&](const std::string& name) {
    return Read<std::optional<TagSummary>>([&](Reader& r) { return r.TagByName(name); })->id;
  };
  const auto publisher =
      Read<ArticleList>([](Reader& r) { return r.Articles({}); }).articles[1].publisher;
  struct Case {
    bool by_publisher;
    std::string tag;
    std::string language;
    std::string section;
    std::vector<std::string> titles;
  };
  const Case cases[] = {
      {false, "", "", "", {"A", "B", "C"}}, {false, "", "en", "", {"A", "B"}},
      {false, "", "", "world", {"A", "C"}}, {false, "", "ja", "world", {"C"}},
      {true, "", "", "", {"B", "C"}},       {true, "", "ja", "", {"C"}},
      {true, "", "", "sports", {"B"}},      {false, "red", "", "", {"A", "B"}},
      {false, "BLUE", "", "", {"B", "C"}},  {false, "blue", "en", "", {"B"}},
      {true, "red", "en", "sports", {"B"}}, {false, "", "ar", "", {}},
  };
  for (const Case& one : cases) {
    ArticleQuery query;
    if (one.by_publisher) query.publisher = publisher;
    if (!one.tag.empty()) query.tag = tag(one.tag);
    query.language = one.language;
    query.section = one.section;
    EXPECT_EQ(ListTitles(query), one.titles) << one.tag << one.language << one.section;
  }
  for (const std::string cursor : {"x", "1", "1.", ".1", "1.2x", "99999999999999999999.1"}) {
    ArticleQuery query;
    query.after = cursor;
    const auto done = store_->Read([&](Reader& reader) -> base::Status {
      TRY(reader.Articles(query));
      return {};
    });
    ASSERT_FALSE(done.has_value()) << cursor;
    EXPECT_EQ(done.error().kind(), base::ErrorKind::kInvalidInput);
  }
}

// Sixty articles, some at the same instant, of three publishers with three languages, three
// sections and three tags each: every combination of filters, walked in parts of every size, gives
// what passing over all articles gives.
TEST_F(ListsTest, EveryCombinationOfFiltersGivesWhatAWalkOverAllGives) {
  const std::string publishers[] = {"a.org", "b.org", "c.org"};
  const std::string languages[] = {"", "en", "ja"};
  const std::string sections[] = {"", "sports", "world"};
  const std::string tags[] = {"Red", "Green", "Blue"};
  std::map<std::string, std::vector<std::string>> tags_of;  // by title
  std::vector<Piece> pieces;
  for (int i = 0; i < 60; ++i) {
    Piece piece{.url = std::to_string(i), .title = "T" + std::to_string(i), .text = "Text."};
    piece.publisher = publishers[i % 3];
    piece.language = languages[i / 3 % 4 % 3];
    piece.section = sections[i / 5 % 3];
    for (int tag = 0; tag < 3; ++tag) {
      if ((i >> tag) % 2 == 1) piece.tags.push_back(tags[tag]);
    }
    piece.hours_ago = 1 + i * 7 % 20;
    if (i % 20 == 19) piece.reason = model::Reason::kPaywallStub;
    pieces.push_back(piece);
    tags_of[piece.title] = piece.tags;
  }
  AddMany(pieces);
  ArticleQuery everything;
  everything.limit = 1'000;
  const auto all = Read<ArticleList>([&](Reader& r) { return r.Articles(everything); }).articles;
  ASSERT_EQ(all.size(), 57U);
  std::map<std::string, model::TagId> tag_ids;
  for (const std::string& tag : tags) {
    tag_ids[tag] = Read<std::optional<TagSummary>>([&](Reader& r) { return r.TagByName(tag); })->id;
  }
  int found = 0;
  for (int choice = 0; choice < 4 * 4 * 3 * 3; ++choice) {
    const int publisher = choice % 4;
    const int tag = choice / 4 % 4;
    ArticleQuery query;
    query.language = languages[choice / 16 % 3];
    query.section = sections[choice / 48];
    std::vector<std::string> wanted;
    for (const ArticleSummary& article : all) {
      const bool is_tagged = tag == 3 || std::ranges::count(tags_of[article.title], tags[tag]) > 0;
      const bool is_printed = publisher == 3 || article.publisher_name == publishers[publisher];
      if (is_printed) query.publisher = article.publisher;
      if (!is_tagged || !is_printed) continue;
      if (!query.language.empty() && article.language != query.language) continue;
      if (!query.section.empty() && article.section != query.section) continue;
      wanted.push_back(article.title);
    }
    if (publisher == 3) query.publisher.reset();
    if (tag < 3) query.tag = tag_ids[tags[tag]];
    for (const size_t limit : {1U, 4U, 50U}) {
      query.limit = limit;
      query.after.clear();
      std::vector<std::string> walked;
      do {
        const auto list = Read<ArticleList>([&](Reader& r) { return r.Articles(query); });
        EXPECT_TRUE(list.articles.size() == limit || list.next.empty());
        for (const ArticleSummary& article : list.articles) walked.push_back(article.title);
        query.after = list.next;
      } while (!query.after.empty());
      EXPECT_EQ(walked, wanted) << "choice " << choice << ", parts of " << limit;
    }
    found += static_cast<int>(wanted.size());
  }
  EXPECT_GT(found, 500);
}

// Whoever names languages that there are not, one for each article, gets a list all the same.
TEST_F(ListsTest, ManyLanguagesOfOnePublisherAreAllFound) {
  std::vector<Piece> pieces;
  for (int i = 0; i < 1'010; ++i) {
    pieces.push_back({.url = std::to_string(i),
                      .title = "T" + std::to_string(i),
                      .text = "T.",
                      .language = "x" + std::to_string(i),
                      .section = i % 2 == 0 ? "world" : "sports"});
  }
  AddMany(pieces);
  ArticleQuery query;
  query.publisher =
      Read<ArticleList>([](Reader& r) { return r.Articles({}); }).articles[0].publisher;
  query.section = "sports";
  query.limit = 1'000;
  EXPECT_EQ(ListTitles(query).size(), 505U);
}

TEST_F(ListsTest, SearchInThreeLanguages) {
  const model::ArticleId storm = Add({.url = "1",
                                      .title = "Storms damage the harbour",
                                      .text = "Ships were lost at sea.",
                                      .tags = {"Storm"},
                                      .publisher = "times.org",
                                      .hours_ago = 30});
  Add({.url = "2",
       .title = "Calm weather",
       .text = "After the storms, the harbour of the town rests.",
       .publisher = "post.org",
       .hours_ago = 5});
  Add({.url = "3",
       .title = "日銀が金利を引き上げ",
       .text = "日本銀行は政策金利を引き上げた。雨。",
       .language = "ja",
       .section = "business",
       .publisher = "nhk.jp",
       .hours_ago = 4});
  Add({.url = "4",
       .title = "البنك المركزي يرفع الفائدة",
       .text = "رفع البنك المركزي أسعار الفائدة.",
       .language = "ar",
       .publisher = "alarab.net",
       .hours_ago = 3});
  Add({.url = "5",
       .title = "Storms damage the harbour",
       .text = "Ships were lost at sea.",
       .publisher = "copy.org",
       .hours_ago = 29,
       .story = 1,
       .lineage = model::LineageKind::kCopy,
       .of = storm.value});
  Add({.url = "6",
       .title = "Storm wall",
       .text = "Subscribe to read of the storm.",
       .reason = model::Reason::kPaywallStub});
  struct Case {
    std::string typed;
    std::vector<std::string> titles;
  };
  const std::string first = "Storms damage the harbour";
  const std::string ja = "日銀が金利を引き上げ";
  const std::string ar = "البنك المركزي يرفع الفائدة";
  const Case cases[] = {
      {"storm", {first, "Calm weather"}},  // a word of the title weighs more than being newer
      {"HARBOUR storms", {first, "Calm weather"}},
      {"\"damage the harbour\"", {first}},
      {"\"harbour the damage\"", {}},
      {"harbour -ships", {"Calm weather"}},
      {"-ships language:en", {"Calm weather"}},
      {"金利", {ja}},
      {"雨", {ja}},
      {"日", {ja}},
      {"政策金利", {ja}},
      {"銀利", {}},
      {"الفائدة", {ar}},
      {"المركزى", {ar}},  // yeh as it is written in Egypt
      {"language:ja", {ja}},
      {"section:business", {ja}},
      {"#storm", {first}},
      {"#nothing", {}},
      {"publisher:times storm", {first}},
      {"publisher:copy storm", {first}},  // asked for by name, the copy is shown
      {"publisher:nobody storm", {}},
      {"storm after:2026-11-22", {"Calm weather"}},
      {"storm before:2026-11-22", {first}},
      {"subscribe", {}},
      {"\" OR NEAR( facts : * ^", {}},
      {"title:storm", {first, "Calm weather"}},  // no such filter: said, and left out
      {"", {}},
  };
  for (const Case& one : cases) {
    const SearchResult result = Search(one.typed);
    std::vector<std::string> titles;
    for (const SearchHit& hit : result.hits) titles.push_back(hit.article.title);
    if (one.typed == "title:storm") {
      EXPECT_FALSE(result.problems.empty());
      continue;
    }
    EXPECT_EQ(titles, one.titles) << one.typed;
    EXPECT_EQ(result.total, static_cast<int64_t>(one.titles.size())) << one.typed;
  }
  const SearchResult result = Search("storm");
  EXPECT_THAT(result.publishers,
              ElementsAre(testing::Pair("post.org", 1), testing::Pair("times.org", 1)));
  EXPECT_THAT(result.languages, ElementsAre(testing::Pair("en", 2)));
  const SearchHit& hit = result.hits[1];
  ASSERT_EQ(hit.marks.size(), 1U);
  EXPECT_EQ(hit.snippet.substr(hit.marks[0].first, hit.marks[0].second - hit.marks[0].first),
            "storms");
}

// ---- plans: no query of a page walks over a table that grows

// Notes every statement that goes through it.
class Listening final : public Connection {
 public:
  Listening(Connection& inner, std::set<std::string>& heard) : inner_(inner), heard_(heard) {}
  base::Result<std::unique_ptr<Statement>> Query(std::string_view sql,
                                                 std::span<const Value> values) override {
    heard_.emplace(sql);
    asked_ += 1;
    return inner_.Query(sql, values);
  }
  base::Result<int64_t> Run(std::string_view sql, std::span<const Value> values) override {
    heard_.emplace(sql);
    return inner_.Run(sql, values);
  }
  base::Status Script(const std::string& sql) override { return inner_.Script(sql); }
  base::Status BeginWrite() override { return inner_.BeginWrite(); }
  base::Status BeginRead() override { return inner_.BeginRead(); }
  base::Status Commit() override { return inner_.Commit(); }
  void Rollback() override { inner_.Rollback(); }
  base::Result<int64_t> SchemaVersion() override { return inner_.SchemaVersion(); }
  base::Status SetSchemaVersion(int64_t version) override {
    return inner_.SetSchemaVersion(version);
  }
  base::Status Shrink() override { return inner_.Shrink(); }
  const Dialect& dialect() const override { return inner_.dialect(); }
  int asked() const { return asked_; }

 private:
  Connection& inner_;
  std::set<std::string>& heard_;
  int asked_ = 0;
};

// The lines of SQLite's plan.
std::vector<std::string> PlanOf(Connection& connection, const std::string& sql) {
  std::vector<std::string> lines;
  std::vector<Value> values;
  for (int number = 1; sql.contains("$" + std::to_string(number)); ++number) {
    values.emplace_back(number);
  }
  auto rows = connection.Query("EXPLAIN QUERY PLAN " + sql, std::span<const Value>(values));
  EXPECT_OK(rows);
  while (rows && (*rows)->Next().value_or(false)) lines.push_back((*rows)->String(3));
  return lines;
}

bool IsAllowed(const std::string& line, const std::string& sql) {
  if (line.starts_with("USE TEMP B-TREE")) {
    // What belongs to one story, one article or one address may be sorted.
    return sql.contains("a.story = $1") || sql.contains("s.story = $1");
  }
  if (!line.starts_with("SCAN")) return true;
  // Of these there are as many as the owner has sources; the index of full text scans as it can.
  for (const std::string_view bounded :
       {"SCAN sources", "SCAN publishers", "SCAN counters", "SCAN search_index"}) {
    if (line.starts_with(bounded)) return true;
  }
  // The head of an index, up to the limit.
  return line.contains("USING") && line.contains("INDEX") && sql.contains("LIMIT");
}

// Whoever takes over as a language's editor has a few seconds for all articles of two weeks.
TEST_F(ListsTest, AnEditorsMemoryIsAskedForInFewQuestions) {
  constexpr int kArticles = 300;
  std::vector<Piece> pieces;
  for (int i = 0; i < kArticles; ++i) {
    pieces.push_back({.url = std::to_string(i), .title = "T", .text = "T."});
  }
  AddMany(pieces);
  auto main = OnPostgres() ? OpenPostgres({.conninfo = options_.database})
                           : OpenSqlite(options_.folder / "octavo.db", {.access = Access::kRead});
  ASSERT_OK(main);
  std::set<std::string> heard;
  Listening listening(**main, heard);
  SnapshotReader reader(listening, listening, kNoon);
  int visited = 0;
  EXPECT_OK(reader.ForEachPlacedIn(
      "en", {0}, [&](const model::ClusterInput&, const model::Placement&) { visited += 1; }));
  EXPECT_EQ(visited, kArticles);
  EXPECT_LE(listening.asked(), 8);
}

TEST_F(ListsTest, NoQueryWalksOverAGrowingTable) {
  if (OnPostgres()) GTEST_SKIP() << "these are the plans of SQLite";
  const model::ArticleId id =
      Add({.url = "1", .title = "One", .text = "Text here.", .tags = {"T"}});
  Poll("example.org", {EntryOf("https://example.org/2", "waits")});
  auto main = OpenSqlite(options_.folder / "octavo.db", {.access = Access::kRead});
  auto pages = OpenSqlite(options_.folder / "pages.db", {.access = Access::kRead});
  ASSERT_OK(main);
  ASSERT_OK(pages);
  std::set<std::string> heard;
  std::set<std::string> heard_of_pages;
  Listening listening(**main, heard);
  Listening pages_listening(**pages, heard_of_pages);
  SnapshotReader reader(listening, pages_listening, kNoon);
  for (int filters = 0; filters < 32; ++filters) {
    ArticleQuery query;
    if (filters & 1) query.publisher = model::PublisherId{1};
    if (filters & 2) query.tag = model::TagId{1};
    if (filters & 4) query.language = "en";
    if (filters & 8) query.section = "world";
    if (filters & 16) query.verdict = model::Verdict::kQuarantine;
    EXPECT_OK(reader.Articles(query));
  }
  for (const std::string language : {"", "en"}) {
    StoryQuery query;
    query.language = language;
    query.now = kNoon;
    EXPECT_OK(reader.Stories(query));
    EditionQuery edition = EditionOf(language);
    EXPECT_OK(reader.Edition(edition));
    edition.day = base::Day{base::DayOf(kNoon).number - 1};
    EXPECT_OK(reader.Edition(edition));
  }
  EXPECT_OK(reader.StoryById({1}));
  EXPECT_OK(reader.ArticleById(id));
  EXPECT_OK(reader.PageOf(id));
  EXPECT_OK(reader.TagByName("t"));
  EXPECT_OK(reader.Tags(10));
  EXPECT_OK(reader.Publishers());
  EXPECT_OK(reader.PublisherById({1}));
  EXPECT_OK(reader.Count());
  EXPECT_OK(reader.LookAtHealth());
  EXPECT_OK(reader.EntriesOfWeek());
  EXPECT_OK(reader.NextDue());
  EXPECT_OK(reader.DueSources(kNoon, 10));
  EXPECT_OK(reader.InputForCluster(id));
  SearchQuery search;
  search.text = "text publisher:example #t";
  EXPECT_OK(reader.Search(search));
  EXPECT_GT(heard.size(), 40U);
  for (const std::string& sql : heard) {
    for (const std::string& line : PlanOf(**main, sql)) {
      EXPECT_TRUE(IsAllowed(line, sql)) << line << "\n" << sql;
    }
  }
  for (const std::string& sql : heard_of_pages) {
    for (const std::string& line : PlanOf(**pages, sql)) {
      EXPECT_TRUE(IsAllowed(line, sql)) << line << "\n" << sql;
    }
  }
}

}  // namespace
}  // namespace store
