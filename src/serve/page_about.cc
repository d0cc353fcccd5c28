// What this paper is, how it is made, and what it holds.

#include "serve/page_frame.h"
#include "serve/pages.h"

namespace serve {

base::Result<Rendered> RenderAbout(const Context& context, const Locale& locale,
                                   const Route& route) {
  TRY_ASSIGN(const store::Counters counters, context.reader.Count());
  PageFrame frame(context, locale, route, "about");
  frame.SetTitle(locale.Text("nav_about"));
  Fields& fields = frame.content();
  fields.Set("VERSION", context.options.version);
  fields.Set("SOURCE_COUNT", locale.Count("sources", counters.sources));
  fields.Set("ARTICLE_COUNT", locale.Count("articles", counters.articles));
  fields.Set("STORY_COUNT", locale.Count("stories", counters.stories));
  fields.Set("QUARANTINE_COUNT", locale.Count("quarantined_pages", counters.quarantined));
  fields.Show(context.options.visibility == Visibility::kPublic ? "PUBLIC" : "PRIVATE");
  return frame.Finish();
}

}  // namespace serve
