#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "commands.h"
#include "owner.h"
#include "settings_values.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "explain";

struct Subject {
  bool article = false;
  int64_t id = 0;
};

// "12", "story/12", "article/7", or the address of a page of the paper that holds one of these.
std::optional<Subject> SubjectFrom(std::string_view text) {
  Subject subject;
  for (const std::string_view noun : {"story/", "article/"}) {
    const size_t at = text.find(noun);
    if (at == std::string_view::npos) continue;
    subject.article = noun == "article/";
    text = text.substr(at + noun.size());
    break;
  }
  text = text.substr(0, text.find('/'));
  const auto id = ReadNumber(text, 1, INT64_MAX);
  if (!id) return std::nullopt;
  subject.id = *id;
  return subject;
}

std::string Joined(const std::vector<std::string>& terms) {
  std::string out;
  for (const std::string& term : terms)
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", term);
  return out;
}

std::string TitleOf(const std::vector<store::ArticleSummary>& articles, model::ArticleId id) {
  const auto found = std::ranges::find(articles, id, &store::ArticleSummary::id);
  return found == articles.end() ? fmt::format("article {}", id.value)
                                 : fmt::format("\"{}\"", found->title);
}

// Why an article is where it is, in words.
void ExplainPlacement(const std::vector<store::ArticleSummary>& articles,
                      const model::Placement& placement) {
  const model::Why& why = placement.why;
  switch (placement.lineage.kind) {
    case model::LineageKind::kOriginal:
      break;
    case model::LineageKind::kCopy:
      fmt::print("      the same text as {} ({:.0f} % of it)\n",
                 TitleOf(articles, placement.lineage.of), 100 * placement.lineage.similarity);
      break;
    case model::LineageKind::kRewrite:
      fmt::print("      {:.0f} % of its text stands in {}\n", 100 * placement.lineage.similarity,
                 TitleOf(articles, placement.lineage.of));
      break;
    case model::LineageKind::kVersion:
      fmt::print("      a later version of {}\n", TitleOf(articles, placement.lineage.of));
      break;
  }
  if (!why.nearest) {
    fmt::print("      opened the story: nothing before it was like it\n");
    return;
  }
  fmt::print("      joined by its likeness to {}: {:.2f}, where {:.2f} were needed\n",
             TitleOf(articles, why.nearest), why.score, why.threshold);
  fmt::print("      (headline {:.2f}, text {:.2f}, names {:.2f}, {:.0f} hours apart)\n",
             why.title_score, why.text_score, why.name_score, why.hours_apart);
  if (!why.shared_terms.empty()) fmt::print("      shared: {}\n", Joined(why.shared_terms));
}

void ExplainStory(const store::StoryView& view) {
  const model::Story& story = view.summary.story;
  fmt::print("Story {}: {}\n", story.id.value, story.title);
  fmt::print("  {} of {}, reports that are no copies: {}\n",
             CountOf(story.article_count, "article"), CountOf(story.publisher_count, "publisher"),
             story.report_count);
  if (!view.summary.rank_why.empty()) {
    fmt::print("  rank {:.2f} =", view.summary.rank);
    for (const auto& [name, factor] : view.summary.rank_why) fmt::print(" {} {:.2f}", name, factor);
    fmt::print("\n");
  }
  fmt::print("\n  Why these articles are one story:\n");
  for (size_t i = 0; i < view.articles.size(); ++i) {
    const store::ArticleSummary& article = view.articles[i];
    fmt::print("    {}  {}, {}: {}\n", article.id.value,
               article.published ? base::FormatRfc3339(*article.published) : "undated",
               article.publisher_name, article.title);
    if (i < view.placements.size()) ExplainPlacement(view.articles, view.placements[i]);
  }
  if (view.related.empty()) return;
  fmt::print("\n  Related stories:\n");
  for (const store::RelatedStory& related : view.related) {
    fmt::print("    {}  {} ({:.2f}; shared: {})\n", related.story.story.id.value,
               related.story.story.title, related.score, Joined(related.shared_terms));
  }
}

base::Status ExplainArticle(store::Reader& reader, model::ArticleId id) {
  TRY_ASSIGN(const store::ArticleView view, reader.ArticleById(id));
  const store::ArticleSummary& article = view.summary;
  fmt::print("Article {}: {}\n  {}\n", id.value, article.title, article.url);
  if (article.verdict == model::Verdict::kQuarantine) {
    fmt::print("  in quarantine: {}{}{} (confidence {:.2f})\n", model::ReasonName(article.reason),
               article.reason_detail.empty() ? "" : ": ", article.reason_detail,
               view.reading.confidence);
    return {};
  }
  fmt::print("  read as {} in {} (confidence {:.2f}), section {}\n",
             model::GenreName(article.genre), article.language, view.reading.confidence,
             article.section.empty() ? "unknown" : article.section);
  if (!article.story) {
    fmt::print("  not placed in a story yet\n");
    return {};
  }
  fmt::print("\n");
  TRY_ASSIGN(const store::StoryView story, reader.StoryById(article.story));
  ExplainStory(story);
  return {};
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (arguments.positional.size() != 1) {
    return Complain(kName, kUsage, "name one story or article: story/12, article/7");
  }
  const auto subject = SubjectFrom(arguments.positional.front());
  if (!subject) {
    return Complain(kName, kUsage,
                    fmt::format("\"{}\" names no story and no article: write story/12 or "
                                "article/7",
                                arguments.positional.front()));
  }
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  const auto read = (*store)->Read([&](store::Reader& reader) -> base::Status {
    if (subject->article) return ExplainArticle(reader, model::ArticleId{subject->id});
    TRY_ASSIGN(const store::StoryView view, reader.StoryById(model::StoryId{subject->id}));
    ExplainStory(view);
    return {};
  });
  if (!read) return Complain(kName, kFailed, read.error().message());
  return kDone;
}

}  // namespace

Command ExplainCommand() {
  return {
      "explain",
      "say why a story is one, or why an article is where it is",
      "Prints the evidence that was kept when the decision was made: which article decided,\n"
      "what they share, what was needed; which text is whose copy; why a page is in quarantine.\n"
      "A story or article is named by its id, or by the address of its page in the paper.",
      "story/ID|article/ID|ADDRESS",
      SettingOptions({"data", "database", "log_level"}),
      Run,
      "  octavo explain story/12\n"
      "  octavo explain http://127.0.0.1:8080/en/article/7/some-headline"};
}

}  // namespace octavo
