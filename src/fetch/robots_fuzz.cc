// robots.txt is a stranger's text, and so is the path that it is asked about. The first line of the
// input is the path, the rest the file. What must hold of any: a file says the same twice; what
// forbids everything forbids it; a pattern without signs matches exactly what starts with it, and
// behind a star what holds it.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "fetch/rights.h"
#include "fetch/robots.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t line = std::min(input.find('\n'), input.size());
  const std::string_view path = input.substr(0, line);
  const std::string_view file = input.substr(std::min(line + 1, input.size()));

  const fetch::Robots robots = fetch::Robots::Parse(file);
  CHECK(robots.Allows(path) == fetch::Robots::Parse(file).Allows(path));
  if (path.starts_with('/') && path != "/robots.txt") {
    CHECK(fetch::Robots::AllowAll().Allows(path));
  }
  const std::string pattern =
      fetch::NormaliseForRobots(file.substr(0, 256), fetch::RobotsText::kPattern);
  const std::string normal = fetch::NormaliseForRobots(path, fetch::RobotsText::kPath);
  // The spelling is one: spelled again it stays.
  CHECK(fetch::NormaliseForRobots(normal, fetch::RobotsText::kPath) == normal);
  if (pattern.find_first_of("*$") == std::string::npos) {
    CHECK(fetch::RobotsPatternMatches(pattern, normal) == normal.starts_with(pattern));
    CHECK(fetch::RobotsPatternMatches('*' + pattern, normal) == normal.contains(pattern));
  } else {
    fetch::RobotsPatternMatches(pattern, normal);
  }
  fetch::RightsOfHtml(input);
  const auto rules = fetch::ReservationsFrom(file);
  fetch::RightsOfPath(rules, path);
  return 0;
}
