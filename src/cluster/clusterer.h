#pragma once
// Stories: which articles tell of one event, decided once for each article, in one pass, for life.
//
// clusterer.cc opens with the essay. In short: a story is a distribution over words; an article
// belongs to the story under which its words are most likely, compared with writing at large, if
// that likelihood ratio is large enough.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/time.h"
#include "model/ids.h"
#include "model/story.h"

namespace cluster {

// The standing values were found on the development sets named in README.md, one set of values for
// all of them.
struct Options {
  double threshold = 1.5;  // score that joining needs, of a headline alone
  double text_threshold =
      1.3;  // more than that, of an article with text: its many words meet by chance
  double evidence_weight = 0.2;  // of the likelihood ratio, in nats over weight^length_power
  double likeness_weight = 8.0;  // of the cosine between the article and the whole of the story
  double size_bonus = 0.1;       // for each doubling of a story's articles: big stories draw
  double novelty = 0.5;  // share of an article's words that its story is not expected to explain
  double length_power =
      0.5;  // long texts share words by chance: evidence is divided by weight^power
  double share_prior = 2.0;   // phantom articles without the word: distrust of small stories
  double stream_share = 0.3;  // how much a word of many stories here counts as common
  double stream_prior = 200;  // phantom stories: how long the stream's own word is not trusted
  double body_weight =
      0.4;  // of a word that stands in the text only; a word of the headline weighs 1
  size_t body_terms = 24;  // words of the text that count: the most telling ones
  double idle_hours =
      24;  // a silent story asks for `idle_cost` more for each doubling of its silence
  double idle_cost = 0.25;  // beyond idle_hours
  int64_t window_micros =
      10 * base::kMicrosPerDay;   // stories silent for longer take in no more, leave memory
  size_t longest_posting = 4096;  // a word of more active stories than that is no evidence
};

// Holds the stories of the window. Not safe for use by several threads; one editor owns it. Memory
// grows with the window's articles, not with the archive.
class Clusterer {
 public:
  explicit Clusterer(const Options& options = {});
  ~Clusterer();
  Clusterer(Clusterer&&) noexcept;
  Clusterer& operator=(Clusterer&&) noexcept;

  // Takes in an article that was placed earlier (at start, oldest first).
  void Restore(const model::ClusterInput& article, const model::Placement& placement);

  // Decides. Where the placement's story is 0 a new one is to be opened: tell its id with Assign
  // before the next call. Articles come in order of time; the order is part of the result.
  model::Placement Place(const model::ClusterInput& article);
  void Assign(model::ArticleId article, model::StoryId story);
  // Gives a story another id: for those who place many articles before the store has given any. The
  // story is there, and nobody has the new id.
  void Rename(model::StoryId story, model::StoryId id);

  // Other active stories of the same language about the same matter, best first, each with what
  // they share. Nothing related is a good answer.
  std::vector<model::Related> RelatedTo(model::StoryId story, size_t limit) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cluster
