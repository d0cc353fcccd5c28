#include "owner.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/log.h"
#include "base/secrets.h"
#include "pipeline/control.h"
#include "pipeline/orders.h"
#include "store/restore_steps.h"

namespace octavo {

using base::ErrorKind;
using base::Result;

int Complain(std::string_view command, ExitStatus status, std::string_view message) {
  if (base::FormatOfLog() == base::LogFormat::kJson) {  // whoever reads the log as JSON reads this
    base::LogError(fmt::format("octavo {}: {}", command, message));
  } else {
    fmt::print(stderr, "octavo {}: {}\n", command, base::MaskSecrets(message));
  }
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
  base::SetUpLog(settings->log_level, settings->log_format);
  // A warning, not a refusal: a newer Octavo's variable must not keep an older one from its work.
  for (const std::string& problem : UnknownVariables(NamesOfEnvironment())) {
    Complain(command, kDone, problem);
  }
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

bool NamesDatabase(std::string_view place) {
  return place.starts_with("postgres://") || place.starts_with("postgresql://") ||
         place.contains("dbname=");
}

namespace {

// That this user may not do it to the file; `named` is what the message is about.
base::Error NotAllowed(const std::filesystem::path& named, const std::filesystem::path& file,
                       std::string_view what) {
  const std::string user = UserName(geteuid());
  const std::string_view why = std::strerror(EACCES);
  struct stat owned{};
  if (stat(file.c_str(), &owned) != 0 && stat(file.parent_path().c_str(), &owned) != 0) {
    return {ErrorKind::kRefused,
            fmt::format("{}: {} may not look into it: {}", named.string(), user, why)};
  }
  const std::string owner = UserName(owned.st_uid);
  return {ErrorKind::kRefused,
          fmt::format("{}: {}: it belongs to {}, and {} may not {} it; run this as {}, "
                      "for instance with `sudo -u {}`",
                      named.string(), why, owner, user, what, owner, owner)};
}

bool IsDenied(const std::filesystem::path& path, int access) {
  return faccessat(AT_FDCWD, path.c_str(), access, AT_EACCESS) != 0 && errno == EACCES;
}

}  // namespace

base::Status LookInto(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "octavo.db";
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0) return {};
  if (errno == EACCES) return base::Fail(NotAllowed(folder, file, "read"));
  TRY(store::RefuseHalfRestored(folder));
  return base::Fail(ErrorKind::kNotFound,
                    fmt::format("{} holds no data of Octavo; `octavo run` makes it, --data names "
                                "another folder",
                                folder.string()));
}

base::Status MayRead(const std::filesystem::path& path) {
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(path, error);
  const std::filesystem::path file = is_folder ? path / "octavo.db" : path;
  if (IsDenied(file, R_OK)) return base::Fail(NotAllowed(path, file, "read"));
  return {};
}

base::Status MayWrite(const std::filesystem::path& folder) {
  if (IsDenied(folder, W_OK | X_OK)) return base::Fail(NotAllowed(folder, folder, "write to"));
  for (const char* name : {"octavo.lock", "octavo.db", "pages.db"}) {
    const std::filesystem::path file = folder / name;
    if (IsDenied(file, W_OK)) return base::Fail(NotAllowed(file, file, "write to"));
  }
  return {};
}

Result<std::unique_ptr<store::Store>> OpenForReading(const Settings& settings) {
  if (settings.database.empty()) TRY(LookInto(settings.data));
  store::Options options = StoreOptions(settings);
  options.read_only = true;
  return store::Store::Open(options);
}

Result<std::unique_ptr<store::Store>> OpenForWriting(const Settings& settings) {
  if (settings.database.empty()) TRY(MayWrite(settings.data));
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
