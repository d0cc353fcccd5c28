#pragma once
// Ids: small positive integers given by the store, growing, never used again. Each noun has its own
// type, so that a story's id cannot be passed for an article's. In a filter ids are the caller's
// strings and these are not used.

#include <compare>
#include <cstdint>
#include <functional>

namespace model {

template <typename Noun>
struct Id {
  int64_t value = 0;  // 0: not given yet
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

using PublisherId = Id<struct PublisherNoun>;
using SourceId = Id<struct SourceNoun>;
using EntryId = Id<struct EntryNoun>;
using ArticleId = Id<struct ArticleNoun>;
using StoryId = Id<struct StoryNoun>;
using TagId = Id<struct TagNoun>;

}  // namespace model

template <typename Noun>
struct std::hash<model::Id<Noun>> {
  size_t operator()(const model::Id<Noun>& id) const noexcept {
    return std::hash<int64_t>()(id.value);
  }
};
