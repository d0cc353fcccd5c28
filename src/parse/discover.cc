#include "parse/discover.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "html/text.h"
#include "net/url.h"
#include "parse/draft.h"
#include "text/dates.h"
#include "text/words.h"

// How an article's link is known
// ------------------------------
// A front page has a few hundred links, some sixty of them articles. Two things tell: publishers
// give articles URLs that no section page has (a date in the path, a slug of many words, a number
// of many digits), and the text of the link is a headline, not a word or two. Each sign adds to a
// score; words that stand for sections and services ("/tag/", "/author/", "login") take away.
// Links within <nav>, <footer> and the like do not come into it at all. The threshold asks for two
// signs, or one strong one and a headline. A link that appears several times (picture, headline,
// "read more") counts once, with its longest text.

namespace parse {
namespace {

using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;

constexpr size_t kMostFeeds = 50;
constexpr size_t kMostLinks = 200;
constexpr size_t kMostAnchors = 10'000;
constexpr int kEnoughScore = 4;

std::optional<net::Url> BaseOf(const Document& page, std::string_view base_url) {
  auto base = net::Url::Parse(base_url);
  if (base) base = base->WithoutUserInfo();
  const NodeId element = page.Find(Tag::kBase);
  if (element != kNoNode) {
    const std::string_view href = page.attribute(element, "href");
    auto stated = net::Url::Parse(TrimSpace(href), base ? &*base : nullptr);
    if (!href.empty() && stated && stated->IsHttp()) base = stated->WithoutUserInfo();
  }
  if (!base) return std::nullopt;
  return std::move(*base);
}

std::optional<net::Url> ResolveHttp(std::string_view href, const std::optional<net::Url>& base) {
  href = TrimSpace(href);
  if (href.empty() || href.starts_with('#')) return std::nullopt;
  auto url = net::Url::Parse(href, base ? &*base : nullptr);
  if (!url || !url->IsHttp()) return std::nullopt;
  return url->WithoutUserInfo();
}

bool HasWord(std::string_view list, std::string_view word) {
  const std::string lower = LowerAscii(list);
  for (size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || lower[at - 1] == ' ') && (end == lower.size() || lower[end] == ' '))
      return true;
  }
  return false;
}

bool IsFeedType(std::string_view type) {
  return type == "application/rss+xml" || type == "application/atom+xml" ||
         type == "application/rdf+xml" || type == "application/feed+json" || type == "text/xml" ||
         type == "application/xml" || type == "application/json";
}

// A link in the text of a page that most likely leads to a feed.
bool LooksLikeFeed(const net::Url& url, std::string_view text) {
  const std::string path = LowerAscii(url.path());
  for (const std::string_view end : {".rss", ".atom", "/rss", "/rss/", "/feed", "/feed/", "rss.xml",
                                     "feed.xml", "atom.xml", "index.rdf", "/feed.json"}) {
    if (path.ends_with(end)) return true;
  }
  return text == "rss" && (path.contains("rss") || path.contains("feed"));
}

bool IsCommentsFeed(const FeedLink& link) {
  const std::string what = LowerAscii(link.title + ' ' + link.url);
  return what.contains("comment") || what.contains("kommentar");
}

// ---- articles

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

struct Shape {
  int depth = 0;
  int words_in_slug = 0;    // of the longest segment
  int digits_in_row = 0;    // longest run in the last segment
  bool has_date = false;    // "/2025/07/29/" or "20250729"
  bool is_service = false;  // "/tag/", "/login", …
};

bool IsServiceWord(std::string_view segment) {
  constexpr std::string_view kServices[] = {
      "tag",       "tags",    "topic",   "topics",   "category", "categories", "author",
      "authors",   "about",   "contact", "login",    "signin",   "signup",     "register",
      "subscribe", "account", "privacy", "terms",    "search",   "newsletter", "newsletters",
      "advertise", "careers", "jobs",    "help",     "faq",      "sitemap",    "rss",
      "feed",      "feeds",   "cookies", "policies", "profile",  "user",       "users",
      "shop",      "store",   "events",  "page",     "archive",  "archives",   "staff"};
  return std::ranges::find(kServices, segment) != std::end(kServices);
}

