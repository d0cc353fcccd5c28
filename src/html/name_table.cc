#include "html/name_table.h"

#include <random>

namespace html {
namespace {

constexpr size_t kFirstSlots = 128;

// Drawn once by each process, so that nobody can write a page whose names all have one hash.
struct Seed {
  uint64_t low;
  uint64_t high;
};
Seed Draw() {
  std::random_device device;
  const auto draw = [&device] { return (uint64_t{device()} << 32) | device(); };
  return {draw(), draw() | 1};
}
const Seed kSeed = Draw();

// The two halves of the product of two numbers, folded.
uint64_t Fold(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint32_t SeededHash(const NameKey& key) {
  return static_cast<uint32_t>(Fold(key.low ^ kSeed.low, key.high ^ kSeed.high));
}

// Equal to SeededHash(KeyOf(name)) for names that have a key.
uint32_t SeededHash(std::string_view name) {
  uint64_t sum = 0;
  while (name.size() > kLongestKey) {
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): there are so many bytes
    const NameKey part = LoadKey(name.data(), kLongestKey);
    sum = Fold(part.low ^ kSeed.low ^ sum, part.high ^ kSeed.high);
    name.remove_prefix(kLongestKey);
  }
  NameKey rest = KeyOf(name);
  rest.low ^= sum;
  return SeededHash(rest);
}

}  // namespace

NameId NameTable::OfTag(std::string_view name) {
  const Tag tag = TagFrom(name);
  if (tag != Tag::kUnknown) return static_cast<NameId>(tag);
  return static_cast<NameId>(kTagCount) + FindCopied(name);
}

NameId NameTable::OfAttribute(std::string_view name) {
  const Attr attr = AttrFrom(name);
  if (attr != Attr::kUnknown) return static_cast<NameId>(attr);
  return static_cast<NameId>(kAttrCount) + FindCopied(name);
}

uint32_t NameTable::Find(const NameKey& key, TextSpan where) {
  const uint32_t hash = SeededHash(key);
  Slot& slot = SlotFor(hash, tree_.Text(where));
  return slot.index_plus_one != 0 ? slot.index_plus_one - 1 : Add(slot, hash, where);
}

uint32_t NameTable::FindCopied(std::string_view name) {
  const uint32_t hash = SeededHash(name);
  Slot& slot = SlotFor(hash, name);
  return slot.index_plus_one != 0 ? slot.index_plus_one - 1 : Add(slot, hash, tree_.Keep(name));
}

NameTable::Slot& NameTable::SlotFor(uint32_t hash, std::string_view name) {
  if (size_t{tree_.names.size()} * 2 >= slots_.size()) Rehash();
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.index_plus_one == 0) return slot;
    if (slot.hash == hash && tree_.Text(tree_.names[slot.index_plus_one - 1]) == name) return slot;
  }
}

uint32_t NameTable::Add(Slot& slot, uint32_t hash, TextSpan name) {
  const uint32_t index = tree_.names.size();
  tree_.names.Append(name);
  slot = {hash, index + 1};
  return index;
}

void NameTable::Rehash() {
  std::vector<Slot> old(slots_.empty() ? kFirstSlots : slots_.size() * 2);
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index_plus_one == 0) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].index_plus_one != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace html
