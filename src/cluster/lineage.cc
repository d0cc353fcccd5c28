// Lineage
//
// Problem. A news agency writes a text once and forty papers print it: whole, cut from below, with
// another headline, with a sentence changed. Counting these as forty reports is the oldest lie of
// news aggregation. So each new text is asked: does it stand in an older one?
//
// Method. A text is its set of shingles, runs of five words, folded (Broder, "On the resemblance
// and containment of documents", 1997). One shingle in four is kept, chosen by its hash, the same
// ones in every text, so that containment between two samples estimates containment between the
// texts. An index from shingle to texts finds those that share any; a shingle of more than 64 texts
// is a standing phrase ("sign up for our newsletter") and counts in the first 64 only.
//
//   copy      at least kCopyShare of the new text stands in the older one
//   rewrite   at least kRewriteShare of either stands in the other
//   version   the same by the same publisher: its own text, changed later
//
// A match of one shingle alone may be chance (of fifteen million that a large window holds, a hash
// of 32 bits meets one in three hundred): two are the least.
//
// Cost. A text of 300 words has about 75 sampled shingles of six bytes (shingle_run.h). The newest
// texts are gathered in a small table, which becomes part of a run now and then; a run takes in
// half a day, and is dropped as a whole when its newest text has left the window. So memory is
// bounded by the window and half a day, and a look-up is one probe for each shingle and half day.

#include "cluster/lineage.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "cluster/shingle_run.h"
#include "text/words.h"

namespace cluster {
namespace {

constexpr size_t kShingleWords = 5;
constexpr uint64_t kSampleMask = 3;       // one shingle in four
constexpr size_t kMostShingles = 1024;    // of one text: about 4,000 words
constexpr size_t kStandingPhrase = 64;    // texts that may share a shingle
constexpr size_t kShortestTitleCopy = 6;  // words of a headline that is all there is
constexpr double kLeastShared = 2;

constexpr int64_t kRunMicros = base::kMicrosPerDay / 2;  // that one run takes in
constexpr size_t kMostFreshTexts = 1'024;
constexpr size_t kMostFreshPostings = size_t{1} << 16;

}  // namespace

Sketch SketchOf(std::string_view title, std::string_view text, std::string_view language) {
  Sketch sketch;
  const std::string folded_title = text::Fold(title);
  uint64_t exact = 0;
  size_t title_words = 0;
  for (const text::Word& word : text::Words(folded_title, language)) {
    exact = base::Hash64(std::string_view(folded_title).substr(word.start, word.end - word.start),
                         exact);
    ++title_words;
  }
  const std::string folded = text::Fold(text);
  std::vector<uint64_t> hashes;
  for (const text::Word& word : text::Words(folded, language)) {
    hashes.push_back(
        base::Hash64(std::string_view(folded).substr(word.start, word.end - word.start)));
    exact = exact * 0x9E3779B97F4A7C15u + hashes.back();
  }
  sketch.words = hashes.size();
  if (sketch.words >= kShortestCopy || (sketch.words == 0 && title_words >= kShortestTitleCopy)) {
    sketch.exact = exact;
  }
  if (sketch.words < kShortestCopy) return sketch;
  for (size_t i = 0; i + kShingleWords <= hashes.size(); ++i) {
    uint64_t shingle = 0;
    for (size_t k = 0; k < kShingleWords; ++k) {
      shingle = (shingle ^ hashes[i + k]) * 0x9E3779B97F4A7C15u;
      shingle ^= shingle >> 29;
    }
    if ((shingle & kSampleMask) == 0) {
      sketch.shingles.push_back(static_cast<uint32_t>(shingle >> 32));
      if (sketch.shingles.size() == kMostShingles) break;
    }
  }
  std::ranges::sort(sketch.shingles);
  const auto repeated = std::ranges::unique(sketch.shingles);
  sketch.shingles.erase(repeated.begin(), repeated.end());
  return sketch;
}

struct LineageIndex::State {
  std::vector<ShingleRun> runs;  // oldest first
  Gathering fresh;               // newer than all of them
  base::Instant oldest{INT64_MIN};

  // A text by run and number; behind the last run, of those that are fresh. In the order in which
  // they came.
  static uint64_t Handle(size_t run, uint32_t text) { return uint64_t{run} << 32 | text; }
  const IndexedText& TextOf(uint64_t handle) const {
    const size_t run = handle >> 32;
    const auto text = static_cast<uint32_t>(handle);
    return run < runs.size() ? runs[run].texts()[text] : fresh.texts()[text];
  }

