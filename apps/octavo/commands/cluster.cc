#include <fmt/format.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "cluster/clusterer.h"
#include "commands.h"
#include "filter.h"
#include "text/language.h"

namespace octavo {
namespace {

// The filter speaks of articles and stories by the caller's strings; the clusterer by numbers.
class ClusterFilter {
 public:
  base::Result<base::Json> Answer(const base::Json& request) {
    model::ClusterInput input;
    input.title = request.String("title");
    input.text = request.String("text");
    if (input.title.empty() && input.text.empty()) {
      return base::Fail(base::ErrorKind::kInvalidInput, "neither \"title\" nor \"text\" is given");
    }
    input.publisher = request.String("publisher");
    input.language = request.String("language");
    if (input.language.empty()) {
      input.language = text::GuessLanguage(input.text, input.title, "").language;
    }
    if (const std::string_view published = request.String("published"); !published.empty()) {
      input.published = base::ParseRfc3339(published);
      if (!input.published) {
        return base::Fail(base::ErrorKind::kInvalidInput,
                          fmt::format("\"published\" is no RFC 3339 time: {}", published));
      }
    }
    const base::Json* id = request.Find("id");
    names_.push_back(id == nullptr ? base::Json() : *id);
    input.id = {static_cast<int64_t>(names_.size())};
    model::Placement placement = clusterer_.Place(input);
    if (!placement.story) {
      placement.story = {++stories_};
      clusterer_.Assign(input.id, placement.story);
    }
    return Describe(placement);
  }

 private:
  base::Json NameOf(model::ArticleId id) const { return names_[static_cast<size_t>(id.value - 1)]; }

  base::Json Describe(const model::Placement& placement) const {
    base::Json why;
    why.Set("score", placement.why.score).Set("threshold", placement.why.threshold);
    if (placement.why.nearest) {
      why.Set("nearest", NameOf(placement.why.nearest));
      why.Set("hours_apart", placement.why.hours_apart);
      base::Json::Array terms(placement.why.shared_terms.begin(), placement.why.shared_terms.end());
      why.Set("shared_terms", std::move(terms));
    }
    base::Json answer;
    answer.Set("story", fmt::format("s{}", placement.story.value)).Set("why", std::move(why));
    if (placement.lineage.of) {
      answer.Set("lineage", model::LineageKindName(placement.lineage.kind));
      answer.Set("similarity", placement.lineage.similarity);
      const bool copy = placement.lineage.kind == model::LineageKind::kCopy;
      answer.Set(copy ? "copy_of" : "from", NameOf(placement.lineage.of));
    }
    return answer;
  }

  cluster::Clusterer clusterer_;
  std::vector<base::Json> names_;
  int64_t stories_ = 0;
};

}  // namespace

Command ClusterCommand() {
  return {
      "cluster",
      "group articles into stories",
      "Reads articles as JSON Lines, in order of time, and says for each which story it tells and "
      "which\n"
      "older text it is a copy of. One pass: an answer never changes.\n\n"
      "In:  {\"id\", \"title\", \"text\"?, \"publisher\"?, \"published\"? (RFC 3339), "
      "\"language\"? (BCP 47)}\n"
      "Out: {\"id\", \"story\", \"why\": {\"score\", \"threshold\", \"nearest\", "
      "\"shared_terms\"}, \"copy_of\"?}\n\n"
      "  octavo cluster < articles.jsonl",
      "",
      {},
      [](const Arguments&) -> int {
        ClusterFilter filter;
        return RunFilterInOrder([&](const base::Json& request) { return filter.Answer(request); });
      }};
}

}  // namespace octavo
