#pragma once
// The log: one line for each thing that whoever runs Octavo should know, on standard error. The
// only place in src/ that prints. Safe for use by several threads. Secrets (passwords, keys,
// cookies) never go in.

#include <string_view>

namespace base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };
enum class LogFormat { kText, kJson };

// Before the first line; defaults are kInfo and kText.
void SetUpLog(LogLevel level, LogFormat format);

// What is written before each line; on a terminal that shows more than the log, what clears the
// line. Only for kText; after SetUpLog.
void SetLogLead(std::string_view lead);

void LogDebug(std::string_view message);
void LogInfo(std::string_view message);
void LogWarning(std::string_view message);
void LogError(std::string_view message);

}  // namespace base
