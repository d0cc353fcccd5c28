#include <fmt/format.h>

#include "commands.h"

namespace octavo {

Command VersionCommand() {
  return {"version",
          "print the version and what it was built with",
          "Prints the version of Octavo and the compiler that built it.",
          "",
          {},
          [](const Arguments&) -> int {
            fmt::print("octavo {} ({})\n", OCTAVO_VERSION, __VERSION__);
            return kDone;
          }};
}

}  // namespace octavo
