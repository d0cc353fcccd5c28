#pragma once
// Names as numbers. A name of at most 16 bytes is itself a number of 128 bits, so that looking one
// up costs one multiplication and one comparison; a longer one is hashed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "html/tag.h"

namespace html {

inline constexpr size_t kLongestKey = 16;

struct NameKey {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const NameKey&) const = default;
};

// The bytes of a name, the first one lowest, filled up with zeros. At most kLongestKey of them.
constexpr NameKey KeyOf(std::string_view name) {
  NameKey key;
  for (size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<uint64_t>(static_cast<uint8_t>(name[i]));
    (i < 8 ? key.low : key.high) |= byte << (8 * (i % 8));
  }
  return key;
}

// The same of the first `length` of the 16 bytes at `bytes`, all of which can be read.
inline NameKey LoadKey(const char* bytes, size_t length) {
  NameKey key;
  std::memcpy(&key.low, bytes, 8);
  std::memcpy(&key.high, bytes + 8, 8);
  if (length < 8) {
    key.low &= (uint64_t{1} << (8 * length)) - 1;
    key.high = 0;
  } else if (length < 16) {
    key.high &= (uint64_t{1} << (8 * (length - 8))) - 1;
  }
  return key;
}

constexpr uint32_t HashOf(const NameKey& key) {
  const uint64_t mixed = (key.low * 0x9E3779B97F4A7C15U) ^ (key.high * 0xC2B2AE3D27D4EB4FU);
  return static_cast<uint32_t>((mixed ^ (mixed >> 29)) >> 16);
}

// A table of known names, made by the compiler: key to index, 0 for a name that is not in it.
template <size_t kCount>
class KeyTable {
 public:
  template <typename Names>
  constexpr KeyTable(const Names& names, size_t first) {
    for (size_t i = first; i < kCount; ++i) {
      keys_[i] = KeyOf(names[i]);
      size_t slot = HashOf(keys_[i]) % kSlots;
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<uint8_t>(i);
    }
  }

  constexpr size_t Find(const NameKey& key) const {
    for (size_t slot = HashOf(key) % kSlots; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (keys_[slots_[slot]] == key) return slots_[slot];
    }
    return 0;
  }

 private:
  static_assert(kCount < 256);
  static constexpr size_t kSlots = 1024;
  std::array<uint8_t, kSlots> slots_{};
  std::array<NameKey, kCount> keys_{};
};

extern const KeyTable<kTagCount> kTagTable;
extern const KeyTable<kAttrCount> kAttrTable;

inline Tag TagOfKey(const NameKey& key) {
  const size_t found = kTagTable.Find(key);
  return found == 0 ? Tag::kUnknown : static_cast<Tag>(found);
}
inline Attr AttrOfKey(const NameKey& key) {
  return static_cast<Attr>(kAttrTable.Find(key));
}

}  // namespace html
