#include "newsroom_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>

#include "base/file.h"
#include "base/time.h"
#include "source/arguments.h"

namespace octavo {
namespace {

using base::ErrorKind;
using base::Result;
using base::Status;

constexpr std::string_view kPortFact = "sample newsroom port";
constexpr std::string_view kTimeFact = "sample newsroom as of";
constexpr std::chrono::seconds kPatience{20};

struct Remembered {
  std::string port;   // "0": none yet
  std::string as_of;  // RFC 3339
};

// The morning that the samples are news of: the last 07:00 UTC before the first start.
std::string ThisMorning() {
  const base::Instant now = base::SystemClock().Now();
  base::Instant morning{base::StartOf(base::DayOf(now)).micros + 7 * base::kMicrosPerHour};
  if (morning > now) morning.micros -= base::kMicrosPerDay;
  return base::FormatRfc3339(morning);
}

Result<Remembered> Recall(store::Store& store) {
  Remembered remembered;
  TRY(store.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(remembered.port, reader.Fact(kPortFact));
    TRY_ASSIGN(remembered.as_of, reader.Fact(kTimeFact));
    return {};
  }));
  if (remembered.port.empty()) remembered.port = "0";
  if (remembered.as_of.empty()) remembered.as_of = ThisMorning();
  return remembered;
}

Status Remember(store::Store& store, const Remembered& what) {
  return store.Write([&](store::Transaction& transaction) -> Status {
    TRY(transaction.SetFact(kPortFact, what.port));
    return transaction.SetFact(kTimeFact, what.as_of);
  });
}

// This program again, with other arguments. Between fork and exec only calls that are safe there.
Result<pid_t> Spawn(std::vector<std::string> words, const std::filesystem::path& log) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  words.insert(words.begin(), program);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process < 0) return base::Fail(ErrorKind::kUnavailable, "no new process could be started");
  if (process > 0) return process;
  // The child ends when its parent does, even when that is killed.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0) _exit(1);
  execv(program.c_str(), arguments.data());
  _exit(127);
}

bool HasEnded(pid_t process) {
  return waitpid(process, nullptr, WNOHANG) == process;
}

// The port that the child writes once it listens; absent: it ended, or took too long.
std::optional<std::string> AwaitPort(pid_t process, const std::filesystem::path& file,
                                     bool& ended) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    if (auto text = base::ReadFile(file, 64)) {
      while (text->ends_with('\n')) text->pop_back();
      return *text;
    }
    ended = HasEnded(process);
    if (ended) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<NewsroomChild>> NewsroomChild::Start(const Settings& settings,
                                                            store::Store& store) {
  const std::filesystem::path folder = settings.data / "sample";
  const std::filesystem::path port_file = folder / "port";
  const std::filesystem::path log = folder / "log";
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  std::filesystem::remove(port_file, failure);
  TRY_ASSIGN(Remembered remembered, Recall(store));
  TRY_ASSIGN(const pid_t process,
             Spawn({"sample", "--port", remembered.port, "--as-of", remembered.as_of, "--port-file",
                    port_file.string(), "--opml", (folder / "list.opml").string()},
                   log));
  bool ended = false;
  const auto port = AwaitPort(process, port_file, ended);
  std::unique_ptr<NewsroomChild> child(new NewsroomChild(
      ended ? -1 : process, static_cast<uint16_t>(port ? std::atoi(port->c_str()) : 0),
      folder / "list.opml"));
  if (!port) {
    return base::Fail(ErrorKind::kUnavailable,
                      fmt::format("`octavo sample --port {}` did not start; {} says why",
                                  remembered.port, log.string()));
  }
  remembered.port = *port;
  TRY(Remember(store, remembered));
  return child;
}

NewsroomChild::~NewsroomChild() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  for (int i = 0; i < 100; ++i) {
    if (HasEnded(process_)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

std::string NewsroomChild::Allow() const {
  return fmt::format("*.localhost:{}", port_);
}

Result<std::vector<model::Source>> NewsroomChild::Sources() const {
  TRY_ASSIGN(source::List list, source::SourcesFromFile(list_.string()));
  for (model::Source& source : list.sources) source.sample = true;
  return std::move(list.sources);
}

}  // namespace octavo
