// Pages for the owner: what could not be read and why; the sources and how they do; starter lists.

#include <fmt/format.h>

#include <algorithm>

#include "base/secrets.h"
#include "net/url.h"
#include "serve/page_frame.h"
#include "serve/page_items.h"
#include "serve/pages.h"

namespace serve {
namespace {

constexpr size_t kListed = 50;
constexpr size_t kExamples = 4;

void FillStarterLists(Fields& fields, const Context& context, const Locale& locale) {
  if (!context.options.actions.starter_lists || !context.options.actions.add_starter_list) return;
  std::vector<StarterList> lists = context.options.actions.starter_lists();
  // The reader's own language first, then by name.
  std::stable_sort(lists.begin(), lists.end(), [&](const StarterList& a, const StarterList& b) {
    return (a.language == locale.tag()) > (b.language == locale.tag());
  });
  for (const StarterList& list : lists) {
    Fields& item = fields.Add("STARTER");
    const std::string country = CountryName(locale, list.country);
    item.Set("LIST_ID", list.id).Set("LIST_COUNTRY", country);
    item.Set("LIST_LANGUAGE", LanguageName(locale, list.language));
    item.Set("LIST_COUNT", locale.Count("sources", list.source_count));
    item.Set("LIST_EXAMPLES",
             locale.List(list.examples, std::min(kExamples, list.examples.size())));
    item.Set("LIST_LABEL", locale.Format("starter_add", {{"country", country}}));
  }
  if (!lists.empty()) fields.Show("STARTERS");
}

std::string StatusOf(const Locale& locale, const model::Source& source) {
  if (source.paused) return std::string(locale.Text("source_paused"));
  if (!source.last_poll.has_value()) return std::string(locale.Text("source_new"));
  if (source.consecutive_failures > 0) {
    return locale.Count("source_failing", source.consecutive_failures);
  }
  return std::string(locale.Text("source_works"));
}

void FillSource(Fields& item, const Locale& locale, const model::Source& source,
                base::Instant now) {
  const std::string url = base::MaskSecrets(source.url);
  item.Set("SOURCE_TITLE", source.title.empty() ? url : source.title);
  item.Set("SOURCE_URL", url);
  item.Set("SOURCE_STATUS", StatusOf(locale, source));
  item.Set("SOURCE_ERROR", source.last_error);
  if (source.consecutive_failures > 0) item.Show("FAILING");
  if (source.sample) item.Show("IS_SAMPLE");
  if (source.last_success.has_value()) {
    FillTime(item.Add("SUCCESS"), locale, source.last_success, now);
  }
}

base::Result<Rendered> RenderSourcesPage(const Context& context, const Locale& locale,
                                         std::string_view problem) {
  TRY_ASSIGN(std::vector<model::Source> sources, context.reader.Sources());
  Route route;
  route.language = locale.tag();
  route.page = PageKind::kSources;
  PageFrame frame(context, locale, route, "sources");
  frame.SetTitle(locale.Text("nav_sources"));
  Fields& fields = frame.content();
  fields.Set("ACTION", PathOf(route));
  fields.Set("SOURCE_PROBLEM", std::string(problem));
  if (problem.empty() && context.request.Parameter("added") == "1") fields.Show("ADDED");
  if (context.options.actions.add_source) fields.Show("ADD_SOURCE");
  FillStarterLists(fields, context, locale);
  // What needs the owner stands first.
  std::stable_sort(sources.begin(), sources.end(),
                   [](const model::Source& a, const model::Source& b) {
                     return a.consecutive_failures > b.consecutive_failures;
                   });
  for (const model::Source& source : sources) {
    FillSource(fields.Add("SOURCE"), locale, source, context.now);
  }
  fields.Set("SOURCE_COUNT", locale.Count("sources", static_cast<int64_t>(sources.size())));
  fields.Show(sources.empty() ? "EMPTY" : "HAS_SOURCES");
  return frame.Finish();
}

}  // namespace

base::Result<Rendered> RenderSources(const Context& context, const Locale& locale,
                                     const Route& /*route*/) {
  return RenderSourcesPage(context, locale, {});
}

base::Result<Rendered> RenderSourcesAfterAction(const Context& context, const Locale& locale,
                                                std::string_view problem) {
  return RenderSourcesPage(context, locale, problem);
}

base::Result<Rendered> RenderQuarantine(const Context& context, const Locale& locale,
                                        const Route& route) {
  store::ArticleQuery query;
  query.verdict = model::Verdict::kQuarantine;
  query.limit = kListed;
  query.after = context.request.Parameter("after");
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  PageFrame frame(context, locale, route, "quarantine");
  frame.SetTitle(locale.Text("nav_quarantine"));
  Fields& fields = frame.content();
  for (const store::ArticleSummary& article : list.articles) {
    Fields& item = fields.Add("PAGE");
    item.Set("PAGE_TITLE", article.title.empty() ? article.url : article.title);
    item.Set("PAGE_HREF", ArticlePath(locale.tag(), article.id.value, article.title));
    item.Set("ORIGINAL", article.url).Set("PUBLISHER", article.publisher_name);
    item.Set("REASON", ReasonText(locale, article.reason));
    item.Set("REASON_DETAIL", article.reason_detail);
    FillLanguage(item, article.language);
    FillTime(item, locale, article.found, context.now);
  }
  fields.Show(list.articles.empty() ? "EMPTY" : "HAS_PAGES");
  if (!list.next.empty()) {
    fields.Add("MORE").Set(
        "MORE_HREF", fmt::format("{}?after={}", PathOf(route), net::PercentEncode(list.next)));
  }
  return frame.Finish();
}

}  // namespace serve
