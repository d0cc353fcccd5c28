// Related stories
//
// Two stories are related as far as their heaviest words are the same: the cosine of their
// profiles, each the kRelatedTerms words that tell most, weighed by the share of the story's
// articles that have them and by rarity, among writing at large and among the stories of the
// window. What many stories of the window share (the place that all of a publisher's news is from,
// its currency) relates none of them.
//
// Cost. A profile has to be worked out from all words of a story, and thousands of stories share
// some word with this one. So they are ranked first by what the lists of words tell at once: the
// same sum, over the length of the whole story where that of the profile is not known. Only the
// best of those are compared. (To compare all took 12 ms for each article with 2,000 stories in the
// window, and four times that with twice as many.)

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "cluster/state.h"

namespace cluster {
namespace {

constexpr size_t kSharedTermsRelated = 4;
constexpr size_t kRelatedTerms = 40;   // heaviest words of a story that relate it to others
constexpr double kRelatedLeast = 0.1;  // cosine below which nothing is said to be related
constexpr size_t kCompared = 4;        // stories for each that is asked for
constexpr size_t kComparedAtLeast = 32;

}  // namespace

// How much a word tells a story from others.
double Clusterer::State::Telling(const Vocable& vocable) const {
  const double others =
      static_cast<double>(vocable.postings.size() - 1) / (AliveStories() + options.stream_prior);
  return -std::log(std::min(1.0, vocable.background + others));
}

Profile Clusterer::State::ProfileOf(uint32_t index) const {
  const ActiveStory& story = stories[index];
  Profile profile;
  for (const uint32_t vocable : story.vocables) {
    const double share = static_cast<double>(vocables[vocable].Find(index)->sum) / story.articles;
    profile.emplace_back(vocable, share * Telling(vocables[vocable]));
  }
  std::ranges::stable_sort(profile, std::ranges::greater(), &std::pair<uint32_t, double>::second);
  if (profile.size() > kRelatedTerms) profile.resize(kRelatedTerms);
  double square = 0;
  for (const auto& [_, weight] : profile) square += weight * weight;
  for (auto& [_, weight] : profile) weight /= std::sqrt(square);
  return profile;
}

// Best first.
std::vector<uint32_t> Clusterer::State::LikelyRelated(uint32_t self, const Profile& profile,
                                                      size_t most) {
  dots.resize(stories.size(), 0);
  std::vector<uint32_t> touched;
  for (const auto& [vocable, weight] : profile) {
    const auto& postings = vocables[vocable].postings;
    if (postings.size() > options.longest_posting) continue;
    const double telling = weight * Telling(vocables[vocable]);
    for (const Posting& posting : postings) {
      if (dots[posting.story] == 0) touched.push_back(posting.story);
      dots[posting.story] += static_cast<float>(static_cast<double>(posting.sum) * telling);
    }
  }
  std::vector<std::pair<double, uint32_t>> ranked;
  for (const uint32_t index : touched) {
    const double dot = std::exchange(dots[index], 0);
    const ActiveStory& story = stories[index];
    if (index == self || !story.alive || !story.id) continue;
    if (story.language != stories[self].language) continue;
    ranked.emplace_back(-dot / std::sqrt(story.length2), index);
  }
  const auto end = ranked.begin() + std::min(std::ssize(ranked), static_cast<ptrdiff_t>(most));
  std::ranges::partial_sort(ranked, end);
  ranked.erase(end, ranked.end());
  std::vector<uint32_t> likely;
  for (const auto& [_, index] : ranked) likely.push_back(index);
  return likely;
}

std::vector<model::Related> Clusterer::RelatedTo(model::StoryId story, size_t limit) const {
  State& state = *state_;
  const auto found = state.story_of_id.find(story.value);
  if (found == state.story_of_id.end()) return {};
  const Profile profile = state.ProfileOf(found->second);
  const std::unordered_map<uint32_t, double> mine(profile.begin(), profile.end());
  std::vector<model::Related> related;
  for (const uint32_t candidate :
       state.LikelyRelated(found->second, profile, std::max(kComparedAtLeast, limit * kCompared))) {
    const ActiveStory& other = state.stories[candidate];
    model::Related answer;
    answer.story = other.id;
    std::vector<std::pair<double, uint32_t>> shared;
    for (const auto& [vocable, weight] : state.ProfileOf(candidate)) {
      const auto own = mine.find(vocable);
      if (own == mine.end()) continue;
      answer.score += own->second * weight;
      shared.emplace_back(own->second * weight, vocable);
    }
    if (answer.score < kRelatedLeast || shared.size() < 2) continue;
    std::ranges::sort(shared, std::ranges::greater());
    for (const auto& [weight, vocable] : shared) {
      if (answer.shared_terms.size() == kSharedTermsRelated) break;
      answer.shared_terms.push_back(state.vocables[vocable].surface);
    }
    related.push_back(std::move(answer));
  }
  std::ranges::sort(related, [](const model::Related& a, const model::Related& b) {
    return a.score != b.score ? a.score > b.score : a.story < b.story;
  });
  if (related.size() > limit) related.resize(limit);
  return related;
}

}  // namespace cluster
