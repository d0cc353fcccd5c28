// usage: parse_bench SECONDS FILE|FOLDER...
//
// How fast feeds are read, in this process and on one core: every file given (folders with all that
// is below them) is read into memory once, then parse::ParseFeed goes over them again and again.
// Prints one JSON object: feeds, bytes, feeds_per_second, megabytes_per_second, slowest_ms and
// slowest (the feed that took longest, at its best), peak_mb (of the process, the files included).

#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "parse/feed.h"

namespace {

struct Sample {
  std::string name;
  std::string bytes;
  double best = std::numeric_limits<double>::infinity();  // seconds
};

// Seconds of processor time that this thread has had: the load of others does not count.
double ProcessorTime() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

bool Load(const std::filesystem::path& path, std::vector<Sample>& samples) {
  auto bytes = base::ReadFile(path);
  if (!bytes) {
    std::fprintf(stderr, "%s\n", bytes.error().message().c_str());
    return false;
  }
  samples.push_back({path.string(), std::move(*bytes)});
  return true;
}

bool LoadAll(const std::filesystem::path& path, std::vector<Sample>& samples) {
  if (!std::filesystem::is_directory(path)) return Load(path, samples);
  for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
    if (file.is_regular_file() && !Load(file.path(), samples)) return false;
  }
  return true;
}

// Seconds for one round over all of them.
double Round(std::vector<Sample>& samples) {
  const double begun = ProcessorTime();
  for (Sample& sample : samples) {
    parse::Input input;
    input.bytes = sample.bytes;
    input.url = "https://example.org/feed";
    const double start = ProcessorTime();
    const model::Feed feed = parse::ParseFeed(input);
    sample.best = std::min(sample.best, ProcessorTime() - start);
  }
  return ProcessorTime() - begun;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<Sample> samples;
  for (int i = 2; i < count; ++i) {
    if (!LoadAll(arguments[i], samples)) return 1;
  }
  if (samples.empty()) {
    std::fprintf(stderr, "usage: parse_bench SECONDS FILE|FOLDER...\n");
    return 2;
  }
  const double until = ProcessorTime() + std::atof(arguments[1]);
  double best = Round(samples);
  while (ProcessorTime() < until) best = std::min(best, Round(samples));
  size_t bytes = 0;
  for (const Sample& sample : samples) bytes += sample.bytes.size();
  const auto slowest = std::ranges::max_element(samples, {}, &Sample::best);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  base::Json out;
  out.Set("feeds", samples.size());
  out.Set("bytes", bytes);
  out.Set("feeds_per_second", static_cast<double>(samples.size()) / best);
  out.Set("megabytes_per_second", static_cast<double>(bytes) / 1e6 / best);
  out.Set("slowest_ms", slowest->best * 1e3);
  out.Set("slowest", slowest->name);
  out.Set("peak_mb", static_cast<double>(usage.ru_maxrss) / 1024);
  std::puts(base::WriteJson(out).c_str());
  return 0;
}
