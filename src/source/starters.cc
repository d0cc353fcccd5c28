#include "source/starters.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "source/starters_table.h"

namespace source {
namespace {

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

model::Source SourceOf(const Starter& starter, const StarterList& list) {
  model::Source source;
  source.url = starter.url;
  source.title = starter.title;
  source.language = starter.language.empty() ? list.language : starter.language;
  source.country = list.country;
  source.sections = {std::string(list.own_name)};
  return source;
}

}  // namespace

std::span<const StarterList> StarterLists() {
  static const std::vector<StarterList> kLists = [] {
    std::vector<StarterList> lists(kStarterCountries.begin(), kStarterCountries.end());
    for (StarterList& list : lists) {
      list.sources =
          static_cast<size_t>(std::ranges::count(kStarters, list.country, &Starter::country));
    }
    return lists;
  }();
  return kLists;
}

base::Result<std::vector<model::Source>> StarterSources(std::string_view country) {
  const std::string wanted = Lower(country);
  const auto lists = StarterLists();
  const auto list = std::ranges::find(lists, wanted, &StarterList::country);
  if (list == lists.end()) {
    std::string known;
    for (const StarterList& one : lists) {
      known += fmt::format("{}{} ({})", known.empty() ? "" : ", ", one.country, one.name);
    }
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("no starter list for the country '{}': there are {}",
                                  wanted.substr(0, 40), known));
  }
  std::vector<model::Source> sources;
  for (const Starter& starter : kStarters) {
    if (starter.country == list->country) sources.push_back(SourceOf(starter, *list));
  }
  return sources;
}

base::Result<std::vector<model::Source>> StarterSourcesByLanguage(std::string_view language) {
  const std::string wanted = Lower(language);
  const std::string primary = wanted.substr(0, wanted.find('-'));
  std::vector<model::Source> sources;
  std::unordered_set<std::string> known_urls;
  std::string known_languages;
  std::unordered_set<std::string> listed;
  for (const StarterList& list : StarterLists()) {
    for (const Starter& starter : kStarters) {
      if (starter.country != list.country) continue;
      model::Source source = SourceOf(starter, list);
      if (listed.insert(source.language).second) {
        known_languages += (known_languages.empty() ? "" : ", ") + source.language;
      }
      if (source.language == primary && known_urls.insert(source.url).second) {
        sources.push_back(std::move(source));
      }
    }
  }
  if (sources.empty()) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("no starter list in the language '{}': there are {}",
                                  wanted.substr(0, 40), known_languages));
  }
  return sources;
}

}  // namespace source
