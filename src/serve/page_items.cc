#include "serve/page_items.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "serve/addresses.h"

namespace serve {
namespace {

std::string_view ClassOf(StorySize size) {
  switch (size) {
    case StorySize::kLead:
      return "lead";
    case StorySize::kSide:
      return "side";
    case StorySize::kColumn:
      return "column";
    case StorySize::kSectionLead:
      return "section-lead";
    case StorySize::kShort:
      break;
  }
  return "short";
}

// An image is good enough for the front when it can be loaded at all and is no mere icon.
bool IsGood(const model::Image& image) {
  constexpr int kSmallest = 300;
  return !image.url.empty() && (image.width == 0 || image.width >= kSmallest);
}

void FillImage(Fields& fields, const model::Image& image) {
  Fields& picture = fields.Add("PICTURE");
  picture.Set("IMAGE", image.url).Set("ALT", image.caption);
  if (image.width > 0 && image.height > 0) {
    picture.Set("WIDTH", fmt::format("{}", image.width));
    picture.Set("HEIGHT", fmt::format("{}", image.height));
  }
}

std::string Named(const Locale& locale, std::string_view prefix, std::string_view value) {
  const std::string_view text = locale.Find(std::string(prefix) + std::string(value));
  return std::string(text.empty() ? value : text);
}

}  // namespace

std::string SectionName(const Locale& locale, std::string_view section) {
  if (section.empty()) return std::string(locale.Text("section_other"));
  return Named(locale, "section_", section);
}

std::string GenreLabel(const Locale& locale, model::Genre genre) {
  if (genre == model::Genre::kReport) return {};
  return Named(locale, "genre_", model::GenreName(genre));
}

std::string ReasonText(const Locale& locale, model::Reason reason) {
  const std::string_view text = locale.Find("reason_" + std::string(model::ReasonName(reason)));
  return std::string(text.empty() ? locale.Text("reason_unknown") : text);
}

std::string LanguageName(const Locale& locale, std::string_view language) {
  if (language.empty()) return std::string(locale.Text("language_und"));
  const std::string_view primary = language.substr(0, language.find('-'));
  const std::string_view text = locale.Find("language_" + std::string(primary));
  return std::string(text.empty() ? language : text);
}

std::string CountryName(const Locale& locale, std::string_view country) {
  if (country.empty()) return std::string(locale.Text("country_world"));
  const std::string_view text = locale.Find("country_" + std::string(country));
  if (!text.empty()) return std::string(text);
  std::string upper(country);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

std::string ReportedBy(const Locale& locale, const store::StorySummary& story, size_t names) {
  if (story.publisher_names.empty()) return story.lead.publisher_name;
  if (story.publisher_names.size() == 1) return story.publisher_names.front();
  return locale.Count("reported_by", static_cast<int64_t>(story.publisher_names.size()),
                      {{"list", locale.List(story.publisher_names, names)}});
}

void FillTime(Fields& fields, const Locale& locale, std::optional<base::Instant> time,
              base::Instant now) {
  if (!time.has_value()) return;
  fields.Set("ISO", base::FormatRfc3339(*time));
  fields.Set("AGE", locale.Age(*time, now));
  fields.Set("DATE", locale.Date(base::DayOf(*time)));
  fields.Set("FULL_DATE", locale.DateAndTime(*time));
}

void FillLanguage(Fields& fields, std::string_view language) {
  fields.Set("CONTENT_LANGUAGE", std::string(language.empty() ? "und" : language));
  fields.Set("DIRECTION", language.empty() ? "auto" : IsRightToLeft(language) ? "rtl" : "ltr");
}

void FillStory(Fields& fields, const Locale& locale, const store::StorySummary& summary,
               StorySize size, base::Instant now) {
  const model::Story& story = summary.story;
  const bool large =
      size == StorySize::kLead || size == StorySize::kSide || size == StorySize::kSectionLead;
  fields.Set("CLASS", std::string(ClassOf(size)));
  const std::string& title = story.title.empty() ? summary.lead.title : story.title;
  fields.Set("HREF", StoryPath(locale.tag(), story.id.value, title));
  fields.Set("TITLE", title);
  const bool in_section = size == StorySize::kSectionLead || size == StorySize::kShort;
  fields.Show(in_section ? "LEVEL3" : "LEVEL2");
  FillLanguage(fields, story.language);
  FillTime(fields, locale, story.last_published, now);
  if (size != StorySize::kShort) fields.Set("SUMMARY", summary.lead.summary);
  if (!in_section && !story.section.empty()) {
    fields.Set("SECTION", SectionName(locale, story.section));
  }
  fields.Set("GENRE", GenreLabel(locale, summary.lead.genre));
  fields.Set("REPORTED", ReportedBy(locale, summary, large ? 4 : 2));
  const bool picture = large;
  if (picture && IsGood(summary.lead.image)) FillImage(fields, summary.lead.image);
  if (size == StorySize::kLead && IsGood(summary.lead.image)) {
    fields.Set("CAPTION", summary.lead.image.caption).Set("CREDIT", summary.lead.image.credit);
  }
}

void FillArticle(Fields& fields, const Locale& locale, const store::ArticleSummary& article,
                 base::Instant now) {
  fields.Set("HREF", ArticlePath(locale.tag(), article.id.value, article.title));
  fields.Set("TITLE", article.title);
  fields.Set("PUBLISHER", article.publisher_name);
  fields.Set("PUBLISHER_HREF",
             PublisherPath(locale.tag(), article.publisher.value, article.publisher_name));
  FillLanguage(fields, article.language);
  FillTime(fields, locale, article.published, now);
  fields.Set("SUMMARY", article.summary);
  fields.Set("GENRE", GenreLabel(locale, article.genre));
  // A list that shows the original too says of whom (page_story.cc).
  if (article.lineage != model::LineageKind::kOriginal) {
    const std::string kind(model::LineageKindName(article.lineage));
    fields.Set("LINEAGE", std::string(locale.Text("lineage_" + kind)));
  }
}

void FillRelated(Fields& fields, const Locale& locale, std::span<const store::RelatedStory> related,
                 base::Instant now) {
  for (const store::RelatedStory& each : related) {
    Fields& item = fields.Add("RELATED");
    Fields& line = item.Include("ARTICLE_ITEM", "article_item");
    FillArticle(line, locale, each.story.lead, now);
    line.Set("HREF", StoryPath(locale.tag(), each.story.story.id.value, each.story.story.title));
    if (each.shared_terms.empty()) continue;
    line.Set("REASON",
             locale.Format("related_because", {{"list", locale.List(each.shared_terms, 4)}}));
  }
}

void FillSparkline(Fields& fields, const Locale& locale, std::span<const int> days) {
  constexpr double kWidth = 180;
  constexpr double kHeight = 36;
  const int64_t total = std::accumulate(days.begin(), days.end(), int64_t{0});
  const int highest = days.empty() ? 0 : *std::max_element(days.begin(), days.end());
  if (days.size() < 2 || highest == 0) return;
  std::string points;
  for (size_t i = 0; i < days.size(); ++i) {
    const double x = kWidth * static_cast<double>(i) / static_cast<double>(days.size() - 1);
    const double y = kHeight - 2 - (kHeight - 4) * days[i] / highest;
    points += fmt::format("{}{:.1f},{:.1f}", i == 0 ? "" : " ", x, y);
  }
  Fields& line = fields.Include("SPARKLINE", "sparkline");
  line.Set("POINTS", std::move(points));
  line.Set("LABEL", locale.Count("sparkline", total));
}

void FillTags(Fields& fields, const Locale& locale, std::span<const std::string> names) {
  for (const std::string& name : names) {
    Fields& tag = fields.Add("HASHTAG");
    tag.Set("TAG_HREF", HashtagPath(locale.tag(), name)).Set("TAG_NAME", name);
  }
  if (!names.empty()) fields.Show("HASHTAGS");
}

}  // namespace serve
