#include "cluster/shingle_run.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace cluster {
namespace {

constexpr size_t kFewestSlots = 64;
constexpr size_t kShinglesOfFence = 16;  // between two offsets, on average

}  // namespace

// ---- Gathering

void Gathering::Add(const IndexedText& text, std::span<const uint32_t> shingles) {
  Grow(used_ + shingles.size());
  texts_.push_back(text);
  newest_ = std::max(newest_, text.when);
  const auto number = static_cast<uint32_t>(texts_.size());
  for (const uint32_t shingle : shingles) Insert({shingle, number});
}

void Gathering::Insert(const Slot& slot) {
  size_t at = Start(slot.shingle);
  while (slots_[at].text != 0) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = slot;
  ++used_;
}

// Half of the slots stay free. In the order of their texts, in which ForEach is to give them.
void Gathering::Grow(size_t postings) {
  if (postings * 2 <= slots_.size()) return;
  const std::vector<ShingleOfText> all = Postings();
  slots_.assign(std::max(kFewestSlots, std::bit_ceil(postings * 2)), Slot());
  used_ = 0;
  for (const ShingleOfText& one : all) Insert({one.shingle, one.text + 1U});
}

std::vector<ShingleOfText> Gathering::Postings() const {
  std::vector<ShingleOfText> all;
  all.reserve(used_);
  for (const Slot& slot : slots_) {
    if (slot.text != 0) all.push_back({slot.shingle, static_cast<uint16_t>(slot.text - 1)});
  }
  std::ranges::sort(all);
  return all;
}

void Gathering::Clear() {
  *this = Gathering();
}

// ---- ShingleRun

void ShingleRun::Merge(const Gathering& gathering) {
  const size_t base = texts_.size();
  const std::vector<ShingleOfText> more = gathering.Postings();
  std::vector<uint32_t> shingles;
  std::vector<uint16_t> of;
  shingles.reserve(shingles_.size() + more.size());
  of.reserve(shingles.capacity());
  auto next = more.begin();
  const auto take = [&] {
    shingles.push_back(next->shingle);
    of.push_back(static_cast<uint16_t>(base + next->text));
    ++next;
  };
  for (size_t i = 0; i < shingles_.size(); ++i) {
    while (next != more.end() && next->shingle < shingles_[i]) take();
    shingles.push_back(shingles_[i]);
    of.push_back(of_[i]);
  }
  while (next != more.end()) take();
  shingles_ = std::move(shingles);
  of_ = std::move(of);

  fence_bits_ = static_cast<int>(std::bit_width(shingles_.size() / kShinglesOfFence));
  fence_.assign((size_t{1} << fence_bits_) + 1, 0);
  for (const uint32_t shingle : shingles_) ++fence_[FenceOf(shingle) + 1];
  for (size_t i = 1; i < fence_.size(); ++i) fence_[i] += fence_[i - 1];

  texts_.reserve(base + gathering.texts().size());
  texts_.insert(texts_.end(), gathering.texts().begin(), gathering.texts().end());
  newest_ = std::max(newest_, gathering.newest());
  for (size_t text = base; text < texts_.size(); ++text) {
    if (texts_[text].exact != 0) by_exact_.push_back(static_cast<uint16_t>(text));
  }
  std::ranges::sort(by_exact_, [this](uint16_t one, uint16_t other) {
    return std::tie(texts_[one].exact, one) < std::tie(texts_[other].exact, other);
  });
}

const IndexedText* ShingleRun::FindExact(uint64_t exact, base::Instant oldest) const {
  const auto exact_of = [this](uint16_t text) { return texts_[text].exact; };
  for (const uint16_t text : std::ranges::equal_range(by_exact_, exact, {}, exact_of)) {
    if (texts_[text].when >= oldest) return &texts_[text];
  }
  return nullptr;
}

}  // namespace cluster
