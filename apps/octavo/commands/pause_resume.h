#pragma once
// What `octavo pause` and `octavo resume` share.

#include <string_view>

#include "command.h"

namespace octavo {

// Pauses or resumes the sources that the arguments name, and tells of each. The exit status.
int PauseOrResume(std::string_view command, const Arguments& arguments, bool paused);

}  // namespace octavo
