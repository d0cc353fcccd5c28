// What becomes of what was fetched: articles, their tags, their stories.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/codec.h"
#include "store/compress.h"
#include "store/transaction.h"

namespace store {
namespace {

constexpr size_t kMostBriefSentences = 2;

// The sentences of a brief as one text. Languages that write no spaces need none between sentences.
std::string SummaryOf(const model::Enrichment& enrichment) {
  const std::string_view language(enrichment.language);
  const bool spaced =
      !(language.starts_with("ja") || language.starts_with("zh") || language.starts_with("th"));
  std::string out;
  for (size_t i = 0; i < std::min(enrichment.brief.size(), kMostBriefSentences); ++i) {
    if (i > 0 && spaced) out += ' ';
    out += enrichment.brief[i].text;
  }
  return out;
}

std::string FirstOf(const std::string& one, const std::string& other,
                    const std::string& third = {}) {
  if (!one.empty()) return one;
  return other.empty() ? third : other;
}

// "en" of "en-US".
std::string PrimaryLanguage(const std::string& language) {
  return language.substr(0, language.find_first_of("-_"));
}

// Where it stands in lists: never in the future, whatever the page says.
base::Instant PlaceOf(const ArticleSummary& summary) {
  return summary.published ? std::min(*summary.published, summary.found) : summary.found;
}

// Puts into `row` what a reading says.
void Take(ArticleRow& row, const model::Reading& reading, const Origins& origins) {
  ArticleSummary& summary = row.summary;
  summary.title = FirstOf(reading.title, origins.entry.title);
  // What the page says holds until the text itself has been looked at.
  if (summary.language.empty() || summary.language == "und") {
    summary.language =
        PrimaryLanguage(FirstOf(reading.language, origins.entry.language, origins.source.language));
  }
  summary.genre = reading.genre;
  summary.published = reading.published ? reading.published : origins.entry.published;
  summary.image = reading.image;
  if (summary.image.url.empty()) summary.image.url = origins.entry.image;
  summary.verdict = reading.verdict;
  summary.reason = reading.reason;
  summary.reason_detail = reading.reason_detail;
  if (origins.source.publisher) summary.publisher = origins.source.publisher;
  if (origins.source.id) summary.sample = origins.source.sample;
  row.at = PlaceOf(summary);
  if (reading.verdict == model::Verdict::kQuarantine) {
    row.shelf = kQuarantine;
    summary.summary.clear();
  } else if (row.shelf != kSuperseded) {
    row.shelf = kPaper;
  }
}

}  // namespace

// ---- reading

base::Result<std::optional<ArticleRow>> WriteTransaction::ArticleById(model::ArticleId id) {
  if (const ArticleRow* known = ahead_.FindArticle(id)) return *known;
  TRY(Settle());
  return FindArticleRow(connection_, id);
}

// The index of URLs leaves out those without one: a plan that is made for any value must be told
// that this value is none of them.
base::Result<int64_t> WriteTransaction::OwnerOf(const std::string& url) {
  if (url.empty()) return 0;
  if (const auto known = ahead_.OwnerOf(url)) return *known;
  TRY(Settle());
  TRY_ASSIGN(
      const auto owner,
      FindInteger(connection_, "SELECT id FROM articles WHERE url = $1 AND url <> ''", {url}));
  ahead_.SetOwner(url, model::ArticleId{owner.value_or(0)});
  return owner.value_or(0);
}

// The article of another address that calls itself by the same canonical URL. Sites that name their
// front page as canonical everywhere would melt into one article: the headline must be the same
// too.
base::Result<std::optional<ArticleRow>> WriteTransaction::SharedArticle(
    AddressState& at, const model::Reading& reading) {
  TRY_ASSIGN(const int64_t id, OwnerOf(reading.url));
  if (id == 0) return std::nullopt;
  TRY_ASSIGN(auto row, ArticleById(model::ArticleId{id}));
  if (!row || row->summary.title != reading.title) return std::nullopt;
  links_.Add({at.id, id});
  return row;
}

base::Result<model::ArticleId> WriteTransaction::FinishRead(const Job& job,
                                                            const model::Reading& reading) {
  TRY_ASSIGN(const Ended ended, End(job, Stage::kRead));
  AddressState* at = ended.at;
  if (at == nullptr) {
    TRY(Settle());
    TRY_ASSIGN(const auto known,
               FindInteger(connection_,
                           "SELECT d.article FROM entries e JOIN addresses d ON d.id = e.address "
                           "WHERE e.id = $1",
                           {job.entry}));
    return model::ArticleId{known.value_or(0)};
  }
  std::optional<ArticleRow> old = at->article;
  if (!old) {
    TRY_ASSIGN(old, SharedArticle(*at, reading));
  }
  if (old) {
    TRY(Settle());
    if (!ended.reread) TRY(KeepVersion(*old, reading));
    // Out of full text while the text that is in it can still be told; FinishEnrich puts it in
    // again.
    TRY(full_text_.Unindex(*old));
  }
  TRY_ASSIGN(const model::ArticleId id, StoreArticle(*at, old, reading));
  HoldReading(id, reading);
  TRY(SetError(at->id, std::nullopt));
  if (reading.verdict == model::Verdict::kArticle) TRY(Enqueue(Stage::kEnrich, at->id, ""));
  TRY(SettleWhenLarge());
  return id;
}

base::Status WriteTransaction::SetPublisher(model::ArticleId article,
                                            const model::Publisher& publisher) {
  TRY_ASSIGN(const auto old, ArticleById(article));
  if (!old) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("no article {}", article.value));
  }
  TRY_ASSIGN(const auto known, FindInteger(connection_, "SELECT id FROM publishers WHERE host = $1",
                                           {publisher.host}));
  ArticleRow row = *old;
  if (known) {
    row.summary.publisher.value = *known;
  } else {
    TRY_ASSIGN(row.summary.publisher, StorePublisher(publisher));
  }
  if (row.summary.publisher == old->summary.publisher) return {};
  return ReplaceArticle(*old, row);
}

