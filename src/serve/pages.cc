#include "serve/pages.h"

#include <fmt/format.h>

#include "serve/page_frame.h"

namespace serve {

base::Result<size_t> NumberParameter(const net::Request& request, std::string_view name,
                                     size_t standard, size_t low, size_t high) {
  const std::string text = request.Parameter(name);
  if (text.empty()) return standard;
  const std::optional<int64_t> number = text == "0" ? 0 : ParseId(text);
  if (!number.has_value() || static_cast<size_t>(*number) < low ||
      static_cast<size_t>(*number) > high) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("{} must be a number from {} to {}", name, low, high));
  }
  return static_cast<size_t>(*number);
}

base::Result<Rendered> RenderPage(const Context& context, const Locale& locale,
                                  const Route& route) {
  switch (route.page) {
    case PageKind::kFront:
    case PageKind::kDay:
      return RenderEdition(context, locale, route);
    case PageKind::kStory:
      return RenderStory(context, locale, route);
    case PageKind::kArticle:
      return RenderArticle(context, locale, route);
    case PageKind::kHashtag:
      return RenderHashtag(context, locale, route);
    case PageKind::kHashtags:
      return RenderHashtags(context, locale, route);
    case PageKind::kPublisher:
      return RenderPublisher(context, locale, route);
    case PageKind::kPublishers:
      return RenderPublishers(context, locale, route);
    case PageKind::kSearch:
      return RenderSearch(context, locale, route);
    case PageKind::kQuarantine:
      return RenderQuarantine(context, locale, route);
    case PageKind::kSources:
      return RenderSources(context, locale, route);
    case PageKind::kAbout:
      break;
  }
  return RenderAbout(context, locale, route);
}

Rendered ErrorPage(const Context& context, const Locale& locale, int status,
                   std::string_view detail) {
  Route route;
  route.language = locale.tag();
  route.page = PageKind::kAbout;  // any page that every language has: the links to other languages
  PageFrame frame(context, locale, route, "error");
  int told = status;
  if (status != 400 && status != 403 && status != 404 && status != 503) told = 500;
  const std::string title(locale.Text(fmt::format("error_{}", told)));
  frame.SetTitle(title);
  Fields& fields = frame.content();
  fields.Set("STATUS", fmt::format("{}", status)).Set("HEADING", title);
  fields.Set("ADVICE", std::string(locale.Text(fmt::format("error_{}_advice", told))));
  fields.Set("DETAIL", std::string(detail));
  fields.Set("FRONT", FrontPath(locale.tag()));
  fields.Set("SEARCH", PagePath(locale.tag(), PageKind::kSearch));
  return frame.Finish(status);
}

}  // namespace serve
