// How many articles a second go through the whole queue into the store, and what a page's queries
// cost then. Each is a text of 3,000 characters with five tags, out of a page that is no longer;
// three are one story. Prints one JSON object.
//
//   bench/store_bench [ARTICLES] [BATCH] [DATABASE]
//
// DATABASE: a PostgreSQL whose current schema is empty; without it, a SQLite in a temporary folder.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "store/store.h"

namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The words of all texts, by number; of half of them the stem is another word, as in English.
std::string WordOf(uint64_t number) {
  std::string word = "w";
  for (uint64_t rest = number + 1; rest > 0; rest /= 50) {
    word += "aeiou"[rest % 5];
    word += "bdfgklmnpr"[rest / 5 % 10];
  }
  return word + (number % 2 == 0 ? "" : "ing");
}

// A text of some 3,000 characters out of a vocabulary that a thousand articles share.
std::string MakeText(int number) {
  std::string text;
  uint64_t state = static_cast<uint64_t>(number) * 2654435761U + 1;
  while (text.size() < 3'000) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    text += WordOf((state >> 33) % ((state >> 20) % 5'000 + 1));
    text += text.size() % 90 < 8 ? ". " : " ";
  }
  return text;
}

// Made before time is taken.
std::vector<std::string> texts;

const std::string& TextOf(int number) {
  return texts.at(static_cast<size_t>(number));
}

void Check(const base::Status& status) {
  if (status) return;
  fmt::print(stderr, "store_bench: {}\n", status.error().message());
  std::exit(1);
}

// Every job of one stage, `batch` at a time, announced as the pipeline announces them; `finish` is
// what the stage does with one.
template <typename Finish>
void Drain(store::Store& store, store::Stage stage, size_t batch, Finish finish) {
  for (bool more = true; more;) {
    Check(store.Write([&](store::Transaction& transaction) -> base::Status {
      TRY_ASSIGN(const auto jobs, transaction.LeaseJobs(stage, batch));
      more = !jobs.empty();
      std::vector<store::ExpectedJob> expected;
      for (const store::Job& job : jobs) expected.push_back({job, job.url});
      TRY(transaction.Expect(expected));
      for (const store::Job& job : jobs) TRY(finish(transaction, job));
      return {};
    }));
  }
}

void Poll(store::Store& store, int from, int until) {
  Check(store.Write([&](store::Transaction& transaction) -> base::Status {
    model::Source source;
    const std::string host = fmt::format("publisher{}.example", from / 50 % 100);
    source.url = "https://" + host + "/feed";
    TRY_ASSIGN(source.id, transaction.AddSource(source));
    model::Publisher publisher;
    publisher.host = host;
    std::vector<model::Entry> entries;
    for (int i = from; i < until; ++i) {
      model::Entry& entry = entries.emplace_back();
      entry.key = entry.url = fmt::format("https://{}/{}", host, i);
      entry.title = fmt::format("Headline number {}", i);
    }
    TRY(transaction.RecordPoll(source, source, publisher, entries));
    return {};
  }));
}

int NumberOf(const std::string& url) {
  return std::atoi(url.c_str() + url.rfind('/') + 1);
}

