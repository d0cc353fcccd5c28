#include "filter.h"

#include <fmt/format.h>
#include <malloc.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <future>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/mutex.h"
#include "base/queue.h"
#include "command.h"

namespace octavo {
namespace {

constexpr size_t kLongestLine = size_t{64} << 20;
constexpr size_t kLinesInFlight = 128;

// Standard input, line by line, without the C++ streams' cost and with a limit on a line's length.
class LineReader {
 public:
  // False at the end of the input. A line beyond the limit is given cut, with `too_long` set.
  bool Next(std::string& line, bool& too_long) {
    line.clear();
    too_long = false;
    while (true) {
      if (position_ == filled_) {
        const ssize_t got = read(STDIN_FILENO, buffer_.data(), buffer_.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return !line.empty();
        position_ = 0;
        filled_ = static_cast<size_t>(got);
      }
      const char* start = buffer_.data() + position_;
      const auto* end = static_cast<const char*>(std::memchr(start, '\n', filled_ - position_));
      const size_t length = end == nullptr ? filled_ - position_ : static_cast<size_t>(end - start);
      const size_t room = kLongestLine - std::min(line.size(), kLongestLine);
      line.append(start, std::min(length, room));
      too_long = too_long || length > room;
      position_ += length + (end == nullptr ? 0 : 1);
      if (end != nullptr) return true;
    }
  }

 private:
  std::vector<char> buffer_ = std::vector<char>(size_t{1} << 16);
  size_t position_ = 0;
  size_t filled_ = 0;
};

// To standard output. The error; none when all is written.
std::error_code WriteAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t got = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {errno, std::generic_category()};
    bytes.remove_prefix(static_cast<size_t>(got));
  }
  return {};
}

// As printing does that fails.
void ThrowIf(const std::error_code& error) {
  if (error) throw std::system_error(error, "standard output");
}

struct Answer {
  std::string line;
  bool failed = false;
};

Answer ErrorAnswer(const base::Json* id, const base::Error& error) {
  base::Json out;
  out.Set("id", id == nullptr ? base::Json() : *id);
  base::Json what;
  what.Set("kind", base::ErrorKindName(error.kind()));
  what.Set("message", error.message());
  out.Set("error", std::move(what));
  return {base::WriteJson(out) + "\n", true};
}

Answer AnswerLine(const LineWriter& answer, std::string_view line, bool too_long) {
  if (too_long) {
    return ErrorAnswer(nullptr, base::Error(base::ErrorKind::kRefused, "line longer than 64 MB"));
  }
  const auto request = base::ParseJson(line);
  if (!request) return ErrorAnswer(nullptr, request.error());
  if (request->AsObject() == nullptr) {
    return ErrorAnswer(nullptr,
                       base::Error(base::ErrorKind::kInvalidInput, "line is not a JSON object"));
  }
  const base::Json* id = request->Find("id");
  Answer out;
  base::JsonWriter writer(out.line);
  writer.BeginObject();
  if (id != nullptr) {
    writer.Key("id");
    writer.Value(*id);
  }
  const base::Status status = answer(*request, writer);
  if (!status) return ErrorAnswer(id, status.error());
  writer.EndObject();
  out.line += '\n';
  return out;
}

// An answer that is made as a value, written.
LineWriter WriterOf(const LineFunction& answer) {
  return [&answer](const base::Json& request, base::JsonWriter& members) -> base::Status {
    TRY_ASSIGN(const base::Json result, answer(request));
    for (const auto& [name, value] : *result.AsObject()) {
      if (name == "id") continue;
      members.Key(name);
      members.Value(value);
    }
    return {};
  };
}

bool IsBlank(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

// Every line takes about what the line before gave back. Handed to the system in between and asked
// for again, each page costs a fault, which was a fifth of the time of `octavo parse`.
void KeepFreedMemory() {
  constexpr int kTrimThreshold = 256 << 20;
  constexpr int kMmapThreshold = 32 << 20;
  mallopt(M_TRIM_THRESHOLD, kTrimThreshold);
  mallopt(M_MMAP_THRESHOLD, kMmapThreshold);
}

// Answers that are ready and not written yet, by their bytes: a slow reader of our output must not
// make them pile up. Lines are taken in order, so whatever is waited for is written or under way,
// and nobody waits for ever.
class Backlog {
 public:
  // Returns when there is room for another answer.
  void WaitForRoom() EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    while (bytes_ > kMost && !closed_) changed_.Wait(mutex_);
  }
  // Nobody waits any more.
  void Close() EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    closed_ = true;
    changed_.NotifyAll();
  }
  void Add(size_t bytes) EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    bytes_ += bytes;
  }
  void Remove(size_t bytes) EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    bytes_ -= bytes;
    changed_.NotifyAll();
  }

 private:
  static constexpr size_t kMost = size_t{64} << 20;

  base::Mutex mutex_;
  base::Condition changed_;
  size_t bytes_ GUARDED_BY(mutex_) = 0;
  bool closed_ GUARDED_BY(mutex_) = false;
};

