#include "fetch/schedule.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "net/http_date.h"

namespace fetch {
namespace {

constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
constexpr int64_t kShortest = 15 * kMinute;
constexpr int64_t kLongest = base::kMicrosPerDay;
constexpr int64_t kLongestRetryAfter = 7 * base::kMicrosPerDay;
constexpr int kGonePollsToPause = 3;

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// A whole number of seconds, quoted or not; absent when it is none. Huge ones are cut to a year.
std::optional<int64_t> Seconds(std::string_view text) {
  text = Trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  if (text.empty()) return std::nullopt;
  constexpr int64_t kYear = 365 * int64_t{86'400};
  int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = std::min(value * 10 + (c - '0'), kYear);
  }
  return value;
}

// The interval that led to this poll.
int64_t LastInterval(const model::Source& source) {
  const int64_t interval = source.next_poll.micros - source.last_poll->micros;
  return std::clamp(interval, kShortest, kLongest);
}

int64_t IntervalAfterAnswer(const model::Source& source, const Outcome& outcome,
                            const PollNews& news, base::Instant now, int64_t usual) {
  // After failures the last interval is a back-off and says nothing of the source.
  const bool is_known = source.consecutive_failures == 0 && source.last_poll.has_value();
  const int64_t last = is_known ? LastInterval(source) : usual;
  const bool is_new = outcome.kind == OutcomeKind::kFresh && news.new_entries > 0;
  int64_t interval = is_new ? last / 5 * 3 : last / 10 * 13;
  if (!source.last_success) interval = usual;
  const int64_t fresh = FreshSeconds(outcome.page.headers, now).value_or(0);
  const int64_t ttl = std::clamp<int64_t>(news.ttl_minutes.value_or(0), 0, 24 * 60);
  const int64_t asked_for = std::max(fresh * base::kMicrosPerSecond, ttl * kMinute);
  return std::clamp(std::max(interval, asked_for), kShortest, kLongest);
}

int64_t IntervalAfterFailures(int failures, bool is_transient) {
  int64_t interval = is_transient ? kShortest : base::kMicrosPerHour;
  for (int i = 1; i < failures && interval < kLongest; ++i) interval *= 2;
  return std::min(interval, kLongest);
}

void KeepValidators(const net::Headers& headers, bool is_fresh, model::Source& source) {
  const std::string_view etag = net::FindHeader(headers, "etag");
  const std::string_view last_modified = net::FindHeader(headers, "last-modified");
  if (is_fresh || !etag.empty()) source.etag = etag;
  if (is_fresh || !last_modified.empty()) source.last_modified = last_modified;
}

}  // namespace

std::optional<int64_t> FreshSeconds(const net::Headers& headers, base::Instant now) {
  std::string_view rest = net::FindHeader(headers, "cache-control");
  std::optional<int64_t> max_age;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    const size_t equals = part.find('=');
    const std::string_view name = Trimmed(part.substr(0, equals));
    if (EqualsIgnoringCase(name, "no-cache") || EqualsIgnoringCase(name, "no-store")) return 0;
    if (EqualsIgnoringCase(name, "max-age") && equals != std::string_view::npos) {
      max_age = Seconds(part.substr(equals + 1));
    }
  }
  if (max_age) {
    const int64_t age = Seconds(net::FindHeader(headers, "age")).value_or(0);
    return std::max<int64_t>(*max_age - age, 0);
  }
  const std::string_view expires = net::FindHeader(headers, "expires");
  if (expires.empty()) return std::nullopt;
  const auto end = net::ParseHttpDate(expires);
  if (!end) return 0;  // "Expires: 0" and the like (RFC 9111, 5.3)
  const auto start = net::ParseHttpDate(net::FindHeader(headers, "date")).value_or(now);
  return std::max<int64_t>((end->micros - start.micros) / base::kMicrosPerSecond, 0);
}

model::Source AfterPoll(model::Source source, const Outcome& outcome, const PollNews& news,
                        base::Instant now, uint64_t random, int64_t usual_interval) {
  usual_interval = std::clamp(usual_interval, kShortest, kLongest);
  const bool is_answer =
      outcome.kind == OutcomeKind::kFresh || outcome.kind == OutcomeKind::kNotModified;
  int64_t interval = usual_interval;
  if (is_answer) {
    interval = IntervalAfterAnswer(source, outcome, news, now, usual_interval);
    KeepValidators(outcome.page.headers, outcome.kind == OutcomeKind::kFresh, source);
    source.consecutive_failures = 0;
    source.last_success = now;
    source.last_error.clear();
  } else {
    // Beyond the last doubling there is nothing to count.
    source.consecutive_failures = std::min(source.consecutive_failures + 1, 1000);
    source.last_error = outcome.error ? outcome.error->message() : "";
    interval = IntervalAfterFailures(source.consecutive_failures, outcome.is_transient);
    if (outcome.kind == OutcomeKind::kGone) {
      interval = kLongest;
      source.paused = source.paused || source.consecutive_failures >= kGonePollsToPause;
    }
  }
  interval += static_cast<int64_t>(random % static_cast<uint64_t>(interval / 10));
  source.last_poll = now;
  source.next_poll = {now.micros + interval};
  if (outcome.retry_after) {
    const int64_t latest = now.micros + kLongestRetryAfter;
    source.next_poll.micros =
        std::max(source.next_poll.micros, std::min(outcome.retry_after->micros, latest));
  }
  return source;
}

}  // namespace fetch
