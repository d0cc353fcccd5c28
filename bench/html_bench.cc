// usage: html_bench pages SECONDS FILE|FOLDER...
//        html_bench alone SECONDS FILE|FOLDER...
//        html_bench memory FILE|FOLDER...
//        html_bench hostile [NAME]
//
// How fast HTML becomes a tree, in this process and on one core, beside libxml2 and gumbo where the
// bench was built with them. All figures are JSON on standard output.
//
// pages: every *.html file given (folders with all that is below them) is read into memory once.
// Then the readers take turns, each of them all pages, until the seconds are over; of each page and
// reader the best time counts. MB/s: the median of the pages, and all bytes by all times. The
// trees' bytes for each byte of page, the copy of the input apart. alone: the same without the
// other readers, to be profiled. memory: what the memory gives: the pages as one block, copied, and
// scanned for '<' and '&'. hostile: without a name, the names; with one, the seconds that this
// input takes and the peak of the process in MB, the input and the program with it.

#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "html/document.h"
#include "html_hostile.h"
#include "html_readers.h"

namespace {

constexpr double kMega = 1e6;

// Seconds of processor time that this thread has had: the load of others does not count.
double ProcessorTime() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double PeakMegabytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// ---- the pages
// -----------------------------------------------------------------------------------

bool LoadAll(const std::filesystem::path& path, std::vector<std::string>& pages) {
  std::vector<std::filesystem::path> files{path};
  if (std::filesystem::is_directory(path)) {
    files.clear();
    for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
      if (file.path().extension() == ".html") files.push_back(file.path());
    }
    std::ranges::sort(files);
  }
  for (const auto& file : files) {
    auto bytes = base::ReadFile(file);
    if (!bytes) {
      std::fprintf(stderr, "%s\n", bytes.error().message().c_str());
      return false;
    }
    if (!bytes->empty()) pages.push_back(std::move(*bytes));
  }
  return true;
}

std::vector<std::string> LoadAll(int first, int count, char** arguments) {
  std::vector<std::string> pages;
  for (int i = first; i < count; ++i) {
    if (!LoadAll(arguments[i], pages)) std::exit(1);
  }
  if (pages.empty()) {
    std::fprintf(stderr, "html_bench: no pages\n");
    std::exit(2);
  }
  return pages;
}

// ---- readers
// -------------------------------------------------------------------------------------

struct Reader {
  std::string name;
  std::function<void(std::string_view)> read;
  std::vector<double> best = {};  // seconds of each page
};

base::Json SpeedOf(const Reader& reader, const std::vector<std::string>& pages) {
  std::vector<double> speeds;
  double seconds = 0;
  double bytes = 0;
  for (size_t i = 0; i < pages.size(); ++i) {
    const auto size = static_cast<double>(pages[i].size());
    speeds.push_back(size / kMega / reader.best[i]);
    seconds += reader.best[i];
    bytes += size;
  }
  std::ranges::sort(speeds);
  base::Json out;
  out.Set("median_mb_s", speeds[speeds.size() / 2]);
  out.Set("slowest_tenth_mb_s", speeds[speeds.size() / 10]);
  out.Set("all_mb_s", bytes / kMega / seconds);
  return out;
}

// Every byte of a tree that is not the copy of the input, for each byte of the page.
base::Json TreeBytes(const std::vector<std::string>& pages) {
  double of_all = 0;
  double bytes = 0;
  double ratios = 0;
  double nodes = 0;
  for (const std::string& page : pages) {
    const html::Document document = html::Parse(page);
    const auto tree = static_cast<double>(document.memory() - document.input_size());
    of_all += tree;
    bytes += static_cast<double>(page.size());
    ratios += tree / static_cast<double>(page.size());
    nodes += document.size();
  }
  base::Json out;
  out.Set("of_all", of_all / bytes);
  out.Set("mean_of_pages", ratios / static_cast<double>(pages.size()));
  out.Set("bytes_of_page_for_each_node", bytes / nodes);
  return out;
}

