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
// is a standing phrase ("sign up for our newsletter") and evidence of nothing.
//
//   copy      at least kCopyShare of the new text stands in the older one
//   rewrite   at least kRewriteShare of either stands in the other
//   version   the same by the same publisher: its own text, changed later
//
// Cost. A text of 300 words has about 75 sampled shingles of 4 bytes; a look-up is one probe for
// each. Texts that leave the window are dropped when they are half of all, so that memory is
// bounded by the window.

#include "cluster/lineage.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "text/words.h"

namespace cluster {
namespace {

constexpr size_t kShingleWords = 5;
constexpr uint64_t kSampleMask = 3;       // one shingle in four
constexpr size_t kMostShingles = 1024;    // of one text: about 4,000 words
constexpr size_t kStandingPhrase = 64;    // texts that may share a shingle
constexpr size_t kShortestTitleCopy = 6;  // words of a headline that is all there is

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

double Containment(const Sketch& a, const Sketch& b) {
  if (a.shingles.empty()) return 0;
  size_t shared = 0;
  auto other = b.shingles.begin();
  for (const uint32_t shingle : a.shingles) {
    while (other != b.shingles.end() && *other < shingle) ++other;
    if (other == b.shingles.end()) break;
    if (*other == shingle) ++shared;
  }
  return static_cast<double>(shared) / static_cast<double>(a.shingles.size());
}

struct LineageIndex::State {
  struct Text {
    model::ArticleId id;
    Sketch sketch;
    uint64_t publisher = 0;
    base::Instant when;
  };
  // A table with open addressing: all the texts of one shingle stand in one run. `text` is the
  // index plus one.
  struct Slot {
    uint32_t shingle = 0;
    uint32_t text = 0;
  };

  std::vector<Text> texts;
  std::vector<Slot> slots = std::vector<Slot>(1024);
  size_t used = 0;
  std::unordered_map<uint64_t, uint32_t> by_exact;  // the first text with these words

  size_t Start(uint32_t shingle) const {
    const uint32_t mixed = shingle * 0x9E3779B9u;
    return mixed & (slots.size() - 1);
  }

  void Insert(uint32_t shingle, uint32_t text) {
    size_t same = 0;
    size_t at = Start(shingle);
    for (; slots[at].text != 0; at = (at + 1) & (slots.size() - 1)) {
      if (slots[at].shingle == shingle && ++same >= kStandingPhrase) return;
    }
    slots[at] = {shingle, text + 1};
    ++used;
  }

  void Index(uint32_t text) {
    if ((used + texts[text].sketch.shingles.size()) * 2 > slots.size()) {
      Rebuild(slots.size() * 2);
      return;  // rebuilding took this text in too
    }
    for (const uint32_t shingle : texts[text].sketch.shingles) Insert(shingle, text);
  }

  void Rebuild(size_t capacity) {
    size_t wanted = 0;
    for (const Text& text : texts) wanted += text.sketch.shingles.size();
    while (capacity < wanted * 2 + 2) capacity *= 2;
    slots.assign(capacity, Slot());
    used = 0;
    for (uint32_t i = 0; i < texts.size(); ++i) {
      for (const uint32_t shingle : texts[i].sketch.shingles) Insert(shingle, i);
    }
  }

  // How many sampled shingles each text shares with the sketch.
  std::unordered_map<uint32_t, size_t> SharedWith(const Sketch& sketch) const {
    std::unordered_map<uint32_t, size_t> shared;
    for (const uint32_t shingle : sketch.shingles) {
      for (size_t at = Start(shingle); slots[at].text != 0; at = (at + 1) & (slots.size() - 1)) {
        if (slots[at].shingle == shingle) ++shared[slots[at].text - 1];
      }
    }
    return shared;
  }
};

LineageIndex::LineageIndex() : state_(std::make_unique<State>()) {}
LineageIndex::~LineageIndex() = default;
LineageIndex::LineageIndex(LineageIndex&&) noexcept = default;
LineageIndex& LineageIndex::operator=(LineageIndex&&) noexcept = default;

model::Lineage LineageIndex::Find(const Sketch& sketch, std::string_view publisher) const {
  const uint64_t same_publisher = base::Hash64(publisher);
  const auto answer = [&](uint32_t text, model::LineageKind kind, double similarity) {
    const State::Text& found = state_->texts[text];
    const bool version = !publisher.empty() && found.publisher == same_publisher;
    return model::Lineage{version ? model::LineageKind::kVersion : kind, found.id, similarity};
  };
  if (sketch.exact != 0) {
    const auto same = state_->by_exact.find(sketch.exact);
    if (same != state_->by_exact.end()) return answer(same->second, model::LineageKind::kCopy, 1.0);
  }
  model::Lineage best;
  double best_share = 0;
  uint32_t best_text = 0;
  for (const auto& [text, count] : state_->SharedWith(sketch)) {
    const Sketch& other = state_->texts[text].sketch;
    const double in_other =
        static_cast<double>(count) / static_cast<double>(sketch.shingles.size());
    const double other_in = static_cast<double>(count) / static_cast<double>(other.shingles.size());
    const bool copy = in_other >= kCopyShare;
    const double share = copy ? 1 + in_other : std::max(in_other, other_in);
    if (!copy && share < kRewriteShare) continue;
    if (share < best_share || (share == best_share && best_text <= text)) continue;
    best_share = share;
    best_text = text;
    best = answer(text, copy ? model::LineageKind::kCopy : model::LineageKind::kRewrite,
                  copy ? in_other : share);
  }
  return best;
}

void LineageIndex::Add(model::ArticleId id, Sketch sketch, std::string_view publisher,
                       base::Instant when) {
  const auto text = static_cast<uint32_t>(state_->texts.size());
  if (sketch.exact != 0) state_->by_exact.emplace(sketch.exact, text);
  sketch.shingles.shrink_to_fit();
  state_->texts.push_back({id, std::move(sketch), base::Hash64(publisher), when});
  state_->Index(text);
}

void LineageIndex::Expire(base::Instant oldest) {
  const auto is_old = [oldest](const State::Text& text) { return text.when < oldest; };
  const auto old = static_cast<size_t>(std::ranges::count_if(state_->texts, is_old));
  if (old * 2 < state_->texts.size()) return;
  std::erase_if(state_->texts, is_old);
  state_->by_exact.clear();
  for (uint32_t i = 0; i < state_->texts.size(); ++i) {
    if (state_->texts[i].sketch.exact != 0)
      state_->by_exact.emplace(state_->texts[i].sketch.exact, i);
  }
  state_->Rebuild(1024);
}

size_t LineageIndex::size() const {
  return state_->texts.size();
}

}  // namespace cluster