  void AddHits(uint32_t shingle, std::vector<uint64_t>& hits) const {
    size_t room = kStandingPhrase;
    for (size_t run = 0; run <= runs.size() && room > 0; ++run) {
      const auto take = [&](uint32_t text) {
        const uint64_t handle = Handle(run, text);
        if (TextOf(handle).when < oldest) return true;
        hits.push_back(handle);
        return --room > 0;
      };
      run < runs.size() ? runs[run].ForEach(shingle, take) : fresh.ForEach(shingle, take);
    }
  }

  const IndexedText* FindExact(uint64_t exact) const {
    for (const ShingleRun& run : runs) {
      if (const IndexedText* text = run.FindExact(exact, oldest)) return text;
    }
    const auto text = std::ranges::find_if(fresh.texts(), [&](const IndexedText& one) {
      return one.exact == exact && one.when >= oldest;
    });
    return text == fresh.texts().end() ? nullptr : &*text;
  }

  void Seal() {
    if (fresh.texts().empty()) return;
    const bool fits = !runs.empty() &&
                      runs.back().texts().size() + fresh.texts().size() <= kMostTextsOfRun &&
                      fresh.newest().micros - runs.back().opened().micros <= kRunMicros;
    if (!fits) runs.emplace_back(fresh.newest());
    runs.back().Merge(fresh);
    fresh.Clear();
  }
};

LineageIndex::LineageIndex() : state_(std::make_unique<State>()) {}
LineageIndex::~LineageIndex() = default;
LineageIndex::LineageIndex(LineageIndex&&) noexcept = default;
LineageIndex& LineageIndex::operator=(LineageIndex&&) noexcept = default;

model::Lineage LineageIndex::Find(const Sketch& sketch, std::string_view publisher) const {
  const uint64_t same_publisher = base::Hash64(publisher);
  const auto answer = [&](const IndexedText& found, model::LineageKind kind, double similarity) {
    const bool version = !publisher.empty() && found.publisher == same_publisher;
    return model::Lineage{version ? model::LineageKind::kVersion : kind, found.id, similarity};
  };
  if (sketch.exact != 0) {
    const IndexedText* same = state_->FindExact(sketch.exact);
    if (same != nullptr) return answer(*same, model::LineageKind::kCopy, 1.0);
  }
  std::vector<uint64_t> hits;
  for (const uint32_t shingle : sketch.shingles) state_->AddHits(shingle, hits);
  std::ranges::sort(hits);
  model::Lineage best;
  double best_share = 0;
  for (auto hit = hits.begin(); hit != hits.end();) {
    const auto end = std::ranges::upper_bound(hit, hits.end(), *hit);
    const auto count = static_cast<double>(end - hit);
    const IndexedText& text = state_->TextOf(*hit);
    hit = end;
    if (count < kLeastShared) continue;
    const double in_other = count / static_cast<double>(sketch.shingles.size());
    const double other_in = count / static_cast<double>(text.shingles);
    const bool copy = in_other >= kCopyShare;
    const double share = copy ? 1 + in_other : std::max(in_other, other_in);
    if ((!copy && share < kRewriteShare) || share <= best_share) continue;
    best_share = share;
    best = answer(text, copy ? model::LineageKind::kCopy : model::LineageKind::kRewrite,
                  copy ? in_other : share);
  }
  return best;
}

void LineageIndex::Add(model::ArticleId id, const Sketch& sketch, std::string_view publisher,
                       base::Instant when) {
  state_->fresh.Add({.id = id,
                     .exact = sketch.exact,
                     .publisher = base::Hash64(publisher),
                     .when = when,
                     .shingles = static_cast<uint32_t>(sketch.shingles.size())},
                    sketch.shingles);
  const bool is_full = state_->fresh.texts().size() >= kMostFreshTexts ||
                       state_->fresh.postings() >= kMostFreshPostings;
  if (is_full) state_->Seal();
}

void LineageIndex::Expire(base::Instant oldest) {
  state_->oldest = oldest;
  std::erase_if(state_->runs, [oldest](const ShingleRun& run) { return run.newest() < oldest; });
  if (state_->fresh.newest() < oldest) state_->fresh.Clear();
}

size_t LineageIndex::size() const {
  size_t size = state_->fresh.texts().size();
  for (const ShingleRun& run : state_->runs) size += run.texts().size();
  return size;
}

}  // namespace cluster
