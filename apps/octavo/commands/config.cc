#include <fmt/format.h>

#include "commands.h"
#include "settings.h"

namespace octavo {

Command ConfigCommand() {
  return {"config",
          "print the settings that count, or document them all",
          "Prints every setting with the value that counts here and now, in the syntax of the\n"
          "configuration file: after the standard values, the file, the environment and the\n"
          "flags have been read, in this order. Nothing is changed.",
          "",
          [] {
            auto options =
                SettingOptions({"data", "database", "page_budget", "address", "port",
                                "port_attempts", "public_url", "instance", "user_agent", "allow",
                                "concurrency", "fetch_timeout", "fetch_limit", "poll_interval",
                                "workers", "group_wait", "log_level", "log_format"});
            options.insert(options.begin(),
                           {"docs", "", "print docs/settings.md, the page about all settings"});
            return options;
          }(),
          [](const Arguments& arguments) -> int {
            if (arguments.Has("docs")) {
              fmt::print("{}", SettingsDocumentation());
              return kDone;
            }
            const auto settings = LoadSettings(arguments);
            if (!settings) {
              fmt::print(stderr, "octavo config: {}\n", settings.error().message());
              return kUsage;
            }
            fmt::print("{}", WriteToml(*settings));
            return kDone;
          },
          "  octavo config > octavo.toml          start a configuration file\n"
          "  OCTAVO_PORT=9000 octavo config       what the environment changes"};
}

}  // namespace octavo
