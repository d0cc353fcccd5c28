// Prints the candidates that extract weighs for title, byline and day, with their marks: what
// fit.py learns from. JSON Lines in (id, url, file), JSON Lines out.

#include <iostream>
#include <string>

#include "base/file.h"
#include "base/json.h"
#include "extract/body.h"
#include "extract/byline_candidates.h"
#include "extract/day_candidates.h"
#include "extract/facts.h"
#include "extract/heading.h"
#include "extract/title_candidates.h"
#include "html/document.h"
#include "text/charset.h"

namespace {

using base::Json;

template <typename Mark>
Json MarksToJson(const extract::Marks<Mark>& marks) {
  Json::Object out;
  for (size_t i = 0; i < marks.kSize; ++i) {
    if (marks.values()[i] != 0) out.emplace_back(std::to_string(i), Json(double{marks.values()[i]}));
  }
  return out;
}

Json Candidates(const std::string& url, const std::string& bytes) {
  const html::Document document = html::Parse(text::DecodeHtml(bytes, "").text);
  const extract::PageFacts facts = extract::ReadFacts(document, url);
  extract::Anatomy anatomy(document);
  Json out;
  Json::Array titles;
  const std::string site = extract::FindSiteName(facts);
  for (const auto& candidate : extract::TitleCandidates(anatomy, facts, site, url, "")) {
    Json one;
    one.Set("text", candidate.text);
    one.Set("marks", MarksToJson(candidate.marks));
    titles.push_back(std::move(one));
  }
  out.Set("title", std::move(titles));
  const std::string title = extract::FindTitle(anatomy, facts, site, url, "");
  const extract::Body body = extract::FindBody(anatomy, title);
  const std::string language = extract::FindLanguage(facts);
  extract::Layout layout(anatomy, body, title, language);
  const std::vector<extract::Marked> marked = extract::FindMarked(document);
  Json::Array bylines;
  for (const auto& candidate :
       extract::BylineCandidates({layout, facts, marked, title, site, url})) {
    Json one;
    Json::Array names;
    for (const std::string& name : candidate.names) names.emplace_back(name);
    one.Set("names", std::move(names));
    one.Set("marks", MarksToJson(candidate.marks));
    bylines.push_back(std::move(one));
  }
  out.Set("byline", std::move(bylines));
  Json::Array days;
  const std::string place = extract::LanguageOfPlace(language, url, title);
  for (const auto& candidate :
       extract::DayCandidates({layout, facts, marked, url, place, std::nullopt})) {
    Json one;
    one.Set("day", base::FormatDay(candidate.day));
    one.Set("marks", MarksToJson(candidate.marks));
    days.push_back(std::move(one));
  }
  out.Set("day", std::move(days));
  return out;
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto request = base::ParseJson(line);
    if (!request) return 1;
    const auto bytes = base::ReadFile(std::string(request->String("file")));
    if (!bytes) continue;
    Json answer = Candidates(std::string(request->String("url")), *bytes);
    answer.Set("id", request->String("id"));
    std::cout << base::WriteJson(answer) << '\n';
  }
  return 0;
}
