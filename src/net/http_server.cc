// The listening socket and the threads; what happens on a connection is in http_session.cc.
//
// The end: the destructor of Server stops accepting and tells every session. A session that waits
// for a request or is slow on purpose closes at once; one that is writing an answer may end it
// within kGrace. Then the threads are joined.

#include "net/http_server.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <thread>
#include <utility>

#include "net/http_session.h"

namespace net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

using Strand = asio::strand<asio::io_context::executor_type>;

constexpr std::chrono::milliseconds kGrace{1000};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::chrono::milliseconds kIdleAtLeast{500};
constexpr size_t kIdleClosedAtOnce = 64;

// Of the descriptors that the process may have, this many are left to the rest of Octavo: files,
// the store, the way out. Raises the soft limit to the hard one first.
constexpr size_t kDescriptorsOfOthers = 512;

size_t MostConnections(size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  const auto most = static_cast<size_t>(limit.rlim_cur);
  return std::min(wanted, most > 2 * kDescriptorsOfOthers ? most - kDescriptorsOfOthers : most / 2);
}

class Server final : public HttpServer {
 public:
  Server(ServerOptions options, Handler handler)
      : context_(static_cast<int>(std::max(1U, options.threads))),
        accept_strand_(asio::make_strand(context_)),
        acceptor_(accept_strand_),
        accept_timer_(accept_strand_) {
    shared_.options = std::move(options);
    shared_.options.connection_limit = MostConnections(shared_.options.connection_limit);
    shared_.handler = std::move(handler);
  }

  base::Status Listen() {
    error_code error;
    const auto address = asio::ip::make_address(shared_.options.address, error);
    if (error) {
      return base::Fail(base::ErrorKind::kInvalidInput,
                        fmt::format("not an IP address: {}", shared_.options.address));
    }
    const int attempts = std::max(1, shared_.options.port_attempts);
    for (int i = 0; i < attempts; ++i) {
      const int port = shared_.options.port + i;
      if (port > 65535) break;
      error = Bind({address, static_cast<uint16_t>(port)});
      if (!error) return {};
    }
    const auto kind = error == asio::error::address_in_use  ? base::ErrorKind::kConflict
                      : error == asio::error::access_denied ? base::ErrorKind::kRefused
                                                            : base::ErrorKind::kInvalidInput;
    return base::Fail(kind, fmt::format("listening on {} port {}: {}", shared_.options.address,
                                        shared_.options.port, error.message()));
  }

  void Run() {
    Accept();
    for (unsigned i = 0; i < std::max(1U, shared_.options.threads); ++i) {
      threads_.emplace_back([this] { context_.run(); });
    }
  }

  ~Server() override {
    shared_.stopping = true;
    asio::post(accept_strand_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      accept_timer_.cancel();
      for (const auto& session : AllSessions()) session->Stop();
    });
    // Without pending operations run() ends by itself; what is still writing then is cut off.
    std::jthread grace([this](const std::stop_token& done) {
      const auto end = std::chrono::steady_clock::now() + kGrace;
      while (!done.stop_requested() && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      context_.stop();
    });
    threads_.clear();
  }

  uint16_t port() const override { return port_; }
  size_t open_connections() const override { return shared_.open; }

 private:
  error_code Bind(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    error_code ignored;
    if (error) acceptor_.close(ignored);
    return error;
  }

  void Accept() {
    if (shared_.stopping) return;
    if (shared_.open >= shared_.options.connection_limit) {
      CloseIdle();
      return PauseAccepting();
    }
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (shared_.stopping) return;
      // Out of descriptors, most likely: wait for some to come back.
      if (error) return PauseAccepting();
      Admit(std::move(socket));
      Accept();
    });
  }

  // All connections are taken: those that have been idle longest make room, so that nobody shuts
  // the door by holding it.
  void CloseIdle() {
    const int64_t before = MillisecondsNow() - kIdleAtLeast.count();
    std::vector<std::pair<int64_t, std::shared_ptr<Session>>> idle;
    for (auto& session : AllSessions()) {
      const int64_t since = session->idle_since();
      if (since != 0 && since <= before) idle.emplace_back(since, std::move(session));
    }
    const size_t count = std::min(idle.size(), kIdleClosedAtOnce);
    std::ranges::partial_sort(idle, idle.begin() + static_cast<ptrdiff_t>(count), {},
                              [](const auto& one) { return one.first; });
    for (size_t i = 0; i < count; ++i) idle[i].second->StopIfIdle();
  }

  // Those who come now wait in the kernel's queue.
  void PauseAccepting() {
    accept_timer_.expires_after(kAcceptPause);
    accept_timer_.async_wait([this](error_code error) {
      if (!error) Accept();
    });
  }

  void Admit(tcp::socket socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error).address();
    if (error) return;  // gone already
    const int descriptor = socket.release(error);
    if (!error) Session::Start(context_, descriptor, remote.is_v4(), remote.to_string(), shared_);
  }

  std::vector<std::shared_ptr<Session>> AllSessions() {
    std::vector<std::shared_ptr<Session>> sessions;
    base::MutexLock lock(shared_.mutex);
    sessions.reserve(shared_.sessions.size());
    for (const auto& [address, session] : shared_.sessions) {
      if (auto alive = session.lock()) sessions.push_back(std::move(alive));
    }
    return sessions;
  }

  SessionsShared shared_;  // declared first: sessions that die with the context use it
  asio::io_context context_;
  Strand accept_strand_;
  asio::basic_socket_acceptor<tcp, Strand> acceptor_;
  asio::basic_waitable_timer<std::chrono::steady_clock,
                             asio::wait_traits<std::chrono::steady_clock>, Strand>
      accept_timer_;
  uint16_t port_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace

base::Result<std::unique_ptr<HttpServer>> HttpServer::Start(const ServerOptions& options,
                                                            Handler handler) {
  auto server = std::make_unique<Server>(options, std::move(handler));
  TRY(server->Listen());
  server->Run();
  return server;
}

}  // namespace net
