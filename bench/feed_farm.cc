#include "feed_farm.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <new>
#include <string_view>
#include <unordered_map>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kEntries = 20;
constexpr std::chrono::milliseconds kSlow{2'000};

std::string FeedOf(int number, int edition) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel>"
      "<title>Source {}</title><link>http://s{}.localhost/</link>",
      number, number);
  for (int i = kEntries + edition; i > edition; --i) {
    out += fmt::format(
        "<item><title>Source {} tells of event {} in the valley</title><guid>{}-{}</guid>"
        "<link>http://s{}.localhost/{}</link><pubDate>Mon, 23 Nov 2026 {:02}:{:02}:00 GMT</pubDate>"
        "<description>What happened as number {}, in one sentence of some length, as feeds have "
        "it, so that it weighs what they weigh.</description></item>",
        number, i, number, i, number, i, i / 60 % 24, i % 60, i);
  }
  return out + "</channel></rss>";
}

class Server {
 public:
  Server(int listener, int control, Mixture mixture, FeedFarm::Counts& counts)
      : listener_(listener),
        control_(control),
        mixture_(mixture),
        counts_(counts),
        epoll_(epoll_create1(0)) {
    Watch(listener_);
    Watch(control_);
  }

  [[noreturn]] void Run() {
    std::array<epoll_event, 256> events{};
    while (true) {
      const int count = epoll_wait(epoll_, events.data(), events.size(), Patience());
      for (int i = 0; i < count; ++i) Take(events.at(static_cast<size_t>(i)).data.fd);
      while (!later_.empty() && later_.front().when <= Clock::now()) {
        const Later later = std::move(later_.front());
        later_.pop_front();
        const auto found = generations_.find(later.socket);
        if (found != generations_.end() && found->second == later.generation) {
          Send(later.socket, later.answer);
        }
      }
    }
  }

 private:
  struct Later {
    Clock::time_point when;
    int socket;
    uint64_t generation;
    std::string answer;
  };

  void Watch(int socket) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  }

  int Patience() const {
    if (later_.empty()) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(later_.front().when - Clock::now());
    return static_cast<int>(std::max<int64_t>(left.count(), 0));
  }

  void Take(int socket) {
    if (socket == control_) {
      char byte = 0;
      if (read(control_, &byte, 1) <= 0) std::_Exit(0);
      edition_ = 1;
      return;
    }
    if (socket == listener_) {
      while (true) {
        const int client = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
        if (client < 0) return;
        const int yes = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        generations_[client] = ++generation_;
        Watch(client);
      }
    }
    std::array<char, 8'192> bytes{};
    const ssize_t size = recv(socket, bytes.data(), bytes.size(), 0);
    if (size <= 0) return Close(socket);
    std::string& request = requests_[socket];
    request.append(bytes.data(), static_cast<size_t>(size));
    while (true) {
      const size_t end = request.find("\r\n\r\n");
      if (end == std::string::npos) return;
      const std::string one = request.substr(0, end + 2);
      request.erase(0, end + 4);
      Answer(socket, one);
      if (!generations_.contains(socket)) return;
    }
  }

  void Close(int socket) {
    generations_.erase(socket);
    requests_.erase(socket);
    close(socket);
  }

  void Reset(int socket) {
    const linger now{1, 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    Close(socket);
  }

  static void Send(int socket, std::string_view answer) {
    // A feed of twenty entries fits the socket's buffer.
    [[maybe_unused]] const ssize_t sent = send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
  }

  void Answer(int socket, std::string_view request) {
    const size_t host = request.find("\r\nHost: s");
    const int number =
        host == std::string_view::npos ? 0 : std::atoi(request.substr(host + 9, 12).data());
    const Manner manner = MannerOf(number, mixture_);
    const int edition = manner == Manner::kChanged ? edition_ : 0;
    if (manner == Manner::kBroken) {
      switch (number / 10 % 4) {
        case 0:
          return Send(socket, "HTTP/1.1 500 Broken\r\nContent-Length: 6\r\n\r\nbroken");
        case 1:
          return Reset(socket);
        case 2:
          return Send(
              socket,
              "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\x01\x02\x03\x04\x05\x06\x07\x0e");
        default:
          return;
      }
    }
    const std::string tag = fmt::format("\"{}-{}\"", number, edition);
    std::string answer;
    if (request.contains("If-None-Match: " + tag)) {
      ++counts_.not_modified;
      answer = fmt::format("HTTP/1.1 304 Not Modified\r\nETag: {}\r\n\r\n", tag);
    } else {
      const std::string feed = FeedOf(number, edition);
      answer = fmt::format(
          "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {}\r\n"
          "Content-Length: {}\r\n\r\n{}",
          tag, feed.size(), feed);
    }
    if (manner != Manner::kSlow) return Send(socket, answer);
    later_.push_back({Clock::now() + kSlow, socket, generations_[socket], std::move(answer)});
  }

  const int listener_;
  const int control_;
  const Mixture mixture_;
  FeedFarm::Counts& counts_;
  const int epoll_;
  int edition_ = 0;
  uint64_t generation_ = 0;
  std::unordered_map<int, uint64_t> generations_;
  std::unordered_map<int, std::string> requests_;
  std::deque<Later> later_;
};

[[noreturn]] void Die(const char* what) {
  std::perror(what);
  std::_Exit(1);
}

void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Manner MannerOf(int number, const Mixture& mixture) {
  const int place = number % 10;
  if (place < mixture.changed_of_ten) return Manner::kChanged;
  if (place < mixture.changed_of_ten + mixture.slow_of_ten) return Manner::kSlow;
  const int others = mixture.changed_of_ten + mixture.slow_of_ten + mixture.broken_of_ten;
  return place < others ? Manner::kBroken : Manner::kSteady;
}

FeedFarm::FeedFarm(Mixture mixture) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 4'096) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    Die("feed farm");
  }
  port_ = ntohs(address.sin_port);
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) Die("feed farm");
  void* const shared =
      mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) Die("feed farm");
  counts_ = new (shared) Counts;
  child_ = fork();
  if (child_ < 0) Die("feed farm");
  RaiseFileLimit();
  if (child_ == 0) {
    close(ends[0]);
    std::signal(SIGPIPE, SIG_IGN);
    Server(listener, ends[1], mixture, *counts_).Run();
  }
  close(ends[1]);
  close(listener);
  control_ = ends[0];
}

FeedFarm::~FeedFarm() {
  close(control_);
  waitpid(child_, nullptr, 0);
  munmap(counts_, sizeof(Counts));
}

std::string FeedFarm::UrlOf(int number) const {
  return fmt::format("http://s{}.localhost:{}/feed.xml", number, port_);
}

int FeedFarm::NumberOf(std::string_view url) {
  constexpr std::string_view kBefore = "http://s";
  return url.starts_with(kBefore) ? std::atoi(url.data() + kBefore.size()) : -1;
}

int64_t FeedFarm::NotModified() const {
  return counts_->not_modified;
}

void FeedFarm::Advance() {
  [[maybe_unused]] const ssize_t sent = write(control_, "+", 1);
}

double FeedFarm::CpuSeconds() const {
  std::ifstream file(fmt::format("/proc/{}/stat", child_));
  std::string word;
  double ticks = 0;
  for (int i = 1; i <= 15 && file >> word; ++i) {
    if (i >= 14) ticks += std::atof(word.c_str());
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace bench
