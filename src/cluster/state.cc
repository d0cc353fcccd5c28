#include "cluster/state.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/memory.h"

namespace cluster {
namespace {

constexpr size_t kMembersCompared =
    64;  // latest articles of a story among which the nearest is looked for
constexpr size_t kShareOfDead = 8;  // one in so many: what they still hold is let go of

// Stories that leave holes worth giving back when some go.
constexpr size_t kLargeWindow = 1'000;

constexpr uint32_t kGone = UINT32_MAX;

// Grows by a quarter, not twofold: most of what a window remembers is postings, and what they keep
// in reserve would be half as much again.
void InsertPosting(std::vector<Posting>& postings, std::vector<Posting>::iterator place,
                   const Posting& posting) {
  if (postings.size() == postings.capacity()) {
    const auto at = place - postings.begin();
    postings.reserve(postings.size() + postings.size() / 4 + 2);
    place = postings.begin() + at;
  }
  postings.insert(place, posting);
}

// Lets go of what a list that has become shorter keeps in reserve.
void Shrink(std::vector<Posting>& postings) {
  if (postings.capacity() > postings.size() + postings.size() / 2 + 4) postings.shrink_to_fit();
}

// Every value v becomes new_value[v]; entries whose value is gone leave the map.
template <typename Map>
void RenumberValues(Map& map, const std::vector<uint32_t>& new_value) {
  for (auto entry = map.begin(); entry != map.end();) {
    entry->second = new_value[entry->second];
    entry = entry->second == kGone ? map.erase(entry) : std::next(entry);
  }
}

}  // namespace

const Posting* Vocable::Find(uint32_t story) const {
  const auto place = std::ranges::lower_bound(postings, story, {}, &Posting::story);
  return place != postings.end() && place->story == story ? &*place : nullptr;
}

std::vector<WeightedTerm> Clusterer::State::Intern(const std::vector<Term>& terms,
                                                   std::string_view language) {
  std::vector<WeightedTerm> interned;
  interned.reserve(terms.size());
  std::string key;
  for (const Term& term : terms) {
    key.assign(language);
    key += '\x1F';
    key += term.stem;
    const auto [found, is_new] = vocable_of.emplace(key, static_cast<uint32_t>(vocables.size()));
    if (is_new) vocables.push_back({term.surface, term.background, {}});
    interned.push_back({found->second, static_cast<float>(term.weight)});
  }
  return interned;
}

uint32_t Clusterer::State::Open(std::string_view language) {
  stories.push_back({});
  stories.back().language = language;
  return static_cast<uint32_t>(stories.size() - 1);
}

void Clusterer::State::Join(uint32_t index, model::ArticleId id, std::vector<WeightedTerm> terms,
                            base::Instant when) {
  ActiveStory& story = stories[index];
  for (const WeightedTerm& term : terms) {
    auto& postings = vocables[term.vocable].postings;
    const auto place = std::ranges::lower_bound(postings, index, {}, &Posting::story);
    const bool known = place != postings.end() && place->story == index;
    const double idf = -std::log(vocables[term.vocable].background);
    const double before = known ? static_cast<double>(place->sum) * idf : 0;
    const double after = before + static_cast<double>(term.weight) * idf;
    story.length2 += after * after - before * before;
    if (known) {
      place->sum += term.weight;
    } else {
      InsertPosting(postings, place, {index, term.weight});
      story.vocables.push_back(term.vocable);
    }
  }
  story.articles += 1;
  most_articles = std::max(most_articles, story.articles);
  story.last = std::max(story.last, when);
  silent_since = std::min(silent_since, story.last);
  if (story.members.size() == kMembersCompared) story.members.erase(story.members.begin());
  story.members.push_back({id, std::move(terms)});
  story_of_article[id.value] = index;
}

void Clusterer::State::Expire() {
  const base::Instant oldest{now.micros - options.window_micros};
  lineage.Expire(oldest);
  if (silent_since >= oldest) return;
  silent_since = base::Instant{INT64_MAX};
  for (ActiveStory& story : stories) {
    if (!story.alive) continue;
    if (story.last >= oldest) {
      silent_since = std::min(silent_since, story.last);
      continue;
    }
    story.alive = false;
    story.vocables = {};
    story.members = {};
    ++dead;
  }
  if (dead * kShareOfDead > stories.size()) Compact();
}

// Builds everything again from the stories that are alive: memory goes back to what the window
// needs.
void Clusterer::State::Compact() {
  std::vector<uint32_t> new_index(stories.size(), kGone);
  std::vector<ActiveStory> alive;
  for (uint32_t i = 0; i < stories.size(); ++i) {
    if (!stories[i].alive) continue;
    new_index[i] = static_cast<uint32_t>(alive.size());
    alive.push_back(std::move(stories[i]));
  }
  stories = std::move(alive);
  dead = 0;
  most_articles = 0;
  for (const ActiveStory& story : stories) most_articles = std::max(most_articles, story.articles);
  gain.clear();
  dots.clear();

  std::vector<uint32_t> new_vocable(vocables.size(), kGone);
  std::vector<Vocable> kept;
  for (uint32_t i = 0; i < vocables.size(); ++i) {
    std::erase_if(vocables[i].postings, [&](Posting& posting) {
      posting.story = new_index[posting.story];
      return posting.story == kGone;
    });
    if (vocables[i].postings.empty()) continue;
    Shrink(vocables[i].postings);
    new_vocable[i] = static_cast<uint32_t>(kept.size());
    kept.push_back(std::move(vocables[i]));
  }
  vocables = std::move(kept);
  RenumberValues(vocable_of, new_vocable);
  for (ActiveStory& story : stories) {
    for (uint32_t& vocable : story.vocables) vocable = new_vocable[vocable];
    for (Member& member : story.members) {
      for (WeightedTerm& term : member.terms) term.vocable = new_vocable[term.vocable];
    }
  }
  RenumberValues(story_of_id, new_index);
  RenumberValues(story_of_article, new_index);
  if (new_index.size() >= kLargeWindow) base::ReleaseFreeMemory();
}

}  // namespace cluster
