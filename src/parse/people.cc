#include "parse/people.h"

#include <algorithm>
#include <utility>

#include "parse/draft.h"

namespace parse {
namespace {

constexpr size_t kMostPeople = 50;
constexpr size_t kMostAuthors = 20;
constexpr std::string_view kAuthor = "author";

// Calls `take` with each part of `text` between any of `separators`, without empty ones.
template <typename Take>
void Divide(std::string_view text, std::string_view separators, Take take) {
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(separators), text.size());
    const std::string_view part = TrimSpace(text.substr(0, end));
    if (!part.empty()) take(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool LooksLikeEmail(std::string_view text) {
  return text.contains('@') && !text.contains(' ');
}

// What stands between the bracket at `open` and the one that closes it.
std::string_view Between(std::string_view text, size_t open) {
  return text.substr(open + 1, std::min(text.find_first_of(")>", open), text.size()) - open - 1);
}

struct NameAndEmail {
  std::string_view name;
  std::string_view email;
};

// The parts of "jane@example.org (Jane Doe)", "Jane Doe <jane@example.org>", "Jane Doe
// (jane@example.org)"; of a bare address no name.
NameAndEmail PartsOf(std::string_view text) {
  text = TrimSpace(text);
  const size_t open = text.find_first_of("(<");
  if (open == std::string_view::npos) {
    if (LooksLikeEmail(text)) return {{}, text};
    return {text, {}};
  }
  const std::string_view before = TrimSpace(text.substr(0, open));
  const std::string_view inside = TrimSpace(Between(text, open));
  if (LooksLikeEmail(before)) return {inside, before};
  if (LooksLikeEmail(inside)) return {before, inside};
  if (before.empty()) return {inside, {}};
  return {text, {}};
}

void Complete(std::string& field, const std::string& with) {
  if (field.empty()) field = with;
}

void AddPerson(model::Person person, std::vector<model::Person>& people) {
  if (person.name.empty() && person.email.empty() && person.url.empty()) return;
  for (model::Person& known : people) {
    const bool same =
        known.role == person.role &&
        (known.name == person.name || (!known.email.empty() && known.email == person.email &&
                                       (known.name.empty() || person.name.empty())));
    if (!same || (person.name.empty() && known.email != person.email)) continue;
    Complete(known.name, person.name);
    Complete(known.email, person.email);
    Complete(known.url, person.url);
    Complete(known.image, person.image);
    return;
  }
  if (people.size() < kMostPeople) people.push_back(std::move(person));
}

// Whether a comma divides people here ("Jane Doe, John Roe") and not a name ("Doe, Jane") or a name
// and an office ("Jane Doe, Reuters").
bool IsListOfPeople(std::string_view text) {
  if (!text.contains(',')) return false;
  size_t parts = 0;
  bool all = true;
  Divide(text, ",", [&](std::string_view part) {
    ++parts;
    all = all && part.contains(' ');
  });
  return parts > 1 && all;
}

// The names of a line, each by itself.
std::vector<std::string_view> NamesOf(std::string& line) {
  if (line.size() > 3 && IsSameLetters(std::string_view(line).substr(0, 3), "by "))
    line.erase(0, 3);
  for (const std::string_view word : {" and ", " & ", " und ", " et "}) {
    for (size_t at = line.find(word); at != std::string::npos; at = line.find(word, at)) {
      line.replace(at, word.size(), ";");
    }
  }
  std::vector<std::string_view> names;
  Divide(line, ";|", [&](std::string_view part) {
    if (IsListOfPeople(part)) {
      Divide(part, ",", [&](std::string_view person) { names.push_back(person); });
    } else {
      names.push_back(part);
    }
  });
  return names;
}

}  // namespace

void AddPeople(std::string_view text, std::string_view role, std::vector<model::Person>& people,
               const model::Person& known) {
  // "Jane Doe <jane@example.org>" is no markup.
  const size_t open = text.find('<');
  const bool address = open != std::string_view::npos && LooksLikeEmail(Between(text, open));
  std::string line = Draft::Line({text, !address, nullptr});
  const std::vector<std::string_view> names = NamesOf(line);
  const auto add = [&](const NameAndEmail& parts) {
    model::Person person;
    if (names.size() <= 1) person = known;
    person.role = role;
    if (!parts.name.empty()) person.name = parts.name;
    if (!parts.email.empty()) person.email = parts.email;
    AddPerson(std::move(person), people);
  };
  if (names.empty()) add({});
  for (const std::string_view name : names) add(PartsOf(name));
}

std::vector<std::string> AuthorsOf(const std::vector<model::Person>& people) {
  std::vector<std::string> names;
  for (const model::Person& person : people) {
    const std::string& name = person.name.empty() ? person.email : person.name;
    if (person.role != kAuthor || name.empty() || names.size() >= kMostAuthors) continue;
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

bool HasAuthor(const std::vector<model::Person>& people) {
  return std::ranges::any_of(people,
                             [](const model::Person& person) { return person.role == kAuthor; });
}

}  // namespace parse
