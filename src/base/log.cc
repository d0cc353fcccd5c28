#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/json.h"
#include "base/log_limit.h"
#include "base/mutex.h"
#include "base/secrets.h"
#include "base/utf8.h"

namespace base {
namespace {

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S%z %^%l%$ %v";
// The braces' content is made here, not by the pattern.
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%f%z","level":"%l",%v})";
constexpr size_t kLongestText = 2000;  // of the message, and of each fact

LogFormat& Format() {
  static LogFormat format = LogFormat::kText;
  return format;
}

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> kLogger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "octavo", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern(kTextPattern);
    return made;
  }();
  return *kLogger;
}

struct Limits {
  Mutex mutex;
  LogLimit limit GUARDED_BY(mutex);
};

Limits& TheLimits() {
  static Limits limits;
  return limits;
}

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                  spdlog::level::err};
  return kLevels[static_cast<size_t>(level)];
}

// Masked, and cut where it is endless.
std::string Fit(std::string_view text) {
  std::string masked = MaskSecrets(text);
  if (masked.size() > kLongestText) {
    masked = std::string(TruncateUtf8(masked, kLongestText)) + "…";
  }
  return Format() == LogFormat::kText ? Printable(masked) : masked;
}

// A text is quoted where its end could not be seen.
void WriteText(std::string_view text, std::string& out) {
  if (text.find_first_of(" \"=") == std::string_view::npos) {
    out += text;
  } else {
    WriteJsonString(text, out);
  }
}

void WriteFact(const LogFact& fact, std::string& out) {
  struct Visitor {
    const LogFact& fact;
    std::string& out;
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(int64_t value) const { fmt::format_to(std::back_inserter(out), "{}", value); }
    void operator()(double value) const {
      fmt::format_to(std::back_inserter(out), "{}", std::isfinite(value) ? value : 0.0);
    }
    void operator()(std::string_view value) const {
      const std::string fit = IsSecretName(fact.name()) ? "***" : Fit(value);
      if (Format() == LogFormat::kText) {
        WriteText(fit, out);
      } else {
        WriteJsonString(fit, out);
      }
    }
  };
  std::visit(Visitor{fact, out}, fact.value());
}

bool IsEmpty(const LogFact& fact) {
  const auto* text = std::get_if<std::string_view>(&fact.value());
  return text != nullptr && text->empty();
}

// "event":"source.polled","message":"…","status":200
std::string JsonLine(std::string_view event, std::string_view message,
                     std::initializer_list<LogFact> facts) {
  std::string line;
  const auto name = [&line](std::string_view text) {
    if (!line.empty()) line += ',';
    WriteJsonString(text, line);
    line += ':';
  };
  if (!event.empty()) {
    name("event");
    WriteJsonString(event, line);
  }
  name("message");
  WriteJsonString(Fit(message), line);
  for (const LogFact& fact : facts) {
    if (IsEmpty(fact)) continue;
    name(fact.name());
    WriteFact(fact, line);
  }
  return line;
}

// source.polled: three new articles: source=https://… status=200
std::string TextLine(std::string_view event, std::string_view message,
                     std::initializer_list<LogFact> facts) {
  std::string line(event);
  if (!event.empty()) line += ": ";
  line += Fit(message);
  for (const LogFact& fact : facts) {
    if (IsEmpty(fact)) continue;
    line += ' ';
    line += fact.name();
    line += '=';
    WriteFact(fact, line);
  }
  return line;
}

void Write(LogLevel level, std::string_view event, std::string_view message,
           std::initializer_list<LogFact> facts) {
  const std::string line = Format() == LogFormat::kJson ? JsonLine(event, message, facts)
                                                        : TextLine(event, message, facts);
  Logger().log(SpdlogLevel(level), spdlog::string_view_t(line.data(), line.size()));
}

// What makes a line the same as another; empty: none is.
std::string KeyOf(LogLevel level, std::string_view event, std::string_view message,
                  std::initializer_list<LogFact> facts) {
  if (level == LogLevel::kDebug) return {};
  if (event.empty()) return std::string(message.substr(0, kLongestText));
  std::string key;
  for (const LogFact& fact : facts) {
    const auto* text = std::get_if<std::string_view>(&fact.value());
    if (text == nullptr || (fact.name() != "kind" && fact.name() != "reason")) continue;
    key = fmt::format("{} {}={}", event, fact.name(), text->substr(0, kLongestText));
    if (fact.name() == "kind") break;
  }
  return key;
}

void WriteLeftOut(const std::vector<LogLimit::LeftOut>& all) {
  for (const LogLimit::LeftOut& one : all) {
    Write(static_cast<LogLevel>(one.level), "log.left_out", "lines like this were left out",
          {{"like", one.key}, {"count", one.count}});
  }
}

// Whether the line is to be written; before it comes what was left out in the last minute.
bool Admit(LogLevel level, std::string_view key) {
  if (key.empty()) return true;
  std::vector<LogLimit::LeftOut> left_out;
  bool admitted = false;
  {
    Limits& limits = TheLimits();
    MutexLock lock(limits.mutex);
    const auto now = std::chrono::steady_clock::now();
    left_out = limits.limit.TakeLeftOut(now);
    admitted = limits.limit.Admit(key, static_cast<int>(level), now);
  }
  WriteLeftOut(left_out);
  return admitted;
}

}  // namespace

void SetUpLog(LogLevel level, LogFormat format) {
  Format() = format;
  if (format == LogFormat::kJson) Logger().set_pattern(kJsonPattern);
  Logger().set_level(SpdlogLevel(level));
  TheLimits();  // made before the end's call is put down, so that it lives then
  static const int kRegistered = std::atexit([] { FlushLog(); });
  static_cast<void>(kRegistered);
}

LogFormat FormatOfLog() {
  return Format();
}

void SetLogLead(std::string_view lead) {
  if (Format() == LogFormat::kText) Logger().set_pattern(std::string(lead) + kTextPattern);
}

bool LogsAt(LogLevel level) {
  return Logger().should_log(SpdlogLevel(level));
}

void LogEvent(LogLevel level, std::string_view event, std::string_view message,
              std::initializer_list<LogFact> facts) {
  if (!LogsAt(level) || !Admit(level, KeyOf(level, event, message, facts))) return;
  Write(level, event, message, facts);
}

void LogDebug(std::string_view message) {
  LogEvent(LogLevel::kDebug, {}, message);
}
void LogInfo(std::string_view message) {
  LogEvent(LogLevel::kInfo, {}, message);
}
void LogWarning(std::string_view message) {
  LogEvent(LogLevel::kWarning, {}, message);
}
void LogError(std::string_view message) {
  LogEvent(LogLevel::kError, {}, message);
}

void FlushLog() {
  std::vector<LogLimit::LeftOut> left_out;
  {
    Limits& limits = TheLimits();
    MutexLock lock(limits.mutex);
    left_out = limits.limit.TakeLeftOut(LogLimit::Time::max());
  }
  WriteLeftOut(left_out);
}

}  // namespace base
