#pragma once
// The division of work between processes that share a store.

#include <string_view>

#include "base/result.h"

namespace pipeline {

// What a process does of all that is to be done.
struct Roles {
  bool poll = true;   // ask sources
  bool fetch = true;  // fetch pages
  bool read = true;   // read and index them
  bool group = true;  // be the editor of some languages
};
// "poll,fetch,read,group", in any order. kInvalidInput names the word that is no role.
base::Result<Roles> ParseRoles(std::string_view text);

}  // namespace pipeline
