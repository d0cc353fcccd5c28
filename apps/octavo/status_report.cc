#include "status_report.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "base/secrets.h"
#include "owner.h"
#include "pipeline/control.h"
#include "process_status.h"

namespace octavo {
namespace {

using base::Json;

constexpr std::array<std::string_view, 4> kStageNames = {"fetch", "read", "enrich", "cluster"};
constexpr std::array<std::string_view, 4> kStageVerbs = {"to fetch", "to read", "to index",
                                                         "to group"};
constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
constexpr int64_t kLongWait = 30 * kMinute;           // of the oldest job, while a process runs
constexpr int64_t kPollsOverdue = 15 * kMinute;       // of the next poll, while a process runs
constexpr int64_t kLeftAlone = base::kMicrosPerHour;  // of the next poll, while none does
constexpr int64_t kWorkLeft = 10 * kMinute;           // of the oldest job, while none does
constexpr int64_t kLifeless = 2 * kMinute;            // as WatchdogSec= of the unit
constexpr int64_t kSilence = kMinute;                 // of a worker that lives no more
constexpr std::chrono::seconds kPatience{3};

int64_t SizeOf(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<int64_t>(size);
}

std::map<SourceState, int64_t> CountStates(const std::vector<SourceHealth>& sources) {
  std::map<SourceState, int64_t> counts;
  for (const SourceHealth& source : sources) ++counts[source.state];
  return counts;
}

// The source whose failure is the newest; null: none fails.
const model::Source* LastFailure(const std::vector<SourceHealth>& sources) {
  const model::Source* last = nullptr;
  for (const SourceHealth& health : sources) {
    const model::Source& source = health.source;
    if (source.last_error.empty() || !source.last_poll) continue;
    if (last == nullptr || *source.last_poll > *last->last_poll) last = &source;
  }
  return last;
}

int64_t NumberIn(const Json& json, std::string_view name) {
  const Json* found = json.Find(name);
  return found == nullptr ? 0 : found->AsInteger().value_or(0);
}

bool Runs(const StatusFacts& facts) {
  return facts.process || facts.holder || facts.silent ||
         std::ranges::any_of(facts.workers, [&](const store::WorkerView& worker) {
           return facts.now.micros - worker.seen.micros < kSilence;
         });
}

// A source that was never asked is due since the beginning of time: that is no delay.
int64_t Overdue(const std::optional<base::Instant>& due, base::Instant now) {
  return due && due->micros > 0 ? now.micros - due->micros : 0;
}

// Of the oldest job; what is in the hands of a process counts too: it may have been killed.
int64_t LongestWait(const StatusFacts& facts) {
  int64_t longest = 0;
  for (size_t stage = 0; stage < kStageNames.size(); ++stage) {
    longest = std::max({longest, Overdue(facts.health.oldest_due[stage], facts.now),
                        Overdue(facts.health.oldest_leased[stage], facts.now)});
  }
  return longest;
}

// A process that is only busy says that it gets on all the same.
bool Hangs(const StatusFacts& facts) {
  return facts.silent && facts.life && facts.now.micros - facts.life->micros > kLifeless;
}

// Of what the status is: the data folder, or the database.
std::string PlaceOf(const Settings& settings) {
  return settings.database.empty() ? settings.data.string()
                                   : store::DescribeDatabase(settings.database);
}

std::string NameOfProcess(const StatusFacts& facts) {
  return facts.holder ? fmt::format("process {}", *facts.holder) : "the process that runs here";
}

}  // namespace

std::string Bytes(int64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  double amount = static_cast<double>(bytes);
  size_t unit = 0;
  while (amount >= 1024 && unit + 1 < kUnits.size()) {
    amount /= 1024;
    ++unit;
  }
  return unit == 0 || amount >= 100 ? fmt::format("{:.0f} {}", amount, kUnits[unit])
                                    : fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

int64_t LittleDisk(bool in_server) {
  return int64_t{1} << (in_server ? 24 : 30);
}

// ---- what is not well ------------------------------------------------------------------------

std::vector<Delay> DelaysOf(const StatusFacts& facts) {
  constexpr const char* kStart = "start `octavo run`";
  std::vector<Delay> delays;
  const bool runs = Runs(facts);
  auto counts = CountStates(facts.sources);
  if (const int64_t wait = LongestWait(facts); !runs && wait > kWorkLeft) {
    delays.push_back(
        {fmt::format("nothing runs, and pages that were found wait for {}", Span(wait)), kStart});
  }
  const int64_t overdue = Overdue(facts.health.next_poll, facts.now);
  if (!runs && overdue > kLeftAlone) {
    delays.push_back(
        {fmt::format("nothing runs, and sources wait to be asked for {}", Span(overdue)), kStart});
  }
  if (!runs && counts[SourceState::kNew] > 0) {
    delays.push_back(
        {fmt::format("nothing runs, and sources were never asked ({})", counts[SourceState::kNew]),
         kStart});
  }
  if (runs && overdue > kPollsOverdue) {
    delays.push_back({fmt::format("sources wait to be asked for {}", Span(overdue)),
                      "`journalctl -u octavo` says what goes on, and `octavo doctor` asks some"});
  }
  for (size_t stage = 0; runs && stage < kStageNames.size(); ++stage) {
    const int64_t wait = Overdue(facts.health.oldest_due[stage], facts.now);
    if (wait < kLongWait) continue;
    delays.push_back({fmt::format("pages wait {} for {}", kStageVerbs[stage], Span(wait)),
                      "this machine is too slow for its sources; lower the number of sources, or "
                      "raise workers"});
  }
  return delays;
}

std::vector<std::string> ConcernsOf(const StatusFacts& facts) {
  std::vector<std::string> concerns;
  const bool runs = Runs(facts);
  if (facts.free_bytes && *facts.free_bytes < LittleDisk(facts.in_server)) {
    concerns.push_back(facts.in_server
                           ? fmt::format("the disk of the data folder has only {} left: make room",
                                         Bytes(*facts.free_bytes))
                           : fmt::format("the disk has only {} left: make room, or lower "
                                         "page_budget",
                                         Bytes(*facts.free_bytes)));
  }
  if (Hangs(facts)) {
    concerns.push_back(
        fmt::format("{} does not answer, and has not got on for {}: kill it and start it anew, "
                    "nothing is lost",
                    NameOfProcess(facts), Span(facts.now.micros - facts.life->micros)));
  }
  if (!runs && facts.left_behind) {
    concerns.emplace_back(
        "the last `octavo run` was killed or crashed: start it again; journalctl -u octavo says "
        "how it ended");
  }
  if (facts.counters.sources == 0) {
    concerns.emplace_back("there is no source yet: `octavo add URL`, or `octavo add --country CC`");
  }
  for (const Delay& delay : DelaysOf(facts)) {
    concerns.push_back(fmt::format("{}: {}", delay.what, delay.what_to_do));
  }
  if (const std::string most = MostThatFail(facts.sources); !most.empty()) {
    concerns.push_back(most + ": `octavo sources --failing` says why");
  }
  const auto given_up = std::ranges::count_if(
      facts.sources, [](const SourceHealth& health) { return IsGivenUp(health.source); });
  if (given_up > 0) {
    concerns.push_back(
        fmt::format("Octavo has given up {} of the sources: `octavo doctor` says why, and what to "
                    "do",
                    given_up));
  }
  return concerns;
}

// ---- gathering -------------------------------------------------------------------------------

// Lines are "1: FLOCK  ADVISORY  WRITE 1234 fd:01:5678 0 EOF": process, and device and inode of
// the file.
std::optional<int64_t> HolderOfWriteLock(const std::filesystem::path& folder) {
  struct stat file{};
  if (stat((folder / "octavo.lock").c_str(), &file) != 0) return std::nullopt;
  const auto locks = base::ReadFile("/proc/locks", size_t{4} << 20);
  if (!locks) return std::nullopt;
  const std::string wanted =
      fmt::format(" {:02x}:{:02x}:{} ", major(file.st_dev), minor(file.st_dev), file.st_ino);
  std::string_view text = *locks;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t found = line.find(wanted);
    if (found == std::string_view::npos || !line.contains("FLOCK")) continue;
    const size_t number = line.rfind(' ', found - 1);
    if (number == std::string_view::npos) continue;
    return std::strtoll(std::string(line.substr(number + 1, found - number - 1)).c_str(), nullptr,
                        10);
  }
  return std::nullopt;
}

base::Result<StatusFacts> GatherStatus(const Settings& settings) {
  StatusFacts facts;
  TRY_ASSIGN(const auto store, OpenForReading(settings));
  facts.now = base::SystemClock().Now();
  facts.place = PlaceOf(settings);
  facts.in_server = !settings.database.empty();
  Json order;
  order.Set("do", kStatusOrder);
  // One that is too busy to answer, or too old to know the order, runs all the same.
  const auto told = pipeline::AskRunning(settings.data, order, {.most = kPatience});
  // The process of the folder may work on another store than the one that is asked about.
  if (told && *told && (*told)->String("database") == DatabaseName(settings)) {
    facts.process = **told;
  }
  facts.silent = !told && told.error().kind() == base::ErrorKind::kTimeout;
  facts.life = pipeline::LastLife(settings.data);
  facts.holder = HolderOfWriteLock(settings.data);
  facts.left_behind = told && !*told && facts.life && !facts.holder;
  TRY(store->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(facts.counters, reader.Count());
    TRY_ASSIGN(facts.health, reader.LookAtHealth());
    TRY_ASSIGN(facts.workers, reader.Workers());
    return {};
  }));
  TRY_ASSIGN(facts.sources, LookAtSources(*store));
  facts.database_bytes = SizeOf(settings.data / "octavo.db");
  facts.log_bytes = SizeOf(settings.data / "octavo.db-wal");
  facts.page_bytes = SizeOf(settings.data / "pages.db");
  facts.page_budget = settings.page_budget;
  std::error_code error;
  const auto space = std::filesystem::space(settings.data, error);
  if (!error) facts.free_bytes = static_cast<int64_t>(space.available);
  return facts;
}

