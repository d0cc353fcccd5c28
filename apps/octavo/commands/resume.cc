#include "commands.h"
#include "commands/pause_resume.h"
#include "settings.h"

namespace octavo {

Command ResumeCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  options.insert(options.begin(), {"all", "", "every source there is"});
  return {"resume",
          "ask paused sources again",
          "Resumes sources that were paused, by `octavo pause` or because they said that they are\n"
          "gone: they are asked for news when they are due, which may be now.",
          "[ID|URL]...",
          std::move(options),
          [](const Arguments& arguments) { return PauseOrResume("resume", arguments, false); },
          "  octavo resume 12\n"
          "  octavo resume --all"};
}

}  // namespace octavo
