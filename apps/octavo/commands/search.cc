#include <fmt/format.h>

#include "base/time.h"
#include "commands.h"
#include "owner.h"
#include "settings_values.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "search";

base::Json JsonOf(const store::SearchHit& hit) {
  base::Json out;
  out.Set("id", hit.article.id.value);
  out.Set("url", hit.article.url);
  out.Set("title", hit.article.title);
  out.Set("publisher", hit.article.publisher_name);
  out.Set("published", hit.article.published
                           ? base::Json(base::FormatRfc3339(*hit.article.published))
                           : base::Json());
  out.Set("language", hit.article.language);
  out.Set("story", hit.article.story.value);
  out.Set("snippet", hit.snippet);
  return out;
}

void Print(const store::SearchHit& hit) {
  const store::ArticleSummary& article = hit.article;
  fmt::print("{}\n  {}  {}\n  {}\n  {}\n\n", article.title, article.publisher_name,
             article.published ? base::FormatDay(base::DayOf(*article.published)) : "", hit.snippet,
             article.url);
}

void Tell(const store::SearchResult& result) {
  if (result.total == 0) {
    fmt::print("nothing found\n");
  } else {
    fmt::print("{} of {}\n", result.hits.size(), result.total);
  }
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (arguments.positional.empty()) return Complain(kName, kUsage, "no words to search for");
  store::SearchQuery query;
  for (const std::string& word : arguments.positional) {
    if (!query.text.empty()) query.text += ' ';
    query.text += word;
  }
  query.language = arguments.Get("language");
  const auto limit = ReadNumber(arguments.Get("limit"), 1, 1'000);
  if (!limit) return Complain(kName, kUsage, "--limit: " + limit.error().message());
  query.limit = static_cast<size_t>(*limit);
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  const auto read = (*store)->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const store::SearchResult result, reader.Search(query));
    for (const std::string& problem : result.problems) fmt::print(stderr, "{}\n", problem);
    for (const store::SearchHit& hit : result.hits) {
      if (arguments.Has("json")) {
        fmt::print("{}\n", base::WriteJson(JsonOf(hit)));
      } else {
        Print(hit);
      }
    }
    if (!arguments.Has("json")) Tell(result);
    return {};
  });
  if (!read) return Complain(kName, kFailed, read.error().message());
  return kDone;
}

}  // namespace

Command SearchCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  const Option own[] = {
      {"limit", "N", "how many hits", "20"},
      {"language", "LANGUAGE", "the language that the words are in, for their endings", "en"},
      {"json", "", "one JSON object a line"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {"search",
          "search the articles",
          "Finds articles by their words, best first. Words are found in all their forms, and\n"
          "inside Japanese and Chinese sentences too.\n\n"
          "  \"exact words\"          a phrase (quote it for the shell as well)\n"
          "  -word                  articles without it (put -- before the words then)\n"
          "  publisher:NAME         of one publisher\n"
          "  language:ja  '#Tag'    of a language, with a hashtag\n"
          "  after:2026-11-01       not older",
          "WORDS...",
          std::move(options),
          Run,
          "  octavo search rice prices\n"
          "  octavo search -- '\"interest rate\"' -opinion language:en after:2026-11-01\n"
          "  octavo search 金利"};
}

}  // namespace octavo
