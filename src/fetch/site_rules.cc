#include "fetch/site_rules.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "fetch/robots.h"
#include "fetch/schedule.h"
#include "net/url.h"

namespace fetch {
namespace {

constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
constexpr int64_t kShortestLife = 5 * kMinute;
constexpr int64_t kLongestLife = base::kMicrosPerDay;
constexpr int64_t kLongUnreachable = 30 * base::kMicrosPerDay;
constexpr int64_t kFirstWait = 5 * base::kMicrosPerSecond;
constexpr int64_t kLongestWait = base::kMicrosPerHour;
constexpr size_t kLongestReservations = size_t{256} * 1024;
constexpr std::string_view kAllReserved = R"([{"location": "/", "tdm-reservation": 1}])";

std::string FileOf(std::string_view url, std::string_view path) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed || !parsed->IsHttp()) return {};
  auto file = net::Url::Parse(path, &*parsed);
  return file ? file->href() : std::string();
}

// Whether the site has said that there is no such file. Not where the answer was refused by
// ourselves, for its headers, codings or address: then nothing was heard. Nor where it says that we
// ask too often.
bool SaysNo(const Outcome& outcome) {
  const int status = outcome.page.status;
  if (status == 429) return false;
  if (status >= 400 && status < 500) return true;
  return status == 204 || status == 205 || (status >= 300 && status < 400);
}

int64_t LifeOf(const Outcome& outcome, base::Instant now) {
  const auto fresh = FreshSeconds(outcome.page.headers, now);
  if (!fresh) return kLongestLife;
  return std::clamp(*fresh * base::kMicrosPerSecond, kShortestLife, kLongestLife);
}

}  // namespace

std::string RobotsUrlOf(std::string_view url) {
  return FileOf(url, "/robots.txt");
}

std::string ReservationsUrlOf(std::string_view url) {
  return FileOf(url, "/.well-known/tdmrep.json");
}

model::Site AfterRobots(model::Site known, const Outcome& outcome, base::Instant now) {
  const bool is_file = outcome.kind == OutcomeKind::kFresh;
  if (is_file || SaysNo(outcome)) {
    known.robots = is_file ? std::string(WholeLinesOfRobots(outcome.page.bytes)) : std::string();
    known.robots_read = now;
    known.robots_until = {now.micros + LifeOf(outcome, now)};
    known.unreachable_since.reset();
    known.failures = 0;
    return known;
  }
  if (!known.unreachable_since) known.unreachable_since = now;
  known.failures = std::min(known.failures + 1, 100);
  int64_t wait = kFirstWait;
  for (int i = 1; i < known.failures && wait < kLongestWait; ++i) wait *= 4;
  known.robots_until = {now.micros + std::min(wait, kLongestWait)};
  if (outcome.retry_after) {
    const base::Instant latest{now.micros + kLongestLife};
    known.robots_until = std::max(known.robots_until, std::min(*outcome.retry_after, latest));
  }
  return known;
}

model::Site AfterReservations(model::Site known, const Outcome& outcome) {
  if (outcome.kind == OutcomeKind::kFresh) {
    const bool fits = outcome.page.bytes.size() <= kLongestReservations;
    // A page instead of a file is what many sites answer for what they do not have.
    const bool looks_right = outcome.page.bytes.find('[') < 64;
    known.reservations = !looks_right ? std::string()
                         : fits       ? outcome.page.bytes
                                      : std::string(kAllReserved);
  } else if (SaysNo(outcome)) {
    known.reservations.clear();
  }
  return known;
}

RobotsState StateOfRobots(const model::Site& site, base::Instant now) {
  const auto is_long_ago = [now](base::Instant then) {
    return now.micros - then.micros > kLongUnreachable;
  };
  const bool is_read =
      site.robots_read && !(site.unreachable_since && is_long_ago(*site.robots_read));
  if (is_read) return RobotsState::kKnown;
  // After thirty days a file that cannot be had counts as none (RFC 9309, 2.3.1.4).
  const bool is_given_up = site.unreachable_since && is_long_ago(*site.unreachable_since);
  return is_given_up ? RobotsState::kKnown : RobotsState::kUnknown;
}

}  // namespace fetch
