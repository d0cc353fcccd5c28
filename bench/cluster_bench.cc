// What grouping an article costs in time and memory as the window of stories fills, as the editor
// does it: batches of 500, each article placed, then the relations of every story that was touched
// and of those it is related to. Prints a JSON object for each fifteenth of the way.
//
//   bench/cluster_bench [ARTICLES] [DAYS]
//
// ARTICLES are spread over DAYS (14); the window is ten days. Five publishers tell each event, in
// texts of some 400 words out of 30,000, common ones often and rare ones rarely (Zipf); a third of
// a text's words are its event's own.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "cluster/clusterer.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kBatch = 500;
constexpr int64_t kTellers = 5;  // publishers of one event
constexpr size_t kWords = 30'000;
constexpr size_t kLimit = 6;  // related stories of one

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int64_t ResidentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  long pages = 0;
  long resident = 0;
  const int read = std::fscanf(file, "%ld %ld", &pages, &resident);
  std::fclose(file);
  return read == 2 ? resident * 4096 : 0;
}

std::string WordOf(uint64_t number) {
  std::string word;
  for (uint64_t rest = number + 50; rest > 0; rest /= 50) {
    word += "bdfgklmnpr"[rest / 5 % 10];
    word += "aeiou"[rest % 5];
  }
  return word;
}

class Press {
 public:
  Press() {
    std::vector<double> weights;
    for (size_t i = 0; i < kWords; ++i) weights.push_back(1.0 / static_cast<double>(i + 10));
    words_ = std::discrete_distribution<uint32_t>(weights.begin(), weights.end());
  }

  model::ClusterInput Article(int64_t number, base::Instant when) {
    // The five tell it within the next three hundred articles.
    const int64_t event = number / 300 * 60 + number % 60;
    std::mt19937_64 told(static_cast<uint64_t>(event) * 7919 + 1);
    std::vector<std::string> own;
    for (uint64_t i = 0; i < 3; ++i) own.push_back(WordOf(kWords + told() % 400'000));  // names
    for (int i = 0; i < 40; ++i) own.push_back(WordOf(words_(told)));
    std::mt19937_64 dice(static_cast<uint64_t>(number) * 104'729 + 7);
    model::ClusterInput input;
    input.id = {number + 1};
    input.publisher = fmt::format("publisher {}", number / 60 % kTellers + event % 100);
    input.language = "en";
    input.published = input.found = when;
    input.title = own[0] + " " + own[1];
    for (int i = 0; i < 5; ++i) input.title += " " + own[3 + dice() % 10];
    for (int i = 0; i < 400; ++i) {
      input.text += dice() % 3 == 0 ? own[dice() % own.size()] : WordOf(words_(dice));
      input.text += i % 15 == 14 ? ". " : " ";
    }
    return input;
  }

 private:
  std::discrete_distribution<uint32_t> words_;
};

}  // namespace

int main(int argc, char** argv) {
  const int64_t articles = argc > 1 ? std::atoll(argv[1]) : 150'000;
  const int64_t days = argc > 2 ? std::atoll(argv[2]) : 14;
  const int64_t step = days * base::kMicrosPerDay / articles;
  const int64_t row = std::max(kBatch, articles / 15 / kBatch * kBatch);
  Press press;
  cluster::Clusterer clusterer;
  const int64_t at_start = ResidentBytes();
  int64_t stories = 0;
  double placing = 0;
  double relating = 0;
  int64_t asked = 0;
  int64_t related = 0;
  for (int64_t next = 0; next < articles;) {
    std::vector<model::ClusterInput> batch;
    for (int64_t i = 0; i < kBatch && next < articles; ++i, ++next) {
      batch.push_back(press.Article(next, {1'790'000'000 * base::kMicrosPerSecond + next * step}));
    }
    std::set<model::StoryId> touched;
    auto began = Clock::now();
    for (const model::ClusterInput& input : batch) {
      model::Placement placement = clusterer.Place(input);
      if (!placement.story) {
        placement.story.value = ++stories;
        clusterer.Assign(input.id, placement.story);
      }
      touched.insert(placement.story);
    }
    placing += SecondsSince(began);
    began = Clock::now();
    std::set<model::StoryId> changed = touched;
    for (const model::StoryId story : touched) {
      for (const model::Related& one : clusterer.RelatedTo(story, kLimit))
        changed.insert(one.story);
    }
    for (const model::StoryId story : changed)
      related += std::ssize(clusterer.RelatedTo(story, kLimit));
    asked += std::ssize(touched) + std::ssize(changed);
    relating += SecondsSince(began);
    if (next % row >= kBatch && next < articles) continue;
    fmt::print(
        "{{\"articles\": {}, \"stories\": {}, \"place_us\": {:.0f}, \"related_us_an_article\": "
        "{:.0f}, "
        "\"asked_an_article\": {:.2f}, \"related\": {}, \"mb\": {:.1f}}}\n",
        next, stories, placing * 1e6 / static_cast<double>(row),
        relating * 1e6 / static_cast<double>(row),
        static_cast<double>(asked) / static_cast<double>(row), related,
        static_cast<double>(ResidentBytes() - at_start) / 1048576);
    std::fflush(stdout);
    placing = relating = 0;
    asked = related = 0;
  }
  return 0;
}