int Pages(double seconds, const std::vector<std::string>& pages, bool alone) {
  std::vector<Reader> readers;
  size_t nodes = 0;
  readers.push_back(
      {"octavo", [&nodes](std::string_view page) { nodes += html::Parse(page).size(); }});
  for (const bench::HtmlReader& other : bench::OtherHtmlReaders()) {
    if (!alone) readers.push_back({std::string(other.name), other.read});
  }
  for (Reader& reader : readers) {
    reader.best.assign(pages.size(), std::numeric_limits<double>::infinity());
  }
  const double until = ProcessorTime() + seconds;
  size_t rounds = 0;
  do {
    for (Reader& reader : readers) {
      for (size_t i = 0; i < pages.size(); ++i) {
        const double begun = ProcessorTime();
        reader.read(pages[i]);
        reader.best[i] = std::min(reader.best[i], ProcessorTime() - begun);
      }
    }
    ++rounds;
  } while (ProcessorTime() < until);
  size_t bytes = 0;
  for (const std::string& page : pages) bytes += page.size();
  base::Json out;
  out.Set("pages", pages.size());
  out.Set("bytes", bytes);
  out.Set("rounds", rounds);
  for (const Reader& reader : readers) out.Set(reader.name, SpeedOf(reader, pages));
  out.Set("tree_bytes_for_a_byte", TreeBytes(pages));
  std::puts(base::WriteJson(out).c_str());
  return nodes == 0 ? 1 : 0;
}

// ---- the memory
// ----------------------------------------------------------------------------------

double BestOf(int times, const std::function<void()>& work) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < times; ++i) {
    const double begun = ProcessorTime();
    work();
    best = std::min(best, ProcessorTime() - begun);
  }
  return best;
}

int Memory(const std::vector<std::string>& pages) {
  std::string all;
  for (const std::string& page : pages) all += page;
  all.append(html::kInputPadding, '\0');
  std::string copy(all.size(), ' ');
  const double megabytes = static_cast<double>(all.size()) / kMega;
  size_t found = 0;
  const double copying = BestOf(5, [&] { std::memcpy(copy.data(), all.data(), all.size()); });
  const auto scan = [&found](const std::string& text) {
    const char* const end = text.data() + text.size() - html::kInputPadding;
    for (const char* at = text.data(); at < end; ++at) {
      at = html::Avx2Scan::ToMarkup(at);
      ++found;
    }
  };
  const double scanning = BestOf(5, [&] { scan(all); });
  base::Json out;
  out.Set("copy_mb_s", megabytes / copying);
  if (html::BestScanWay() == html::ScanWay::kAvx2) out.Set("scan_mb_s", megabytes / scanning);
  out.Set("bytes_between_markup", megabytes * kMega * 5 / static_cast<double>(found));
  std::puts(base::WriteJson(out).c_str());
  return copy == all ? 0 : 1;
}

// ---- hostile input
// -------------------------------------------------------------------------------

int Hostile(std::string_view name) {
  for (const bench::HostileInput& input : bench::HostileInputs()) {
    if (name.empty()) {
      std::puts(std::string(input.name).c_str());
      continue;
    }
    if (input.name != name) continue;
    const std::string html = input.make();
    const double begun = ProcessorTime();
    const html::Document document = html::Parse(html);
    base::Json out;
    out.Set("seconds", ProcessorTime() - begun);
    out.Set("megabytes", PeakMegabytes());
    out.Set("input_bytes", html.size());
    out.Set("nodes", static_cast<size_t>(document.size()));
    std::puts(base::WriteJson(out).c_str());
    return 0;
  }
  return name.empty() ? 0 : 2;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  if ((what == "pages" || what == "alone") && count > 3) {
    return Pages(std::atof(arguments[2]), LoadAll(3, count, arguments), what == "alone");
  }
  if (what == "memory" && count > 2) return Memory(LoadAll(2, count, arguments));
  if (what == "hostile") return Hostile(count > 2 ? arguments[2] : "");
  std::fprintf(stderr,
               "usage: html_bench pages|alone SECONDS FILE... | memory FILE... | hostile [NAME]\n");
  return 2;
}
