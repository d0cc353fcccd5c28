#include "enrich/enrich.h"

#include "commands.h"
#include "filter.h"

namespace octavo {
namespace {

std::vector<std::string> Strings(const base::Json& request, std::string_view name) {
  std::vector<std::string> strings;
  const base::Json* list = request.Find(name);
  if (list == nullptr) return strings;
  if (list->AsString() != nullptr) strings.push_back(*list->AsString());
  if (list->AsArray() == nullptr) return strings;
  for (const base::Json& item : *list->AsArray()) {
    // A caption that is no string keeps its number, so that "captions/2" stays the third.
    strings.push_back(item.AsString() == nullptr ? std::string() : *item.AsString());
  }
  return strings;
}

base::Json SpanJson(const model::Span& span) {
  base::Json json;
  json.Set("start", int64_t{span.start});
  json.Set("end", int64_t{span.end});
  return json;
}

base::Json NameJson(const model::Name& name) {
  base::Json json;
  json.Set("text", name.text);
  json.Set("kind", model::NameKindName(name.kind));
  json.Set("id", name.id);
  json.Set("field", name.field);
  json.Set("start", int64_t{name.span.start});
  json.Set("end", int64_t{name.span.end});
  return json;
}

base::Json QuoteJson(const model::Quote& quote) {
  base::Json json;
  base::Json spans = base::Json::Array{};
  for (const model::Span& span : quote.spans) spans.Append(SpanJson(span));
  json.Set("spans", std::move(spans));
  json.Set("field", quote.field);
  if (quote.speaker) {
    base::Json speaker;
    speaker.Set("text", quote.speaker->text);
    speaker.Set("name", quote.speaker->name);
    speaker.Set("field", quote.speaker->field);
    speaker.Set("start", int64_t{quote.speaker->span.start});
    speaker.Set("end", int64_t{quote.speaker->span.end});
    json.Set("speaker", std::move(speaker));
  }
  return json;
}

base::Json AnswerOf(const model::Enrichment& found) {
  base::Json answer;
  answer.Set("language", found.language);
  answer.Set("section", found.section);
  base::Json tags = base::Json::Array{};
  for (const model::Tag& tag : found.tags) tags.Append("#" + tag.name);
  answer.Set("tags", std::move(tags));
  base::Json keyphrases = base::Json::Array{};
  for (const std::string& phrase : found.keyphrases) keyphrases.Append(phrase);
  answer.Set("keyphrases", std::move(keyphrases));
  base::Json names = base::Json::Array{};
  for (const model::Name& name : found.names) names.Append(NameJson(name));
  answer.Set("names", std::move(names));
  base::Json quotes = base::Json::Array{};
  for (const model::Quote& quote : found.quotes) quotes.Append(QuoteJson(quote));
  answer.Set("quotes", std::move(quotes));
  base::Json brief = base::Json::Array{};
  for (const model::BriefSentence& sentence : found.brief) {
    base::Json json;
    json.Set("text", sentence.text);
    json.Set("start", int64_t{sentence.span.start});
    json.Set("end", int64_t{sentence.span.end});
    brief.Append(std::move(json));
  }
  answer.Set("brief", std::move(brief));
  return answer;
}

base::Result<base::Json> AnswerEnrich(const base::Json& request) {
  const base::Json* text = request.Find("text");
  if (text == nullptr || text->AsString() == nullptr) {
    return base::Fail(base::ErrorKind::kInvalidInput, "\"text\" is not given");
  }
  enrich::Input input;
  input.title = std::string(request.String("title"));
  input.text = *text->AsString();
  input.captions = Strings(request, "captions");
  input.byline = Strings(request, "byline");
  input.language = std::string(request.String("language"));
  input.publisher = std::string(request.String("publisher"));
  input.published = base::ParseRfc3339(request.String("published"));
  return AnswerOf(enrich::Enrich(input));
}

}  // namespace

Command EnrichCommand() {
  return {
      "enrich",
      "find names, quotes, hashtags, section and brief of each text",
      "A filter: one JSON object a line on standard input, one answer a line on standard output.\n"
      "\n"
      "In:   id, title, text, and if known captions[], byline[], language, publisher, published\n"
      "      (RFC 3339). Captions and title help to resolve names; bylines and the publisher\n"
      "      never become tags.\n"
      "Out:  id, language, section, tags[] (\"#KajaKallas\"), keyphrases[],\n"
      "      names[{text, kind (person, place, organisation), id, field, start, end}],\n"
      "      quotes[{spans[{start, end}], field, speaker{text, name, field, start, end}}],\n"
      "      brief[{text, start, end}].\n"
      "\n"
      "start and end are UTF-8 bytes into the field named (\"text\", \"title\", \"captions/0\").\n"
      "\n"
      "Example:\n"
      "  echo '{\"id\": 1, \"text\": \"“We will go,” said Ann Lee.\"}' | octavo enrich",
      "",
      {},
      [](const Arguments&) -> int { return RunFilter(AnswerEnrich); }};
}

}  // namespace octavo
