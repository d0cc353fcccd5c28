#include "output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "command.h"

namespace octavo {
namespace {

// Not by fmt::print, which throws when standard error is what fails.
void Tell(std::string_view command, std::string_view what) {
  const std::string line =
      fmt::format("octavo{}{}: {}\n", command.empty() ? "" : " ", command, what);
  std::fputs(line.c_str(), stderr);
}

// Whether standard output is a pipe that nobody reads any more.
bool IsUnread() {
  pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

std::string AboutOutput(const std::error_code& error) {
  return "standard output: " + (error ? error.message() : "not all could be written");
}

}  // namespace

int RunPrinting(std::string_view command, const std::function<int()>& run) {
  int status = kFailed;
  std::error_code error;
  try {
    status = run();
  } catch (const std::system_error& thrown) {
    error = thrown.code();
    if (error == std::errc::broken_pipe && std::ferror(stderr) == 0) return kUnread;
    if (std::ferror(stdout) == 0) {
      if (std::ferror(stderr) == 0) Tell(command, thrown.what());
      return kFailed;
    }
  }
  // What fails within a command that goes on leaves no more than a mark.
  if (std::fflush(stdout) != 0 && !error) error = {errno, std::generic_category()};
  if (std::ferror(stdout) == 0) return status;
  if (error == std::errc::broken_pipe || IsUnread()) return kUnread;
  Tell(command, AboutOutput(error));
  return status == kDone ? kFailed : status;
}

void KeepStandardFiles() {
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; ++file) {
    // The lowest number that is free, which is this one. Only to be read, even where it is output.
    if (fcntl(file, F_GETFD) < 0) open("/dev/null", O_RDONLY);
  }
}

}  // namespace octavo
