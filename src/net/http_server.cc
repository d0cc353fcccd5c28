// The only file that includes Boost.Beast: it takes long to compile.
//
// One Server owns the listening socket and the threads; each connection is a Session whose every
// step runs on the session's own strand, so that a Session needs no lock. The steps of a session:
//
//   WaitForRequest --first byte--> ReadHeader --> ReadBody --> Answer --> WriteHead --> WritePiece*
//        ^                            | bad: 400/413/431, then Linger                      |
//        +--------------------------- keep-alive -------------------------------------------+
//
// A session keeps itself alive by the shared_ptr in its pending operation; when there is none left
// it is destroyed, and with it the connection is counted out. Requests that were pipelined lie in
// `buffer_` and are answered one after the other, in order.
//
// The end: the destructor of Server stops accepting and tells every session. A session that waits
// for a request or is slow on purpose closes at once; one that is writing an answer may end it
// within kGrace. Then the threads are joined.

#include "net/http_server.h"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <thread>
#include <unordered_map>

#include "base/log.h"
#include "base/mutex.h"
#include "base/time.h"
#include "net/http_date.h"

namespace net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

using Strand = asio::strand<asio::io_context::executor_type>;
using Stream = beast::basic_stream<tcp, Strand>;

constexpr size_t kPiece = size_t{256} << 10;  // of a body, one timeout each
constexpr std::chrono::milliseconds kGrace{1000};
constexpr std::chrono::milliseconds kSlowTick{50};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::chrono::seconds kLinger{1};
constexpr size_t kLingerLimit = size_t{1} << 20;

// The Date header's value, made once a second and thread.
const std::string& DateNow() {
  thread_local int64_t made_for = 0;
  thread_local std::string text;
  const base::Instant now = base::SystemClock().Now();
  if (const int64_t second = now.micros / base::kMicrosPerSecond; second != made_for) {
    text = FormatHttpDate(now);
    made_for = second;
  }
  return text;
}

bool IsOwnHeader(std::string_view name) {
  return beast::iequals({name.data(), name.size()}, "content-length") ||
         beast::iequals({name.data(), name.size()}, "connection") ||
         beast::iequals({name.data(), name.size()}, "transfer-encoding");
}

// Appends "name: value\r\n". Control characters, with which a value could start a header of its
// own, become spaces.
void AppendHeader(std::string_view name, std::string_view value, std::string& out) {
  const auto append = [&out](std::string_view text) {
    for (const char c : text) {
      out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
    }
  };
  append(name);
  out += ": ";
  append(value);
  out += "\r\n";
}

bool HasBody(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::string MakeHead(const Response& response, size_t length, bool keep_alive) {
  std::string head;
  head.reserve(512);
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status,
                 std::string_view(reason.data(), reason.size()));
  AppendHeader("Date", DateNow(), head);
  for (const auto& [name, value] : response.headers) {
    if (!IsOwnHeader(name)) AppendHeader(name, value, head);
  }
  if (HasBody(response.status)) AppendHeader("Content-Length", std::to_string(length), head);
  AppendHeader("Connection", keep_alive ? "keep-alive" : "close", head);
  head += "\r\n";
  return head;
}

std::string_view View(beast::string_view text) {
  return {text.data(), text.size()};
}

