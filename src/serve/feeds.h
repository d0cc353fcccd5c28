#pragma once
// Feeds out: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of the paper, a hashtag, a publisher, a
// search.

#include "base/result.h"
#include "serve/render.h"

namespace serve {

// Precondition: route.feed is not kNone.
base::Result<Rendered> RenderFeed(const Context& context, const Locale& locale, const Route& route);

}  // namespace serve
