#include "watch.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "base/log.h"

namespace octavo {
namespace {

constexpr int64_t kLookEvery = base::kMicrosPerSecond / 4;
constexpr int64_t kLineEvery = 10 * base::kMicrosPerSecond;

}  // namespace

Watch::Watch() : terminal_(isatty(STDERR_FILENO) == 1) {
  sigemptyset(&endings_);
  sigaddset(&endings_, SIGINT);
  sigaddset(&endings_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &endings_, nullptr);
  // A line of the log takes the place of the bar, which comes back below it.
  if (terminal_) base::SetLogLead("\r\x1b[K");
}

bool Watch::Tick(store::Store& store, int milliseconds) {
  Show(store);
  return TickQuietly(milliseconds);
}

bool Watch::TickQuietly(int milliseconds) {
  if (asked_to_end_) return true;
  const timespec wait{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
  if (sigtimedwait(&endings_, nullptr, &wait) < 0) return false;
  asked_to_end_ = true;
  // From now on they do what they do to every program.
  pthread_sigmask(SIG_UNBLOCK, &endings_, nullptr);
  Clear();
  return true;
}

void Watch::Clear() {
  if (bar_shown_) fmt::print(stderr, "\r\x1b[K");
  bar_shown_ = false;
}

void Watch::Show(store::Store& store) {
  const base::Instant now = base::SystemClock().Now();
  if (now < next_look_) return;
  next_look_.micros = now.micros + kLookEvery;
  const base::Status looked = store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const store::Counters counters, reader.Count());
    meter_.Look(now, counters);
    return {};
  });
  if (!looked) return;
  const bool busy = meter_.Busy();
  if (terminal_ && busy) {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) columns_ = size.ws_col;
    fmt::print(stderr, "\r\x1b[K{}\r", meter_.Bar(columns_ - 1));
    std::fflush(stderr);
    bar_shown_ = true;
  } else if (busy != was_busy_ || (busy && now >= next_line_)) {
    Clear();
    base::LogEvent(base::LogLevel::kInfo, busy ? "round.goes_on" : "round.done", meter_.Line());
    next_line_.micros = now.micros + kLineEvery;
  }
  was_busy_ = busy;
}

}  // namespace octavo
