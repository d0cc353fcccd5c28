#pragma once
// What may be shown to whom: the one decision of the rights of those who write the news.
//
// A private instance is for its readers alone: until there are accounts, for readers on the same
// machine. A public instance shows headline, publisher, link and at most 300 characters of an
// article in all, and no image, unless its publisher is marked as licensed by the owner. Pages, API
// and feeds never see more than this: they read the store through VisibleReader (visible_reader.h),
// which applies what is decided here.

#include <cstddef>
#include <string_view>

namespace serve {

enum class Visibility { kPrivate, kPublic };

// Where a request comes from, as far as it can be trusted.
enum class Origin {
  kLoopback,  // this machine, and not by way of a proxy
  kStranger,
};

// The most that may be shown of one article that is not licensed, on one page of a public instance.
inline constexpr size_t kExcerptCharacters = 300;

struct Permission {
  bool anything = false;  // false: the answer is a refusal
  bool owner = false;     // quarantine, sources, actions, metrics
  bool full_text = false;
  bool images = false;
  size_t excerpt_characters = 0;  // code points of an article in all, where not full_text
  bool may_be_indexed = false;    // by search engines; an article's own page never is
};

// The one function. `licensed` is of the publisher of the article in question.
Permission MayBeShown(Visibility instance, Origin reader, bool licensed);

// `remote_address` as the socket says; `came_through_proxy` when a header says that somebody else
// is behind it: then nobody is taken for a reader on this machine.
Origin OriginOf(std::string_view remote_address, bool came_through_proxy);

}  // namespace serve
