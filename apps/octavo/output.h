#pragma once
// Standard output, of which commands take it that printing to it cannot fail: what then does is
// told here, once for all of them.

#include <functional>
#include <string_view>

namespace octavo {

// The status of a command whose output nobody reads to its end (`octavo search x | head -1`), as a
// shell gives it of those that the closed pipe kills.
inline constexpr int kUnread = 141;

// Runs `run`, which prints to standard output and gives a status, and brings all of it to where it
// goes. What could not be written (a full disk) is told on standard error, as is any other
// std::system_error, and makes a status of kDone kFailed; of a closed pipe nothing is told, and the
// status is kUnread. `command`: its name, empty for none.
int RunPrinting(std::string_view command, const std::function<int()>& run);

// Opens what of standard input, output and error is closed, so that no file of ours gets its number
// and what is printed: writing there fails. First of all in main().
void KeepStandardFiles();

}  // namespace octavo
