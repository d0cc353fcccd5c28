#pragma once
// The stories of the window and the words that they use: what clusterer.cc scores with and
// related.cc compares. For this room alone.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cluster/clusterer.h"
#include "cluster/lineage.h"
#include "cluster/terms.h"

namespace cluster {

// A story that uses a word.
struct Posting {
  uint32_t story = 0;  // index into State::stories
  float sum = 0;       // of the word's weights in the story's articles
};

struct Vocable {
  std::string surface;  // as first seen
  double background = 1;
  std::vector<Posting> postings;  // by story, so that one is found by halving

  // Null: the story does not use it.
  const Posting* Find(uint32_t story) const;
};

struct WeightedTerm {
  uint32_t vocable = 0;
  float weight = 0;
};

struct Member {
  model::ArticleId id;
  std::vector<WeightedTerm> terms;
};

struct ActiveStory {
  model::StoryId id;  // 0 until Assign
  std::string language;
  base::Instant last;
  double articles = 0;
  double length2 = 0;              // squared length of the story as a vector of sum times rarity
  std::vector<uint32_t> vocables;  // each once
  std::vector<Member> members;
  bool alive = true;
};

// A word of the article that is compared, with what it counts for.
struct Compared {
  const Vocable* vocable = nullptr;
  double weight = 0;
  double common = 0;  // State::Common
  double idf = 0;     // by writing at large
  double rare = 0;    // by writing at large and the window
};

// The heaviest words of a story as a vector of length 1: vocable and weight, heaviest first.
using Profile = std::vector<std::pair<uint32_t, double>>;

struct Clusterer::State {
  explicit State(const Options& given) : options(given) {}

  Options options;
  LineageIndex lineage;
  std::unordered_map<std::string, uint32_t> vocable_of;  // "en\x1Fstem"
  std::vector<Vocable> vocables;
  std::vector<ActiveStory> stories;
  std::unordered_map<int64_t, uint32_t> story_of_id;
  std::unordered_map<int64_t, uint32_t> story_of_article;
  base::Instant now;  // the latest time seen
  size_t dead = 0;
  double most_articles = 0;               // of one story, or of one that is gone
  base::Instant silent_since{INT64_MAX};  // no story that is alive has been silent for longer

  // The article that was placed last, waiting for Assign.
  std::optional<uint32_t> unnamed;
  model::ArticleId unnamed_article;

  // Scratch of Best and of RelatedTo, one for each story; zero between calls.
  std::vector<float> gain;
  std::vector<float> dots;

  std::vector<WeightedTerm> Intern(const std::vector<Term>& terms, std::string_view language);
  uint32_t Open(std::string_view language);
  void Join(uint32_t story, model::ArticleId id, std::vector<WeightedTerm> terms,
            base::Instant when);
  // Lets go of the stories that have been silent for the window.
  void Expire();
  double AliveStories() const { return static_cast<double>(stories.size() - dead); }

  // clusterer.cc
  double Common(const Vocable& vocable) const;
  double Evidence(float sum, double articles, double background) const;
  std::pair<std::optional<uint32_t>, double> Best(const std::vector<WeightedTerm>& terms,
                                                  std::string_view language, base::Instant when,
                                                  double threshold);
  size_t TooCommon(std::span<const Compared> words, double own2, double weight,
                   double threshold) const;
  double Threshold(const std::vector<WeightedTerm>& terms) const;
  model::Why Explain(uint32_t story, const std::vector<WeightedTerm>& terms,
                     base::Instant when) const;

  // related.cc
  double Telling(const Vocable& vocable) const;
  Profile ProfileOf(uint32_t story) const;
  std::vector<uint32_t> LikelyRelated(uint32_t story, const Profile& profile, size_t most);

 private:
  void Compact();
};

}  // namespace cluster
