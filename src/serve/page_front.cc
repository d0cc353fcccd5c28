// The front page: the edition of today or of another day.

#include <fmt/format.h>

#include <array>

#include "serve/page_frame.h"
#include "serve/page_items.h"
#include "serve/pages.h"

namespace serve {
namespace {

constexpr size_t kSideStories = 2;

void FillFolio(Fields& fields, const Locale& locale, const store::EditionView& edition,
               base::Day day, base::Instant now) {
  fields.Set("DAY", locale.LongDate(day));
  fields.Set("SOURCES_READ", locale.Count("folio_sources", edition.source_count));
  if (edition.last_update.has_value()) {
    Fields& update = fields.Add("UPDATED");
    FillTime(update, locale, edition.last_update, now);
  }
}

// The lead at the start, two at its side, the others in a row of columns under a rule.
void FillTop(Fields& fields, const Locale& locale, const store::EditionView& edition,
             base::Instant now) {
  for (size_t i = 0; i < edition.top.size(); ++i) {
    const StorySize size = i == 0              ? StorySize::kLead
                           : i <= kSideStories ? StorySize::kSide
                                               : StorySize::kColumn;
    const std::string_view place = i == 0 ? "LEAD" : i <= kSideStories ? "SIDE" : "COLUMN";
    Fields& item = fields.Add(place);
    FillStory(item.Include("STORY_ITEM", "story_item"), locale, edition.top[i], size, now);
  }
  if (edition.top.size() > 1) fields.Show("HAS_SIDE");
  if (edition.top.size() > 1 + kSideStories) {
    const size_t columns = edition.top.size() - 1 - kSideStories;
    fields.Add("HAS_COLUMNS").Set("COLUMN_COUNT", fmt::format("{}", columns));
  }
}

void FillSections(Fields& fields, const Locale& locale, const store::EditionView& edition,
                  base::Instant now) {
  for (const store::SectionView& section : edition.sections) {
    if (section.stories.empty()) continue;
    Fields& part = fields.Add("SECTION_PART");
    part.Set("SECTION_NAME", SectionName(locale, section.section));
    part.Set("SECTION_ID", section.section.empty() ? "other" : section.section);
    for (size_t i = 0; i < section.stories.size(); ++i) {
      Fields& item = part.Add(i == 0 ? "FIRST" : "REST");
      FillStory(item.Include("STORY_ITEM", "story_item"), locale, section.stories[i],
                i == 0 ? StorySize::kSectionLead : StorySize::kShort, now);
    }
    if (section.stories.size() > 1) part.Show("HAS_REST");
  }
}

// "Coverage 2.4, freshness 0.8": the factors of the lead's rank, as the store gives them.
void FillRanking(Fields& fields, const Locale& locale, const store::EditionView& edition) {
  if (edition.top.empty() || edition.top.front().rank_why.empty()) return;
  const store::StorySummary& lead = edition.top.front();
  std::vector<std::string> factors;
  for (const auto& [name, value] : lead.rank_why) {
    const std::string_view known = locale.Find("factor_" + name);
    factors.push_back(fmt::format("{} {:.1f}", known.empty() ? name : known, value));
  }
  fields.Set("RANKING", locale.Format("rank_example", {{"title", lead.story.title},
                                                       {"list", locale.List(factors, 8)}}));
}

void FillFoot(Fields& fields, const Context& context, const Locale& locale,
              const store::EditionView& edition) {
  Fields& quarantine = fields.Add("QUARANTINED");
  quarantine.Set("QUARANTINED_COUNT", locale.Count("folio_quarantined", edition.quarantined_today));
  if (context.permission().owner) {
    quarantine.Set("QUARANTINE_HREF", PagePath(locale.tag(), PageKind::kQuarantine));
  }
  FillRanking(fields, locale, edition);
  for (const base::Day day : edition.days) {
    Fields& other = fields.Add("OTHER_DAY");
    other.Set("OTHER_DAY_HREF", DayPath(locale.tag(), day));
    other.Set("OTHER_DAY_NAME", locale.Date(day));
  }
  if (!edition.days.empty()) fields.Show("OTHER_DAYS");
}

void FillEmpty(Fields& fields, const Context& context, const Locale& locale, bool today) {
  Fields& empty = fields.Add("EMPTY");
  empty.Set("EMPTY_HEADING", std::string(locale.Text(today ? "front_empty" : "day_empty")));
  const bool owner = context.permission().owner;
  empty.Set("EMPTY_ADVICE", std::string(locale.Text(!today  ? "day_empty_advice"
                                                    : owner ? "front_empty_advice"
                                                            : "front_empty_advice_reader")));
  if (today && owner) {
    empty.Set("EMPTY_HREF", PagePath(locale.tag(), PageKind::kSources));
    empty.Set("EMPTY_LINK", std::string(locale.Text("nav_sources")));
  } else {
    empty.Set("EMPTY_HREF", FrontPath(locale.tag()));
    empty.Set("EMPTY_LINK", std::string(locale.Text("to_front")));
  }
}

}  // namespace

base::Result<Rendered> RenderEdition(const Context& context, const Locale& locale,
                                     const Route& route) {
  const bool today = route.page == PageKind::kFront;
  const base::Day day = today ? base::DayOf(context.now) : route.day;
  if (day > base::DayOf(context.now)) {
    return base::Fail(base::ErrorKind::kNotFound, "that day has not come yet");
  }
  store::EditionQuery query;
  query.language = locale.tag();
  query.now = context.now;
  if (!today) query.day = route.day;
  TRY_ASSIGN(const store::EditionView edition, context.reader.Edition(query));

  PageFrame frame(context, locale, route, "front");
  frame.SetTitle(today ? std::string(locale.Text("front_title"))
                       : locale.Format("day_title", {{"date", locale.LongDate(day)}}));
  frame.SetDescription(locale.Text("tagline"));
  frame.OfferFeeds({.language = locale.tag(), .slug = {}, .name = {}, .day = {}});
  Fields& fields = frame.content();
  FillFolio(fields, locale, edition, day, context.now);
  if (edition.top.empty()) {
    FillEmpty(fields, context, locale, today);
  } else {
    FillTop(fields, locale, edition, context.now);
    FillSections(fields, locale, edition, context.now);
  }
  FillFoot(fields, context, locale, edition);
  return frame.Finish();
}

}  // namespace serve