Shape ShapeOf(const net::Url& url) {
  Shape shape;
  const std::string path = LowerAscii(url.path());
  std::string_view rest = path;
  std::string_view last;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (segment.empty()) continue;
    ++shape.depth;
    last = segment;
    const bool is_last = rest.empty();
    shape.is_service = shape.is_service || (IsServiceWord(segment) && !is_last) ||
                       (IsServiceWord(segment) && shape.depth == 1);
    const auto joints = std::ranges::count_if(segment, [](char c) { return c == '-' || c == '_'; });
    shape.words_in_slug = std::max(shape.words_in_slug, static_cast<int>(joints) + 1);
  }
  int run = 0;
  for (const char c : last) {
    run = IsDigit(c) ? run + 1 : 0;
    shape.digits_in_row = std::max(shape.digits_in_row, run);
  }
  if (const size_t query = url.query().find("id="); query != std::string_view::npos) {
    shape.digits_in_row = std::max(shape.digits_in_row, 5);
  }
  // "/2025/07/29/slug", "/2025-07-29-slug"; eight digits alone are found as a compact date.
  shape.has_date = text::FindDate(path, {}).has_value();
  return shape;
}

// What the text of a link is worth: headlines are long. Scripts without spaces say more by the
// character.
int TextScore(std::string_view text) {
  const size_t characters = base::CountCodePoints(text);
  const bool dense = text.size() >= characters * 5 / 2;
  if (dense) return characters >= 14 ? 3 : characters >= 10 ? 2 : 0;
  const auto words = std::ranges::count(text, ' ') + 1;
  if (words >= 5 && characters >= 28) return 3;
  return words >= 4 && characters >= 18 ? 2 : 0;
}

int UrlScore(const Shape& shape) {
  int score = 0;
  if (shape.has_date) score += 3;
  if (shape.words_in_slug >= 5) {
    score += 3;
  } else if (shape.words_in_slug >= 3) {
    score += 2;
  }
  if (shape.digits_in_row >= 5) score += 2;
  if (shape.depth >= 2) score += 1;
  if (shape.depth == 0) score -= 6;
  if (shape.is_service) score -= 4;
  return score;
}

bool IsChrome(Tag tag) {
  return tag == Tag::kNav || tag == Tag::kFooter || tag == Tag::kForm || tag == Tag::kMenu ||
         tag == Tag::kScript || tag == Tag::kStyle || tag == Tag::kTemplate;
}

// The headline inside a link that holds a whole teaser, else all of its text.
std::string TitleOf(const Document& page, NodeId anchor) {
  for (const Tag heading : {Tag::kH1, Tag::kH2, Tag::kH3, Tag::kH4}) {
    const NodeId node = page.Find(heading, anchor);
    if (node != kNoNode) return page.TextOf(node);
  }
  std::string text = page.TextOf(anchor);
  if (text.empty()) text = text::CollapseSpace(page.attribute(anchor, "title"));
  return text;
}

// The <time> of the list item or article that the link stands in.
std::optional<base::Instant> TimeBeside(const Document& page, NodeId anchor) {
  NodeId around = page.parent(anchor);
  for (int i = 0; i < 6 && around != kNoNode && around != html::kRoot; ++i) {
    const Tag tag = page.tag(around);
    if (tag == Tag::kArticle || tag == Tag::kLi) {
      const NodeId time = page.Find(Tag::kTime, around);
      if (time == kNoNode) return std::nullopt;
      const auto date = text::ParseDate(page.attribute(time, "datetime"), {});
      if (!date) return std::nullopt;
      return date->instant ? *date->instant : base::StartOf(date->day);
    }
    around = page.parent(around);
  }
  return std::nullopt;
}

struct Candidate {
  std::string url;
  std::string title;
  int url_score = 0;
  NodeId anchor = 0;
};

