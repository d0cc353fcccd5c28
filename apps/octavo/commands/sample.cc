#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "commands.h"
#include "newsroom/pages.h"
#include "newsroom/server.h"
#include "owner.h"

namespace octavo {
namespace {

// Where the samples stand: as given, as the environment says, beside the source that this was built
// from, or where it was installed.
std::string FolderOf(const Arguments& arguments) {
  if (arguments.Has("folder")) return std::string(arguments.Get("folder"));
  const char* named = std::getenv("OCTAVO_NEWSROOM");
  if (named != nullptr && *named != '\0') return named;
  std::error_code error;
  if (std::filesystem::exists(OCTAVO_NEWSROOM_FOLDER, error)) return OCTAVO_NEWSROOM_FOLDER;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share/octavo/newsroom";
}

// The last 07:00 UTC: whole hours, so that the same morning gives the same pages.
base::Instant ThisMorning() {
  const base::Instant now = base::SystemClock().Now();
  base::Instant morning{base::StartOf(base::DayOf(now)).micros + 7 * base::kMicrosPerHour};
  if (morning > now) morning.micros -= base::kMicrosPerDay;
  return morning;
}

int Complain(ExitStatus status, std::string_view message) {
  return octavo::Complain("sample", status, message);
}

// Ctrl-C and `kill` end the wait; they must be blocked before any thread is started.
sigset_t BlockEndings() {
  sigset_t endings;
  sigemptyset(&endings);
  sigaddset(&endings, SIGINT);
  sigaddset(&endings, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &endings, nullptr);
  return endings;
}

base::Status Announce(const Arguments& arguments, const newsroom::NewsroomServer& server) {
  if (arguments.Has("opml")) {
    TRY(base::WriteFileAtomically(std::string(arguments.Get("opml")), server.Opml()));
  }
  if (arguments.Has("port-file")) {
    TRY(base::WriteFileAtomically(std::string(arguments.Get("port-file")),
                                  fmt::format("{}\n", server.port())));
  }
  fmt::print(
      "The sample newsroom: http://newsroom.localhost:{0}/\n"
      "Its sources:         http://newsroom.localhost:{0}/opml\n",
      server.port());
  std::fflush(stdout);
  return {};
}

int Run(const Arguments& arguments) {
  newsroom::NewsroomOptions options;
  options.address = arguments.Get("address");
  options.pace = arguments.Has("fast") ? newsroom::Pace::kFast : newsroom::Pace::kReal;
  const std::string_view port = arguments.Get("port");
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (error != std::errc() || end != port.data() + port.size()) {
    return Complain(kUsage, fmt::format("--port: '{}' is no port", port));
  }
  const std::string_view edition = arguments.Get("edition");
  if (edition != "1" && edition != "2") return Complain(kUsage, "--edition: 1 or 2");
  options.edition = edition == "1" ? 1 : 2;
  base::Instant as_of = ThisMorning();
  if (arguments.Has("as-of")) {
    const auto given = base::ParseRfc3339(arguments.Get("as-of"));
    if (!given) return Complain(kUsage, "--as-of: not a time such as 2026-11-23T07:00:00Z");
    as_of = *given;
  }
  auto newsroom = newsroom::ReadNewsroom(FolderOf(arguments), as_of);
  if (!newsroom) return Complain(kFailed, newsroom.error().message());
  if (arguments.Has("truth")) {
    fmt::print("{}\n", WriteJson(newsroom::TruthOf({*newsroom, options.port, options.edition})));
    return kDone;
  }
  const sigset_t endings = BlockEndings();
  auto server = newsroom::NewsroomServer::Start(options, std::move(*newsroom));
  if (!server) return Complain(kFailed, server.error().message());
  if (const auto announced = Announce(arguments, **server); !announced) {
    return Complain(kFailed, announced.error().message());
  }
  int signal = 0;
  sigwait(&endings, &signal);
  return kDone;
}

}  // namespace

Command SampleCommand() {
  return {
      "sample",
      "serve the sample newsroom: invented publishers to read",
      "Serves a dozen invented publishers in English, Japanese and Arabic over real HTTP, each at\n"
      "its own host below .localhost, which browsers and Octavo take to this machine. They print\n"
      "the same events in different words, copy from agencies, correct themselves, and some of\n"
      "their pages are broken on purpose, as real ones are.\n\n"
      "  octavo sample --port 8090 --opml samples.opml\n\n"
      "http://newsroom.localhost:8090/ lists them. /opml there is the list of their sources,\n"
      "/truth.json says which articles tell one story, which are copies and which pages are\n"
      "faulty, /edition/2 brings out the second edition, in which some articles have changed.\n"
      "Runs until it is ended with Ctrl-C.",
      "",
      {{"port", "N", "where to listen; 0 takes a free port", "8090"},
       {"address", "ADDRESS", "the address to listen on", "127.0.0.1"},
       {"as-of", "TIME",
        "the time that all dates are relative to, RFC 3339; else today's 07:00 UTC"},
       {"edition", "N", "which edition to begin with, 1 or 2", "1"},
       {"folder", "DIR", "where the samples stand; else $OCTAVO_NEWSROOM, else as built"},
       {"port-file", "FILE", "write the port into this file once it listens"},
       {"opml", "FILE", "write the list of sources into this file once it listens"},
       {"truth", "", "print what is true of the samples as JSON, and serve nothing"},
       {"fast", "", "no publisher is slow on purpose"}},
      Run};
}

}  // namespace octavo
