#pragma once
// The shape of a subcommand: a row of data and a function. `commands.cc` lists them all; `main.cc`
// alone parses the command line. One file for each command, named as the command.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace octavo {

// 0 only when all was done, 1 when anything failed, 2 when the command line or the configuration is
// wrong. A command need not look whether what it prints arrives (output.h).
enum ExitStatus : int { kDone = 0, kFailed = 1, kUsage = 2 };

struct Option {
  std::string_view name;   // "limit" for --limit
  std::string_view value;  // what stands behind it in the help: "N"; empty: a flag without value
  std::string_view help;   // one sentence without final stop
  std::string_view standard = {};  // the value when it is not given; empty: none
  bool empty_counts = false;  // given with an empty value it is there, and takes something away
};

// What the user gave, checked against the command's options.
class Arguments {
 public:
  std::vector<std::string> positional;

  void Set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  bool Has(std::string_view name) const { return values_.contains(name); }
  // The value given, or the option's standard value; empty when there is neither.
  std::string_view Get(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string_view() : std::string_view(found->second);
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

struct Command {
  std::string_view name;
  std::string_view summary;      // one line for `octavo --help`
  std::string_view description;  // the page that `octavo NAME --help` prints above the options
  std::string_view positional;   // "[URL|FILE]..."; empty: takes none
  std::vector<Option> options;
  int (*run)(const Arguments& arguments);
  std::string_view examples = {};  // lines that end the page; empty: none
};

// Every command, in the order of `octavo --help`.
const std::vector<Command>& AllCommands();

}  // namespace octavo