// The cores that this process may run on: fewer than the machine has under taskset or in a
// container, where more workers would only take more memory.
unsigned CoresAllowed() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&allowed)));
  }
  return std::max(1U, std::thread::hardware_concurrency());
}

struct Job {
  std::string line;
  bool too_long = false;
  std::promise<Answer> answer;
};

// Three kinds of threads: this one reads, workers answer, one writes in the order of reading.
// `order` and `backlog` bound what is in flight, so a slow reader of our output slows down our
// reading.
int Run(const LineWriter& answer, unsigned worker_count) {
  KeepFreedMemory();
  base::BoundedQueue<std::shared_ptr<Job>> work(kLinesInFlight);
  base::BoundedQueue<std::future<Answer>> order(kLinesInFlight);
  Backlog backlog;
  bool failed = false;
  std::error_code lost;  // why the writer ended before its time

  std::jthread writer([&] {
    while (auto next = order.Pop()) {
      const Answer ready = next->get();
      failed = failed || ready.failed;
      lost = WriteAll(ready.line);
      backlog.Remove(ready.line.size());
      if (lost) {
        // Nobody reads any more, or nobody can: stop taking in.
        order.Close();
        work.Close();
        backlog.Close();
        return;
      }
    }
  });
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < worker_count; ++i) {
    workers.emplace_back([&] {
      while (auto job = work.Pop()) {
        Answer ready = AnswerLine(answer, (*job)->line, (*job)->too_long);
        backlog.Add(ready.line.size());
        (*job)->answer.set_value(std::move(ready));
        backlog.WaitForRoom();
      }
    });
  }

  LineReader reader;
  std::string line;
  bool too_long = false;
  while (reader.Next(line, too_long)) {
    if (IsBlank(line)) continue;
    auto job = std::make_shared<Job>(Job{line, too_long, {}});
    if (!order.Push(job->answer.get_future())) break;
    if (!work.Push(std::move(job))) break;
  }
  work.Close();
  workers.clear();
  order.Close();
  writer.join();
  ThrowIf(lost);
  return failed ? kFailed : kDone;
}

}  // namespace

int RunFilter(const LineFunction& answer) {
  return RunWritingFilter(WriterOf(answer));
}

int RunWritingFilter(const LineWriter& answer) {
  return Run(answer, CoresAllowed());
}

int RunFilterInOrder(const LineFunction& answer) {
  return Run(WriterOf(answer), 1);
}

int RunFilterAtEnd(const std::function<base::Status(const base::Json& request)>& take,
                   const std::function<std::vector<base::Json>()>& answers) {
  std::vector<std::string> failures;  // one for each line; empty where it was taken
  LineReader reader;
  std::string line;
  bool too_long = false;
  while (reader.Next(line, too_long)) {
    if (IsBlank(line)) continue;
    const Answer answer =
        AnswerLine([&](const base::Json& request, base::JsonWriter&) { return take(request); },
                   line, too_long);
    failures.push_back(answer.failed ? answer.line : std::string());
  }
  const std::vector<base::Json> taken = answers();
  auto next = taken.begin();
  bool failed = false;
  for (const std::string& failure : failures) {
    failed = failed || !failure.empty();
    ThrowIf(WriteAll(failure.empty() ? base::WriteJson(*next++) + "\n" : failure));
  }
  return failed ? kFailed : kDone;
}

base::Result<std::string> BytesOf(const base::Json& request, std::string_view inline_name) {
  if (const base::Json* value = request.Find(inline_name);
      value != nullptr && value->AsString() != nullptr) {
    return *value->AsString();
  }
  if (const std::string_view path = request.String("file"); !path.empty()) {
    return base::ReadFile(std::string(path));
  }
  return base::Fail(base::ErrorKind::kInvalidInput,
                    fmt::format("neither \"{}\" nor \"file\" is given", inline_name));
}

}  // namespace octavo
