#pragma once
// The log: one line for each thing that whoever runs Octavo should know, on standard error, as text
// for people or as one JSON object a line. The only place in src/ that prints. Safe for use by
// several threads.
//
// What happens has a name, "source.polled", and facts, each under the same name everywhere
// (docs/logs.md lists them all). No line holds a secret (base/secrets.h masks the
// message and every fact), a line end or another control character of a stranger's, or more than a
// few kilobytes.
//
// Levels: an error needs somebody to act, a warning is a failure that Octavo deals with, info tells
// the story of a day, debug that of an hour. The same trouble again and again (same event and
// `kind`, or same words) is told kBurst times a minute, and after that counted.

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <variant>

namespace base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };
enum class LogFormat { kText, kJson };

// A fact: "status", 200. Text is not copied: it must live until the line is written.
class LogFact {
 public:
  using Value = std::variant<bool, int64_t, double, std::string_view>;

  LogFact(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  LogFact(std::string_view name, const char* value)
      : name_(name), value_(std::string_view(value)) {}
  template <typename Number>
    requires std::is_arithmetic_v<Number>
  LogFact(std::string_view name, Number value) : name_(name) {
    if constexpr (std::is_same_v<Number, bool>) {
      value_ = value;
    } else if constexpr (std::is_floating_point_v<Number>) {
      value_ = static_cast<double>(value);
    } else {
      value_ = static_cast<int64_t>(value);
    }
  }

  std::string_view name() const { return name_; }
  const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

// Before the first line; defaults are kInfo and kText.
void SetUpLog(LogLevel level, LogFormat format);

LogFormat FormatOfLog();

// What is written before each line; on a terminal that shows more than the log, what clears the
// line. Only for kText; after SetUpLog.
void SetLogLead(std::string_view lead);

// Whether a line of this level is written: for facts that cost something to find.
bool LogsAt(LogLevel level);

// `event` names it ("source.polled"), `message` says it in a few words without the facts. An empty
// text among the facts is left out. Facts named "kind" or else "reason" mark trouble: lines of one
// event with the same one count as the same.
void LogEvent(LogLevel level, std::string_view event, std::string_view message,
              std::initializer_list<LogFact> facts = {});

// Lines that are no event.
void LogDebug(std::string_view message);
void LogInfo(std::string_view message);
void LogWarning(std::string_view message);
void LogError(std::string_view message);

// Tells what was counted and not told. Called by itself at the end of the program.
void FlushLog();

}  // namespace base
