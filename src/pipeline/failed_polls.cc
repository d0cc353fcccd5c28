#include "pipeline/failed_polls.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "net/url.h"

namespace pipeline {
namespace {

constexpr size_t kHostsNamed = 3;
constexpr size_t kMostReasons = 16;  // beyond them, all are one

std::string HostOf(std::string_view url) {
  const auto parsed = net::Url::Parse(url);
  return parsed ? std::string(parsed->host()) : std::string(url);
}

// The error without what is different for each source: "Could not resolve host: a.example" and
// "Could not resolve host: b.example" are one reason. What is quoted stays a quotation: of "HOST".
std::string ReasonOf(std::string_view error, std::string_view url, const std::string& host) {
  std::string reason(error);
  for (const std::string_view own : {url, std::string_view(host)}) {
    for (size_t at = reason.find(own); !own.empty() && at != std::string::npos;
         at = reason.find(own, at)) {
      const bool quoted = at > 0 && reason[at - 1] == '"';
      reason.replace(at, own.size(), quoted ? "HOST" : "");
    }
  }
  if (reason.starts_with("fetching ")) reason.erase(0, 9);
  while (reason.ends_with(' ') || reason.ends_with(':')) reason.pop_back();
  while (reason.starts_with(' ') || reason.starts_with(':')) reason.erase(0, 1);
  return reason;
}

}  // namespace

std::vector<std::string> FailedPolls::Note(base::Instant now, std::string_view url,
                                           std::string_view error) {
  std::vector<std::string> lines = TakeEnded(now);
  if (!open_) {
    open_ = true;
    began_ = now;
    told_ = now < quiet_until_ ? kToldAtOnce : 0;
  }
  if (told_ < kToldAtOnce) {
    ++told_;
    lines.push_back(fmt::format("source {}: {}", url, error));
    return lines;
  }
  const std::string host = HostOf(url);
  std::string reason = ReasonOf(error, url, host);
  if (left_.size() >= kMostReasons && !left_.contains(reason)) reason = "several reasons";
  Left& left = left_[reason];
  ++left.count;
  if (left.hosts.size() < kHostsNamed && std::ranges::find(left.hosts, host) == left.hosts.end()) {
    left.hosts.push_back(host);
  }
  return lines;
}

std::vector<std::string> FailedPolls::TakeEnded(base::Instant now) {
  if (!open_ || (now >= began_ && now.micros - began_.micros < kWindow)) return {};
  if (!left_.empty()) quiet_until_.micros = now.micros + kQuiet;
  return TakeAll();
}

std::vector<std::string> FailedPolls::TakeAll() {
  std::vector<std::string> lines;
  for (const auto& [reason, left] : left_) {
    const bool more = static_cast<size_t>(left.count) > left.hosts.size();
    lines.push_back(fmt::format("{} more source{} could not be read ({}{}): {}", left.count,
                                left.count == 1 ? "" : "s", fmt::join(left.hosts, ", "),
                                more ? ", …" : "", reason));
  }
  left_.clear();
  open_ = false;
  return lines;
}

}  // namespace pipeline
