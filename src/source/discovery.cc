#include "source/discovery.h"

#include <algorithm>

#include "net/url.h"

namespace source {
namespace {

constexpr int64_t kStale = 365 * base::kMicrosPerDay;

std::string Lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool ContainsOne(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [text](std::string_view word) { return text.contains(word); });
}

size_t SegmentsOf(std::string_view path) {
  size_t segments = 0;
  bool inside = false;
  for (const char c : path) {
    if (c != '/' && !inside) ++segments;
    inside = c != '/';
  }
  return segments;
}

// Points, the more the better. The order of the reasons is that of the header; each outweighs all
// behind it.
int Points(const Candidate& one, const net::Url* site, base::Instant now) {
  int points = 0;
  if (one.kind == model::SourceKind::kFeed) points += 1'000;
  const auto url = net::Url::Parse(one.url);
  const std::string path = url ? Lowered(url->path()) : std::string();
  const std::string what = path + ' ' + Lowered(one.title);
  if (ContainsOne(what, {"comment", "kommentar", "commentaire"})) points -= 800;
  if (ContainsOne(path, {"/tag/", "/category/", "/author/", "/section/", "/topic/", "podcast"})) {
    points -= 300;
  }
  if (one.entries == 0) points -= 200;
  if (one.newest && now.micros - one.newest->micros > kStale) points -= 150;
  // What is asked for in a folder of a site is that folder's feed.
  if (site != nullptr && url) {
    const bool within = url->path().starts_with(site->path()) && site->path() != "/";
    if (within) points += 100;
    const size_t more = SegmentsOf(path);
    points -= static_cast<int>(std::min<size_t>(more, 6)) * 8;
  }
  if (one.found_by == FoundBy::kPage) points += 20;
  if (one.has_text) points += 6;
  return points;
}

}  // namespace

void RankCandidates(std::string_view site, base::Instant now, std::vector<Candidate>& candidates) {
  const auto parsed = net::Url::Parse(site);
  const net::Url* base = parsed ? &*parsed : nullptr;
  std::ranges::stable_sort(candidates, [&](const Candidate& a, const Candidate& b) {
    const int of_a = Points(a, base, now);
    const int of_b = Points(b, base, now);
    return of_a != of_b ? of_a > of_b : a.place < b.place;
  });
}

}  // namespace source