base::Result<model::ArticleId> WriteTransaction::StoreArticle(AddressState& at,
                                                              const std::optional<ArticleRow>& old,
                                                              const model::Reading& reading) {
  TRY_ASSIGN(const Origins origins, ahead_.OriginsAt(at));
  ArticleRow row;
  if (old) row = *old;
  if (!old) row.summary.found = now_;
  Take(row, reading, origins);
  if (!old || old->summary.url != reading.url) {
    std::string url = FirstOf(reading.url, origins.entry.url);
    TRY_ASSIGN(int64_t owner, OwnerOf(url));
    if (owner != 0 && url != origins.entry.url) {
      url = origins.entry.url;
      TRY_ASSIGN(owner, OwnerOf(url));
    }
    // Where even its own address is taken as another's canonical one, it goes without.
    if (owner == 0) row.summary.url = url;
  }
  if (old) {
    at.article = *old;
    TRY(ReplaceArticle(*old, row));
    return row.summary.id;
  }
  TRY_ASSIGN(row.summary.id.value,
             NextId("articles", expected_[static_cast<size_t>(Stage::kRead)]));
  articles_.try_emplace(row.summary.id, HeldArticle{std::nullopt, row});
  at.article = row;
  ahead_.SetOwner(row.summary.url, row.summary.id);
  links_.Add({at.id, row.summary.id});
  tally_.CountArticle(row, 1);
  return row.summary.id;
}

void WriteTransaction::HoldReading(model::ArticleId id, const model::Reading& reading) {
  const std::string text = Compress(reading.text);
  const std::string json = Compress(EncodeReading(reading));
  readings_.Add({id, Blob{text}, Blob{json}});
}

