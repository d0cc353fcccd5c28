#include "serve/page_cache.h"

#include <utility>

#include "base/hash.h"

namespace serve {
namespace {

// Below this compression gains less than its header costs.
constexpr size_t kSmallestToCompress = 600;

}  // namespace

Page::Page(Rendered rendered) : rendered_(std::move(rendered)) {
  identity_ = std::make_shared<const std::string>(std::exchange(rendered_.body, {}));
  hash_ = base::HexOf(base::Hash64(*identity_));
}

Page::Bytes Page::In(Encoding encoding) const {
  if (identity_->size() < kSmallestToCompress) encoding = Encoding::kIdentity;
  const base::MutexLock lock(mutex_);
  Bytes& form = forms_[static_cast<size_t>(encoding)];
  if (form.body != nullptr) return form;
  form.encoding = encoding;
  form.body = encoding == Encoding::kIdentity
                  ? identity_
                  : std::make_shared<const std::string>(Compress(*identity_, form.encoding));
  form.etag = "\"" + hash_;
  if (form.encoding != Encoding::kIdentity)
    form.etag.append("-").append(EncodingName(form.encoding));
  form.etag += "\"";
  return form;
}

std::shared_ptr<const Page> PageCache::Find(const std::string& key, uint64_t mark,
                                            base::Instant now) {
  const base::MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  Entry& entry = *found->second;
  const bool fresh = entry.mark == mark && now.micros - entry.made.micros < max_age_micros_;
  if (!fresh && !entry.being_renewed) {
    entry.being_renewed = true;
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return entry.page;
}

void PageCache::Put(const std::string& key, uint64_t mark, base::Instant now,
                    std::shared_ptr<const Page> page) {
  // Compressed forms come to about half of the plain one.
  const size_t bytes = page->identity_size() * 3 / 2 + key.size() + sizeof(Entry);
  const base::MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) Drop(found->second);
  if (bytes > byte_limit_ / 4) return;
  while (bytes_ + bytes > byte_limit_ && !entries_.empty()) Drop(std::prev(entries_.end()));
  entries_.push_front({key, std::move(page), mark, now, false, bytes});
  by_key_[entries_.front().key] = entries_.begin();
  bytes_ += bytes;
}

void PageCache::Abandon(const std::string& key) {
  const base::MutexLock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) Drop(found->second);
}

size_t PageCache::bytes() const {
  const base::MutexLock lock(mutex_);
  return bytes_;
}

void PageCache::Drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace serve
