#include "newsroom/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "net/url.h"
#include "newsroom/template.h"
#include "text/markup.h"

namespace newsroom {
namespace {

constexpr size_t kRelated = 4;  // other articles that a page links to
constexpr size_t kListed = 8;   // on a page that is nothing but links

// An instant on a publisher's clock.
struct Local {
  base::CivilDate date;
  int hour = 0;
  int minute = 0;
};

Local LocalOf(base::Instant instant, int zone_minutes) {
  const base::Instant shifted{instant.micros + int64_t{zone_minutes} * 60 * base::kMicrosPerSecond};
  const base::Day day = base::DayOf(shifted);
  const auto minutes = static_cast<int>((shifted.micros - base::StartOf(day).micros) /
                                        (60 * base::kMicrosPerSecond));
  return {base::CivilFromDay(day), minutes / 60, minutes % 60};
}

std::string IsoOf(base::Instant instant, int zone_minutes) {
  const Local local = LocalOf(instant, zone_minutes);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:00{}{:02}:{:02}", local.date.year,
                     local.date.month, local.date.day, local.hour, local.minute,
                     zone_minutes < 0 ? '-' : '+', std::abs(zone_minutes) / 60,
                     std::abs(zone_minutes) % 60);
}

// As people write it in the publisher's language.
std::string DateText(const Local& local, std::string_view language) {
  static constexpr std::array<const char*, 12> kEnglish = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  static constexpr std::array<const char*, 12> kArabic = {"يناير",  "فبراير", "مارس",   "أبريل",
                                                          "مايو",   "يونيو",  "يوليو",  "أغسطس",
                                                          "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};
  const auto month = static_cast<size_t>(local.date.month - 1);
  if (language == "ja") {
    return fmt::format("{}年{}月{}日 {}時{:02}分", local.date.year, local.date.month,
                       local.date.day, local.hour, local.minute);
  }
  return fmt::format("{} {} {}, {:02}:{:02}", local.date.day,
                     language == "ar" ? kArabic[month] : kEnglish[month], local.date.year,
                     local.hour, local.minute);
}

std::string PictureUrl(const Press& press, const Publisher& publisher, const Article& article) {
  if (article.caption.empty()) return {};
  return fmt::format("{}/pictures/{}.png", Origin(press, publisher), article.slug);
}

// The paragraphs as the publisher marks them up.
std::string Body(const Publisher& publisher, const Article& article) {
  std::string out;
  bool in_list = false;
  size_t number = 0;
  for (const std::string& line : article.paragraphs) {
    const bool item = line.starts_with("- ");
    if (item != in_list) out += item ? "<ul>\n" : "</ul>\n";
    in_list = item;
    const std::string text = text::Escaped(line.starts_with("## ") ? line.substr(3)
                                           : item                  ? line.substr(2)
                                                                   : line);
    ++number;
    if (item) {
      out += fmt::format("<li>{}</li>\n", text);
    } else if (line.starts_with("## ")) {
      out += fmt::format("<h2>{}</h2>\n", text);
    } else if (article.quirk == "tangled") {
      // What hands and old editors leave behind: overlapping and unclosed elements.
      out += fmt::format("<div><p><b><i>{}</b></i><span></p>\n</p>", text);
    } else if (publisher.paragraphs == Paragraphs::kP) {
      out += fmt::format("<p>{}</p>\n", text);
    } else if (publisher.paragraphs == Paragraphs::kDiv) {
      out += fmt::format("<div class=\"para\">{}</div>\n", text);
    } else {
      out += fmt::format("{}<br><br>\n", text);
    }
    if (article.quirk == "intruders" && number == 2) {
      out += "<p>ADVERTISEMENT</p>\n<div class=\"share-tools\">Copy the Story Link</div>\n";
    }
    if (article.quirk == "intruders" && number == 4) out += "<p>Advertisement</p>\n";
  }
  if (in_list) out += "</ul>\n";
  return out;
}

// Whether the page tells of an article at all, be it a faulty one.
bool ClaimsToBeArticle(model::Reason fault) {
  switch (fault) {
    case model::Reason::kAuthorPage:
    case model::Reason::kListPage:
    case model::Reason::kErrorPage:
    case model::Reason::kConsentPage:
    case model::Reason::kLoginPage:
      return false;
    default:
      return true;
  }
}

std::string JsonLd(const Press& press, const Publisher& publisher, const Article& article) {
  base::Json organisation;
  organisation.Set("@type", "NewsMediaOrganization").Set("name", publisher.name);
  base::Json out;
  out.Set("@context", "https://schema.org")
      .Set("@type", article.fault == model::Reason::kVideoOnly ? "VideoObject"
                    : article.genre == model::Genre::kOpinion  ? "OpinionNewsArticle"
                                                               : "NewsArticle")
      .Set(article.fault == model::Reason::kVideoOnly ? "name" : "headline", article.title)
      .Set("mainEntityOfPage", Origin(press, publisher) + PathOf(publisher, article))
      .Set("datePublished", IsoOf(article.published, publisher.zone_minutes))
      .Set("dateModified", IsoOf(ChangeOf(article), publisher.zone_minutes))
      .Set("inLanguage", publisher.language)
      .Set("articleSection", article.section)
      .Set("publisher", organisation);
  if (const std::string url = PictureUrl(press, publisher, article); !url.empty()) {
    base::Json image;
    image.Set("@type", "ImageObject").Set("url", url).Set("width", 640).Set("height", 360);
    out.Set("image", image);
  }
  if (!article.byline.empty()) {
    base::Json author;
    author.Set("@type", "Person").Set("name", article.byline);
    out.Set("author", author);
  }
  if (article.fault == model::Reason::kPaywallStub) out.Set("isAccessibleForFree", false);
  return WriteJson(out);
}

View LinkTo(const Publisher& publisher, const Article& article) {
  View out;
  out.texts = {
      {"link", article.moved_from.empty() ? PathOf(publisher, article) : article.moved_from},
      {"headline", article.title},
      {"standfirst", article.standfirst},
      {"section", article.section},
      {"date", DateText(LocalOf(article.published, publisher.zone_minutes), publisher.language)}};
  return out;
}

// What every page of a publisher has.
View PublisherView(const Press& press, const Publisher& publisher) {
  View out;
  out.texts = {{"publisher", publisher.name},
               {"tagline", publisher.tagline},
               {"language", publisher.language},
               {"direction", publisher.language == "ar" ? "rtl" : "ltr"},
               {"charset", publisher.charset},
               {"english", publisher.language == "en" ? "yes" : ""},
               {"japanese", publisher.language == "ja" ? "yes" : ""},
               {"arabic", publisher.language == "ar" ? "yes" : ""},
               {"home", Origin(press, publisher) + "/"},
               {"feed", publisher.feed == FeedKind::kSitemap ? "" : publisher.feed_path},
               {"feed_type", publisher.feed == FeedKind::kAtom   ? "application/atom+xml"
                             : publisher.feed == FeedKind::kJson ? "application/feed+json"
                                                                 : "application/rss+xml"}};
  std::set<std::string> sections;
  for (const Article* article : ArticlesOf(press, publisher)) {
    if (!article->section.empty()) sections.insert(article->section);
  }
  for (const std::string& section : sections) {
    View view;
    view.texts = {{"name", section}, {"path", "/section/" + net::PercentEncode(section)}};
    out.lists["sections"].push_back(std::move(view));
  }
  return out;
}

View ArticleView(const Press& press, const Publisher& publisher, const Article& article) {
  View out = PublisherView(press, publisher);
  const Local local = LocalOf(article.published, publisher.zone_minutes);
  const bool claims = ClaimsToBeArticle(article.fault);
  const std::map<std::string, std::string> texts = {
      {"title", article.title},
      {"standfirst", article.standfirst},
      {"url", Origin(press, publisher) + PathOf(publisher, article)},
      {"article", claims ? "yes" : ""},
      {"og_type", article.fault == model::Reason::kAuthorPage  ? "profile"
                  : article.fault == model::Reason::kVideoOnly ? "video.other"
                  : claims                                     ? "article"
                                                               : "website"},
      {"byline", claims ? article.byline : ""},
      {"agency", article.agency},
      {"section", article.section},
      {"opinion", article.genre == model::Genre::kOpinion ? "yes" : ""},
      {"date", DateText(local, publisher.language)},
      {"date_short",
       fmt::format("{:02}/{:02}/{}", local.date.day, local.date.month, local.date.year)},
      {"date_iso", IsoOf(article.published, publisher.zone_minutes)},
      {"modified_iso", IsoOf(ChangeOf(article), publisher.zone_minutes)},
      {"modified", article.modified ? DateText(LocalOf(*article.modified, publisher.zone_minutes),
                                               publisher.language)
                                    : ""},
      {"picture", PictureUrl(press, publisher, article)},
      {"caption", article.caption},
      {"credit", article.credit}};
  for (const auto& [name, text] : texts) out.texts[name] = text;
  if (claims) out.texts["json_ld"] = JsonLd(press, publisher, article);
  for (const Article* other : ArticlesOf(press, publisher)) {
    if (other->id == article.id || other->fault != model::Reason::kNone) continue;
    if (out.lists["related"].size() == (claims ? kRelated : kListed)) break;
    out.lists["related"].push_back(LinkTo(publisher, *other));
  }
  return out;
}

// What a faults/ template is filled with beside the article's own view.
void AddFault(const Article& article, View& view) {
  std::string markup;
  for (const std::string& text : article.paragraphs) {
    View paragraph;
    paragraph.texts = {{"text", text}};
    view.lists["paragraphs"].push_back(std::move(paragraph));
    markup += fmt::format("<p>{}</p>", text);
  }
  view.texts["first"] = article.paragraphs.empty() ? "" : article.paragraphs.front();
  view.texts["encoded"] = net::PercentEncode(markup);
}

}  // namespace

std::string Origin(const Press& press, const Publisher& publisher) {
  return fmt::format("http://{}:{}", publisher.host, press.port);
}

std::string PathOf(const Publisher& publisher, const Article& article) {
  if (!article.path.empty()) return article.path;
  const Local local = LocalOf(article.published, publisher.zone_minutes);
  View view;
  view.texts = {{"slug", article.slug},
                {"section", net::PercentEncode(article.section)},
                {"date", fmt::format("{:04}/{:02}/{:02}", local.date.year, local.date.month,
                                     local.date.day)}};
  return Fill(publisher.path, view);
}

std::vector<const Article*> ArticlesOf(const Press& press, const Publisher& publisher) {
  std::map<std::string, const Article*> latest;
  for (const Article& article : press.newsroom.articles) {
    if (article.publisher != publisher.key || article.version > press.edition) continue;
    const Article*& slot = latest[article.id];
    if (slot == nullptr || slot->version < article.version) slot = &article;
  }
  std::vector<const Article*> out;
  out.reserve(latest.size());
  for (const auto& [id, article] : latest) out.push_back(article);
  std::ranges::sort(out, [](const Article* a, const Article* b) {
    return std::pair(ChangeOf(*b), std::string_view(a->id)) <
           std::pair(ChangeOf(*a), std::string_view(b->id));
  });
  return out;
}

base::Instant ChangeOf(const Article& article) {
  return article.modified.value_or(article.published);
}

std::string HttpDate(base::Instant instant) {
  static constexpr std::array<const char*, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                       "Mon", "Tue", "Wed"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Local local = LocalOf(instant, 0);
  const int day = base::DayOf(instant).number;  // 1970-01-01 was a Thursday
  const auto seconds = (instant.micros / base::kMicrosPerSecond) % 60;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<size_t>(day % 7)], local.date.day,
                     kMonths[static_cast<size_t>(local.date.month - 1)], local.date.year,
                     local.hour, local.minute, seconds);
}

