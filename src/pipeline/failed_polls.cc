#include "pipeline/failed_polls.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/hash.h"
#include "base/secrets.h"
#include "net/url.h"

namespace pipeline {
namespace {

constexpr size_t kHostsNamed = 3;
constexpr size_t kMostReasons = 16;  // beyond them, all are one

constexpr std::string_view kHost = "HOST";
constexpr std::string_view kAgain = "; it is asked again in ";  // net says when, of each

struct Names {
  std::string host;
  std::string key;  // net::Url::HostKey
};

Names NamesIn(std::string_view url) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed) return {std::string(url), ""};
  return {std::string(parsed->host()), parsed->HostKey()};
}

// The error without what is different for each source: "Could not resolve host: a.example" and
// "Could not resolve host: b.example" are one reason. Within a sentence "HOST" stands for it. In
// errors secrets are masked already.
std::string ReasonOf(std::string_view error, std::string_view url, const Names& names) {
  const std::string masked = base::MaskSecrets(url);
  std::string text(error);
  for (const std::string_view own :
       {url, std::string_view(masked), std::string_view(names.key), std::string_view(names.host)}) {
    size_t at = own.empty() ? std::string::npos : text.find(own);
    for (; at != std::string::npos; at = text.find(own, at + kHost.size())) {
      text.replace(at, own.size(), kHost);
    }
  }
  std::string_view reason = text;
  if (reason.starts_with("fetching ")) reason.remove_prefix(9);
  while (reason.starts_with("HOST: ")) reason.remove_prefix(6);
  while (reason.ends_with(": HOST")) reason.remove_suffix(6);
  reason = reason.substr(0, reason.find(kAgain));
  return std::string(reason);
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
  const Names names = NamesIn(url);
  std::string reason = ReasonOf(error, url, names);
  if (left_.size() >= kMostReasons && !left_.contains(reason)) reason = "several reasons";
  Left& left = left_[reason];
  left.sources.insert(base::Hash64(url));
  if (left.hosts.size() < kHostsNamed &&
      std::ranges::find(left.hosts, names.host) == left.hosts.end()) {
    left.hosts.push_back(names.host);
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
    const size_t sources = left.sources.size();
    lines.push_back(fmt::format("{} more source{} could not be read ({}{}): {}", sources,
                                sources == 1 ? "" : "s", fmt::join(left.hosts, ", "),
                                sources > left.hosts.size() ? ", …" : "", reason));
  }
  left_.clear();
  open_ = false;
  return lines;
}

}  // namespace pipeline
