#include "archive.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <vector>

#include "store/codec.h"
#include "store/compress.h"
#include "store/driver.h"
#include "store/search_index.h"
#include "store/store.h"
#include "store/tally.h"

namespace bench {
namespace {

using store::Blob;
using store::Connection;

constexpr int64_t kPerStory = 3;
constexpr int64_t kPerTransaction = 20'000;
constexpr int kTagsEach = 3;
constexpr int kBodyWords = 180;  // a feed's entry or a short report
constexpr size_t kTexts = 128;   // kept texts are taken in turn from so many, to save time
constexpr std::array<std::string_view, 6> kLanguages = {"en", "de", "fr", "es", "ja", "ar"};
constexpr std::array<std::string_view, 7> kSections = {"world",  "politics", "business", "science",
                                                       "sports", "culture",  "society"};

// A repeatable source of chance.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 2654435761U + 1) {}
  uint64_t Next() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return state_ >> 33;
  }
  double Part() { return static_cast<double>(Next() % 1'000'000) / 1'000'000; }
  // A rank from 0, by Zipf's law as news texts have it: log-uniform.
  int64_t Rank(int64_t most) {
    return static_cast<int64_t>(std::exp(Part() * std::log(static_cast<double>(most)))) - 1;
  }

 private:
  uint64_t state_;
};

struct Text {
  std::string text;
  std::string reading;
};

// What is derived from an article's number alone.
struct Piece {
  int64_t number = 0;
  int64_t story = 0;
  int64_t publisher = 0;
  std::string_view language;
  std::string_view section;
  base::Instant at;
};

class Maker {
 public:
  Maker(Connection& connection, const ArchiveSize& size) : connection_(connection), size_(size) {}

  base::Status Make() {
    TRY(MakeSources());
    TRY(MakeTags());
    MakeTexts();
    for (int64_t first = 1; first <= size_.articles; first += kPerTransaction) {
      TRY(connection_.BeginWrite());
      const int64_t last = std::min(size_.articles, first + kPerTransaction - 1);
      for (int64_t number = first; number <= last; ++number) TRY(MakeArticle(number));
      TRY(connection_.Commit());
    }
    TRY(connection_.BeginWrite());
    TRY(MakeStories());
    TRY(MakeCounters());
    return connection_.Commit();
  }

 private:
  base::Status MakeSources() {
    TRY(connection_.BeginWrite());
    for (int64_t id = 1; id <= size_.sources; ++id) {
      const std::string host = fmt::format("publisher{}.example", id);
      TRY(
          connection_.Run("INSERT INTO publishers (id, host, name, country, language, licensed) "
                          "VALUES ($1, $2, $3, '', '', 0)",
                          {id, host, fmt::format("Publisher {}", id)}));
      TRY(connection_.Run(
          "INSERT INTO sources (id, publisher, url, kind, title, sections, language, country, "
          "sample, paused, etag, last_modified, next_poll, failures, last_error) "
          "VALUES ($1, $1, $2, 'feed', $3, '[]', '', '', 0, 0, '', '', $4, 0, '')",
          {id, fmt::format("https://{}/feed", host), host, kArchiveEnd}));
    }
    return connection_.Commit();
  }

  base::Status MakeTags() {
    TRY(connection_.BeginWrite());
    for (int64_t id = 1; id <= size_.tags; ++id) {
      TRY(connection_.Run(
          "INSERT INTO tags (id, name, folded, article_count, heat) VALUES ($1, $2, $3, 0, $4)",
          {id, fmt::format("Tag{}", id), fmt::format("tag{}", id), static_cast<double>(id)}));
    }
    return connection_.Commit();
  }

  void MakeTexts() {
    Dice dice(7);
    for (size_t i = 0; i < kTexts; ++i) {
      std::string text;
      for (int word = 0; word < kBodyWords; ++word) text += WordOf(dice.Rank(size_.words)) + ' ';
      model::Reading reading;
      reading.blocks = {{model::BlockKind::kParagraph, text, 0, "", ""}};
      reading.html = "<p>" + text + "</p>";
      reading.verdict = model::Verdict::kArticle;
      texts_.push_back({store::Compress(text), store::Compress(store::EncodeReading(reading))});
    }
    details_ = store::Compress(R"({"title":"A headline as its feed gave it"})");
    enrichment_ = store::Compress(R"({"language":"en","section":"world","tags":[]})");
  }

