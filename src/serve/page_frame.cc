#include "serve/page_frame.h"

#include <array>
#include <utility>

#include "net/url.h"
#include "serve/templates.h"

namespace serve {

PageFrame::PageFrame(const Context& context, const Locale& locale, const Route& route,
                     std::string_view content_template)
    : context_(context), locale_(locale), route_(route) {
  content_ = &layout_.Include("CONTENT", content_template);
  layout_.Set("DIRECTION", locale.right_to_left() ? "rtl" : "ltr");
  layout_.Set("STYLE", context.assets.PathOf("styles/paper.css"));
  layout_.Set("MARK", context.assets.PathOf("styles/mark.svg"));
  layout_.Set("SCRIPT", context.assets.PathOf("scripts/paper.js"));
  layout_.Set("EARLY_SCRIPT", context.assets.PathOf("scripts/early.js"));
  layout_.Set("FRONT", FrontPath(locale.tag()));
  layout_.Set("SEARCH", PagePath(locale.tag(), PageKind::kSearch));
  const bool front = route.page == PageKind::kFront || route.page == PageKind::kDay;
  layout_.Set("PAGE_CLASS", front ? "front" : "inner");
  // The folio of the front page has the date already.
  if (front) layout_.Show("MOTTO");
  if (!front) layout_.Set("TODAY", locale.LongDate(base::DayOf(context.now)));
  FillNavigation();
  FillLanguages();
  FillBanner();
}

void PageFrame::SetTitle(std::string_view title) {
  layout_.Set("TITLE", std::string(title));
}

void PageFrame::SetDescription(std::string_view text) {
  layout_.Set("DESCRIPTION", std::string(text));
}

void PageFrame::SetQuery(std::string_view query) {
  layout_.Set("QUERY", std::string(query));
}

void PageFrame::SetCanonical(std::string_view url) {
  canonical_ = url;
  layout_.Set("CANONICAL", canonical_);
}

void PageFrame::OfferFeeds(const Route& route, std::string_view query) {
  static constexpr std::array<std::pair<FeedKind, std::string_view>, 3> kFeeds = {
      {{FeedKind::kRss, "RSS"}, {FeedKind::kAtom, "Atom"}, {FeedKind::kJson, "JSON Feed"}}};
  static constexpr std::array<std::string_view, 3> kTypes = {
      "application/rss+xml", "application/atom+xml", "application/feed+json"};
  for (size_t i = 0; i < kFeeds.size(); ++i) {
    Route feed = route;
    feed.feed = kFeeds[i].first;
    std::string path = PathOf(feed);
    if (!query.empty()) path += "?q=" + net::PercentEncode(query);
    for (const std::string_view place : {"FEED_LINK", "FEED"}) {
      Fields& link = layout_.Add(place);
      link.Set("FEED_HREF", path).Set("FEED_NAME", std::string(kFeeds[i].second));
      link.Set("FEED_TYPE", std::string(kTypes[i]));
    }
  }
  layout_.Show("FEEDS");
}

void PageFrame::FillNavigation() {
  struct Item {
    PageKind page;
    std::string_view key;
    bool owner;
  };
  static constexpr std::array<Item, 6> kItems = {{
      {PageKind::kHashtags, "nav_hashtags", false},
      {PageKind::kPublishers, "nav_publishers", false},
      {PageKind::kSearch, "nav_search", false},
      {PageKind::kSources, "nav_sources", true},
      {PageKind::kQuarantine, "nav_quarantine", true},
      {PageKind::kAbout, "nav_about", false},
  }};
  const bool front = route_.page == PageKind::kFront;
  Fields& home = layout_.Add("NAV");
  home.Set("NAV_HREF", FrontPath(locale_.tag()))
      .Set("NAV_NAME", std::string(locale_.Text("nav_front")));
  if (front) home.Show("CURRENT");
  for (const Item& item : kItems) {
    if (item.owner && !context_.permission().owner) continue;
    Fields& link = layout_.Add("NAV");
    link.Set("NAV_HREF", PagePath(locale_.tag(), item.page));
    link.Set("NAV_NAME", std::string(locale_.Text(item.key)));
    if (item.page == route_.page) link.Show("CURRENT");
  }
}

void PageFrame::FillLanguages() {
  const std::string& query = context_.request.query;
  for (const Locale& other : Locales()) {
    Route same = route_;
    same.language = other.tag();
    std::string path = PathOf(same);
    // The search goes with the reader; other parameters belong to one list.
    if (route_.page == PageKind::kSearch && !query.empty()) path += "?" + query;
    Fields& link = layout_.Add("OTHER_LANGUAGE");
    link.Set("OTHER_HREF", path).Set("OTHER_TAG", other.tag());
    link.Set("OTHER_NAME", std::string(other.Text("language_self")));
    if (&other == &locale_) link.Show("CURRENT_LANGUAGE");
    Fields& alternate = layout_.Add("ALTERNATE");
    alternate.Set("ALTERNATE_HREF", context_.base + path).Set("ALTERNATE_TAG", other.tag());
  }
}

// Samples are marked as such on every page, for as long as there are any.
void PageFrame::FillBanner() {
  const base::Result<store::Counters> counters = context_.reader.Count();
  if (!counters.has_value() || counters->sample_articles == 0) return;
  Fields& banner = layout_.Add("SAMPLES");
  if (context_.permission().owner) {
    banner.Set("SOURCES_HREF", PagePath(locale_.tag(), PageKind::kSources));
  }
}

Rendered PageFrame::Finish(int status) {
  Rendered rendered;
  rendered.status = status;
  rendered.may_be_indexed =
      status == 200 && canonical_.empty() && context_.permission().may_be_indexed;
  rendered.canonical = canonical_;
  if (!rendered.may_be_indexed) layout_.Show("NOINDEX");
  rendered.body = Templates::Get().Expand("layout", layout_, locale_);
  return rendered;
}

}  // namespace serve
