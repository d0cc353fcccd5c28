#pragma once
// Lists to start with: large publishers of a country, in its language.
//
// Facts only: names, addresses of feeds. Drawn from the lists of awesome-rss-feeds
// (https://github.com/plenaryapp/awesome-rss-feeds, CC0 1.0) and from what the publishers say on
// their pages. Feeds move; a source that stops answering is named to the owner like any other.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/source.h"

namespace source {

struct StarterList {
  std::string_view country;   // ISO 3166-1 alpha-2, lower case: "jp"
  std::string_view name;      // in English: "Japan"
  std::string_view own_name;  // in its own language: "日本"
  std::string_view language;  // BCP 47, of most of its sources: "ja"
  size_t sources = 0;
};

// Every list, by English name. For the life of the process.
std::span<const StarterList> StarterLists();

// The sources of a country's list (upper case works too), with title, language, country and
// sections {own name of the country}. kNotFound, naming the countries that there are.
base::Result<std::vector<model::Source>> StarterSources(std::string_view country);

// The sources of all lists in a language ("ar": of every Arab country), each URL once. kNotFound,
// naming the languages that there are.
base::Result<std::vector<model::Source>> StarterSourcesByLanguage(std::string_view language);

}  // namespace source
