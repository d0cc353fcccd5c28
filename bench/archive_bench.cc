// What a large archive costs: lists of every kind at any depth, counters, search, marking as read,
// and lists while a backup is made. Prints one JSON object; times are milliseconds.
//
//   bench/archive_bench [ARTICLES] [FOLDER]
//
// FOLDER keeps the archive (some 7 KB for each article): one that is there is measured as it is.
// Without it a temporary one is made and deleted.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <thread>
#include <vector>

#include "archive.h"
#include "base/json.h"
#include "store/backup.h"
#include "store/digest.h"
#include "store/driver.h"
#include "store/store.h"

namespace {

using Clock = std::chrono::steady_clock;
using store::Reader;

constexpr int kTimes = 300;

void Check(const base::Status& status) {
  if (status) return;
  fmt::print(stderr, "archive_bench: {}\n", status.error().message());
  std::exit(1);
}

double Milliseconds(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Of this thread: what it costs on a machine that has nothing else to do.
double CpuMilliseconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Bench {
 public:
  Bench(store::Store& store, const bench::ArchiveSize& size) : store_(store), size_(size) {}

  using Ask = std::function<base::Status(Reader&, int64_t number)>;
  // What many answers took, milliseconds.
  struct Sample {
    std::vector<double> walls;
    std::vector<double> cpus;
  };

  // One question. `number`: of an article, by chance.
  void Time(const Ask& ask, Sample& sample) {
    const auto number = static_cast<int64_t>(random_() % static_cast<uint64_t>(size_.articles)) + 1;
    const auto start = Clock::now();
    const double cpu = CpuMilliseconds();
    Check(store_.Read([&](Reader& reader) { return ask(reader, number); }));
    sample.cpus.push_back(CpuMilliseconds() - cpu);
    sample.walls.push_back(Milliseconds(start));
  }

  static base::Json FigureOf(Sample sample) {
    std::ranges::sort(sample.walls);
    std::ranges::sort(sample.cpus);
    const size_t p99 = sample.walls.size() * 99 / 100;
    base::Json figure = base::Json::Object();
    figure.Set("times", static_cast<int64_t>(sample.walls.size()));
    figure.Set("p50", sample.walls[sample.walls.size() / 2]);
    figure.Set("p99", sample.walls[p99]);
    figure.Set("most", sample.walls.back());
    figure.Set("cpu_p99", sample.cpus[p99]);
    return figure;
  }

  void Measure(const std::string& name, const Ask& ask, int times = kTimes) {
    Sample sample;
    for (int i = 0; i < times; ++i) Time(ask, sample);
    out_.Set(name, FigureOf(std::move(sample)));
  }

  // The newest page of the list, and one in its middle.
  void MeasureList(const std::string& name,
                   const std::function<void(store::ArticleQuery&, int64_t)>& set) {
    for (const bool deep : {false, true}) {
      Measure("list " + name + (deep ? ", deep" : ""),
              [&](Reader& reader, int64_t number) -> base::Status {
                store::ArticleQuery query;
                set(query, number);
                if (deep)
                  query.after = fmt::format("{}.{}", bench::TimeOf(size_, number).micros, number);
                TRY(reader.Articles(query));
                return {};
              });
    }
  }

  void MeasureLists() {
    MeasureList("all", [](store::ArticleQuery&, int64_t) {});
    MeasureList("language", [](auto& query, int64_t number) {
      query.language = number % 2 == 0 ? "ja" : "en";
    });
    MeasureList("section", [](auto& query, int64_t) { query.section = "sports"; });
    MeasureList("language and section", [](auto& query, int64_t) {
      query.language = "ar";
      query.section = "science";
    });
    MeasureList("publisher",
                [](auto& query, int64_t number) { query.publisher = {number % 50 + 1}; });
    MeasureList("tag", [](auto& query, int64_t number) { query.tag = {number % 50 + 1}; });
    MeasureList("publisher and language", [](auto& query, int64_t number) {
      query.publisher = {number % 50 + 1};
      query.language = "ar";
    });
    MeasureList("tag and section", [](auto& query, int64_t number) {
      query.tag = {number % 50 + 1};
      query.section = "science";
    });
    MeasureList("tag and publisher", [](auto& query, int64_t number) {
      query.tag = {number % 50 + 1};
      query.publisher = {number % 500 + 1};
    });
    MeasureList("quarantine",
                [](auto& query, int64_t) { query.verdict = model::Verdict::kQuarantine; });
  }

  void MeasurePages() {
    const auto story = [](int64_t number) { return model::StoryId{(number - 1) / 3 + 1}; };
    Measure("counters", [](Reader& reader, int64_t) -> base::Status {
      TRY(reader.Count());
      return {};
    });
    Measure("edition", [](Reader& reader, int64_t) -> base::Status {
      store::EditionQuery query;
      query.language = "en";
      query.now = bench::kArchiveEnd;
      TRY(reader.Edition(query));
      return {};
    });
    Measure("edition of a day", [&](Reader& reader, int64_t number) -> base::Status {
      store::EditionQuery query;
      query.language = "en";
      query.now = bench::kArchiveEnd;
      query.day = base::DayOf(bench::TimeOf(size_, number));
      TRY(reader.Edition(query));
      return {};
    });
    Measure("article", [](Reader& reader, int64_t number) -> base::Status {
      TRY(reader.ArticleById({number}));
      return {};
    });
    Measure("story", [&](Reader& reader, int64_t number) -> base::Status {
      TRY(reader.StoryById(story(number)));
      return {};
    });
    Measure(
        "stories, deep",
        [&](Reader& reader, int64_t number) -> base::Status {
          store::StoryQuery query;
          query.now = bench::kArchiveEnd;
          query.offset = static_cast<size_t>(number) % 10'000;  // the deepest that the API goes
          TRY(reader.Stories(query));
          return {};
        },
        100);
    Measure(
        "publishers",
        [](Reader& reader, int64_t) -> base::Status {
          TRY(reader.Publishers());
          return {};
        },
        20);
    Measure("tag page", [](Reader& reader, int64_t number) -> base::Status {
      TRY(reader.TagByName(fmt::format("tag{}", number % 100 + 1)));
      return {};
    });
  }

  void MeasureSearch(const std::string& name, const std::function<std::string(int64_t)>& text) {
    Measure(
        "search " + name,
        [&](Reader& reader, int64_t number) -> base::Status {
          store::SearchQuery query;
          query.text = text(number);
          query.language = "ja";  // without stems: the archive has none
          TRY(reader.Search(query));
          return {};
        },
        60);
  }

  void MeasureSearches() {
    using bench::WordOf;
    const int64_t words = size_.words;
    MeasureSearch("the commonest word", [](int64_t) { return WordOf(0); });
    MeasureSearch("common words",
                  [](int64_t number) { return WordOf(number % 5) + ' ' + WordOf(5 + number % 9); });
    MeasureSearch("a common and a rare word", [&](int64_t number) {
      return WordOf(number % 5) + ' ' + WordOf(number % words);
    });
    MeasureSearch("two words", [](int64_t number) {
      return WordOf(100 + number % 900) + ' ' + WordOf(1'000 + number % 7'919 % 9'000);
    });
    MeasureSearch("a rare word",
                  [&](int64_t number) { return WordOf(words / 2 + number % (words / 2)); });
    MeasureSearch("a common phrase", [](int64_t number) {
      return '"' + WordOf(number % 3) + ' ' + WordOf(number % 7) + '"';
    });
    MeasureSearch("a common word of a publisher", [](int64_t number) {
      return fmt::format("{} publisher:publisher{}.example", WordOf(0), number % 9'000 + 1'000);
    });
    MeasureSearch("a common word before a day", [&](int64_t number) {
      return WordOf(1) + " before:" + base::FormatDay(base::DayOf(bench::TimeOf(size_, number)));
    });
    MeasureSearch("a common word after a day", [&](int64_t number) {
      return WordOf(1) + " after:" + base::FormatDay(base::DayOf(bench::TimeOf(size_, number)));
    });
  }

  // A page of a list, asked a hundred times a second from the first byte copied to the last one
  // read back: all answers are one sample, the slowest is told.
  void MeasureBackup(const std::filesystem::path& folder) {
    Sample sample;
    const std::filesystem::path copy(folder.string() + "-copy.db");
    const auto start = Clock::now();
    AskWhile(
        [&] {
          const store::BackupOptions options{
              .folder = folder, .target = copy, .existing = store::Existing::kReplace};
          const auto made = store::MakeBackup(options);
          Check(made ? base::Status() : std::unexpected(made.error()));
        },
        sample);
    out_.Set("backup_seconds", Milliseconds(start) / 1e3);
    out_.Set("list language, during a backup", FigureOf(std::move(sample)));
    std::filesystem::remove(copy);
  }

  // `mark` marks 100,000 articles, and commits.
  void MeasureMarks(const std::function<base::Json()>& mark) {
    Sample sample;
    base::Json figure;
    AskWhile([&] { figure = mark(); }, sample);
    out_.Set("mark as read", std::move(figure));
    out_.Set("list language, during a mark", FigureOf(std::move(sample)));
  }

  base::Json& out() { return out_; }

 private:
  void AskWhile(const std::function<void()>& work, Sample& sample) {
    std::atomic<bool> done = false;
    std::jthread worker([&] {
      work();
      done = true;
    });
    do {
      Time(
          [&](Reader& reader, int64_t number) -> base::Status {
            store::ArticleQuery query;
            query.language = "en";
            query.after = fmt::format("{}.{}", bench::TimeOf(size_, number).micros, number);
            TRY(reader.Articles(query));
            return {};
          },
          sample);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    } while (!done);
  }

  store::Store& store_;
  const bench::ArchiveSize size_;
  std::mt19937_64 random_{11};
  base::Json out_ = base::Json::Object();
};

// The design of docs/decisions on marks of readers, tried on the archive's own tables: one bit for
// each article in rows of 4,096, and counters by publisher of what is unread. All articles of the
// largest publishers, up to 100,000, are marked in one transaction; its commit is timed too.
base::Result<base::Json> MarkAsRead(store::Connection& connection) {
  constexpr int64_t kMarked = 100'000;
  constexpr int64_t kChunk = 4'096;
  TRY(
      connection.Script("DROP TABLE IF EXISTS marks; DROP TABLE IF EXISTS unread; CREATE TABLE "
                        "marks (reader INTEGER, chunk INTEGER, bits BLOB, PRIMARY KEY "
                        "(reader, chunk)) WITHOUT ROWID;"
                        "CREATE TABLE unread (reader INTEGER, publisher INTEGER, value INTEGER, "
                        "PRIMARY KEY (reader, publisher)) WITHOUT ROWID;"));
  const auto start = Clock::now();
  const double cpu = CpuMilliseconds();
  TRY(connection.BeginWrite());
  std::vector<std::pair<int64_t, int64_t>> articles;  // publisher, id
  for (int64_t publisher = 1; static_cast<int64_t>(articles.size()) < kMarked && publisher < 10'000;
       ++publisher) {
    TRY(store::ForEachRow(connection,
                          "SELECT id FROM articles WHERE publisher = $1 AND shelf = 'paper' "
                          "ORDER BY at DESC, id DESC LIMIT $2",
                          {publisher, kMarked - static_cast<int64_t>(articles.size())},
                          [&](store::Statement& row) -> base::Status {
                            articles.emplace_back(publisher, row.Integer(0));
                            return {};
                          }));
  }
  std::ranges::sort(articles, {}, &std::pair<int64_t, int64_t>::second);
  std::vector<int64_t> changed(10'001, 0);
  for (size_t i = 0; i < articles.size();) {
    const int64_t chunk = articles[i].second / kChunk;
    std::string bits;
    {
      TRY_ASSIGN(auto rows, connection.Query(
                                "SELECT bits FROM marks WHERE reader = 1 AND chunk = $1", {chunk}));
      TRY_ASSIGN(const bool more, rows->Next());
      bits = more ? rows->String(0) : std::string(kChunk / 8, '\0');
    }
    for (; i < articles.size() && articles[i].second / kChunk == chunk; ++i) {
      const auto bit = static_cast<size_t>(articles[i].second % kChunk);
      const auto mask = static_cast<unsigned char>(1U << (bit % 8));
      auto byte = static_cast<unsigned char>(bits[bit / 8]);
      if ((byte & mask) == 0) changed[static_cast<size_t>(articles[i].first)] += 1;
      bits[bit / 8] = static_cast<char>(byte | mask);
    }
    TRY(
        connection.Run("INSERT INTO marks VALUES (1, $1, $2) ON CONFLICT (reader, chunk) DO UPDATE "
                       "SET bits = excluded.bits",
                       {chunk, store::Blob{bits}}));
  }
  for (size_t publisher = 0; publisher < changed.size(); ++publisher) {
    if (changed[publisher] == 0) continue;
    TRY(
        connection.Run("INSERT INTO unread VALUES (1, $1, -$2) ON CONFLICT (reader, publisher) DO "
                       "UPDATE SET value = value - $2",
                       {publisher, changed[publisher]}));
  }
  TRY(connection.Commit());
  base::Json figure = base::Json::Object();
  figure.Set("articles", static_cast<int64_t>(articles.size()));
  figure.Set("wall", Milliseconds(start));
  figure.Set("cpu", CpuMilliseconds() - cpu);
  TRY(connection.Script("DROP TABLE marks; DROP TABLE unread;"));
  return figure;
}

}  // namespace

int main(int argc, char** argv) {
  bench::ArchiveSize size;
  size.articles = argc > 1 ? std::atoll(argv[1]) : 20'000;
  const bool keep = argc > 2;
  const std::filesystem::path folder =
      keep ? std::filesystem::path(argv[2])
           : std::filesystem::temp_directory_path() / fmt::format("archive-bench-{}", getpid());
  double made_seconds = 0;
  if (!std::filesystem::exists(folder / "octavo.db")) {
    const auto start = Clock::now();
    Check(bench::MakeArchive(folder, size));
    made_seconds = Milliseconds(start) / 1e3;
  }
  if (size.articles <= 50'000) {
    const auto faults = store::FindFaults(folder);
    if (!faults || !faults->empty()) {
      fmt::print(stderr, "archive_bench: the archive is not as the store makes it: {}\n",
                 faults ? faults->front() : faults.error().message());
      return 1;
    }
  }
  store::Options options;
  options.folder = folder;
  auto opened = store::Store::Open(options);
  if (!opened) {
    fmt::print(stderr, "archive_bench: {}\n", opened.error().message());
    return 1;
  }
  Bench bench(**opened, size);
  bench.out().Set("articles", size.articles);
  bench.out().Set("bytes_per_article",
                  static_cast<double>(std::filesystem::file_size(folder / "octavo.db")) /
                      static_cast<double>(size.articles));
  bench.out().Set("made_seconds", made_seconds);
  bench.MeasureLists();
  bench.MeasurePages();
  bench.MeasureSearches();
  {
    auto connection = store::OpenSqlite(folder / "octavo.db", {});
    if (!connection) Check(std::unexpected(connection.error()));
    bench.MeasureMarks([&] {
      auto figure = MarkAsRead(**connection);
      if (!figure) Check(std::unexpected(figure.error()));
      return *std::move(figure);
    });
  }
  bench.MeasureBackup(folder);
  opened->reset();
  if (!keep) std::filesystem::remove_all(folder);
  fmt::print("{}\n", base::WriteJson(bench.out()));
  return 0;
}
