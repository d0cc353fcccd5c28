// serve_preview [PORT] [public]: the server in front of the tests' store, for the browser tests and
// for eyes.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "serve/server.h"
#include "serve/testing/fake_store.h"

int main(int argc, char** argv) {
  serve::testing::FakeStore store;
  store.sample_articles = 1;
  base::ManualClock clock(serve::testing::kNow);
  serve::Options options;
  options.port = static_cast<uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0);
  options.version = "0.1.0";
  options.clock = &clock;
  options.actions.starter_lists = [] {
    return std::vector<serve::StarterList>{
        {"jp", "jp", "ja", 14, {"NHK", "朝日新聞", "The Japan Times"}},
        {"gb", "gb", "en", 12, {"BBC News", "The Guardian"}},
        {"eg", "eg", "ar", 8, {"الأهرام", "المصري اليوم"}},
        {"fr", "fr", "fr", 11, {"Le Monde", "Libération"}}};
  };
  options.actions.add_starter_list = [](std::string_view) { return base::Status(); };
  options.actions.add_source = [](std::string_view url) -> base::Status {
    if (url.starts_with("https://")) return {};
    return base::Fail(base::ErrorKind::kInvalidInput, "this is no address of a site");
  };
  if (argc > 2 && std::string_view(argv[2]) == "public") {
    options.visibility = serve::Visibility::kPublic;
    options.public_url = "http://127.0.0.1:" + std::to_string(options.port);
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  auto server = serve::Server::Start(options, store);
  if (!server.has_value()) {
    std::fprintf(stderr, "%s\n", server.error().message().c_str());
    return 1;
  }
  std::printf("http://127.0.0.1:%u/\n", static_cast<unsigned>((*server)->port()));
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}
