#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "base/json.h"

namespace base {
namespace {

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S%z %^%l%$ %v";

LogFormat& Format() {
  static LogFormat format = LogFormat::kText;
  return format;
}

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "octavo", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern(kTextPattern);
    return made;
  }();
  return *logger;
}

void Write(spdlog::level::level_enum level, std::string_view message) {
  if (!Logger().should_log(level)) return;
  if (Format() == LogFormat::kText) {
    Logger().log(level, spdlog::string_view_t(message.data(), message.size()));
    return;
  }
  std::string quoted;
  WriteJsonString(message, quoted);
  Logger().log(level, spdlog::string_view_t(quoted.data(), quoted.size()));
}

}  // namespace

void SetUpLog(LogLevel level, LogFormat format) {
  Format() = format;
  if (format == LogFormat::kJson) {
    Logger().set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%f%z","level":"%l","message":%v})");
  }
  switch (level) {
    case LogLevel::kDebug:
      Logger().set_level(spdlog::level::debug);
      break;
    case LogLevel::kInfo:
      Logger().set_level(spdlog::level::info);
      break;
    case LogLevel::kWarning:
      Logger().set_level(spdlog::level::warn);
      break;
    case LogLevel::kError:
      Logger().set_level(spdlog::level::err);
      break;
  }
}

void SetLogLead(std::string_view lead) {
  if (Format() == LogFormat::kText) Logger().set_pattern(std::string(lead) + kTextPattern);
}

void LogDebug(std::string_view message) {
  Write(spdlog::level::debug, message);
}
void LogInfo(std::string_view message) {
  Write(spdlog::level::info, message);
}
void LogWarning(std::string_view message) {
  Write(spdlog::level::warn, message);
}
void LogError(std::string_view message) {
  Write(spdlog::level::err, message);
}

}  // namespace base
