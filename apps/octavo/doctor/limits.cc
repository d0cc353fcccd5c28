// What the system lets Octavo have: open files, memory, certificates.

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/file.h"
#include "doctor/examination.h"
#include "status_report.h"

namespace octavo::doctor {
namespace {

constexpr std::string_view kCheck = "limits";
// Beside the fetches: the database's files, readers of the paper, logs.
constexpr int64_t kOtherFiles = 192;
constexpr int64_t kLittleMemory = int64_t{256} << 20;
constexpr size_t kFileLimit = size_t{1} << 20;

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

// The number that the text begins with; absent: none ("max", "unlimited").
std::optional<int64_t> NumberAt(std::string_view text) {
  text = Trimmed(text);
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

// What stands behind `name` in a file of "name value" lines.
std::optional<int64_t> ValueIn(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(name)) return NumberAt(line.substr(name.size()));
  }
  return std::nullopt;
}

void CheckOpenFiles(const Settings& settings, const std::filesystem::path& process, Notes& notes) {
  const auto limits = base::ReadFile(process / "limits", kFileLimit);
  if (!limits) return;
  const auto files = ValueIn(*limits, "Max open files");
  const int64_t needed = settings.concurrency + kOtherFiles;
  if (files && *files < needed) {
    notes.Find(kCheck,
               fmt::format("a process may open {} files, but {} fetches at once and all else need "
                           "{}",
                           *files, settings.concurrency, needed),
               "sources and readers are turned away when no more files can be opened",
               "ulimit -n 4096 before the start (LimitNOFILE=4096 in the unit), or lower "
               "concurrency");
  } else {
    notes.Well(kCheck, fmt::format("{} open files", files ? fmt::format("{}", *files)
                                                          : std::string("any number of")));
  }
}

// The group's folder: the line "0::/path" of the process's list of groups.
std::optional<std::filesystem::path> GroupOf(const System& system,
                                             const std::filesystem::path& process) {
  const auto groups = base::ReadFile(process / "cgroup", kFileLimit);
  if (!groups) return std::nullopt;
  const size_t at = groups->find("0::/");
  if (at == std::string::npos) return std::nullopt;
  const size_t begin = at + 4;
  return system.groups / groups->substr(begin, groups->find('\n', begin) - begin);
}

void CheckMemory(const System& system, const std::filesystem::path& process, Notes& notes) {
  const auto group = GroupOf(system, process);
  if (!group) return;
  const auto most = base::ReadFile(*group / "memory.max", kFileLimit);
  const auto limit = most ? NumberAt(*most) : std::nullopt;
  if (limit && *limit < kLittleMemory) {
    notes.Find(
        kCheck, fmt::format("it may use {} of memory", Bytes(*limit)),
        "Octavo wants 256 MB at least, and 512 MB for 500 sources; with less it is killed in "
        "the middle of its work",
        "systemctl edit octavo: [Service] MemoryMax=512M");
  }
  const auto events = base::ReadFile(*group / "memory.events", kFileLimit);
  const auto killed = events ? ValueIn(*events, "oom_kill ") : std::nullopt;
  if (killed && *killed > 0) {
    notes.Find(kCheck, fmt::format("it was killed {} times for want of memory", *killed),
               "each time it loses what it had in hands and begins that anew",
               "systemctl edit octavo: raise MemoryMax, or lower workers and concurrency");
  }
  notes.Well(kCheck, limit ? fmt::format("{} of memory", Bytes(*limit)) : "memory without limit");
}

}  // namespace

void CheckLimits(const Settings& settings, const System& system, int64_t process, Notes& notes) {
  const std::filesystem::path folder =
      system.processes / (process == 0 ? std::string("self") : fmt::format("{}", process));
  CheckOpenFiles(settings, folder, notes);
  CheckMemory(system, folder, notes);
}

void CheckCertificates(const System& system, Notes& notes) {
  constexpr std::string_view kName = "certificates";
  constexpr std::string_view kWhy =
      "no https source can be read: nothing tells its publisher from somebody else";
  constexpr std::string_view kMend =
      "apt-get install --reinstall ca-certificates && update-ca-certificates";
  const auto bundle = base::ReadFile(system.certificates);
  if (!bundle) {
    notes.Find(kName, bundle.error().message(), kWhy, kMend);
    return;
  }
  size_t count = 0;
  for (size_t at = bundle->find("BEGIN CERTIFICATE"); at != std::string::npos;
       at = bundle->find("BEGIN CERTIFICATE", at + 1)) {
    ++count;
  }
  if (count == 0) {
    notes.Find(kName, fmt::format("{} holds no certificate", system.certificates.string()), kWhy,
               kMend);
    return;
  }
  notes.Well(kName, fmt::format("{} authorities", count));
}

}  // namespace octavo::doctor
