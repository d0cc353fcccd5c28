#pragma once
// Who wrote it. Only for this room.

#include <string>
#include <string_view>
#include <vector>

#include "model/feed.h"

namespace parse {

// Adds the people that a text names: "jane@example.org (Jane Doe)", "Jane Doe and John Roe". A text
// that names one person only is completed with what else is known of that person in `known`.
void AddPeople(std::string_view text, std::string_view role, std::vector<model::Person>& people,
               const model::Person& known = {});

// The names of those with the role "author"; where there is none, their addresses.
std::vector<std::string> AuthorsOf(const std::vector<model::Person>& people);

bool HasAuthor(const std::vector<model::Person>& people);

}  // namespace parse