  Piece PieceOf(int64_t number) const {
    Dice dice(static_cast<uint64_t>(number));
    Piece piece;
    piece.number = number;
    piece.story = (number - 1) / kPerStory + 1;
    // Some publishers print a thousand times as much as others; a story's are not the same.
    Dice of_story(static_cast<uint64_t>(piece.story));
    piece.publisher = (dice.Rank(size_.sources) + number % kPerStory * 3) % size_.sources + 1;
    piece.language = kLanguages[static_cast<size_t>(std::min<int64_t>(of_story.Rank(60) / 10, 5))];
    piece.section = kSections[of_story.Next() % kSections.size()];
    piece.at = TimeOf(size_, number);
    return piece;
  }

  base::Status MakeArticle(int64_t number) {
    const Piece piece = PieceOf(number);
    const std::string url =
        fmt::format("https://publisher{}.example/news/{}", piece.publisher, number);
    TRY(connection_.Run("INSERT INTO addresses (id, url, entry, article) VALUES ($1, $2, $1, $1)",
                        {number, url}));
    TRY(
        connection_.Run("INSERT INTO entries (id, source, key, address, digest, details) "
                        "VALUES ($1, $2, $3, $1, $1, $4)",
                        {number, piece.publisher, url, Blob{details_}}));
    Dice dice(static_cast<uint64_t>(number) * 31);
    std::string title;
    for (int i = 0; i < 8; ++i) title += (i > 0 ? " " : "") + WordOf(dice.Rank(size_.words));
    TRY(connection_.Run(
        "INSERT INTO articles (id, url, publisher, story, title, summary, language, section, "
        "genre, "
        "published, found, at, image, lineage, copy_of, verdict, reason, reason_detail, sample, "
        "shelf, standing) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'report', $9, $9, $9, '', "
        "'original', NULL, 'article', '', '', 0, 'paper', 0)",
        {number, url, piece.publisher, piece.story, title,
         title + " and a second sentence that says a little more of what has happened.",
         piece.language, piece.section, piece.at}));
    const Text& text = texts_[static_cast<size_t>(number) % kTexts];
    TRY(connection_.Run("INSERT INTO readings (article, text, reading) VALUES ($1, $2, $3)",
                        {number, Blob{text.text}, Blob{text.reading}}));
    TRY(connection_.Run("INSERT INTO enrichments (article, enrichment) VALUES ($1, $2)",
                        {number, Blob{enrichment_}}));
    return MakeSearch(piece, title, dice);
  }

  base::Status MakeSearch(const Piece& piece, const std::string& title, Dice& dice) {
    std::string facts = fmt::format("{} publisher{} language{} section{}", store::kEveryArticle,
                                    piece.publisher, piece.language, piece.section);
    for (int i = 0; i < kTagsEach; ++i) {
      const int64_t tag = dice.Rank(size_.tags) + 1;
      TRY_ASSIGN(const int64_t made,
                 connection_.Run("INSERT INTO article_tags (tag, at, article, publisher, language, "
                                 "section) VALUES ($1, $2, $3, $4, $5, $6) "
                                 "ON CONFLICT (tag, at, article) DO NOTHING",
                                 {tag, piece.at, piece.number, piece.publisher, piece.language,
                                  piece.section}));
      if (made > 0) facts += fmt::format(" tag{}", tag);
    }
    std::string body;
    for (int i = 0; i < kBodyWords; ++i) body += WordOf(dice.Rank(size_.words)) + ' ';
    TRY(connection_.Run(connection_.dialect().search_insert, {piece.number, title, body, facts}));
    TRY(
        connection_.Run("INSERT INTO search_rows (article, at, publisher, language, copy, facts) "
                        "VALUES ($1, $2, $3, $4, 0, $5)",
                        {piece.number, piece.at, piece.publisher, piece.language, facts}));
    return {};
  }

