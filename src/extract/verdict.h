#pragma once
// Whether a page is an article that may be printed, and if not, why not.

#include <string_view>

#include "extract/body.h"
#include "extract/facts.h"
#include "model/article.h"

namespace extract {

// Everything that the judgement looks at. `reading` has text, blocks, captions, title and byline.
struct Case {
  const Anatomy& anatomy;
  const PageFacts& facts;
  const Body& body;
  const model::Reading& reading;
  std::string_view url;
};

// The offer to subscribe that stands in place of the text.
model::Paywall FindPaywall(const Case& about);

struct Judgement {
  model::Reason reason = model::Reason::kNone;
  std::string detail;     // for people; empty when it is an article
  double confidence = 0;  // 0 to 1, of the judgement
};
Judgement Judge(const Case& about);

// Whether the bytes are no HTML at all (PDF, image, archive, JSON, …).
bool IsNotHtml(std::string_view bytes, std::string_view content_type);

}  // namespace extract
