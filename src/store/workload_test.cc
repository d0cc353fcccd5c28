// The bodies of testing/workload.h.

#include "store/testing/workload.h"

#include <fmt/format.h>

#include <random>

#include "store/testing/fixture.h"

namespace store {
namespace {

constexpr int kSources = 3;
constexpr int kEntries = 4;

int NumberOf(const std::string& url) {
  return std::stoi(url.substr(url.rfind('/') + 1));
}

// The second and the third source both name article 4.
std::vector<model::Entry> EntriesOf(int source, int day) {
  std::vector<model::Entry> entries;
  const int first = source * kEntries;
  for (int number = first; number < first + kEntries + day; ++number) {
    model::Entry& entry = entries.emplace_back();
    const int article = source == 2 && number == first ? kEntries : number;
    entry.url = fmt::format("https://a.org/{}", source == 0 && number >= kEntries ? 100 : article);
    entry.key = entry.url;
    const bool changed = day > 0 && source == 0 && number < 2;
    entry.title = fmt::format("Title of {}{}", article, changed ? ", corrected" : "");
    entry.content = fmt::format("Content of {}", entry.title);
  }
  return entries;
}

// Noise, so that it does not compress and the files grow.
std::string PageBytes(const std::string& url, int day) {
  std::mt19937 random(static_cast<uint32_t>(NumberOf(url) * 10 + day));
  std::string bytes(6'000, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

bool FailsForGood(int number) {
  return number == 3;
}
bool FailsFirst(int number) {
  return number == 6;
}

model::Reading ReadingOf(const Job& job, int day) {
  model::Reading reading;
  const int number = NumberOf(job.url);
  reading.url = job.url;
  const bool changed = day > 0 && number < 2;
  reading.title = fmt::format("Headline of {}{}", number, changed ? ", corrected" : "");
  for (int i = 0; i < 40; ++i) {
    reading.text += fmt::format("Sentence {} of {} tells {}. ", i, number, i * number + day);
  }
  reading.verdict = number == 7 ? model::Verdict::kQuarantine : model::Verdict::kArticle;
  reading.reason = number == 7 ? model::Reason::kNoBody : model::Reason::kNone;
  return reading;
}

model::Enrichment EnrichmentOf(const Job& job) {
  model::Enrichment enrichment;
  const int number = NumberOf(job.url);
  enrichment.language = number % 2 == 0 ? "en" : "de";
  enrichment.section = number % 3 == 0 ? "world" : "sports";
  enrichment.tags = {{fmt::format("Tag{}", number % 3), "tag", 1.0}, {"Every", "every", 0.5}};
  return enrichment;
}

}  // namespace

base::Status Workload::Run(Store& store, int day, const Writer& write) {
  day_ = day;
  clock_.Set({kNoon.micros + day * base::kMicrosPerDay});
  TRY(PollAll(store, day, write));
  if (day == 1) TRY(RemoveTheThird(store, write));
  for (const Stage stage : {Stage::kFetch, Stage::kRead, Stage::kEnrich, Stage::kCluster}) {
    TRY(Drain(store, stage, write));
  }
  return write([](Transaction& transaction) -> base::Status {
    const model::Related related[] = {{model::StoryId{2}, 0.5, {"sentence", "tells"}}};
    return transaction.SetRelated(model::StoryId{1}, related);
  });
}

base::Status Workload::PollAll(Store&, int day, const Writer& write) {
  for (int number = 0; number < kSources - day; ++number) {
    const Work poll = [&](Transaction& transaction) -> base::Status {
      model::Source source;
      source.url = fmt::format("https://source{}.org/feed", number);
      TRY_ASSIGN(source.id, transaction.AddSource(source));
      source.kind = model::SourceKind::kFeed;
      source.last_success = clock_.Now();
      source.next_poll = {clock_.Now().micros + base::kMicrosPerHour};
      model::Publisher publisher;
      publisher.host = fmt::format("source{}.org", number);
      TRY(transaction.RecordPoll(source, source, publisher, EntriesOf(number, day)));
      return {};
    };
    TRY(write(poll));
  }
  return {};
}

base::Status Workload::RemoveTheThird(Store& store, const Writer& write) {
  model::SourceId third;
  const auto find = [&](Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto sources, reader.Sources());
    for (const model::Source& source : sources) {
      if (source.url == "https://source2.org/feed") third = source.id;
    }
    return {};
  };
  TRY(store.Read(find));
  if (!third) return {};
  return write([&](Transaction& transaction) { return transaction.RemoveSource(third); });
}

base::Status Workload::Drain(Store& store, Stage stage, const Writer& write) {
  while (true) {
    std::vector<Job> jobs;
    const Work lease = [&](Transaction& transaction) -> base::Status {
      TRY_ASSIGN(jobs, transaction.LeaseJobs(stage, 3));
      return {};
    };
    TRY(write(lease));
    if (jobs.empty()) return {};
    for (const Job& job : jobs) TRY(Finish(store, job, write));
  }
}

base::Status Workload::Finish(Store& store, const Job& job, const Writer& write) {
  const int number = NumberOf(job.url);
  switch (job.stage) {
    case Stage::kFetch:
      return write([&](Transaction& transaction) -> base::Status {
        const base::Error error(base::ErrorKind::kUnavailable, "connection lost");
        if (FailsForGood(number)) return transaction.FailJob(job, error);
        if (FailsFirst(number) && job.attempts == 0) {
          return transaction.RetryJob(job, error, {clock_.Now().micros + 2 * base::kMicrosPerHour});
        }
        model::Page page;
        page.url = page.final_url = job.url;
        page.status = 200;
        page.fetched = clock_.Now();
        page.bytes = PageBytes(job.url, day_);
        return transaction.FinishFetch(job, page);
      });
    case Stage::kRead:
      return write([&](Transaction& transaction) -> base::Status {
        TRY(transaction.FinishRead(job, ReadingOf(job, day_)));
        return {};
      });
    case Stage::kEnrich:
      return write([&](Transaction& transaction) {
        return transaction.FinishEnrich(job, EnrichmentOf(job));
      });
    case Stage::kCluster:
      return Group(store, job, write);
  }
  return {};
}

// Articles whose numbers leave the same remainder tell one story; a fact notes which.
base::Status Workload::Group(Store& store, const Job& job, const Writer& write) {
  const std::string fact = fmt::format("story of {}", NumberOf(job.url) % 4);
  std::string known;
  const auto find = [&](Reader& reader) -> base::Status {
    TRY_ASSIGN(known, reader.Fact(fact));
    return {};
  };
  TRY(store.Read(find));
  return write([&](Transaction& transaction) -> base::Status {
    model::Placement placement;
    placement.article = job.article;
    placement.story.value = known.empty() ? 0 : std::stoll(known);
    TRY_ASSIGN(const model::StoryId story, transaction.FinishCluster(job, placement));
    return transaction.SetFact(fact, std::to_string(story.value));
  });
}

}  // namespace store