// Splits the request target (RFC 9112, 3.2: origin form, absolute form or "*"). False when it is
// none of these.
bool SplitTarget(Request& request) {
  std::string_view target = request.target;
  if (target == "*") {
    request.path = "*";
    return true;
  }
  if (!target.starts_with('/')) {
    const size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return false;
    const size_t slash = target.find_first_of("/?", scheme + 3);
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  const size_t mark = target.find('?');
  if (mark != std::string_view::npos) request.query = std::string(target.substr(mark + 1));
  for (const char c : target.substr(0, mark)) {
    if (c != '/' || !request.path.ends_with('/')) request.path += c;
  }
  if (request.path.empty()) request.path = "/";
  return true;
}

class Session;

// What the sessions need of the server; outlives them.
struct Shared {
  ServerOptions options;
  Handler handler;
  std::atomic<size_t> open{0};
  std::atomic<bool> stopping{false};
  base::Mutex mutex;
  // So that each can be told to end; a session takes itself out when it is destroyed.
  std::unordered_map<Session*, std::weak_ptr<Session>> sessions GUARDED_BY(mutex);
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket&& socket, const Strand& strand, Shared& shared)
      : stream_(Stream(strand)), timer_(strand), shared_(shared) {
    Adopt(std::move(socket));
  }

  ~Session() {
    base::MutexLock lock(shared_.mutex);
    shared_.sessions.erase(this);
    --shared_.open;
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Run() {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->WaitForRequest(); });
  }

  // From any thread.
  void Stop() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->state_ != State::kWriting) self->Close();
    });
  }

 private:
  enum class State { kWaiting, kReading, kWriting, kSlow };

  // The socket comes from the acceptor's executor and moves to the session's strand.
  void Adopt(tcp::socket&& socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (!error) remote_address_ = remote.address().to_string();
    socket.set_option(tcp::no_delay(true), error);
    const auto protocol = error || remote.address().is_v4() ? tcp::v4() : tcp::v6();
    const auto handle = socket.release(error);
    if (!error) stream_.socket().assign(protocol, handle, error);
  }

  void Close() {
    timer_.cancel();
    stream_.close();
  }

  void WaitForRequest() {
    if (shared_.stopping) return Close();
    if (buffer_.size() > 0) return ReadHeader();
    state_ = State::kWaiting;
    stream_.expires_after(shared_.options.idle_timeout);
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code error, size_t bytes) {
                              if (error) return self->Close();
                              self->buffer_.commit(bytes);
                              self->ReadHeader();
                            });
  }

  void ReadHeader() {
    state_ = State::kReading;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.options.header_limit));
    parser_->body_limit(shared_.options.body_limit);
    stream_.expires_after(shared_.options.request_timeout);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, size_t) {
                              if (error) return self->Refuse(error);
                              self->HeaderIsRead();
                            });
  }

  void HeaderIsRead() {
    if (parser_->is_done()) return Answer();
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return ReadBody();
    head_ = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(head_),
                      [self = shared_from_this()](error_code error, size_t) {
                        if (error) return self->Close();
                        self->ReadBody();
                      });
  }

  void ReadBody() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, size_t) {
                       if (error) return self->Refuse(error);
                       self->Answer();
                     });
  }

  // What cannot be read as a request is answered, where somebody still listens, and that is the end
  // of the connection: nobody knows where the next request would start.
  void Refuse(error_code error) {
    int status = 400;
    if (error == http::error::header_limit) status = 431;
    if (error == http::error::body_limit) status = 413;
    if (error == beast::error::timeout || error == http::error::end_of_stream ||
        error == http::error::partial_message ||
        error.category() != make_error_code(http::error::bad_method).category()) {
      return Close();
    }
    response_ = ErrorResponse(status);
    keep_alive_ = false;
    head_only_ = false;
    Write();
  }

  static Response ErrorResponse(int status) {
    const auto reason = http::obsolete_reason(static_cast<http::status>(status));
    Response response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = fmt::format("{} {}\n", status, View(reason));
    return response;
  }

  // False when the message is well-formed HTTP and still no request for us (RFC 9112, 3.2).
  bool MakeRequest(Request& request) {
    auto& message = parser_->get();
    request.method = View(message.method_string());
    request.target = View(message.target());
    request.remote_address = remote_address_;
    int hosts = 0;
    for (const auto& field : message) {
      hosts += field.name() == http::field::host ? 1 : 0;
      request.headers.emplace_back(View(field.name_string()), View(field.value()));
    }
    request.host = View(message[http::field::host]);
    request.body = std::move(message.body());
    if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return false;
    return SplitTarget(request);
  }

  void Answer() {
    Request request;
    keep_alive_ = parser_->keep_alive();
    head_only_ = parser_->get().method() == http::verb::head;
    if (MakeRequest(request)) {
      response_ = Call(request);
    } else {
      response_ = ErrorResponse(400);
      keep_alive_ = false;
    }
    parser_.reset();
    if (response_.delay.count() <= 0) return Write();
    state_ = State::kSlow;
    timer_.expires_after(response_.delay);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->Write();
    });
  }

  Response Call(const Request& request) {
    try {
      return shared_.handler(request);
    } catch (const std::exception& error) {
      base::LogError(
          fmt::format("answering {} {}: {}", request.method, request.target, error.what()));
    } catch (...) {
      base::LogError(
          fmt::format("answering {} {}: unknown exception", request.method, request.target));
    }
    return ErrorResponse(500);
  }

  std::string_view Body() const {
    return response_.shared_body ? std::string_view(*response_.shared_body) : response_.body;
  }

  void Write() {
    if (!stream_.socket().is_open()) return;
    state_ = response_.bytes_per_second > 0 ? State::kSlow : State::kWriting;
    if (shared_.stopping) keep_alive_ = false;
    const size_t length = Body().size();
    end_ = head_only_ || !HasBody(response_.status) ? 0 : std::min(length, response_.cut_after);
    if (response_.cut_after < length) keep_alive_ = false;
    head_ = MakeHead(response_, length, keep_alive_);
    position_ = response_.bytes_per_second > 0 ? 0 : std::min(end_, kPiece);
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head_),
                                                       asio::buffer(Body().data(), position_)};
    stream_.expires_after(shared_.options.idle_timeout);
    asio::async_write(stream_, buffers, [self = shared_from_this()](error_code error, size_t) {
      if (error) return self->Close();
      self->Continue();
    });
  }

  // Another piece of the body, if there is one.
  void Continue() {
    if (position_ >= end_) return AnswerIsWritten();
    if (response_.bytes_per_second == 0) {
      return WritePiece(std::min(kPiece, end_ - position_));
    }
    const size_t tick = response_.bytes_per_second * static_cast<size_t>(kSlowTick.count()) / 1000;
    const auto pause =
        tick > 0 ? kSlowTick : std::chrono::milliseconds(1000 / response_.bytes_per_second);
    timer_.expires_after(pause);
    timer_.async_wait([self = shared_from_this(), tick](error_code error) {
      if (error) return;
      self->WritePiece(std::min(std::max<size_t>(tick, 1), self->end_ - self->position_));
    });
  }

  void WritePiece(size_t size) {
    stream_.expires_after(shared_.options.idle_timeout);
    asio::async_write(stream_, asio::buffer(Body().data() + position_, size),
                      [self = shared_from_this()](error_code error, size_t bytes) {
                        if (error) return self->Close();
                        self->position_ += bytes;
                        self->Continue();
                      });
  }

  void AnswerIsWritten() {
    response_ = {};
    if (keep_alive_) return WaitForRequest();
    state_ = State::kWaiting;
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kLinger);
    lingered_ = 0;
    buffer_.clear();
    Linger();
  }

  // Closing while bytes of the other side lie unread would reset the connection, and the answer
  // could be lost with it: they are read and dropped, within limits.
  void Linger() {
    if (shared_.stopping) return Close();
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code error, size_t bytes) {
                              self->lingered_ += bytes;
                              if (error || self->lingered_ > kLingerLimit) return self->Close();
                              self->Linger();
                            });
  }

  Stream stream_;
  asio::steady_timer timer_;
  Shared& shared_;
  State state_ = State::kWaiting;
  std::string remote_address_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  bool keep_alive_ = false;
  bool head_only_ = false;
  Response response_;
  std::string head_;
  size_t position_ = 0;  // of the body: what is written
  size_t end_ = 0;       // of the body: where to stop
  size_t lingered_ = 0;
};

