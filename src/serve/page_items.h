#pragma once
// Stories, articles and the small things around them, put into the fields that the templates of
// lists share (story_item.tpl, article_item.tpl, sparkline.tpl).

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "serve/fields.h"
#include "serve/locale.h"
#include "store/views.h"

namespace serve {

// How large a story is printed; the class of the item in the style sheet.
enum class StorySize { kLead, kSide, kColumn, kSectionLead, kShort };

// ISO, AGE, DATE and FULL_DATE for a <time>. Nothing when there is no time.
void FillTime(Fields& fields, const Locale& locale, std::optional<base::Instant> time,
              base::Instant now);

// CONTENT_LANGUAGE and DIRECTION of a text by its BCP 47 tag.
void FillLanguage(Fields& fields, std::string_view language);

// story_item.tpl
void FillStory(Fields& fields, const Locale& locale, const store::StorySummary& story,
               StorySize size, base::Instant now);

// article_item.tpl: publisher, age, headline, summary of at most two sentences.
void FillArticle(Fields& fields, const Locale& locale, const store::ArticleSummary& article,
                 base::Instant now);

// Related stories into RELATED, with the reason in words.
void FillRelated(Fields& fields, const Locale& locale, std::span<const store::RelatedStory> related,
                 base::Instant now);

// sparkline.tpl: POINTS of an SVG of 180 by 36 and a LABEL in words. `days` oldest first.
void FillSparkline(Fields& fields, const Locale& locale, std::span<const int> days);

// HASHTAGS, each with HREF and NAME.
void FillTags(Fields& fields, const Locale& locale, std::span<const std::string> names);

// "politics" in the reader's language; what the locale does not know comes back as it is.
std::string SectionName(const Locale& locale, std::string_view section);
// "Opinion"; empty for a report.
std::string GenreLabel(const Locale& locale, model::Genre genre);
// Why a page is in quarantine, as a sentence.
std::string ReasonText(const Locale& locale, model::Reason reason);
// "Reported by 9: NHK, Yomiuri Shimbun and 7 more"
std::string ReportedBy(const Locale& locale, const store::StorySummary& story, size_t names);
// "Japanese" in the reader's language; the tag where the locale does not know it.
std::string LanguageName(const Locale& locale, std::string_view language);
std::string CountryName(const Locale& locale, std::string_view country);

}  // namespace serve
