#pragma once
// Pages for people. Each is a function of the route, the request and the store as this reader may
// see it.

#include "base/result.h"
#include "serve/render.h"

namespace serve {

// Any page but a feed. Errors of kind kNotFound, kInvalidInput, kRefused become error pages
// (ErrorPage) by the caller. A wrong slug or a tag in other case gives a redirect with 301.
base::Result<Rendered> RenderPage(const Context& context, const Locale& locale, const Route& route);

// What happened and what to do, in the reader's language. `detail` may be empty.
Rendered ErrorPage(const Context& context, const Locale& locale, int status,
                   std::string_view detail);

// The sources page again, with what came of the owner's form. `problem` empty: it worked.
base::Result<Rendered> RenderSourcesAfterAction(const Context& context, const Locale& locale,
                                                std::string_view problem);

// One function for each kind of page; RenderPage chooses.
base::Result<Rendered> RenderEdition(const Context& context, const Locale& locale,
                                     const Route& route);
base::Result<Rendered> RenderStory(const Context& context, const Locale& locale,
                                   const Route& route);
base::Result<Rendered> RenderArticle(const Context& context, const Locale& locale,
                                     const Route& route);
base::Result<Rendered> RenderHashtag(const Context& context, const Locale& locale,
                                     const Route& route);
base::Result<Rendered> RenderHashtags(const Context& context, const Locale& locale,
                                      const Route& route);
base::Result<Rendered> RenderPublisher(const Context& context, const Locale& locale,
                                       const Route& route);
base::Result<Rendered> RenderPublishers(const Context& context, const Locale& locale,
                                        const Route& route);
base::Result<Rendered> RenderSearch(const Context& context, const Locale& locale,
                                    const Route& route);
base::Result<Rendered> RenderQuarantine(const Context& context, const Locale& locale,
                                        const Route& route);
base::Result<Rendered> RenderSources(const Context& context, const Locale& locale,
                                     const Route& route);
base::Result<Rendered> RenderAbout(const Context& context, const Locale& locale,
                                   const Route& route);

}  // namespace serve
