#pragma once
// Pages that were made to hurt a reader of HTML: each of them costs a careless one minutes,
// gigabytes or its stack.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct HostileInput {
  std::string_view name;
  std::function<std::string()> make;
};

std::vector<HostileInput> HostileInputs();

}  // namespace bench
