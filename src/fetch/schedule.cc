#include "fetch/schedule.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "fetch/rhythm.h"
#include "net/http_date.h"

namespace fetch {
namespace {

constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
constexpr int64_t kShortest = 15 * kMinute;
constexpr int64_t kLongest = base::kMicrosPerDay;
constexpr int64_t kLongestRetryAfter = 7 * base::kMicrosPerDay;
constexpr int64_t kRetiredInterval = 7 * base::kMicrosPerDay;
constexpr int64_t kPushedFactor = 4;
constexpr int64_t kPushedWithin = 15 * kMinute;
constexpr int kPollsToMove = 3;
constexpr int64_t kTimeToMove = base::kMicrosPerDay;

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

int64_t IntervalAfterAnswer(const model::Source& source, int64_t asked_for, base::Instant now,
                            int64_t usual) {
  int64_t interval = BestInterval(source.rhythm, now, usual, kShortest, kLongest);
  if (source.push_until && *source.push_until > now) interval *= kPushedFactor;
  return std::clamp(std::max(interval, asked_for), kShortest, kLongest);
}

// Up to that much, by chance.
int64_t Chance(double dice, int64_t most) {
  return most <= 0 ? 0 : static_cast<int64_t>(dice * static_cast<double>(most));
}

void FollowMove(const Outcome& outcome, base::Instant now, model::Source& source) {
  const std::string to = outcome.page.moved_to.value_or("");
  if (to.empty() || to == source.url || to == source.previous_url) {
    source.moved_to.clear();
    source.moved_since.reset();
    source.moved_seen = 0;
    return;
  }
  if (to != source.moved_to) {
    source.moved_to = to;
    source.moved_since = now;
    source.moved_seen = 0;
  }
  ++source.moved_seen;
  const int64_t since = source.moved_since.value_or(now).micros;
  if (source.moved_seen < kPollsToMove || now.micros - since < kTimeToMove) return;
  source.previous_url = std::exchange(source.url, std::exchange(source.moved_to, {}));
  source.moved_since.reset();
  source.moved_seen = 0;
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

int64_t AskedFor(const model::Source& source, const net::Headers& headers, base::Instant now) {
  const int64_t fresh = FreshSeconds(headers, now).value_or(0);
  const int64_t ttl = std::clamp<int64_t>(source.rhythm.ttl_minutes, 0, 24 * 60);
  return std::max(fresh * base::kMicrosPerSecond, ttl * kMinute);
}

namespace {

// Whether there is an entry that the hub should have brought long ago: it does so no longer.
bool WasNotPushed(const PollNews& news, base::Instant now, const model::Source& source) {
  const base::Instant newest = source.rhythm.newest;
  return newest.micros != 0 && std::ranges::any_of(news.times, [newest, now](base::Instant time) {
           return time > newest && time.micros < now.micros - kPushedWithin;
         });
}

// What an answer leaves; the time until the next poll, chance included.
int64_t TakeAnswer(const Outcome& outcome, const PollNews& news, base::Instant now, double dice,
                   int64_t usual, model::Source& source) {
  KeepValidators(outcome.page.headers, outcome.kind == OutcomeKind::kFresh, source);
  FollowMove(outcome, now, source);
  if (WasNotPushed(news, now, source)) source.push_until.reset();
  Observe(news.times, news.undated, now, source.rhythm);
  if (outcome.kind == OutcomeKind::kFresh) {
    source.rhythm.ttl_minutes = news.ttl_minutes.value_or(0);
  }
  source.retired = false;
  source.consecutive_failures = 0;
  source.last_success = now;
  source.last_error.clear();
  const int64_t asked_for = AskedFor(source, outcome.page.headers, now);
  const int64_t interval = IntervalAfterAnswer(source, asked_for, now, usual);
  return interval + Chance(dice, interval / 10);
}

int64_t TakeFailure(const Outcome& outcome, base::Instant now, double dice, model::Source& source) {
  // Beyond the last doubling there is nothing to count.
  source.consecutive_failures = std::min(source.consecutive_failures + 1, 1000);
  source.last_error = outcome.error ? outcome.error->message() : "";
  if (outcome.kind == OutcomeKind::kGone) {
    if (!source.retired) source.consecutive_failures = 1;
    source.retired = true;
    source.paused = source.paused || source.consecutive_failures >= kGonePollsToPause;
    return kRetiredInterval + Chance(dice, kRetiredInterval / 10);
  }
  const int64_t interval = IntervalAfterFailures(source.consecutive_failures, outcome.is_transient);
  int64_t wait = interval + Chance(dice, interval);
  if (outcome.retry_after) {
    const int64_t asked =
        std::clamp<int64_t>(outcome.retry_after->micros - now.micros, 0, kLongestRetryAfter);
    wait = std::max(wait, asked + Chance(dice, asked / 4));
  }
  return wait;
}

}  // namespace

model::Source AfterPoll(model::Source source, const Outcome& outcome, const PollNews& news,
                        base::Instant now, double dice, int64_t usual_interval) {
  const int64_t usual = std::clamp(usual_interval, kShortest, kLongest);
  const bool is_answer =
      outcome.kind == OutcomeKind::kFresh || outcome.kind == OutcomeKind::kNotModified;
  const int64_t wait = is_answer ? TakeAnswer(outcome, news, now, dice, usual, source)
                                 : TakeFailure(outcome, now, dice, source);
  source.last_poll = now;
  source.next_poll = {now.micros + wait};
  return source;
}

model::Source AfterCount(model::Source source, size_t undated, int64_t asked_for, base::Instant now,
                         double dice, int64_t usual_interval) {
  const int64_t usual = std::clamp(usual_interval, kShortest, kLongest);
  const int64_t before = IntervalAfterAnswer(source, asked_for, now, usual);
  Observe({}, undated, now, source.rhythm);
  const int64_t after = IntervalAfterAnswer(source, asked_for, now, usual);
  if (after < before) {
    const base::Instant sooner{now.micros + after + Chance(dice, after / 10)};
    source.next_poll = std::min(source.next_poll, sooner);
  }
  return source;
}

}  // namespace fetch