class Server final : public HttpServer {
 public:
  Server(ServerOptions options, Handler handler)
      : context_(static_cast<int>(std::max(1U, options.threads))),
        accept_strand_(asio::make_strand(context_)),
        acceptor_(accept_strand_),
        accept_timer_(accept_strand_) {
    shared_.options = std::move(options);
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
      TellSessions();
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
    if (shared_.open >= shared_.options.connection_limit) return PauseAccepting();
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (shared_.stopping) return;
      // Out of descriptors, most likely: wait for some to come back.
      if (error) return PauseAccepting();
      Admit(std::move(socket));
      Accept();
    });
  }

  // Those who come now wait in the kernel's queue.
  void PauseAccepting() {
    accept_timer_.expires_after(kAcceptPause);
    accept_timer_.async_wait([this](error_code error) {
      if (!error) Accept();
    });
  }

  void Admit(tcp::socket socket) {
    ++shared_.open;
    auto session =
        std::make_shared<Session>(std::move(socket), asio::make_strand(context_), shared_);
    {
      base::MutexLock lock(shared_.mutex);
      shared_.sessions.emplace(session.get(), session);
    }
    session->Run();
  }

  void TellSessions() {
    std::vector<std::shared_ptr<Session>> sessions;
    {
      base::MutexLock lock(shared_.mutex);
      for (const auto& [address, session] : shared_.sessions) {
        if (auto alive = session.lock()) sessions.push_back(std::move(alive));
      }
    }
    for (const auto& session : sessions) session->Stop();
  }

  Shared shared_;  // declared first: sessions that die with the context use it
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
