#include "serve/visible_reader.h"

#include <utility>

#include "base/utf8.h"

namespace serve {
namespace {

using base::ErrorKind;

// Byte position behind the first `count` code points, or the size of the text.
size_t PositionAfter(std::string_view text, size_t count) {
  size_t position = 0;
  while (count > 0 && position < text.size()) {
    base::NextCodePoint(text, position);
    --count;
  }
  return position;
}

}  // namespace

std::string Excerpt(std::string_view text, size_t limit) {
  if (PositionAfter(text, limit) >= text.size()) return std::string(text);
  if (limit == 0) return {};
  std::string_view kept = text.substr(0, PositionAfter(text, limit - 1));
  // Back to the last space, unless that loses more than a fifth (Japanese has none).
  const size_t space = kept.find_last_of(" \n");
  if (space != std::string_view::npos && space > kept.size() * 4 / 5) kept = kept.substr(0, space);
  return std::string(kept) + "…";
}

base::Status VisibleReader::CheckAnything() const {
  if (PermissionFor(false).anything) return {};
  return base::Fail(ErrorKind::kRefused,
                    "this instance is private: it answers readers on its own "
                    "machine only");
}

base::Status VisibleReader::CheckOwner() const {
  if (PermissionFor(false).owner) return {};
  return base::Fail(ErrorKind::kRefused, "this is shown to the owner only");
}

void VisibleReader::Cut(store::ArticleSummary& article) const {
  const Permission permission = PermissionFor(article.publisher_licensed);
  if (!permission.images) article.image = {};
  if (permission.full_text) return;
  article.summary = Excerpt(article.summary, permission.excerpt_characters);
  article.reason_detail.clear();
}

void VisibleReader::Cut(store::StorySummary& story) const {
  Cut(story.lead);
}

// A snippet follows the query: with enough queries one could read the whole text out of it. So an
// article that is not licensed shows the same summary everywhere.
void VisibleReader::Cut(store::SearchHit& hit) const {
  Cut(hit.article);
  if (PermissionFor(hit.article.publisher_licensed).full_text) return;
  hit.snippet = std::exchange(hit.article.summary, {});
  hit.marks.clear();
}

void VisibleReader::Cut(store::ArticleView& view) const {
  const Permission permission = PermissionFor(view.summary.publisher_licensed);
  Cut(view.summary);
  if (!permission.images) {
    view.reading.image = {};
    view.reading.captions.clear();
    std::erase_if(view.reading.blocks, [](const model::Block& block) {
      return block.kind == model::BlockKind::kImage || block.kind == model::BlockKind::kEmbed;
    });
  }
  if (permission.full_text) return;
  // One excerpt stands for summary, description, brief and text together.
  std::string excerpt = std::exchange(view.summary.summary, {});
  if (excerpt.empty()) excerpt = Excerpt(view.reading.text, permission.excerpt_characters);
  model::Reading& reading = view.reading;
  reading.description.clear();
  reading.html.clear();
  reading.reason_detail.clear();
  reading.captions.clear();
  reading.blocks.clear();
  if (!excerpt.empty()) {
    reading.blocks.push_back(
        {.kind = model::BlockKind::kParagraph, .text = excerpt, .url = {}, .credit = {}});
  }
  reading.text = std::move(excerpt);
  view.enrichment.brief.clear();
  view.enrichment.quotes.clear();
  view.enrichment.names.clear();
  view.enrichment.keyphrases.clear();
}

base::Result<store::Counters> VisibleReader::Count() {
  TRY(CheckAnything());
  return reader_.Count();
}

base::Result<store::EditionView> VisibleReader::Edition(const store::EditionQuery& query) {
  TRY(CheckAnything());
  TRY_ASSIGN(store::EditionView edition, reader_.Edition(query));
  for (store::StorySummary& story : edition.top) Cut(story);
  for (store::SectionView& section : edition.sections) {
    for (store::StorySummary& story : section.stories) Cut(story);
  }
  return edition;
}

base::Result<store::StoryView> VisibleReader::StoryById(model::StoryId id) {
  TRY(CheckAnything());
  TRY_ASSIGN(store::StoryView view, reader_.StoryById(id));
  Cut(view.summary);
  for (store::ArticleSummary& article : view.articles) Cut(article);
  for (store::RelatedStory& related : view.related) Cut(related.story);
  return view;
}

base::Result<store::ArticleView> VisibleReader::ArticleById(model::ArticleId id) {
  TRY(CheckAnything());
  TRY_ASSIGN(store::ArticleView view, reader_.ArticleById(id));
  // What could not be read goes to the owner, never to the paper.
  if (view.summary.verdict == model::Verdict::kQuarantine) TRY(CheckOwner());
  Cut(view);
  if (view.story.has_value()) Cut(*view.story);
  for (store::ArticleSummary& article : view.others) Cut(article);
  for (store::ArticleSummary& article : view.versions) Cut(article);
  for (store::RelatedStory& related : view.related) Cut(related.story);
  return view;
}

base::Result<store::ArticleList> VisibleReader::Articles(const store::ArticleQuery& query) {
  TRY(CheckAnything());
  if (query.verdict == model::Verdict::kQuarantine) TRY(CheckOwner());
  TRY_ASSIGN(store::ArticleList list, reader_.Articles(query));
  for (store::ArticleSummary& article : list.articles) Cut(article);
  return list;
}

base::Result<std::vector<store::StorySummary>> VisibleReader::Stories(
    const store::StoryQuery& query) {
  TRY(CheckAnything());
  TRY_ASSIGN(std::vector<store::StorySummary> stories, reader_.Stories(query));
  for (store::StorySummary& story : stories) Cut(story);
  return stories;
}

base::Result<std::optional<store::TagSummary>> VisibleReader::TagByName(std::string_view name) {
  TRY(CheckAnything());
  return reader_.TagByName(name);
}

base::Result<std::vector<store::TagSummary>> VisibleReader::Tags(size_t limit) {
  TRY(CheckAnything());
  return reader_.Tags(limit);
}

base::Result<std::vector<store::PublisherSummary>> VisibleReader::Publishers() {
  TRY(CheckAnything());
  return reader_.Publishers();
}

base::Result<std::optional<store::PublisherSummary>> VisibleReader::PublisherById(
    model::PublisherId id) {
  TRY(CheckAnything());
  return reader_.PublisherById(id);
}

base::Result<store::SearchResult> VisibleReader::Search(const store::SearchQuery& query) {
  TRY(CheckAnything());
  TRY_ASSIGN(store::SearchResult result, reader_.Search(query));
  for (store::SearchHit& hit : result.hits) Cut(hit);
  return result;
}

base::Result<std::vector<model::Source>> VisibleReader::Sources() {
  TRY(CheckOwner());
  return reader_.Sources();
}

}  // namespace serve
