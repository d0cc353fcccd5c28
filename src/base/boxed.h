#pragma once
// Boxed<T>: a T that is mostly absent and then takes one pointer. A value like std::optional: a
// copy is a T of its own. What is shared by nobody needs no lock; const use by several threads is
// safe.

#include <memory>

namespace base {

template <typename T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(const Boxed& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(const Boxed& other) {
    if (this != &other) value_ = other.value_ ? std::make_unique<T>(*other.value_) : nullptr;
    return *this;
  }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  explicit operator bool() const { return value_ != nullptr; }
  // Precondition: it is there.
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }
  // The value, made now when it was absent.
  T& Make() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace base
