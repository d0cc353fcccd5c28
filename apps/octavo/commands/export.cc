#include <fmt/format.h>

#include <algorithm>

#include "base/secrets.h"
#include "base/time.h"
#include "commands.h"
#include "owner.h"
#include "source/opml.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "export";

base::Json JsonOf(const store::ArticleSummary& article) {
  const auto id = [](int64_t value) { return value == 0 ? base::Json() : base::Json(value); };
  base::Json out;
  out.Set("id", article.id.value);
  out.Set("url", article.url);
  out.Set("title", article.title);
  out.Set("publisher", article.publisher_name);
  out.Set("published",
          article.published ? base::Json(base::FormatRfc3339(*article.published)) : base::Json());
  out.Set("found", base::FormatRfc3339(article.found));
  out.Set("language", article.language);
  out.Set("section", article.section);
  out.Set("genre", model::GenreName(article.genre));
  out.Set("summary", article.summary);
  out.Set("verdict", model::VerdictName(article.verdict));
  out.Set("reason", model::ReasonName(article.reason));
  out.Set("reason_detail", article.reason_detail);
  out.Set("story", id(article.story.value));
  out.Set("lineage", model::LineageKindName(article.lineage));
  out.Set("copy_of", id(article.copy_of.value));
  out.Set("sample", article.sample);
  return out;
}

// All articles of a verdict, newest first, a page of the list at a time.
base::Status ExportArticles(store::Store& store, model::Verdict verdict) {
  store::ArticleQuery query;
  query.verdict = verdict;
  query.limit = 500;
  do {
    store::ArticleList list;
    TRY(store.Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(list, reader.Articles(query));
      return {};
    }));
    for (const store::ArticleSummary& article : list.articles) {
      fmt::print("{}\n", base::WriteJson(JsonOf(article)));
    }
    query.after = list.next;
  } while (!query.after.empty());
  return {};
}

base::Status ExportSources(store::Store& store) {
  std::vector<model::Source> sources;
  TRY(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(sources, reader.Sources());
    return {};
  }));
  const auto secret = std::ranges::count_if(sources, [](const model::Source& source) {
    return base::MaskSecrets(source.url) != source.url;
  });
  if (secret > 0) {
    // Kept in the list, which could not be read without; but lists are handed on.
    Complain(kName, kDone,
             fmt::format("the list holds passwords or keys, in {} of its {} addresses: look "
                         "through it before you hand it on",
                         secret, sources.size()));
  }
  fmt::print("{}", source::WriteOpml(sources, "Octavo"));
  return {};
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  const std::string_view format = arguments.Get("format");
  if (format != "opml" && format != "jsonl") {
    return Complain(kName, kUsage, fmt::format("--format: \"{}\" is not opml or jsonl", format));
  }
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  base::Status done;
  if (format == "opml") {
    done = ExportSources(**store);
  } else {
    done = ExportArticles(**store, model::Verdict::kArticle);
    if (done) done = ExportArticles(**store, model::Verdict::kQuarantine);
  }
  if (!done) return Complain(kName, kFailed, done.error().message());
  return kDone;
}

}  // namespace

Command ExportCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  options.insert(options.begin(),
                 {"format", "FORMAT", "opml: the sources; jsonl: the articles", "opml"});
  return {"export",
          "print the sources as OPML, or the articles as JSON Lines",
          "Prints to standard output. As OPML: all sources, for another news reader or as a copy;\n"
          "passwords and keys in their addresses are told of on standard error.\n"
          "As JSON Lines: all articles, one object a line, those in quarantine with the reason,\n"
          "each with its story and whose copy it is.",
          "",
          std::move(options),
          Run,
          "  octavo export > sources.opml\n"
          "  octavo export --format jsonl | jq -r 'select(.verdict == \"quarantine\") | .url'"};
}

}  // namespace octavo
