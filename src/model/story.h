#pragma once
// Story: articles about one event. Lineage: which articles are copies of which. Why: the evidence,
// for people.

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/article.h"
#include "model/ids.h"

namespace model {

// What grouping looks at, of one article. Made by the pipeline from Reading and Enrichment.
struct ClusterInput {
  ArticleId id;
  std::string title;
  std::string text;
  std::string publisher;  // name or host: two texts of one publisher are weaker evidence
  std::optional<base::Instant> published;
  base::Instant found;   // when Octavo saw it first: stands in where `published` is not known
  std::string language;  // only articles of one language form a story
  Genre genre = Genre::kReport;
  std::vector<std::string> names;  // ids of the names in it ("kaja-kallas"); may be empty
  std::optional<Origin> origin;
};

enum class LineageKind {
  kOriginal,  // nothing older like it is known
  kCopy,      // the same text, byte for byte or nearly (wire copy)
  kRewrite,   // most of its sentences stand in the other, some changed
  kVersion,   // a later version of the same article by the same publisher
};
std::string_view LineageKindName(LineageKind kind);  // "copy"
std::optional<LineageKind> LineageKindFrom(std::string_view name);

struct Lineage {
  LineageKind kind = LineageKind::kOriginal;
  ArticleId of;           // whose; 0 when original
  double similarity = 0;  // 0 to 1: share of its shingles that stand in the other
};

// Why an article is in a story, in figures that a page can put into words.
struct Why {
  double score = 0;      // of the comparison that decided
  double threshold = 0;  // what it had to reach
  ArticleId nearest;     // the article it was compared with; 0: it opened the story
  double title_score = 0;
  double text_score = 0;
  double name_score = 0;
  double hours_apart = 0;
  std::vector<std::string> shared_terms;  // heaviest first, at most 8, as they read in the text
};

// The place of one article, given once and for life.
struct Placement {
  ArticleId article;
  StoryId story;  // an existing one, or 0: a new one is to be opened
  Lineage lineage;
  Why why;
};

struct Story {
  StoryId id;
  std::string title;     // headline of its leading article
  std::string language;  // BCP 47
  std::string section;
  ArticleId lead;  // the article that speaks for it
  base::Instant first_published;
  base::Instant last_published;
  int article_count = 0;
  int publisher_count = 0;  // distinct publishers
  int report_count = 0;     // articles that are reports and not copies
};

struct Related {
  StoryId story;
  double score = 0;
  std::vector<std::string> shared_terms;  // the reason, heaviest first, at most 4
};

}  // namespace model