  base::Status MakeStories() {
    TRY(
        connection_.Run("INSERT INTO story_publishers (story, publisher, articles, reports) "
                        "SELECT story, publisher, count(*), count(*) FROM articles "
                        "GROUP BY story, publisher"));
    TRY(connection_.Run(
        "INSERT INTO stories (id, title, language, section, lead, first_published, "
        "last_published, article_count, publisher_count, report_count, coverage, heat) "
        "SELECT a.story, (SELECT l.title FROM articles l WHERE l.id = (a.story - 1) * 3 + 1), "
        "min(a.language), "
        "min(a.section), min(a.id), min(a.at), max(a.at), count(*), count(DISTINCT a.publisher), "
        "count(*), count(DISTINCT a.publisher), max(a.at) * 1.0 / $1 FROM articles a "
        "GROUP BY a.story",
        {store::kStoryHalfLife}));
    TRY(
        connection_.Run("INSERT INTO story_days (day, story, heat) SELECT DISTINCT a.at / $1, "
                        "a.story, s.heat FROM articles a JOIN stories s ON s.id = a.story",
                        {base::kMicrosPerDay}));
    return {};
  }

  base::Status MakeCounters() {
    for (const auto& [name, table] :
         std::initializer_list<std::pair<const char*, const char*>>{{"articles", "articles"},
                                                                    {"sources", "sources"},
                                                                    {"publishers", "publishers"},
                                                                    {"entries", "entries"},
                                                                    {"stories", "stories"}}) {
      TRY(connection_.Run(fmt::format("INSERT INTO counters SELECT $1, count(*) FROM {}", table),
                          {name}));
    }
    TRY(
        connection_.Run("UPDATE publishers SET article_count = (SELECT count(*) FROM articles a "
                        "WHERE a.publisher = publishers.id AND a.shelf = 'paper')"));
    TRY(
        connection_.Run("UPDATE tags SET article_count = (SELECT count(*) FROM article_tags x "
                        "WHERE x.tag = tags.id)"));
    TRY(
        connection_.Run("INSERT INTO counters SELECT 'tags', count(*) FROM tags "
                        "WHERE article_count > 0"));
    TRY(connection_.Run(
        "INSERT INTO day_counts (of, id, day, value) SELECT 'publisher', publisher, "
        "at / $1, count(*) FROM articles GROUP BY publisher, at / $1",
        {base::kMicrosPerDay}));
    TRY(
        connection_.Run("INSERT INTO day_counts (of, id, day, value) SELECT 'tag', tag, at / $1, "
                        "count(*) FROM article_tags GROUP BY tag, at / $1",
                        {base::kMicrosPerDay}));
    return {};
  }

  Connection& connection_;
  const ArchiveSize size_;
  std::vector<Text> texts_;
  std::string details_;
  std::string enrichment_;
};

}  // namespace

base::Instant TimeOf(const ArchiveSize& size, int64_t number) {
  return {kArchiveEnd.micros - kArchiveMicros +
          static_cast<int64_t>(static_cast<double>(kArchiveMicros) * static_cast<double>(number) /
                               static_cast<double>(size.articles))};
}

std::string WordOf(int64_t rank) {
  return "w" + std::to_string(rank);
}

base::Status MakeArchive(const std::filesystem::path& folder, const ArchiveSize& size) {
  store::Options options;
  options.folder = folder;
  // The tables, and a page file.
  TRY(store::Store::Open(options));
  TRY_ASSIGN(const auto connection,
             store::OpenSqlite(folder / "octavo.db",
                               {.access = store::Access::kWrite, .cache_kilobytes = 600'000}));
  // It is made anew where it is lost.
  TRY(connection->Script("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 50000;"));
  auto made = Maker(*connection, size).Make();
  if (!made) connection->Rollback();
  return made;
}

}  // namespace bench