// ---- the page --------------------------------------------------------------------------------

namespace {

std::string ProcessLine(const StatusFacts& facts) {
  if (facts.process) {
    const Json& process = *facts.process;
    const auto started = base::ParseRfc3339(process.String("started"));
    return fmt::format("process {} runs since {} ({}), {} of memory{}{}",
                       NumberIn(process, "process"), process.String("started"),
                       started ? Span(facts.now.micros - started->micros) : std::string("?"),
                       Bytes(NumberIn(process, "memory")),
                       process.String("address").empty() ? "" : ", ", process.String("address"));
  }
  if (Hangs(facts)) return fmt::format("{} says nothing: it hangs", NameOfProcess(facts));
  if (facts.holder) {
    return fmt::format("process {} writes to the folder, but says nothing: it is starting, or busy",
                       *facts.holder);
  }
  if (facts.silent) return "it says nothing: it is busy";
  if (!facts.workers.empty()) return "none here";
  return "nothing runs";
}

// Of those who work on one database.
std::string WorkersLine(const StatusFacts& facts) {
  std::string out;
  for (const store::WorkerView& worker : facts.workers) {
    out += fmt::format("{}{} (since {}, seen {})", out.empty() ? "" : ", ", worker.name,
                       base::FormatRfc3339(worker.started), Ago(worker.seen, facts.now));
  }
  return out;
}

std::string SourcesLine(const StatusFacts& facts) {
  const auto counts = CountStates(facts.sources);
  std::string states;
  for (const SourceState state : {SourceState::kHealthy, SourceState::kFailing, SourceState::kNew,
                                  SourceState::kPaused, SourceState::kRetired}) {
    const auto found = counts.find(state);
    if (found == counts.end()) continue;
    states +=
        fmt::format("{}{} {}", states.empty() ? ": " : ", ", found->second, SourceStateName(state));
  }
  return fmt::format("{}{}{}", facts.sources.size(), states,
                     facts.health.next_poll
                         ? "; the next is asked " + Until(*facts.health.next_poll, facts.now)
                         : "");
}

std::string QueueLine(const StatusFacts& facts) {
  std::string out;
  for (size_t stage = 0; stage < kStageNames.size(); ++stage) {
    const int64_t waiting = facts.counters.waiting[stage];
    if (waiting == 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", waiting, kStageVerbs[stage]);
    const auto& due = facts.health.oldest_due[stage];
    if (due && *due <= facts.now) {
      out += fmt::format(" (the oldest waits {})", Span(facts.now.micros - due->micros));
    } else if (due && !facts.health.oldest_leased[stage]) {
      out += fmt::format(" (the next {})", Until(*due, facts.now));
    }
  }
  if (out.empty()) out = "nothing waits";
  if (facts.counters.failed_jobs > 0) {
    out += fmt::format("; {} pages given up in all", facts.counters.failed_jobs);
  }
  return out;
}

std::string HourLine(const StatusFacts& facts) {
  std::string out = fmt::format("{} articles, {} in quarantine", facts.health.articles_last_hour,
                                facts.health.quarantined_last_hour);
  const Json* hour = facts.process ? facts.process->Find("last_hour") : nullptr;
  if (hour == nullptr) return out;
  return out +
         fmt::format("; {} polls that worked and {} that failed, {} pages fetched, {} given up",
                     NumberIn(*hour, "polls"), NumberIn(*hour, "failed_polls"),
                     NumberIn(*hour, "fetched"), NumberIn(*hour, "failed"));
}

std::string FilesLine(const StatusFacts& facts) {
  return fmt::format(
      "octavo.db {}{}, pages.db {} of {}; {}", Bytes(facts.database_bytes),
      facts.log_bytes > 0 ? fmt::format(" and {} of log", Bytes(facts.log_bytes)) : "",
      Bytes(facts.page_bytes), Bytes(facts.page_budget),
      facts.free_bytes ? fmt::format("the disk has {} left", Bytes(*facts.free_bytes))
                       : "how much the disk has left cannot be told");
}

}  // namespace

std::string StatusPage(const StatusFacts& facts) {
  const auto concerns = ConcernsOf(facts);
  std::string out =
      fmt::format("Octavo in {}: {}\n", facts.place,
                  concerns.empty() ? "all is well"
                                   : fmt::format("{} {} to be looked at", concerns.size(),
                                                 concerns.size() == 1 ? "thing is" : "things are"));
  for (const std::string& concern : concerns) out += fmt::format("  ! {}\n", concern);
  const auto line = [&](std::string_view name, const std::string& text) {
    out += fmt::format("  {:<11}{}\n", name, text);
  };
  line("process", ProcessLine(facts));
  if (!facts.workers.empty()) line("workers", WorkersLine(facts));
  line("sources", SourcesLine(facts));
  line("queue", QueueLine(facts));
  line("last hour", HourLine(facts));
  line("today", fmt::format("{} articles, {} stories (UTC)", facts.health.articles_today,
                            facts.health.stories_today));
  line("in all", fmt::format("{} articles, {} stories, {} in quarantine; the last came {}",
                             facts.counters.articles, facts.counters.stories,
                             facts.counters.quarantined, Ago(facts.health.newest, facts.now)));
  if (!facts.in_server) line("files", FilesLine(facts));
  if (const model::Source* failed = LastFailure(facts.sources)) {
    line("last error", fmt::format("{}: {}: {}", Ago(failed->last_poll, facts.now),
                                   base::MaskSecrets(failed->url), failed->last_error));
  }
  return out;
}

Json StatusJson(const base::Error& error, const Settings& settings) {
  Json out;
  out.Set("well", false);
  out.Set("concerns", Json::Array{Json(error.message())});
  out.Set("now", base::FormatRfc3339(base::SystemClock().Now()));
  out.Set("data", PlaceOf(settings));
  return out;
}

Json StatusJson(const StatusFacts& facts) {
  const auto time = [](std::optional<base::Instant> when) {
    return when ? Json(base::FormatRfc3339(*when)) : Json();
  };
  Json out;
  const auto concerns = ConcernsOf(facts);
  out.Set("well", concerns.empty());
  Json::Array list;
  for (const std::string& concern : concerns) list.emplace_back(concern);
  out.Set("concerns", std::move(list));
  out.Set("now", base::FormatRfc3339(facts.now));
  out.Set("data", facts.place);
  out.Set("running", Runs(facts));
  out.Set("process", facts.process ? *facts.process : Json());
  Json::Array workers;
  for (const store::WorkerView& worker : facts.workers) {
    Json one;
    one.Set("name", worker.name);
    one.Set("started", time(worker.started));
    one.Set("seen", time(worker.seen));
    workers.push_back(std::move(one));
  }
  out.Set("workers", std::move(workers));
  Json sources;
  sources.Set("all", facts.sources.size());
  auto counts = CountStates(facts.sources);
  for (const SourceState state : {SourceState::kHealthy, SourceState::kFailing, SourceState::kNew,
                                  SourceState::kPaused, SourceState::kRetired}) {
    sources.Set(SourceStateName(state), counts[state]);
  }
  sources.Set("next_poll", time(facts.health.next_poll));
  out.Set("sources", std::move(sources));
  Json queue;
  for (size_t stage = 0; stage < kStageNames.size(); ++stage) {
    Json one;
    one.Set("waiting", facts.counters.waiting[stage]);
    one.Set("oldest_due", time(facts.health.oldest_due[stage]));
    queue.Set(kStageNames[stage], std::move(one));
  }
  queue.Set("given_up", facts.counters.failed_jobs);
  out.Set("queue", std::move(queue));
  Json articles;
  articles.Set("last_hour", facts.health.articles_last_hour);
  articles.Set("quarantined_last_hour", facts.health.quarantined_last_hour);
  articles.Set("today", facts.health.articles_today);
  articles.Set("stories_today", facts.health.stories_today);
  articles.Set("all", facts.counters.articles);
  articles.Set("stories", facts.counters.stories);
  articles.Set("quarantined", facts.counters.quarantined);
  articles.Set("newest", time(facts.health.newest));
  out.Set("articles", std::move(articles));
  Json files;
  files.Set("database", facts.database_bytes);
  files.Set("log", facts.log_bytes);
  files.Set("pages", facts.page_bytes);
  files.Set("page_budget", facts.page_budget);
  files.Set("disk_free", facts.free_bytes ? Json(*facts.free_bytes) : Json());
  out.Set("bytes", std::move(files));
  Json error;
  if (const model::Source* failed = LastFailure(facts.sources)) {
    error.Set("when", time(failed->last_poll));
    error.Set("source", base::MaskSecrets(failed->url));
    error.Set("message", failed->last_error);
  }
  out.Set("last_error", std::move(error));
  return out;
}

}  // namespace octavo
