#pragma once
// Views of the store as JSON: the shapes that docs/api.md describes.

#include "base/json.h"
#include "model/source.h"
#include "store/views.h"

namespace serve {

base::Json JsonOf(const store::ArticleSummary& article);
base::Json JsonOf(const store::ArticleView& view);
base::Json JsonOf(const store::StorySummary& story);
base::Json JsonOf(const store::StoryView& view);
base::Json JsonOf(const store::EditionView& edition);
base::Json JsonOf(const store::TagSummary& tag);
base::Json JsonOf(const store::PublisherSummary& publisher);
base::Json JsonOf(const store::SearchResult& result);
base::Json JsonOf(const model::Source& source);

// An array of the JSON of each.
template <typename Range>
base::Json JsonArrayOf(const Range& range) {
  base::Json::Array array;
  array.reserve(range.size());
  for (const auto& each : range) array.push_back(JsonOf(each));
  return base::Json(std::move(array));
}

}  // namespace serve
