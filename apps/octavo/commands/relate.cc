#include "cluster/relate.h"

#include <mutex>
#include <vector>

#include "commands.h"
#include "filter.h"
#include "text/language.h"

namespace octavo {
namespace {

constexpr size_t kRelatedShown = 50;

// Takes every text in, then answers for each: a text's relatives may come after it.
class RelateFilter {
 public:
  base::Status Take(const base::Json& request) {
    const std::string_view title = request.String("title");
    const std::string_view text = request.String("text");
    if (title.empty() && text.empty()) {
      return base::Fail(base::ErrorKind::kInvalidInput, "neither \"title\" nor \"text\" is given");
    }
    std::string language(request.String("language"));
    if (language.empty()) language = text::GuessLanguage(text, title, "").language;
    const base::Json* flag = request.Find("background");
    const bool background = flag != nullptr && flag->AsBool() != nullptr && *flag->AsBool();
    relater_.Add(title, text, language, background);
    const base::Json* id = request.Find("id");
    if (!background) ids_.push_back(id == nullptr ? base::Json() : *id);
    order_.push_back({id == nullptr ? base::Json() : *id, background});
    return {};
  }

  std::vector<base::Json> Answers() const {
    const auto related = relater_.Relate(kRelatedShown);
    std::vector<base::Json> answers;
    size_t next = 0;
    for (const auto& [id, background] : order_) {
      base::Json answer;
      answer.Set("id", id);
      base::Json::Array list;
      if (!background) {
        for (const cluster::Likeness& likeness : related[next]) {
          base::Json one;
          one.Set("id", ids_[likeness.other]).Set("score", likeness.score);
          one.Set("why",
                  base::Json::Array(likeness.shared_terms.begin(), likeness.shared_terms.end()));
          list.push_back(std::move(one));
        }
        ++next;
      }
      answer.Set("related", std::move(list));
      answers.push_back(std::move(answer));
    }
    return answers;
  }

 private:
  struct Line {
    base::Json id;
    bool background;
  };
  cluster::Relater relater_;
  std::vector<base::Json> ids_;  // of the texts that are no background
  std::vector<Line> order_;
};

}  // namespace

Command RelateCommand() {
  return {
      "relate",
      "find which texts are about related matters",
      "Reads texts as JSON Lines and, when the input ends, says for each which others are related, "
      "best first,\n"
      "and the words that relate them. Texts with \"background\": true only teach the weights.\n\n"
      "In:  {\"id\", \"title\"?, \"text\", \"language\"?, \"background\"?}\n"
      "Out: {\"id\", \"related\": [{\"id\", \"score\", \"why\"}]}\n\n"
      "  octavo relate < texts.jsonl",
      "",
      {},
      [](const Arguments&) -> int {
        RelateFilter filter;
        return RunFilterAtEnd([&](const base::Json& request) { return filter.Take(request); },
                              [&] { return filter.Answers(); });
      }};
}

}  // namespace octavo
