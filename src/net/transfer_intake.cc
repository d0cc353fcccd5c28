// What a server sends, as it comes: each piece is counted before it is kept.
//
// A stranger may send bytes without end in many ways, and each has its limit here:
//   - header lines, answers 1xx before the answer, trailers behind it: header_limit bytes and
//     header_lines lines, all together;
//   - a body: body_limit bytes when decompressed, and as many as they come: a stream may
//     decompress to nothing for ever (gzip's empty blocks, zstd's frames to be skipped);
//   - a body that grows too much (kMostGrowth): real text shrinks to a twentieth at best, a sitemap
//     to a fiftieth; a bomb to a thousandth and less. One that may grow to body_limit is no harm
//     alone, but sixty of them at once would use up the memory that all bodies share;
//   - content codings around content codings: kMostCodings.
// Time and slowness are libcurl's to watch (transfer_curl.cc).

#include <fmt/format.h>

#include <algorithm>

#include "net/http_text.h"
#include "net/socket_address.h"
#include "net/transfer.h"

namespace net {
namespace {

constexpr int kMostCodings = 2;
constexpr uint64_t kMostGrowth = 200;
// Bodies up to here are not asked how they grew.
constexpr uint64_t kSmallBody = uint64_t{4} << 20;
// libcurl may have received this much more than it has told.
constexpr uint64_t kInFlight = uint64_t{16} << 10;

int CountCodings(std::string_view value) {
  int count = 0;
  while (!value.empty()) {
    const std::string_view coding = TrimBlanks(value.substr(0, value.find(',')));
    value.remove_prefix(std::min(value.size(), value.find(',')));
    if (!value.empty()) value.remove_prefix(1);
    count += !coding.empty() && !EqualsIgnoringCase(coding, "identity") ? 1 : 0;
  }
  return count;
}

}  // namespace

bool Transfer::MayConnect(const void* socket_address) {
  // To the proxy, that is: the address that the proxy is sent to was checked before.
  if (!request_.proxy.empty()) return true;
  const auto address = AddressOf(socket_address);
  if (address && (is_allowed_ || address->IsPublic())) return true;
  refused_address_ = address ? address->ToString() : "of an unknown kind";
  return false;
}

bool Transfer::TakeHeader(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > options_.header_limit) {
    Refuse(fmt::format("more than {} bytes of headers", options_.header_limit));
    return false;
  }
  if (++header_lines_ > options_.header_lines) {
    Refuse(fmt::format("more than {} header lines", options_.header_lines));
    return false;
  }
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  if (line.empty()) return true;
  if (line.starts_with("HTTP/")) {  // the answer behind a "100 Continue"
    response_.headers.clear();
    codings_ = 0;
    return true;
  }
  const size_t colon = line.find(':');
  if (line.front() == ' ' || line.front() == '\t') {  // a folded value goes on
    if (response_.headers.empty()) return true;
    const std::string folded =
        response_.headers.back().second + ' ' + std::string(TrimBlanks(line));
    const std::string name = std::move(response_.headers.back().first);
    response_.headers.pop_back();
    return AddHeader(name, folded);
  }
  if (colon == std::string_view::npos) return true;
  return AddHeader(line.substr(0, colon), TrimBlanks(line.substr(colon + 1)));
}

bool Transfer::AddHeader(std::string_view name, std::string_view value) {
  std::string kept(value);
  for (char& c : kept) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F) c = ' ';
  }
  std::string lowered = LoweredAscii(name);
  if (lowered == "content-encoding") codings_ += CountCodings(kept);
  if (codings_ > kMostCodings) {
    Refuse(fmt::format("more than {} content codings, one around the other", kMostCodings));
    return false;
  }
  response_.headers.emplace_back(std::move(lowered), std::move(kept));
  return true;
}

bool Transfer::TakeProgress(uint64_t received) {
  received_ = received;
  // The frames of chunks count, too, and must not refuse what would be cut off.
  const uint64_t frames = request_.beyond_limits == BeyondLimits::kIsCutOff ? 2 : 1;
  if (is_cut_off_ || received <= frames * request_.body_limit) return true;
  Refuse(fmt::format("more than {} bytes", request_.body_limit));
  return false;
}

bool Transfer::TakeBody(std::string_view bytes) {
  const size_t room = request_.body_limit - response_.body.size();
  if (bytes.size() > room) {
    if (request_.beyond_limits == BeyondLimits::kFails) {
      Refuse(fmt::format("more than {} bytes", request_.body_limit));
      return false;
    }
    is_cut_off_ = true;
    bytes = bytes.substr(0, room);
  }
  const uint64_t grown = response_.body.size() + bytes.size();
  if (codings_ > 0 && grown > kSmallBody && grown > kMostGrowth * (received_ + kInFlight)) {
    Refuse(fmt::format("decompressed it is more than {} times as large", kMostGrowth));
    return false;
  }
  if (body_bytes_ + bytes.size() > options_.memory_limit) {
    Fail({base::ErrorKind::kUnavailable,
          fmt::format("{}: too much is being fetched at once", current_->HostKey())});
    return false;
  }
  response_.body += bytes;
  body_bytes_ += bytes.size();
  return !is_cut_off_;
}

}  // namespace net
