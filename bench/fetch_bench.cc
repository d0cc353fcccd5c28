// How fast sources are polled: everything that a poll goes through (store, poller, door to the web,
// parser, committer), against a farm of feeds on loopback. Prints one JSON object.
//
//   bench/fetch_bench steady [SOURCES]    all unchanged: 304
//   bench/fetch_bench mixed [SOURCES]     a tenth changed, a tenth slow (2 s), a tenth broken
//   bench/fetch_bench calm [SOURCES]      as mixed, but nobody is slow or broken: what the quick
//                                         ones of mixed are to be compared with

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "base/log.h"
#include "base/mutex.h"
#include "base/queue.h"
#include "feed_farm.h"
#include "pipeline/committer.h"
#include "pipeline/gatekeeper.h"
#include "pipeline/poller.h"
#include "pipeline/web.h"
#include "store/store.h"

namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// "VmHWM" or "VmRSS", in megabytes.
double MemoryMegabytes(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name + ":")) return std::atof(line.c_str() + name.size() + 1) / 1'024;
  }
  return 0;
}

void Check(const base::Status& status) {
  if (status) return;
  fmt::print(stderr, "fetch_bench: {}\n", status.error().message());
  std::exit(1);
}

// When which source was read, from the start of a round.
class Round {
 public:
  explicit Round(const bench::Mixture& mixture) : mixture_(mixture) {}

  void Begin() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    start_ = Clock::now();
    read_.clear();
    quick_read_ = 0;
    last_quick_ = 0;
    failed_ = 0;
    new_entries_ = 0;
  }
  void Note(const pipeline::PollFindings& findings, const store::PollOutcome& outcome)
      EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    new_entries_ += outcome.new_entries;
    if (findings.failed) {
      ++failed_;
      return;
    }
    read_.push_back(SecondsSince(start_));
    const bench::Manner manner =
        bench::MannerOf(bench::FeedFarm::NumberOf(findings.state.url), mixture_);
    if (manner != bench::Manner::kSteady && manner != bench::Manner::kChanged) return;
    ++quick_read_;
    last_quick_ = read_.back();
  }
  // Seconds until the last of those was read that are neither slow nor broken; -1 before `count`
  // were.
  double LastQuick(size_t count) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return quick_read_ >= count ? last_quick_ : -1;
  }
  // Seconds until `count` sources were read, or nothing within the limit.
  double WaitFor(size_t count, double limit) EXCLUDES(mutex_) {
    while (true) {
      {
        base::MutexLock lock(mutex_);
        if (read_.size() >= count) return read_.at(count - 1);
        if (SecondsSince(start_) > limit) return -1;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  // After how many seconds that share of what was read had been read.
  double At(double share) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    if (read_.empty()) return -1;
    return read_.at(
        std::min(read_.size() - 1, static_cast<size_t>(share * static_cast<double>(read_.size()))));
  }
  size_t read() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return read_.size();
  }
  int failed() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return failed_;
  }
  int new_entries() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return new_entries_;
  }

 private:
  const bench::Mixture mixture_;
  base::Mutex mutex_;
  Clock::time_point start_ GUARDED_BY(mutex_);
  std::vector<double> read_ GUARDED_BY(mutex_);
  size_t quick_read_ GUARDED_BY(mutex_) = 0;
  double last_quick_ GUARDED_BY(mutex_) = 0;
  int failed_ GUARDED_BY(mutex_) = 0;
  int new_entries_ GUARDED_BY(mutex_) = 0;
};

void MakeAllDue(store::Store& store) {
  std::vector<model::Source> sources;
  Check(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(sources, reader.Sources());
    return {};
  }));
  Check(store.Write([&](store::Transaction& transaction) -> base::Status {
    for (model::Source& source : sources) {
      source.next_poll = {1};
      TRY(transaction.RecordState(source, source));
    }
    return {};
  }));
}

struct Wanted {
  std::string name;
  int sources = 0;
  bench::Mixture mixture;
};

