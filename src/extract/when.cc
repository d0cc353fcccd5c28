// When a page was published
// -------------------------
// Two questions, and two answers. `published_day` is the day as the page states it: the one that a
// reader would write down. Every day that the page states is a candidate, and evidence decides
// (choice.h): which place states it, what its label says, whether readers see it and where, who
// agrees. The list is day_candidates.h, the weights are day_weights.cc.
//
// `published` is the instant. It is the head's (JSON-LD, then meta elements, then microdata and
// <time>) where that falls on the day that was chosen or where the chosen day is one of a change
// ("Updated July 29"): a text that was changed was not published anew. Where the page itself
// states another day of publication than its head, the head has the time at which the page was
// built, and the page is believed. A time without a zone is one of the page's own place, if its
// language and region leave no doubt about the zone; UTC otherwise. A page that states a day and no
// hour has no instant.
//
// Days before the web and after the page was fetched are never believed (day_candidates.cc).

#include <algorithm>

#include "extract/day_candidates.h"
#include "extract/heading.h"
#include "text/dates.h"

namespace extract {
namespace {

// Days that two zones can differ by in naming one instant.
constexpr int kSameMoment = 1;

bool IsNear(base::Day one, base::Day other) {
  const int apart = one.number - other.number;
  return apart >= -kSameMoment && apart <= kSameMoment;
}

class Chooser {
 public:
  explicit Chooser(const DayPlace& place) : place_(place), candidates_(DayCandidates(place)) {}

  Dates Choose() const {
    Dates dates;
    const DayCandidate* chosen = Best();
    if (chosen == nullptr) return dates;
    dates.published_day = chosen->day;
    dates.modified = Stated({DayMark::kStructuredModified, DayMark::kMetaModified,
                             DayMark::kMicrodataModified, DayMark::kNamedUpdated});
    const DayCandidate* head =
        With({DayMark::kStructured, DayMark::kMetaPublished, DayMark::kMicrodata,
              DayMark::kMetaDate, DayMark::kStructuredCreated});
    const bool change = IsOfChange(*chosen);
    if (head != nullptr && (IsNear(head->day, chosen->day) || change)) {
      dates.published = InstantOf(*head);
      // The head has the day alone; the page may have the hour.
      if (!dates.published && head->day == chosen->day) dates.published = InstantOf(*chosen);
    } else if (!change || head == nullptr) {
      dates.published = InstantOf(*chosen);
    }
    const bool too_early = dates.modified && dates.published &&
                           dates.modified->micros < dates.published->micros - base::kMicrosPerDay;
    if (too_early) dates.modified.reset();
    return dates;
  }

 private:
  const DayCandidate* Best() const {
    const auto best = std::ranges::max_element(candidates_, {}, [](const DayCandidate& candidate) {
      return candidate.marks.Score(kDayWeights);
    });
    return best == candidates_.end() ? nullptr : &*best;
  }

  static bool IsOfChange(const DayCandidate& candidate) {
    const Marks<DayMark>& marks = candidate.marks;
    if (marks.Has(DayMark::kStructured) || marks.Has(DayMark::kMetaPublished)) return false;
    return marks.Has(DayMark::kStructuredModified) || marks.Has(DayMark::kMetaModified) ||
           marks.Has(DayMark::kMicrodataModified) || marks.Has(DayMark::kNamedUpdated) ||
           (marks.Has(DayMark::kSaysUpdated) && !marks.Has(DayMark::kSaysPublished));
  }

  // The candidate with the first of the marks that any has.
  const DayCandidate* With(std::initializer_list<DayMark> marks) const {
    for (const DayMark mark : marks) {
      for (const DayCandidate& candidate : candidates_) {
        if (candidate.marks.Has(mark)) return &candidate;
      }
    }
    return nullptr;
  }

  std::optional<base::Instant> Stated(std::initializer_list<DayMark> marks) const {
    const DayCandidate* candidate = With(marks);
    return candidate == nullptr ? std::nullopt : InstantOf(*candidate);
  }

  // A time without a zone that is some hours apart from another one of the page with a zone, to the
  // second, is the same moment by another clock.
  std::optional<base::Instant> SameMoment(const DayCandidate& candidate) const {
    constexpr int64_t kQuarter = base::kMicrosPerHour / 4;
    constexpr int64_t kFurthest = 14 * base::kMicrosPerHour;
    const int64_t own = candidate.instant->micros;
    if (own % kQuarter == 0) return std::nullopt;  // "10:00" is often met
    for (const DayCandidate& other : candidates_) {
      if (!other.instant || !other.has_zone) continue;
      const int64_t apart = other.instant->micros - own;
      if (apart != 0 && apart % kQuarter == 0 && apart >= -kFurthest && apart <= kFurthest) {
        return other.instant;
      }
    }
    return std::nullopt;
  }

  std::optional<base::Instant> InstantOf(const DayCandidate& candidate) const {
    if (!candidate.instant || candidate.has_zone) return candidate.instant;
    if (const auto moment = SameMoment(candidate)) return moment;
    const auto minutes = text::ZoneOfPlace(place_.language, candidate.day);
    if (!minutes) return candidate.instant;
    return base::Instant{candidate.instant->micros -
                         int64_t{*minutes} * 60 * base::kMicrosPerSecond};
  }

  const DayPlace& place_;
  std::vector<DayCandidate> candidates_;
};

}  // namespace

Dates FindDates(const DayPlace& place) {
  return Chooser(place).Choose();
}

}  // namespace extract
