#pragma once
// Expected failure as a value: base::Result<T>, base::Status, base::Error, and the TRY macros.
//
// Every function of Octavo that can fail because of the world (bytes from strangers, disk, network,
// the user's typing) returns a Result. Nothing throws across a room's door. A broken invariant is
// not an Error: it is a bug, see CHECK.

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace base {

enum class ErrorKind {
  kInvalidInput,  // what was given cannot be understood; trying again does not help
  kNotFound,      // what was asked for is not there
  kRefused,  // understood and not allowed: an address that must not be reached, a limit, a right
  kUnavailable,  // the other side or the disk did not do it now; trying later may help
  kTimeout,      // as kUnavailable, and it was time that ran out
  kConflict,     // somebody else changed or holds it
  kCorrupt,      // stored data does not hold what it must hold
  kBug,          // an invariant of our own is broken
};

// The kind as one lower-case word or two ("invalid input"), for messages and metrics. Never fails.
std::string_view ErrorKindName(ErrorKind kind);

// Why something did not work. A value; copyable; safe to hand between threads.
class [[nodiscard]] Error {
 public:
  // Secrets in the message (base/secrets.h) are masked: errors end in logs and on pages.
  Error(ErrorKind kind, std::string_view message);

  ErrorKind kind() const { return kind_; }
  // For people, in English, without a final stop: "reading feeds.opml: line 4: no xmlUrl".
  const std::string& message() const { return message_; }

  // The same error with the caller's context before it: Error("line 4").With("reading feeds.opml").
  Error With(std::string_view context) &&;
  Error With(std::string_view context) const&;

  // Whether trying the same again later may succeed (kUnavailable, kTimeout, kConflict).
  bool IsTransient() const;

 private:
  ErrorKind kind_;
  std::string message_;
};

template <typename T>
using Result = std::expected<T, Error>;
using Status = std::expected<void, Error>;

// Shorthand for `return std::unexpected(Error(...))`: `return base::Fail(ErrorKind::kNotFound, "no
// such story")`.
inline std::unexpected<Error> Fail(ErrorKind kind, std::string message) {
  return std::unexpected<Error>(Error(kind, std::move(message)));
}
inline std::unexpected<Error> Fail(Error error) {
  return std::unexpected<Error>(std::move(error));
}

// Prints where and what to standard error and aborts. Use CHECK.
[[noreturn]] void CheckFailed(const char* file, int line, const char* expression,
                              std::string_view why = {});

}  // namespace base

#define OCTAVO_CONCAT_(a, b) a##b
#define OCTAVO_CONCAT(a, b) OCTAVO_CONCAT_(a, b)

// TRY(status_or_result);                 returns the error to the caller, or goes on.
#define TRY(expression)                                                                 \
  do {                                                                                  \
    auto octavo_try = (expression);                                                     \
    if (!octavo_try.has_value()) return std::unexpected(std::move(octavo_try).error()); \
  } while (false)

// TRY_ASSIGN(auto page, ReadPage(id));   binds the value, or returns the error to the caller.
#define TRY_ASSIGN(target, expression) \
  TRY_ASSIGN_(OCTAVO_CONCAT(octavo_result_, __LINE__), target, expression)
#define TRY_ASSIGN_(result, target, expression)                               \
  auto result = (expression);                                                 \
  if (!result.has_value()) return std::unexpected(std::move(result).error()); \
  target = std::move(result).value()

// TRY_WITH(context, ...) and TRY_ASSIGN_WITH(context, ...) add context on the way up.
#define TRY_WITH(context, expression)                                      \
  do {                                                                     \
    auto octavo_try = (expression);                                        \
    if (!octavo_try.has_value())                                           \
      return std::unexpected(std::move(octavo_try).error().With(context)); \
  } while (false)
#define TRY_ASSIGN_WITH(context, target, expression) \
  TRY_ASSIGN_WITH_(OCTAVO_CONCAT(octavo_result_, __LINE__), context, target, expression)
#define TRY_ASSIGN_WITH_(result, context, target, expression)                               \
  auto result = (expression);                                                               \
  if (!result.has_value()) return std::unexpected(std::move(result).error().With(context)); \
  target = std::move(result).value()

// For what only a bug can break; never for input. Kept in release builds.
#define CHECK(expression) \
  ((expression) ? static_cast<void>(0) : base::CheckFailed(__FILE__, __LINE__, #expression))