base::Status FinishRead(store::Transaction& transaction, const store::Job& job) {
  const int number = NumberOf(job.url);
  model::Reading reading;
  reading.url = job.url;
  reading.title = fmt::format("Headline number {} of {}", number,
                              WordOf(static_cast<uint64_t>(number % 5'000)));
  reading.text = TextOf(number);
  reading.blocks = {{model::BlockKind::kParagraph, reading.text, 0, "", ""}};
  reading.html = "<p>" + reading.text + "</p>";
  reading.verdict = model::Verdict::kArticle;
  reading.reason = model::Reason::kNone;
  TRY(transaction.FinishRead(job, reading));
  return {};
}

base::Status FinishEnrich(store::Transaction& transaction, const store::Job& job) {
  const int number = NumberOf(job.url);
  model::Enrichment enrichment;
  enrichment.language = "en";
  enrichment.section = number % 2 == 0 ? "world" : "sports";
  for (int i = 0; i < 5; ++i) {
    const std::string name = fmt::format("Tag{}", (number * 7 + i * i) % 2'000);
    enrichment.tags.push_back({name, name, 0.5});
  }
  enrichment.brief = {{TextOf(number).substr(0, 80), {0, 80}}};
  return transaction.FinishEnrich(job, enrichment);
}

// Three articles are one story, and each story that is opened is related to the last ones.
class Stories {
 public:
  base::Status Place(store::Transaction& transaction, const store::Job& job) {
    model::Placement placement;
    placement.article = job.article;
    if (in_story_ < kArticles) placement.story = last_.back();
    TRY_ASSIGN(const model::StoryId story, transaction.FinishCluster(job, placement));
    if (placement.story) {
      ++in_story_;
      return {};
    }
    in_story_ = 1;
    std::vector<model::Related> related;
    for (const model::StoryId other : last_) related.push_back({other, 0.5, {"river", "bridge"}});
    last_.push_back(story);
    if (last_.size() > kRelated) last_.erase(last_.begin());
    return transaction.SetRelated(story, related);
  }

 private:
  static constexpr int kArticles = 3;
  static constexpr size_t kRelated = 4;
  std::vector<model::StoryId> last_;
  int in_story_ = kArticles;
};

struct Figure {
  double p50 = 0;
  double p99 = 0;
};

// Milliseconds.
template <typename Ask>
Figure Measure(store::Store& store, Ask ask) {
  std::vector<double> times;
  for (int i = 0; i < 200; ++i) {
    const auto start = Clock::now();
    Check(store.Read([&](store::Reader& reader) -> base::Status { return ask(reader, i); }));
    times.push_back(SecondsSince(start) * 1e3);
  }
  std::ranges::sort(times);
  return {times[times.size() / 2], times[times.size() * 99 / 100]};
}

void Put(base::Json& out, const std::string& name, const Figure& figure) {
  out.Set(name + "_ms_p50", figure.p50);
  out.Set(name + "_ms_p99", figure.p99);
}

void MeasurePages(store::Store& store, base::Json& out) {
  const base::Instant now = base::SystemClock().Now();
  Put(out, "list", Measure(store, [&](store::Reader& reader, int i) -> base::Status {
        store::ArticleQuery query;
        if (i % 2 == 0) query.section = "sports";
        TRY(reader.Articles(query));
        return {};
      }));
  Put(out, "edition", Measure(store, [&](store::Reader& reader, int) -> base::Status {
        store::EditionQuery query;
        query.language = "en";
        query.now = now;
        TRY(reader.Edition(query));
        return {};
      }));
  Put(out, "search", Measure(store, [&](store::Reader& reader, int i) -> base::Status {
        store::SearchQuery query;
        query.text =
            WordOf(static_cast<uint64_t>(i) * 3) + " " + WordOf(static_cast<uint64_t>(i % 7));
        query.language = "en";
        TRY(reader.Search(query));
        return {};
      }));
  Put(out, "counters", Measure(store, [&](store::Reader& reader, int) -> base::Status {
        TRY(reader.Count());
        return {};
      }));
}

}  // namespace

int main(int argc, char** argv) {
  const int articles = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const size_t batch = argc > 2 ? static_cast<size_t>(std::atoi(argv[2])) : 64;
  store::Options options;
  options.folder = std::filesystem::temp_directory_path() / fmt::format("store-bench-{}", getpid());
  if (argc > 3) options.database = argv[3];
  auto opened = store::Store::Open(options);
  if (!opened) {
    fmt::print(stderr, "store_bench: {}\n", opened.error().message());
    return 1;
  }
  store::Store& store = **opened;
  for (int i = 0; i < articles; ++i) texts.push_back(MakeText(i));

  const auto start = Clock::now();
  const std::clock_t cpu_start = std::clock();
  base::Json out;
  auto stage_start = start;
  auto stage_cpu = cpu_start;
  const auto end_stage = [&](const std::string& name) {
    out.Set(name + "_seconds", SecondsSince(std::exchange(stage_start, Clock::now())));
    const std::clock_t used = std::clock() - std::exchange(stage_cpu, std::clock());
    out.Set(name + "_cpu_seconds", static_cast<double>(used) / static_cast<double>(CLOCKS_PER_SEC));
  };
  for (int i = 0; i < articles; i += 50) Poll(store, i, std::min(articles, i + 50));
  end_stage("poll");
  Drain(store, store::Stage::kFetch, batch,
        [](store::Transaction& transaction, const store::Job& job) {
          model::Page page;
          page.url = job.url;
          page.status = 200;
          page.bytes = TextOf(NumberOf(job.url));
          return transaction.FinishFetch(job, page);
        });
  end_stage("fetch");
  Drain(store, store::Stage::kRead, batch, FinishRead);
  end_stage("read");
  Drain(store, store::Stage::kEnrich, batch, FinishEnrich);
  end_stage("enrich");
  Stories stories;
  Drain(store, store::Stage::kCluster, batch,
        [&stories](store::Transaction& transaction, const store::Job& job) {
          return stories.Place(transaction, job);
        });
  end_stage("cluster");
  const double seconds = SecondsSince(start);
  const double cpu_seconds =
      static_cast<double>(std::clock() - cpu_start) / static_cast<double>(CLOCKS_PER_SEC);
  out.Set("articles", articles);
  out.Set("batch", batch);
  out.Set("articles_per_second", static_cast<double>(articles) / seconds);
  out.Set("articles_per_cpu_second", static_cast<double>(articles) / cpu_seconds);
  MeasurePages(store, out);
  opened->reset();
  if (options.database.empty()) {
    const auto size = std::filesystem::file_size(options.folder / "octavo.db");
    out.Set("bytes_per_article", static_cast<double>(size) / articles);
  }
  std::filesystem::remove_all(options.folder);
  fmt::print("{}\n", base::WriteJson(out));
  return 0;
}
