#include "owner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/log.h"
#include "base/secrets.h"
#include "pipeline/control.h"
#include "pipeline/orders.h"
#include "store/restore_steps.h"

namespace octavo {

using base::ErrorKind;
using base::Result;

int Complain(std::string_view command, ExitStatus status, std::string_view message) {
  fmt::print(stderr, "octavo {}: {}\n", command, base::MaskSecrets(message));
  return status;
}

std::string CountOf(int64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::optional<Settings> SettingsOf(std::string_view command, const Arguments& arguments) {
  auto settings = LoadSettings(arguments);
  if (!settings) {
    Complain(command, kUsage, settings.error().message());
    return std::nullopt;
  }
  // A warning, not a refusal: a newer Octavo's variable must not keep an older one from its work.
  for (const std::string& problem : UnknownVariables(NamesOfEnvironment())) {
    Complain(command, kDone, problem);
  }
  base::SetUpLog(settings->log_level, settings->log_format);
  return *std::move(settings);
}

std::string DatabaseName(const Settings& settings) {
  return settings.database.empty() ? std::string() : store::DescribeDatabase(settings.database);
}

store::Options StoreOptions(const Settings& settings) {
  store::Options options;
  options.folder = settings.data;
  options.database = settings.database;
  options.page_budget_bytes = settings.page_budget;
  return options;
}

std::string UserName(unsigned user) {
  const passwd* entry = getpwuid(user);
  return entry != nullptr ? std::string(entry->pw_name) : fmt::format("{}", user);
}

base::Status LookInto(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "octavo.db";
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0) return {};
  const int why = errno;
  if (why != EACCES) {
    TRY(store::RefuseHalfRestored(folder));
    return base::Fail(ErrorKind::kNotFound,
                      fmt::format("{} holds no data of Octavo; `octavo run` makes it, --data names "
                                  "another folder",
                                  folder.string()));
  }
  struct stat owned{};
  if (stat(file.c_str(), &owned) != 0 && stat(folder.c_str(), &owned) != 0) {
    return base::Fail(ErrorKind::kRefused,
                      fmt::format("{}: {} may not look into it: {}", folder.string(),
                                  UserName(geteuid()), std::strerror(why)));
  }
  const std::string owner = UserName(owned.st_uid);
  return base::Fail(
      ErrorKind::kRefused,
      fmt::format("{}: {}: it belongs to {}, and {} may not read it; run this as {}, "
                  "for instance with `sudo -u {}`",
                  folder.string(), std::strerror(why), owner, UserName(geteuid()), owner, owner));
}

Result<std::unique_ptr<store::Store>> OpenForReading(const Settings& settings) {
  if (settings.database.empty()) TRY(LookInto(settings.data));
  store::Options options = StoreOptions(settings);
  options.read_only = true;
  return store::Store::Open(options);
}

Result<std::unique_ptr<store::Store>> OpenForWriting(const Settings& settings) {
  return store::Store::Open(StoreOptions(settings));
}

namespace {

// As pipeline::AskRunning, and says so when it takes long.
Result<std::optional<base::Json>> Ask(const std::filesystem::path& folder,
                                      const base::Json& order) {
  return pipeline::AskRunning(
      folder, order, {.still_waiting = [](int64_t process) {
        fmt::print(stderr, "octavo: {} does not answer, waiting …\n",
                   process == 0 ? "the process that runs" : fmt::format("process {}", process));
      }});
}

}  // namespace

Result<base::Json> Order(const Settings& settings, const base::Json& order) {
  if (settings.database.empty()) {
    TRY_ASSIGN(auto answer, Ask(settings.data, order));
    if (answer) return *std::move(answer);
  }
  // Only what is added makes a folder: all else would make an empty one where a name is misspelt.
  if (order.String("do") != "add") TRY(OpenForReading(settings));
  TRY_ASSIGN(const auto store, OpenForWriting(settings));
  return pipeline::CarryOut(*store, order);
}

int AddAndTell(std::string_view command, const Settings& settings,
               const std::vector<model::Source>& sources) {
  const auto answer = Order(settings, pipeline::AddOrder(sources));
  if (!answer) return Complain(command, kFailed, answer.error().message());
  int status = kDone;
  for (const base::Json& result : *answer->Find("results")->AsArray()) {
    if (const base::Json* error = result.Find("error"); error != nullptr) {
      status = Complain(command, kFailed,
                        fmt::format("{}: {}", result.String("url"), *error->AsString()));
      continue;
    }
    const base::Json* is_new = result.Find("new");
    fmt::print("{}  {}{}\n", result.Find("id")->AsInteger().value_or(0),
               base::MaskSecrets(result.String("url")),
               is_new->AsBool() != nullptr && *is_new->AsBool() ? "" : "  (was there)");
  }
  return status;
}

}  // namespace octavo
