#pragma once
// Pictures for articles that have none to show: a landscape drawn from a number.

#include <cstdint>
#include <string>

namespace newsroom {

// A PNG of 640 by 360 pixels, a few kilobytes, the same for the same seed: sky, sun, and behind a
// shore either hills or the roofs of a town.
std::string Landscape(uint64_t seed);

}  // namespace newsroom
