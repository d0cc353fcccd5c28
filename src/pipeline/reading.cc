#include "pipeline/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "extract/extract.h"
#include "extract/standing.h"
#include "net/url.h"
#include "pipeline/poll.h"
#include "text/charset.h"
#include "text/markup.h"
#include "text/words.h"

namespace pipeline {
namespace {

bool HasPage(const store::ReadInput& input) {
  return input.page && input.page->status >= 200 && input.page->status < 300 &&
         !input.page->bytes.empty();
}

model::Reading ReadPage(const model::Page& page, const store::ReadInput& about,
                        const extract::Rules* rules, std::vector<model::MarkedBlock>* seen) {
  const text::Decoded decoded = text::DecodeHtml(page.bytes, page.content_type);
  extract::Input input;
  input.url = page.final_url.empty() ? page.url : page.final_url;
  input.html = decoded.text;
  input.content_type = page.content_type;
  input.headline = about.entry.title;
  input.fetched = page.fetched;
  input.standing = about.standing;
  if (rules != nullptr) input.rule = rules->Of(input.url);
  return extract::Read(input, seen);
}

}  // namespace

model::Page PageFromEntry(const model::Entry& entry) {
  model::Page page;
  page.url = entry.url;
  page.final_url = entry.url;
  page.status = 200;
  page.content_type = "text/html; charset=utf-8";
  page.fetched = entry.updated.value_or(entry.published.value_or(base::Instant{}));
  std::string& html = page.bytes;
  html = "<!doctype html><html";
  if (!entry.language.empty()) {
    html += " lang=\"";
    text::AppendEscaped(entry.language, html);
    html += '"';
  }
  html += "><head><title>";
  text::AppendEscaped(entry.title, html);
  html += "</title></head><body><article><h1>";
  text::AppendEscaped(entry.title, html);
  html += "</h1>";
  html += entry.content;  // safe HTML already
  html += "</article></body></html>";
  return page;
}

void Complete(const model::Entry& entry, const model::Source& source, model::Reading& reading) {
  if (reading.url.empty() && !entry.url.empty()) {
    const auto url = net::Url::Parse(entry.url);
    reading.url = url ? url->WithoutTracking().href() : entry.url;
  }
  if (reading.title.empty()) reading.title = text::Normalise(entry.title);
  if (reading.byline.empty()) reading.byline = entry.author;
  if (!reading.published && !reading.published_day) {
    reading.published = entry.published;
    // The feed's day is that of its own clock; only the instant is known here, so the day in UTC.
    if (entry.published) reading.published_day = base::DayOf(*entry.published);
  }
  if (!reading.published && entry.published && reading.published_day) {
    // The page knows the day, the feed the hour: used where the two can be the same moment.
    const int days = base::DayOf(*entry.published).number - reading.published_day->number;
    if (days >= -1 && days <= 1) reading.published = entry.published;
  }
  if (reading.language.empty()) {
    reading.language = entry.language.empty() ? source.language : entry.language;
  }
  if (reading.image.url.empty()) reading.image.url = entry.image;
  if (reading.description.empty()) reading.description = text::Normalise(entry.summary);
}

model::Reading ReadEntry(const store::ReadInput& input, std::vector<model::MarkedBlock>* seen,
                         const extract::Rules* rules) {
  model::Reading reading;
  if (HasPage(input)) {
    reading = ReadPage(*input.page, input, rules, seen);
  } else if (!input.entry.content.empty()) {
    const model::Page page = PageFromEntry(input.entry);
    reading = ReadPage(page, input, nullptr, seen);  // rules are for the site's own pages
  } else {
    reading.verdict = model::Verdict::kQuarantine;
    reading.reason = model::Reason::kNoBody;
    reading.reason_detail = input.missing.empty()
                                ? "the feed gives neither a page nor a text"
                                : fmt::format("{}, and the feed gives no text", input.missing);
    reading.confidence = 1;
  }
  Complete(input.entry, input.source, reading);
  return reading;
}

void AskByRule(const extract::Rule* rule, model::Asking& asking) {
  if (rule == nullptr) return;
  if (!rule->as_given.user_agent.empty()) asking.user_agent = rule->as_given.user_agent;
  for (const auto& header : rule->as_given.headers) {
    const std::string name = text::Fold(header.first);
    std::erase_if(asking.headers,
                  [&](const auto& known) { return text::Fold(known.first) == name; });
    asking.headers.push_back(header);
  }
}

base::Result<model::ArticleId> CommitReading(const store::Job& job, const model::Reading& reading,
                                             std::string_view site,
                                             std::span<const model::MarkedBlock> seen,
                                             store::Transaction& transaction) {
  if (site.empty() || seen.empty()) return transaction.FinishRead(job, reading);
  model::Sighting sighting;
  sighting.title = reading.title;
  for (const model::MarkedBlock& block : seen) sighting.marks.push_back(block.mark);
  TRY_ASSIGN(const auto others, transaction.RecordSighting(job, site, sighting));
  model::ArticleId article;
  if (reading.verdict == model::Verdict::kArticle && extract::IsBodyOfAnother(sighting, others)) {
    model::Reading another = reading;
    another.verdict = model::Verdict::kQuarantine;
    another.reason = model::Reason::kDuplicatedBody;
    another.reason_detail = "an earlier page of the site has the same text under another headline";
    another.confidence = 0.8;
    TRY_ASSIGN(article, transaction.FinishRead(job, another));
  } else {
    TRY_ASSIGN(article, transaction.FinishRead(job, reading));
  }
  // Behind FinishRead: the page itself may have to be read again.
  std::vector<model::StandingBlock> learned;
  for (const model::BlockMark mark : extract::LearnStanding(sighting, others)) {
    const auto block = std::ranges::find(seen, mark, &model::MarkedBlock::mark);
    const auto articles = 1 + std::ranges::count_if(others, [&](const model::Sighting& other) {
                            return std::ranges::find(other.marks, mark) != other.marks.end();
                          });
    learned.push_back({.id = {},
                       .site = std::string(site),
                       .mark = mark,
                       .text = block->text,
                       .articles = articles,
                       .found = {}});
  }
  if (!learned.empty()) {
    TRY_ASSIGN(const int64_t added, transaction.LearnStanding(learned));
    static_cast<void>(added);
  }
  return article;
}

std::optional<model::Publisher> PublisherOfReading(const store::ReadInput& input,
                                                   const model::Reading& reading) {
  const std::string& url =
      HasPage(input) && !input.page->final_url.empty() ? input.page->final_url : input.entry.url;
  model::Publisher publisher = PublisherOfArticle(url, input.source, reading.site_name);
  if (publisher.host.empty()) return std::nullopt;
  return publisher;
}

enrich::Input EnrichInputFrom(const store::EnrichInput& input) {
  const model::Reading& reading = input.reading;
  return {.title = reading.title,
          .text = reading.text,
          .captions = reading.captions,
          .byline = reading.byline,
          .language = reading.language,
          .publisher = input.publisher_name,
          .published = reading.published};
}

}  // namespace pipeline
