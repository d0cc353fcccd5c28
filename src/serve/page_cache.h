#pragma once
// Rendered pages, kept as long as the store says nothing new.
//
// A page is kept with the mark of the store that it was made from. When the mark has moved on, or
// the page is too old for the ages that it prints, one thread makes it anew and all others go on
// giving out the old bytes until the new ones are there: nobody waits behind a render.

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "base/time.h"
#include "serve/encoding.h"

namespace serve {

// An answer as it was rendered, before compression.
struct Rendered {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::string location;         // of a redirect
  bool may_be_indexed = false;  // by search engines
  std::string canonical;        // the original's address, sent as a Link header; may be empty
};

// A rendered answer with its compressed forms, each made when it is first asked for.
// Safe for use by several threads.
class Page {
 public:
  struct Bytes {
    std::shared_ptr<const std::string> body;
    Encoding encoding = Encoding::kIdentity;  // may be less than was asked for
    std::string etag;                         // strong, with its quotes
  };

  explicit Page(Rendered rendered);

  const Rendered& rendered() const { return rendered_; }  // without body
  Bytes In(Encoding encoding) const EXCLUDES(mutex_);
  size_t identity_size() const { return identity_->size(); }

 private:
  Rendered rendered_;
  std::shared_ptr<const std::string> identity_;
  std::string hash_;
  mutable base::Mutex mutex_;
  mutable std::array<Bytes, kEncodingCount> forms_ GUARDED_BY(mutex_);
};

// Bounded by bytes; what was used longest ago goes first. Safe for use by several threads.
class PageCache {
 public:
  PageCache(size_t byte_limit, int64_t max_age_micros)
      : byte_limit_(byte_limit), max_age_micros_(max_age_micros) {}

  // The page to give out, or null: then, and only then, the caller has to render and Put (or
  // Abandon).
  std::shared_ptr<const Page> Find(const std::string& key, uint64_t mark, base::Instant now)
      EXCLUDES(mutex_);
  void Put(const std::string& key, uint64_t mark, base::Instant now,
           std::shared_ptr<const Page> page) EXCLUDES(mutex_);
  // The caller of Find rendered nothing worth keeping.
  void Abandon(const std::string& key) EXCLUDES(mutex_);

  size_t bytes() const EXCLUDES(mutex_);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Page> page;
    uint64_t mark = 0;
    base::Instant made;
    bool being_renewed = false;
    size_t bytes = 0;
  };
  using Entries = std::list<Entry>;

  void Drop(Entries::iterator entry) REQUIRES(mutex_);

  const size_t byte_limit_;
  const int64_t max_age_micros_;
  mutable base::Mutex mutex_;
  Entries entries_ GUARDED_BY(mutex_);  // last used first
  std::unordered_map<std::string_view, Entries::iterator> by_key_ GUARDED_BY(mutex_);
  size_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace serve
