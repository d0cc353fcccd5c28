#include "base/result.h"

#include <cstdio>
#include <cstdlib>

#include "base/secrets.h"

namespace base {

std::string_view ErrorKindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return "invalid input";
    case ErrorKind::kNotFound:
      return "not found";
    case ErrorKind::kRefused:
      return "refused";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kTimeout:
      return "timeout";
    case ErrorKind::kConflict:
      return "conflict";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kBug:
      return "bug";
  }
  return "bug";
}

Error::Error(ErrorKind kind, std::string_view message)
    : kind_(kind), message_(MaskSecrets(message)) {}

Error Error::With(std::string_view context) && {
  message_.insert(0, ": ");
  message_.insert(0, MaskSecrets(context));
  return std::move(*this);
}

Error Error::With(std::string_view context) const& {
  return Error(*this).With(context);
}

bool Error::IsTransient() const {
  return kind_ == ErrorKind::kUnavailable || kind_ == ErrorKind::kTimeout ||
         kind_ == ErrorKind::kConflict;
}

void CheckFailed(const char* file, int line, const char* expression, std::string_view why) {
  std::fprintf(stderr, "octavo: broken invariant at %s:%d: %s %.*s\n", file, line, expression,
               static_cast<int>(why.size()), why.data());
  std::abort();
}

}  // namespace base
