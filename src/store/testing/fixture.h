#pragma once
// What the tests of the store are made of: a store in a folder of its own, and short ways to fill
// it.
//
// Every test runs on SQLite, and on PostgreSQL when the environment variable OCTAVO_TEST_POSTGRES
// names one (libpq's "host=… dbname=…" or a URL): each makes a schema of its own there and drops
// it. tests/postgres/server.py starts such a server; ctest runs the tests both ways.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace store {

// 2026-11-22T12:00:00Z.
inline constexpr base::Instant kNoon{1'795'348'800LL * base::kMicrosPerSecond};

#define ASSERT_OK(expression)                                          \
  do {                                                                 \
    const auto& ok_result = (expression);                              \
    ASSERT_TRUE(ok_result.has_value()) << ok_result.error().message(); \
  } while (false)
#define EXPECT_OK(expression)                                          \
  do {                                                                 \
    const auto& ok_result = (expression);                              \
    EXPECT_TRUE(ok_result.has_value()) << ok_result.error().message(); \
  } while (false)

// What tests say of an article; the rest is made up from it.
struct Piece {
  std::string url = {};
  std::string title = {};
  std::string text = {};
  std::string language = "en";
  std::string section = "world";
  std::vector<std::string> tags = {};
  std::string publisher = "example.org";
  int64_t hours_ago = 1;
  int64_t story = 0;  // 0: one of its own
  model::LineageKind lineage = model::LineageKind::kOriginal;
  int64_t of = 0;
  model::Genre genre = model::Genre::kReport;
  model::Reason reason = model::Reason::kNone;
};

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "octavo-store-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    options_.folder = pattern;
    options_.clock = &clock_;
    MakeDatabase();
    Reopen();
  }
  void TearDown() override {
    store_.reset();
    DropDatabase();
    std::filesystem::remove_all(options_.folder);
  }
  bool OnPostgres() const { return !options_.database.empty(); }

  void Reopen() {
    store_.reset();
    auto store = Store::Open(options_);
    ASSERT_OK(store);
    store_ = std::move(*store);
  }

  base::Status Write(const std::function<base::Status(Transaction&)>& work) {
    return store_->Write(work);
  }
  template <typename T>
  T Read(const std::function<base::Result<T>(Reader&)>& ask) {
    T out{};
    const auto done = store_->Read([&](Reader& reader) -> base::Status {
      TRY_ASSIGN(out, ask(reader));
      return {};
    });
    EXPECT_OK(done);
    return out;
  }
  Counters Count() {
    return Read<Counters>([](Reader& reader) { return reader.Count(); });
  }

  // A source of this host with these entries polled; gives the source as it is then.
  model::Source Poll(const std::string& host, const std::vector<model::Entry>& entries,
                     PollOutcome* outcome = nullptr);
  static model::Entry EntryOf(const std::string& url, const std::string& title);
  // All of one stage that is due.
  std::vector<Job> Lease(Stage stage, size_t limit = 1'000);
  // The whole way of one piece. Gives its article's id.
  model::ArticleId Add(const Piece& piece);
  // The way of many, all of them at one stage before any is at the next: each stage is one Write.
  // Of these a piece's story, lineage and `of` do not count: each has a story of its own.
  void AddMany(const std::vector<Piece>& pieces);
  static model::Reading ReadingOf(const Piece& piece);
  static model::Enrichment EnrichmentOf(const Piece& piece);
  static model::Page PageOf(const std::string& url, const std::string& bytes);
  EditionQuery EditionOf(const std::string& language) const;
  SearchResult Search(const std::string& text, const std::string& language = "en");
  std::vector<std::string> ListTitles(const ArticleQuery& query);

  // On PostgreSQL: the schema, and options_.database that leads into it.
  void MakeDatabase();
  void DropDatabase();

  base::ManualClock clock_{kNoon};
  Options options_;
  std::string schema_;
  std::unique_ptr<Store> store_;
};

}  // namespace store