std::string ArticlePage(const Press& press, const Publisher& publisher, const Article& article) {
  View view = ArticleView(press, publisher, article);
  if (article.fault == model::Reason::kNone) {
    view.texts["content"] = Body(publisher, article);
  } else {
    AddFault(article, view);
    const auto fault = press.newsroom.faults.find(std::string(model::ReasonName(article.fault)));
    if (fault != press.newsroom.faults.end()) view.texts["content"] = Fill(fault->second, view);
  }
  return Fill(press.newsroom.layouts.at(publisher.layout), view);
}

std::string FrontPage(const Press& press, const Publisher& publisher, std::string_view section) {
  View view = PublisherView(press, publisher);
  view.texts["title"] = section.empty() ? fmt::format("{} | {}", publisher.name, publisher.tagline)
                                        : fmt::format("{} | {}", section, publisher.name);
  for (const Article* article : ArticlesOf(press, publisher)) {
    if (!section.empty() && article->section != section) continue;
    view.lists["articles"].push_back(LinkTo(publisher, *article));
  }
  return Fill(press.newsroom.layouts.at("front"), view);
}

base::Json TruthOf(const Press& press) {
  base::Json::Array articles;
  for (const Article& article : press.newsroom.articles) {
    const Publisher& publisher = *press.newsroom.FindPublisher(article.publisher);
    std::string text;
    for (const std::string& line : article.paragraphs) {
      if (!text.empty()) text += '\n';
      text += line.starts_with("## ")  ? line.substr(3)
              : line.starts_with("- ") ? line.substr(2)
                                       : line;
    }
    base::Json one;
    one.Set("id", article.id)
        .Set("url", Origin(press, publisher) + PathOf(publisher, article))
        .Set("version", article.version)
        .Set("publisher", publisher.name)
        .Set("language", publisher.language)
        .Set("published", base::FormatRfc3339(article.published))
        .Set("genre", model::GenreName(article.genre))
        .Set("event", article.event)
        .Set("copy_of", article.copy_of)
        .Set("byline", article.byline)
        .Set("fault", model::ReasonName(article.fault))
        .Set("quirk", article.quirk)
        .Set("title", article.title)
        .Set("text", text);
    articles.push_back(std::move(one));
  }
  base::Json out;
  out.Set("articles", std::move(articles));
  return out;
}

}  // namespace newsroom
