#pragma once
// The store as one reader may see it. Everything that serve shows comes through here, so that no
// page, API answer or feed can show more than visibility.h allows: texts are cut, images taken out
// and what is the owner's refused before a renderer sees them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "serve/visibility.h"
#include "store/store.h"

namespace serve {

// Belongs to the thread and lives as long as the store::Reader given. Each function answers as the
// one of the same name in store::Reader; kRefused when the reader may not see it at all.
class VisibleReader {
 public:
  VisibleReader(store::Reader& reader, Visibility instance, Origin origin)
      : reader_(reader), instance_(instance), origin_(origin) {}

  // Of an article whose publisher is licensed or not.
  Permission PermissionFor(bool licensed) const { return MayBeShown(instance_, origin_, licensed); }

  base::Result<store::Counters> Count();
  base::Result<store::EditionView> Edition(const store::EditionQuery& query);
  base::Result<store::StoryView> StoryById(model::StoryId id);
  base::Result<store::ArticleView> ArticleById(model::ArticleId id);
  base::Result<store::ArticleList> Articles(const store::ArticleQuery& query);
  base::Result<std::vector<store::StorySummary>> Stories(const store::StoryQuery& query);
  base::Result<std::optional<store::TagSummary>> TagByName(std::string_view name);
  base::Result<std::vector<store::TagSummary>> Tags(size_t limit);
  base::Result<std::vector<store::PublisherSummary>> Publishers();
  base::Result<std::optional<store::PublisherSummary>> PublisherById(model::PublisherId id);
  base::Result<store::SearchResult> Search(const store::SearchQuery& query);
  base::Result<std::vector<model::Source>> Sources();  // the owner's alone

 private:
  base::Status CheckAnything() const;
  base::Status CheckOwner() const;
  void Cut(store::ArticleSummary& article) const;
  void Cut(store::StorySummary& story) const;
  void Cut(store::SearchHit& hit) const;
  void Cut(store::ArticleView& view) const;

  store::Reader& reader_;
  const Visibility instance_;
  const Origin origin_;
};

// The first `limit` code points, at the end of a word where there is one near, with "…" when
// something was cut; never more than `limit` code points, the "…" counted.
std::string Excerpt(std::string_view text, size_t limit);

}  // namespace serve
