#pragma once
// Gives every name of a page a number: the one of Tag or Attr, or a new one for names that are in
// neither. Equal names have equal numbers, so that names are never compared again.

#include <string>
#include <string_view>
#include <vector>

#include "html/tree_data.h"

namespace html {

class NameTable {
 public:
  // `tree` must outlive the table; the new names go there.
  explicit NameTable(TreeData& tree) : tree_(tree) {}

  // Of a name of at most kLongestKey bytes, all lower case. `where` is the same in the input.
  NameId OfTag(const NameKey& key, TextSpan where) {
    const Tag tag = TagOfKey(key);
    if (tag != Tag::kUnknown) return static_cast<NameId>(tag);
    return static_cast<NameId>(kTagCount) + Find(key, where);
  }
  NameId OfAttribute(const NameKey& key, TextSpan where) {
    const Attr attr = AttrOfKey(key);
    if (attr != Attr::kUnknown) return static_cast<NameId>(attr);
    return static_cast<NameId>(kAttrCount) + Find(key, where);
  }

  // Of any name; it is copied when it is new.
  NameId OfTag(std::string_view name);
  NameId OfAttribute(std::string_view name);

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t index_plus_one = 0;  // 0: free
  };

  uint32_t Find(const NameKey& key, TextSpan where);
  uint32_t FindCopied(std::string_view name);
  // The slot of the name, or the free one where it belongs.
  Slot& SlotFor(uint32_t hash, std::string_view name);
  uint32_t Add(Slot& slot, uint32_t hash, TextSpan name);
  void Rehash();

  TreeData& tree_;
  std::vector<Slot> slots_;  // open addressing, at most half full; a power of two
};

}  // namespace html
