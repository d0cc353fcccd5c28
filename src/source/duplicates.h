#pragma once
// Sources that are one: the same feed under several addresses. Found and told, never joined without
// being asked (`octavo sources merge`).

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/ids.h"
#include "model/source.h"

namespace source {

// What is left of an address when what mostly makes no difference is taken away: scheme, "www." and
// "m.", the scheme's own port, a slash or "index.*" at the end, parameters that follow readers
// about, the order of the others. Empty when it is no http URL. Two sources with one key are most
// likely one.
std::string DuplicateKey(std::string_view url);

// Entries that two sources have in common.
struct Overlap {
  model::SourceId one;
  model::SourceId other;
  int64_t shared = 0;
  int64_t smaller = 0;  // entries of the one that has fewer
};

struct Duplicate {
  model::SourceId one;  // the older, by its id
  model::SourceId other;
  std::string why;  // for people: "the same address but for its scheme …"
};

// Every pair once, by their ids. An overlap counts from five entries and nine tenths of the smaller
// source's on: two sections of one paper share less.
std::vector<Duplicate> FindDuplicates(std::span<const model::Source> sources,
                                      std::span<const Overlap> overlaps);

}  // namespace source
