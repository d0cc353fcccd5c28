#pragma once
// The counters, kept up within the transaction that changes what they count: nothing is ever
// counted again from the rows. A Tally collects differences while the transaction runs and writes
// each counter that changed once, at its end.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/result.h"
#include "model/ids.h"
#include "store/driver.h"
#include "store/rows.h"

namespace store {

// Stories and tags cool down: their weight halves in this time.
inline constexpr int64_t kStoryHalfLife = 12 * base::kMicrosPerHour;
inline constexpr int64_t kTagHalfLife = 3 * base::kMicrosPerDay;

class Tally {
 public:
  void Count(std::string_view counter, int64_t difference);
  void CountDay(std::string_view of, int64_t id, base::Day day, int64_t difference);

  // Everything that one row of `articles` counts for, but its tags: `sign` is 1 when the row comes
  // and -1 when it goes. A change of the row is both.
  void CountArticle(const ArticleRow& row, int sign);
  // One tag of one article in the paper.
  void CountTag(model::TagId tag, base::Instant at, int sign);
  // The story's title, lead and rank are to be found anew although no article came or went.
  void TouchStory(model::StoryId story) { stories_[story.value]; }

  base::Status Write(Connection& connection);

 private:
  struct PublisherPart {
    int64_t articles = 0;
    int64_t reports = 0;
  };
  struct StoryPart {
    std::map<int64_t, PublisherPart> publishers;
    std::set<int32_t> days;
  };
  struct TagPart {
    int64_t articles = 0;
    std::set<int64_t> used;  // instants, micros
  };

  base::Status WriteCounters(Connection& connection);
  base::Status WriteTags(Connection& connection);
  base::Status WritePublishers(Connection& connection);
  base::Status WriteStories(Connection& connection);

  std::map<std::string, int64_t, std::less<>> counters_;
  std::map<std::tuple<std::string, int64_t, int32_t>, int64_t> days_;
  std::map<int64_t, std::pair<int64_t, int64_t>> publishers_;  // articles, quarantined
  std::map<int64_t, StoryPart> stories_;
  std::map<int64_t, TagPart> tags_;
};

}  // namespace store
