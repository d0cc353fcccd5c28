#pragma once
// No exception leaves the conductor's threads: what a step throws (memory that ran out, a library
// that breaks its word) is the failure of that step's job, not the end of the process.

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pipeline {

// What `work` returns; what it throws becomes kRefused (no memory was left for it: once more will
// not help) or kBug, with `what` before the message.
template <typename Work>
base::Status Guarded(std::string_view what, Work&& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return base::Fail(
        base::Error(base::ErrorKind::kRefused, "it takes too much memory").With(what));
  } catch (const std::exception& thrown) {
    return base::Fail(base::Error(base::ErrorKind::kBug, thrown.what()).With(what));
  } catch (...) {
    return base::Fail(base::Error(base::ErrorKind::kBug, "something was thrown").With(what));
  }
}

}  // namespace pipeline