// The reading that is about to be replaced is kept where a reader could see the difference.
base::Status WriteTransaction::KeepVersion(const ArticleRow& old, const model::Reading& reading) {
  if (old.summary.verdict != model::Verdict::kArticle) return {};
  if (reading.verdict != model::Verdict::kArticle) return {};
  TRY_ASSIGN(const model::Reading before, FindReading(connection_, old.summary.id));
  if (before.title == reading.title && before.text == reading.text) return {};
  TRY_ASSIGN(const auto number,
             FindInteger(connection_, "SELECT max(number) FROM versions WHERE article = $1",
                         {old.summary.id}));
  TRY(
      connection_.Put("INSERT INTO versions (article, number, seen, text, reading) "
                      "SELECT article, $2, $3, text, reading FROM readings WHERE article = $1",
                      {old.summary.id, number.value_or(0) + 1, now_}));
  return {};
}

base::Status WriteTransaction::ReplaceArticle(const ArticleRow& old, const ArticleRow& row) {
  const ArticleSummary& summary = row.summary;
  const bool was_in_paper = old.shelf == kPaper;
  const bool is_in_paper = row.shelf == kPaper;
  if (was_in_paper && !is_in_paper) {
    TRY(Settle());
    TRY(RemoveTags(summary.id));
    TRY(full_text_.Unindex(old));
  }
  tally_.CountArticle(old, -1);
  tally_.CountArticle(row, 1);
  if (old.summary.url != summary.url) {
    ahead_.ForgetOwner(old.summary.url);
    if (!summary.url.empty()) ahead_.SetOwner(summary.url, summary.id);
  }
  articles_.try_emplace(summary.id, HeldArticle{old, old}).first->second.row = row;
  ahead_.SetArticle(row);
  if (summary.story) tally_.TouchStory(summary.story);
  // What is to be put in again is put in as it is then.
  if (!was_in_paper || !is_in_paper || tagged_.contains(summary.id)) return {};
  TRY(UpdateIndexRow(connection_, old, row));
  return MoveTags(old, row);
}

base::Status WriteTransaction::MoveTags(const ArticleRow& old, const ArticleRow& row) {
  const ArticleSummary& summary = row.summary;
  if (old.at != row.at) {
    TRY_ASSIGN(const auto enrichment, FindEnrichment(connection_, summary.id));
    HoldTags(row, enrichment.tags, true, false);
    return {};
  }
  if (old.summary.publisher == summary.publisher && old.summary.language == summary.language &&
      old.summary.section == summary.section) {
    return {};
  }
  return connection_.Put(
      "UPDATE article_tags SET publisher = $2, language = $3, section = $4 WHERE article = $1",
      {summary.id, summary.publisher, summary.language, summary.section});
}

// ---- enriching

base::Status WriteTransaction::FinishEnrich(const Job& job, const model::Enrichment& enrichment) {
  TRY_ASSIGN(const Ended ended, End(job, Stage::kEnrich));
  const AddressState* at = ended.at;
  if (at == nullptr || !at->article) return {};
  const ArticleRow old = *at->article;
  ArticleRow row = old;
  ArticleSummary& summary = row.summary;
  if (!enrichment.language.empty()) summary.language = enrichment.language;
  summary.section = enrichment.section;
  summary.summary = SummaryOf(enrichment);
  const bool had_some = ahead_.SetEnriched(summary.id);
  if (had_some) TRY(Settle());
  HoldTags(old, enrichment.tags, had_some, true);
  TRY(ReplaceArticle(old, row));
  const std::string json = Compress(EncodeEnrichment(enrichment));
  enrichments_.Add({summary.id, Blob{json}});
  TRY(SettleWhenLarge());
  // A place is given for life: what has one is not clustered again.
  if (summary.story || row.shelf == kQuarantine) return {};
  return Enqueue(Stage::kCluster, at->id, summary.language);
}

void WriteTransaction::HoldTags(const ArticleRow& now, const std::vector<model::Tag>& tags,
                                bool had_some, bool index) {
  HeldTags held{.names = {}, .had_some = had_some, .index = index};
  for (const model::Tag& tag : tags) {
    if (!tag.name.empty()) held.names.push_back(tag.name);
  }
  tagged_.insert_or_assign(now.summary.id, std::move(held));
  articles_.try_emplace(now.summary.id, HeldArticle{now, now});
}

