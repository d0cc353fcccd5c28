#include <fmt/format.h>

#include "base/json.h"
#include "commands.h"
#include "owner.h"
#include "source/starters.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "starters";

void PrintLists(const Arguments& arguments) {
  const std::string_view language = arguments.Get("language");
  for (const source::StarterList& list : source::StarterLists()) {
    if (!language.empty() && list.language != language) continue;
    if (arguments.Has("json")) {
      base::Json out;
      out.Set("country", list.country);
      out.Set("name", list.name);
      out.Set("own_name", list.own_name);
      out.Set("language", list.language);
      out.Set("sources", list.sources);
      fmt::print("{}\n", base::WriteJson(out));
    } else {
      fmt::print("{:<8}{:<10}{:>3} sources  {}{}\n", list.country, list.language, list.sources,
                 list.name, list.own_name == list.name ? "" : fmt::format(" ({})", list.own_name));
    }
  }
}

int PrintSources(const Arguments& arguments) {
  for (const std::string& country : arguments.positional) {
    const auto sources = source::StarterSources(country);
    if (!sources) return Complain(kName, kUsage, sources.error().message());
    for (const model::Source& source : *sources) {
      if (arguments.Has("json")) {
        base::Json out;
        out.Set("url", source.url);
        out.Set("title", source.title);
        out.Set("country", source.country);
        out.Set("language", source.language);
        fmt::print("{}\n", base::WriteJson(out));
      } else {
        fmt::print("# {}\n{}\n", source.title, source.url);
      }
    }
  }
  return kDone;
}

}  // namespace

Command StartersCommand() {
  return {
      "starters",
      "list the lists of sources to start with",
      "Prints the lists of sources that `octavo run --country CC` and `octavo add --country CC`\n"
      "add: country, language of most of its sources, how many they are. With countries, their\n"
      "sources, one address a line, as `octavo add FILE` reads them.",
      "[COUNTRY]...",
      {{"language", "TAG", "only lists in this language: en, ar, …"},
       {"json", "", "one JSON object a line"}},
      [](const Arguments& arguments) -> int {
        if (!arguments.positional.empty()) return PrintSources(arguments);
        PrintLists(arguments);
        return kDone;
      },
      "  octavo starters --language ar\n"
      "  octavo starters jp > mine.txt      to be shortened, then: octavo add mine.txt"};
}

}  // namespace octavo
