#pragma once
// The table of settings as the files that read it (settings.cc) and tell of it (settings_report.cc)
// share it. Nobody else includes this.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "settings.h"
#include "settings_file.h"

namespace octavo {

// One row of the table. `set` reads the value as text: the items of a list joined by commas, sizes
// as "5 GB", times as "30 s". `get` writes it so that `set` reads it again.
struct Setting {
  std::string_view name;  // "group_wait": in the file; OCTAVO_GROUP_WAIT and --group-wait follow
  std::string_view group;
  std::string_view value;  // what stands behind the flag: "SECONDS"
  std::string_view standard;
  std::string_view help;  // one sentence without final stop
  std::function<base::Status(Settings&, std::string_view)> set;
  std::function<std::string(const Settings&)> get;
  bool bare_number = false;  // whether the file may give it as a number without quotes
  std::vector<std::string_view> choices = {};  // the words that it may be; empty: anything
};

const std::vector<Setting>& Table();
const Setting* FindSetting(std::string_view name);  // null: there is none
std::string FlagName(std::string_view name);        // "group-wait"
std::string VariableName(std::string_view name);    // "OCTAVO_GROUP_WAIT"
Settings StandardSettings();

// The files that could be read, first the one that is. kNotFound: the one named is not there.
base::Result<std::vector<std::string>> ConfigurationFiles(const Arguments& arguments,
                                                          const Environment& environment);
base::Result<std::vector<FileValue>> ReadFileValues(const std::string& file);

// Sets what one line of the file says. The error names file, line and key.
base::Status ApplyFileValue(const FileValue& value, std::string_view file, Settings& settings);

// What the environment and the flags say of one setting, the flag last: how the giver is named in
// errors, how it is named as an origin, and the value.
struct Given {
  std::string place;
  std::string origin;
  std::string value;
};
std::vector<Given> GivenOutsideFiles(const Setting& setting, const Arguments& arguments,
                                     const Environment& environment);

}  // namespace octavo
