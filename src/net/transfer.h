#pragma once
// One request on its way through one or more hops. Inside of the client: nobody else includes this.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/http_client.h"
#include "net/url.h"

namespace net {

// Used by one thread at a time. The life of a transfer:
//   Prepare, then for each hop [NameToLookUp, GoTo,] StartHop and FinishHop, then Answer;
//   or Fail and Answer at any time.
//
// transfer.cc has the hops, transfer_intake.cc takes in what a server sends, transfer_curl.cc
// speaks with libcurl.
class Transfer {
 public:
  // `options` and `body_bytes` (the bodies of all transfers together) outlive the transfer.
  Transfer(FetchRequest request, FetchCallback callback, const HttpClientOptions& options,
           size_t& body_bytes);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Reads the URL and checks what the caller wants sent. False: Answer says why.
  bool Prepare();
  // Of the hop that comes next or runs.
  std::string HostKey() const { return current_->HostKey(); }

  // Of the hop that comes next, when it goes through a proxy to a host that the owner does not
  // allow by name: the name whose addresses GoTo wants before StartHop.
  std::optional<std::string> NameToLookUp() const;
  // Takes the first address that may be reached. False: there is none; Answer says why.
  bool GoTo(const base::Result<std::vector<IpAddress>>& addresses);

  // The curl easy handle of the next hop, set up (the address stays the same for the transfer's
  // life); null: Answer says why.
  void* StartHop();
  // What curl said of the hop (a CURLcode). True: there is another hop, HostKey() is its.
  bool FinishHop(int curl_code);
  void Fail(base::Error error);
  // Calls the callback. Precondition: not called before, all hops finished.
  void Answer();

  // The handle that StartHop gave; null before.
  void* handle() const;
  void AddWait(std::chrono::steady_clock::duration waited);

  // Of the hop that is over: no connection came about; when its host asks to be left alone for a
  // while, that long, not zero; whether it complains of being asked too often.
  bool host_is_down() const { return host_is_down_; }
  std::optional<std::chrono::seconds> RestAskedFor() const;
  bool HostComplains() const { return !error_ && response_.status == 429; }
  // Answered in the name of its host: 503 with Retry-After.
  void AnswerLater(std::chrono::seconds rest);
  std::chrono::milliseconds pause() const { return request_.pause; }
  bool goes_first() const { return request_.goes_first; }

  // The client's own notes.
  uint64_t ticket = 0;
  std::chrono::steady_clock::time_point launched;
  bool is_slow = false;
  bool is_started = false;
  std::chrono::steady_clock::time_point queued;

 private:
  struct Handles;  // what curl owns

  static size_t OnHeader(char* bytes, size_t size, size_t count, void* self);
  static size_t OnBody(char* bytes, size_t size, size_t count, void* self);
  static int OnProgress(void* self, int64_t total, int64_t received, int64_t, int64_t);
  static int OnOpenSocket(void* self, int purpose, void* address);
  bool TakeHeader(std::string_view line);
  bool AddHeader(std::string_view name, std::string_view value);
  bool TakeBody(std::string_view bytes);
  // What came over the wire so far, compressed. False: too much.
  bool TakeProgress(uint64_t received);
  bool MayConnect(const void* socket_address);
  void Refuse(std::string_view why);
  std::string Shown() const;  // the current URL for messages: without name and password

  base::Status CheckRequest() const;
  base::Status CheckProxy();
  void BeginHop();
  bool SetUpHandle();
  void SetUpTimes();
  bool SetUpLimits();
  bool SetUpTls();
  bool SetUpProxy();
  bool SetUpUrl();
  void SetUpMethod();
  void SetUpHeaders();
  void AddTimings();
  // The hop's answer is a redirect: goes there. False: it is an answer to be given, or an error.
  bool Redirect(int status);
  base::Error ErrorOf(int curl_code) const;
  base::Error OfAddress() const;
  void Forget(std::string& body);

  FetchRequest request_;
  FetchCallback callback_;
  const HttpClientOptions& options_;
  size_t& body_bytes_;
  std::unique_ptr<Handles> handles_;

  std::string first_;  // the URL asked for, for messages
  std::optional<Url> current_;
  std::optional<IpAddress> target_;  // of this hop, where the client chose it for the proxy
  bool is_allowed_ = false;          // the owner allows the current hop's host
  bool only_permanent_ = true;       // every redirect so far was permanent
  bool same_host_ = true;            // no redirect has led to another host
  size_t header_bytes_ = 0;
  size_t header_lines_ = 0;
  int codings_ = 0;          // content codings of this answer
  bool is_cut_off_ = false;  // this answer's body, at the limit: the hop is over, and went well
  uint64_t received_ = 0;    // of this hop's body, as it came
  FetchResponse response_;
  bool host_is_down_ = false;
  std::string refused_address_;  // of this hop
  std::optional<base::Error> error_;
};

}  // namespace net
