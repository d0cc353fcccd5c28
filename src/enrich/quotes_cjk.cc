#include "enrich/quotes_cjk.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "enrich/quotes.h"

namespace enrich {
namespace {

// Behind the closing mark: what makes it speech. Particles, then a verb somewhere in the sentence.
constexpr auto kSaid = std::to_array<std::string_view>(
    {"述べ",       "語っ",   "語る",   "話し",     "話す",     "言っ",   "言う",       "いう",
     "説明し",     "強調し", "指摘し", "訴え",     "主張し",   "答え",   "明らかにし", "批判し",
     "コメントし", "発表し", "表明し", "呼びかけ", "呼び掛け", "振り返", "書い",       "つぶや",
     "叫",         "明かし", "喜",     "謝罪し",   "反論し",   "警告し", "求め",       "説",
     "表示",       "指出",   "称",     "稱",       "强调",     "強調",   "认为",       "認為",
     "写道",       "告诉",   "回应"});

bool HasVerbOfSaying(std::string_view part) {
  return std::ranges::any_of(
      kSaid, [&](std::string_view verb) { return part.find(verb) != std::string_view::npos; });
}

class Finder {
 public:
  Finder(const Document& document, const Names& names)
      : field_(document.Text()), names_(names), chinese_(document.primary == "zh") {
    for (const model::Name& name : names.mentions) {
      if (name.field == "text") mentions_.push_back(&name);
    }
  }

  std::vector<model::Quote> Find() {
    const std::vector<Quotation> quotations = FindQuotations(field_.text);
    size_t sentence = 0;
    for (const Quotation& quotation : quotations) {
      while (sentence < field_.sentences.size() &&
             field_.sentences[sentence].end < quotation.outside.end) {
        ++sentence;
      }
      if (sentence == field_.sentences.size()) break;
      Judge(quotation, sentence);
    }
    return std::move(quotes_);
  }

 private:
  void Judge(const Quotation& quotation, size_t sentence) {
    const uint32_t end = field_.sentences[sentence].end;
    const uint32_t start = StartOf(sentence, quotation);
    const std::string_view behind =
        field_.text.substr(quotation.outside.end, end - quotation.outside.end);
    const std::string_view before = field_.text.substr(
        start, quotation.outside.start > start ? quotation.outside.start - start : 0);
    const bool particle =
        behind.starts_with("と") || behind.starts_with("、と") || behind.starts_with("など");
    const bool said = chinese_ ? HasVerbOfSaying(before) || HasVerbOfSaying(behind.substr(0, 60))
                               : particle && HasVerbOfSaying(behind);
    if (!said) return;
    // Words of a line or two are a term, not speech.
    const auto inside = quotation.inside;
    if (base::CountCodePoints(field_.text.substr(inside.start, inside.end - inside.start)) < 4)
      return;
    model::Quote quote;
    quote.spans.push_back(inside);
    quote.field = "text";
    quote.speaker = SpeakerIn(start, quotation.outside.start);
    if (!quote.speaker) quote.speaker = SpeakerIn(quotation.outside.end, end);
    if (!quote.speaker && sentence > 0) {
      quote.speaker =
          SpeakerIn(field_.sentences[sentence - 1].start, field_.sentences[sentence - 1].end);
    }
    quotes_.push_back(std::move(quote));
  }

  // A sentence that ends inside the quotation began before it.
  uint32_t StartOf(size_t sentence, const Quotation& quotation) const {
    while (sentence > 0 && field_.sentences[sentence].start > quotation.outside.start) --sentence;
    return field_.sentences[sentence].start;
  }

  // The last person named in [from, to) as a topic, else the topic itself, else any person.
  std::optional<model::Speaker> SpeakerIn(uint32_t from, uint32_t to) const {
    const model::Name* person = nullptr;
    const auto begin_of = [](const model::Name* name) { return name->span.start; };
    for (auto at = std::ranges::lower_bound(mentions_, from, {}, begin_of);
         at != mentions_.end() && (*at)->span.end <= to; ++at) {
      if ((*at)->kind == model::NameKind::kPerson) person = *at;
    }
    if (person != nullptr) {
      const auto entity = names_.entities.find(person->id);
      return model::Speaker{person->text,
                            entity == names_.entities.end() ? person->text : entity->second.name,
                            "text", person->span};
    }
    return chinese_ ? std::nullopt : TopicIn(from, to);
  }

  // What stands before the first は or も that ends a word: 首相は, 同社の広報は.
  std::optional<model::Speaker> TopicIn(uint32_t from, uint32_t to) const {
    const std::string_view part = field_.text.substr(from, to > from ? to - from : 0);
    for (auto at = std::ranges::lower_bound(field_.tokens, from, {}, &Token::start);
         at != field_.tokens.end() && at->end <= to; ++at) {
      const Token& token = *at;
      if (token.folded != "は" && token.folded != "も" && token.folded != "が") continue;
      size_t start = token.start - from;
      const size_t comma = part.substr(0, start).rfind("、");
      const size_t begin =
          comma == std::string_view::npos ? 0 : comma + std::string_view("、").size();
      if (begin >= start || start - begin > 90) return std::nullopt;
      model::Speaker speaker;
      speaker.text = std::string(part.substr(begin, start - begin));
      speaker.field = "text";
      speaker.span = {from + static_cast<uint32_t>(begin), token.start};
      return speaker;
    }
    return std::nullopt;
  }

  const Field& field_;
  const Names& names_;
  std::vector<const model::Name*> mentions_;  // of the text
  bool chinese_;
  std::vector<model::Quote> quotes_;
};

}  // namespace

std::vector<model::Quote> FindQuotesWithCornerBrackets(const Document& document,
                                                       const Names& names) {
  return Finder(document, names).Find();
}

}  // namespace enrich