base::Status WriteTransaction::RemoveTags(model::ArticleId article) {
  return ForEachRow(connection_, "DELETE FROM article_tags WHERE article = $1 RETURNING tag, at",
                    {article}, [&](Statement& row) -> base::Status {
                      tally_.CountTag(model::TagId{row.Integer(0)}, row.Instant(1), -1);
                      return {};
                    });
}

// ---- clustering

base::Result<model::StoryId> WriteTransaction::FinishCluster(const Job& job,
                                                             const model::Placement& placement) {
  TRY_ASSIGN(const Ended ended, End(job, Stage::kCluster));
  const AddressState* at = ended.at;
  TRY_ASSIGN(const auto old, ArticleById(at != nullptr ? placement.article : job.article));
  if (!old) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("there is no article {}", placement.article.value));
  }
  if (at == nullptr || old->summary.story) return old->summary.story;
  ArticleRow row = *old;
  row.summary.story = placement.story;
  if (placement.story) {
    TRY(CheckStory(placement.story));
  } else {
    TRY_ASSIGN(row.summary.story, OpenStory(row));
  }
  row.summary.lineage = placement.lineage.kind;
  row.summary.copy_of = placement.lineage.of;
  placements_.Add({row.summary.id, EncodeEvidence(placement)});
  TRY(ReplaceArticle(*old, row));
  if (placement.lineage.kind == model::LineageKind::kVersion) {
    TRY(ShelveVersions(row.summary.id));
  }
  return row.summary.story;
}

base::Status WriteTransaction::CheckStory(model::StoryId story) {
  if (opened_.contains(story)) return {};
  return connection_.Later("SELECT id FROM stories WHERE id = $1", {story},
                           [story](Statement& rows) -> base::Status {
                             TRY_ASSIGN(const auto known, FirstInteger(rows));
                             if (known) return {};
                             return base::Fail(base::ErrorKind::kNotFound,
                                               fmt::format("there is no story {}", story.value));
                           });
}

base::Result<model::StoryId> WriteTransaction::OpenStory(const ArticleRow& row) {
  const ArticleSummary& summary = row.summary;
  model::StoryId id;
  TRY_ASSIGN(id.value, NextId("stories", expected_[static_cast<size_t>(Stage::kCluster)]));
  stories_.Add({id, summary.title, summary.language, summary.section, summary.id, row.at});
  opened_.insert(id);
  return id;
}

base::Status WriteTransaction::ShelveVersions(model::ArticleId article) {
  TRY(Settle());
  TRY_ASSIGN(const auto family, VersionsOf(connection_, article));
  const ArticleRow* newest = nullptr;
  for (const ArticleRow& row : family) {
    if (row.shelf != kQuarantine) newest = &row;
  }
  for (const ArticleRow& old : family) {
    if (old.shelf == kQuarantine) continue;
    ArticleRow row = old;
    row.shelf = &old == newest ? kPaper : kSuperseded;
    if (row.shelf == old.shelf) continue;
    TRY(ReplaceArticle(old, row));
    if (row.shelf != kPaper) continue;
    TRY_ASSIGN(const auto enrichment, FindEnrichment(connection_, row.summary.id));
    HoldTags(row, enrichment.tags, true, true);
  }
  return {};
}

base::Status WriteTransaction::SetRelated(model::StoryId story,
                                          std::span<const model::Related> related) {
  TRY(connection_.Put("DELETE FROM related WHERE story = $1", {story}));
  int place = 0;
  for (const model::Related& other : related) {
    TRY(connection_.Put(
        "INSERT INTO related (story, place, other, score, terms) "
        "VALUES ($1, $2, $3, $4, $5)",
        {story, place++, other.story, other.score, EncodeStrings(other.shared_terms)}));
  }
  return {};
}

}  // namespace store
