// The only file that includes Boost.Beast: it takes long to compile.
//
// Each connection is a session whose every step runs on the session's own strand, so that it needs
// no lock. The steps:
//
//   WaitForRequest --first byte--> ReadHeader --> ReadBody --> Answer --> WriteHead --> WritePiece*
//        ^                            | bad: 400/413/431, then Linger                      |
//        +--------------------------- keep-alive -------------------------------------------+
//
// A session keeps itself alive by the shared_ptr in its pending operation; when there is none left
// it is destroyed, and with it the connection is counted out. Requests that were pipelined lie in
// `buffer_` and are answered one after the other, in order.
//
// What a stranger can hold: one descriptor, a buffer of header_limit and kReadAhead, a body of
// body_limit; the whole request within request_timeout, however slowly its bytes come; an answer
// whose next piece is not taken within idle_timeout.

#include "net/http_session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
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
#include <chrono>
#include <optional>
#include <utility>

#include "base/log.h"
#include "base/time.h"
#include "net/http_date.h"
#include "net/http_rules.h"
#include "net/http_text.h"

namespace net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

using Strand = asio::strand<asio::io_context::executor_type>;
using Stream = beast::basic_stream<tcp, Strand>;

// What may lie in a connection's buffer beside one head: Beast reads that much at once. A chunk's
// extensions or a trailer that do not end do not get more, either.
constexpr size_t kReadAhead = size_t{64} << 10;
constexpr size_t kPiece = size_t{256} << 10;  // of a body, one timeout each
constexpr std::chrono::milliseconds kSlowTick{50};
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

std::string_view View(beast::string_view text) {
  return {text.data(), text.size()};
}

std::string_view ReasonOf(int status) {
  return View(http::obsolete_reason(static_cast<http::status>(status)));
}

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(const Strand& strand, std::string remote_address, SessionsShared& shared)
      : stream_(Stream(strand)),
        timer_(strand),
        shared_(shared),
        remote_address_(std::move(remote_address)),
        buffer_(shared.options.header_limit + kReadAhead) {}

  ~HttpSession() override {
    base::MutexLock lock(shared_.mutex);
    shared_.sessions.erase(this);
    --shared_.open;
  }

  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  void Run(int descriptor, bool is_v4) {
    error_code error;
    stream_.socket().assign(is_v4 ? tcp::v4() : tcp::v6(), descriptor, error);
    if (error) {
      close(descriptor);
      return;
    }
    stream_.socket().set_option(tcp::no_delay(true), error);
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->WaitForRequest(); });
  }

  int64_t idle_since() const override { return idle_since_; }

  void StopIfIdle() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->state_ == State::kWaiting) self->Close();
    });
  }

  void Stop() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->state_ != State::kWriting) self->Close();
    });
  }

 private:
  enum class State { kWaiting, kReading, kWriting, kSlow };

  void Close() {
    timer_.cancel();
    stream_.close();
  }

  void WaitForRequest() {
    if (shared_.stopping) return Close();
    if (buffer_.size() > 0) return ReadHeader();
    state_ = State::kWaiting;
    idle_since_ = MillisecondsNow();
    stream_.expires_after(shared_.options.idle_timeout);
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code error, size_t bytes) {
                              if (error) return self->Close();
                              self->idle_since_ = 0;
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
    request_ = {};
    for (const auto& field : parser_->get()) {
      request_.headers.emplace_back(View(field.name_string()), View(field.value()));
    }
    if (!IsFramedOnce(request_.headers, parser_->get().version() >= 11)) return Refuse(400);
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
    if (error == http::error::header_limit) return Refuse(431);
    if (error == http::error::body_limit) return Refuse(413);
    if (error == beast::error::timeout || error == http::error::end_of_stream ||
        error == http::error::partial_message ||
        error.category() != make_error_code(http::error::bad_method).category()) {
      return Close();
    }
    Refuse(400);
  }

  void Refuse(int status) {
    response_ = ErrorResponse(status);
    keep_alive_ = false;
    head_only_ = false;
    Write();
  }

  static Response ErrorResponse(int status) {
    Response response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = fmt::format("{} {}\n", status, ReasonOf(status));
    return response;
  }

  // False when the message is well-formed HTTP and still no request for us (RFC 9112, 3.2).
  bool MakeRequest(Request& request) {
    auto& message = parser_->get();
    request.method = View(message.method_string());
    request.target = View(message.target());
    request.remote_address = remote_address_;
    const auto hosts = std::ranges::count_if(request.headers, [](const auto& header) {
      return EqualsIgnoringCase(header.first, "host");
    });
    request.host = FindHeader(request.headers, "host");
    request.body = std::move(message.body());
    if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return false;
    return IsHostValue(request.host) && SplitTarget(request) && IsHostValue(request.host);
  }

  void Answer() {
    Request request = std::move(request_);
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
      base::LogEvent(
          base::LogLevel::kError, "request.failed", "answering a request",
          {{"method", request.method}, {"url", request.target}, {"reason", error.what()}});
    } catch (...) {
      base::LogEvent(
          base::LogLevel::kError, "request.failed", "answering a request",
          {{"method", request.method}, {"url", request.target}, {"reason", "unknown exception"}});
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
    end_ =
        head_only_ || !StatusHasBody(response_.status) ? 0 : std::min(length, response_.cut_after);
    if (response_.cut_after < length) keep_alive_ = false;
    head_ = WriteHead(response_, ReasonOf(response_.status), DateNow(), length, keep_alive_);
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
  SessionsShared& shared_;
  State state_ = State::kWaiting;
  std::atomic<int64_t> idle_since_{0};
  std::string remote_address_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Request request_;  // its headers, while the body is read
  bool keep_alive_ = false;
  bool head_only_ = false;
  Response response_;
  std::string head_;
  size_t position_ = 0;  // of the body: what is written
  size_t end_ = 0;       // of the body: where to stop
  size_t lingered_ = 0;
};

}  // namespace

int64_t MillisecondsNow() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Session::Start(asio::io_context& context, int descriptor, bool is_v4,
                    std::string remote_address, SessionsShared& shared) {
  ++shared.open;
  auto session =
      std::make_shared<HttpSession>(asio::make_strand(context), std::move(remote_address), shared);
  {
    base::MutexLock lock(shared.mutex);
    shared.sessions.emplace(session.get(), session);
  }
  session->Run(descriptor, is_v4);
}

}  // namespace net
