#pragma once
// The file of the owner's rules for sites (docs/rules.md). TOML, as the settings are.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/rules.h"
#include "model/site_rule.h"

namespace octavo {

// The rules in a file's text; `file` is its name in messages. kInvalidInput with file, line and
// what is wrong: syntax, an unknown key, a value of the wrong kind.
base::Result<std::vector<model::SiteRule>> ParseRules(std::string_view text, std::string_view file);

// The same of a file, ready for use: selectors that are not understood are refused too.
base::Result<extract::Rules> LoadRules(const std::string& path);

// Whether the file that the setting `rules` names could be used; empty: there is none to be used.
base::Status CheckRules(const std::string& path);

}  // namespace octavo