// Every link of the page's own site outside of navigation, each URL once.
std::vector<Candidate> Candidates(const Document& page, const std::optional<net::Url>& base) {
  std::vector<Candidate> candidates;
  std::unordered_map<std::string, size_t> index_of;
  const std::string site = base ? net::RegistrableDomain(base->host()) : std::string();
  size_t seen = 0;
  for (NodeId node = 1; node < page.size() && seen < kMostAnchors;) {
    if (IsChrome(page.tag(node))) {
      node = page.subtree_end(node);
      continue;
    }
    const NodeId anchor = node++;
    if (page.tag(anchor) != Tag::kA) continue;
    ++seen;
    auto url = ResolveHttp(page.attribute(anchor, "href"), base);
    if (!url || (!site.empty() && net::RegistrableDomain(url->host()) != site)) continue;
    const std::string key = url->WithoutTracking().href();
    std::string title = TitleOf(page, anchor);
    const auto [known, is_new] = index_of.try_emplace(key, candidates.size());
    if (is_new) {
      candidates.push_back({key, std::move(title), UrlScore(ShapeOf(*url)), anchor});
    } else if (title.size() > candidates[known->second].title.size()) {
      candidates[known->second].title = std::move(title);
    }
  }
  return candidates;
}

}  // namespace

std::vector<FeedLink> FeedsOf(const Document& page, std::string_view base_url) {
  const auto base = BaseOf(page, base_url);
  std::vector<FeedLink> links;
  const auto add = [&](const net::Url& url, std::string title, std::string type) {
    if (std::ranges::find(links, url.href(), &FeedLink::url) != links.end()) return;
    if (links.size() < kMostFeeds) {
      links.push_back({url.href(), std::move(title), std::move(type)});
    }
  };
  std::vector<NodeId> anchors;
  for (NodeId node = 1; node < page.size(); ++node) {
    if (page.tag(node) == Tag::kA) anchors.push_back(node);
    if (page.tag(node) != Tag::kLink) continue;
    const std::string type = LowerAscii(TrimSpace(page.attribute(node, "type")));
    if (!HasWord(page.attribute(node, "rel"), "alternate") || !IsFeedType(type)) continue;
    const auto url = ResolveHttp(page.attribute(node, "href"), base);
    // WordPress names its API under the same relation.
    if (!url || url->path().contains("/wp-json/") || url->path().contains("oembed")) continue;
    add(*url, Draft::Line({page.attribute(node, "title"), false, nullptr}), type);
  }
  for (const NodeId anchor : anchors) {
    if (links.size() >= kMostFeeds) break;
    const auto url = ResolveHttp(page.attribute(anchor, "href"), base);
    if (!url) continue;
    std::string text = page.TextOf(anchor);
    if (LooksLikeFeed(*url, LowerAscii(text))) add(*url, std::move(text), {});
  }
  std::vector<FeedLink> ordered;
  for (const bool comments : {false, true}) {
    for (const FeedLink& link : links) {
      if (IsCommentsFeed(link) == comments) ordered.push_back(link);
    }
  }
  return ordered;
}

std::vector<std::string> LikelyFeeds(std::string_view base_url) {
  const auto base = net::Url::Parse(base_url);
  if (!base || !base->IsHttp()) return {};
  std::vector<std::string> urls;
  for (const std::string_view path :
       {"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed/", "/rss/",
        "/index.rdf", "/feed.json", "/news-sitemap.xml", "/sitemap-news.xml",
        "/sitemap_news.xml"}) {
    if (auto url = net::Url::Parse(path, &*base)) urls.push_back(url->WithoutUserInfo().href());
  }
  return urls;
}

std::vector<model::Entry> ArticleLinks(const Document& page, std::string_view base_url) {
  std::vector<model::Entry> entries;
  for (Candidate& candidate : Candidates(page, BaseOf(page, base_url))) {
    if (entries.size() >= kMostLinks) break;
    if (candidate.url_score + TextScore(candidate.title) < kEnoughScore) continue;
    if (TextScore(candidate.title) == 0) continue;  // no headline, no entry
    model::Entry entry;
    entry.key = candidate.url;
    entry.url = std::move(candidate.url);
    entry.title = Draft::Line({candidate.title, false, nullptr});
    entry.published = TimeBeside(page, candidate.anchor);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace parse
