#pragma once
// A growing array of plain values in one piece of memory: what a Document is made of. Differs from
// std::vector in that new room is not written before it is used, in that growing may extend the
// memory in place, and in that an index is 32 bits wide.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace html {

template <typename T>
class Block {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Block() = default;
  Block(Block&& other) noexcept
      : data_(std::move(other.data_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Block& operator=(Block&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  uint32_t size() const { return size_; }
  uint32_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  T& operator[](uint32_t index) { return data_.get()[index]; }
  const T& operator[](uint32_t index) const { return data_.get()[index]; }
  T& back() { return data_.get()[size_ - 1]; }
  const T& back() const { return data_.get()[size_ - 1]; }

  // A new last element, whose value is not set.
  T& Append() {
    if (size_ == capacity_) Grow(1);
    return data_.get()[size_++];
  }
  void Append(const T& value) { Append() = value; }
  // `count` new elements in a row, whose values are not set.
  T* AppendMany(uint32_t count) {
    if (capacity_ - size_ < count) Grow(count);
    T* added = data_.get() + size_;
    size_ += count;
    return added;
  }
  void AppendCopy(std::span<const T> from) {
    if (from.empty()) return;  // of nothing there may be no address
    std::memcpy(AppendMany(static_cast<uint32_t>(from.size())), from.data(), from.size_bytes());
  }
  void Truncate(uint32_t size) { size_ = size; }
  void Reserve(uint32_t capacity) {
    if (capacity > capacity_) Reallocate(capacity);
  }
  // Gives back what is not used.
  void Shrink() {
    if (size_ < capacity_) Reallocate(size_ > 0 ? size_ : 1);
  }

 private:
  struct Free {
    void operator()(T* data) const { std::free(data); }
  };

  // By half, so that the time of all growing is linear.
  void Grow(uint32_t more) {
    const uint64_t wanted = uint64_t{size_} + more;
    const uint64_t half_more = uint64_t{capacity_} + capacity_ / 2 + 16;
    const uint64_t capacity = wanted > half_more ? wanted : half_more;
    CHECK(capacity <= UINT32_MAX);
    Reallocate(static_cast<uint32_t>(capacity));
  }
  void Reallocate(uint32_t capacity) {
    T* old = data_.release();
    T* grown = static_cast<T*>(std::realloc(old, size_t{capacity} * sizeof(T)));
    CHECK(grown != nullptr);
    data_.reset(grown);
    capacity_ = capacity;
  }

  std::unique_ptr<T, Free> data_;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
};

}  // namespace html