void Measure(const Wanted& wanted, bench::FeedFarm& farm, const std::filesystem::path& folder) {
  auto store = store::Store::Open({.folder = folder});
  if (!store) Check(std::unexpected(store.error()));
  Check((*store)->Write([&](store::Transaction& transaction) -> base::Status {
    for (int i = 0; i < wanted.sources; ++i) {
      model::Source source;
      source.url = farm.UrlOf(i);
      TRY(transaction.AddSource(source));
    }
    return {};
  }));
  auto committer = std::make_unique<pipeline::Committer>(**store);
  auto web = pipeline::NewWeb(
      {.user_agent = "Octavo-bench", .allow = {fmt::format("*.localhost:{}", farm.port())}});
  if (!web) Check(std::unexpected(web.error()));
  pipeline::Gatekeeper gatekeeper(**store, *committer, **web, base::SystemClock());
  Round round(wanted.mixture);
  base::BoundedQueue<std::function<void()>> work(64);
  pipeline::Poller poller(
      {}, **store, *committer, gatekeeper, **web,
      [&work](std::function<void()> one) { return work.Push(std::move(one)); },
      [&round](const pipeline::PollFindings& findings, const store::PollOutcome& outcome) {
        round.Note(findings, outcome);
      });
  std::vector<std::jthread> workers;
  for (int i = 0; i < 2; ++i) {
    workers.emplace_back([&work] {
      while (auto one = work.Pop()) (*one)();
    });
  }
  size_t healthy = 0;
  size_t quick = 0;
  for (int i = 0; i < wanted.sources; ++i) {
    const bench::Manner manner = bench::MannerOf(i, wanted.mixture);
    healthy += manner != bench::Manner::kBroken ? 1 : 0;
    quick += manner == bench::Manner::kSteady || manner == bench::Manner::kChanged ? 1 : 0;
  }
  base::Json out;
  out.Set("bench", wanted.name).Set("sources", wanted.sources);
  round.Begin();
  poller.Start();
  out.Set("first_poll_seconds", round.WaitFor(healthy, 600));
  // Nothing is under way when the second round begins.
  while (poller.under_way() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  farm.Advance();
  MakeAllDue(**store);
  const double cpu = CpuSeconds();
  const double farm_cpu = farm.CpuSeconds();
  const int64_t not_modified = farm.NotModified();
  round.Begin();
  poller.Ring();
  const double seconds = round.WaitFor(healthy, 600);
  out.Set("seconds", seconds);
  out.Set("quick_ones_seconds", round.LastQuick(quick));
  out.Set("read_median_seconds", round.At(0.5)).Set("read_p99_seconds", round.At(0.99));
  out.Set("cpu_seconds", CpuSeconds() - cpu).Set("farm_cpu_seconds", farm.CpuSeconds() - farm_cpu);
  out.Set("healthy", healthy).Set("read", round.read()).Set("failed", round.failed());
  out.Set("not_modified", farm.NotModified() - not_modified);
  out.Set("new_entries", round.new_entries());
  out.Set("resident_megabytes", MemoryMegabytes("VmRSS"));
  out.Set("most_resident_megabytes", MemoryMegabytes("VmHWM"));
  fmt::print("{}\n", base::WriteJson(out));
  // As the pipeline ends them: polls may be under way still, whose answers, work and commits all
  // tell the poller.
  poller.Stop();
  gatekeeper.Stop();
  web->reset();
  work.Close();
  workers.clear();
  committer.reset();
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  wanted.name = argc > 1 ? argv[1] : "steady";
  const bool steady = wanted.name == "steady";
  wanted.sources = argc > 2 ? std::atoi(argv[2]) : (steady ? 1'000 : 10'000);
  if (!steady) wanted.mixture.changed_of_ten = 1;
  if (wanted.name == "mixed") wanted.mixture.slow_of_ten = wanted.mixture.broken_of_ten = 1;
  base::SetUpLog(base::LogLevel::kError, base::LogFormat::kText);
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("octavo_fetch_bench_{}", getpid());
  {
    bench::FeedFarm farm(wanted.mixture);
    Measure(wanted, farm, folder);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
