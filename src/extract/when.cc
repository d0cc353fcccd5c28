// Dates, language and address of a page; see heading.h for the order of evidence.

#include <algorithm>

#include "extract/heading.h"
#include "text/dates.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::NodeId;
using html::Tag;

constexpr base::CivilDate kFirstWebPage = {1991, 8, 6};

// Refuses what cannot be: before the web, or after the page was fetched.
class Judge {
 public:
  Judge(const Input& input, std::string_view language) : input_(input), language_(language) {}

  std::optional<text::ParsedDate> Read(std::string_view text) const {
    return Check(text::ParseDate(text, language_));
  }
  std::optional<text::ParsedDate> FindIn(std::string_view text) const {
    return Check(text::FindDate(text, language_));
  }
  std::optional<text::ParsedDate> Check(std::optional<text::ParsedDate> date) const {
    if (!date || date->precision < text::DatePrecision::kDay) return std::nullopt;
    if (date->day < base::DayFromCivil(kFirstWebPage)) return std::nullopt;
    if (input_.fetched && date->day.number > base::DayOf(*input_.fetched).number + 1) {
      return std::nullopt;
    }
    return date;
  }

 private:
  const Input& input_;
  std::string_view language_;
};

std::optional<int> Number(std::string_view digits) {
  int value = 0;
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<text::ParsedDate> DateOf(int year, int month, int day) {
  const base::CivilDate date{year, month, day};
  if (year < 1995 || year > 2100 || !base::IsValid(date)) return std::nullopt;
  return text::ParsedDate{base::DayFromCivil(date), std::nullopt, false, text::DatePrecision::kDay};
}

// "/2025/07/29/", "/2025-07-29-", "/20250729".
std::optional<text::ParsedDate> FromUrl(std::string_view url) {
  for (size_t i = 0; i + 8 <= url.size(); ++i) {
    if (url[i] != '2' || url[i + 1] != '0') continue;
    if (i > 0 && url[i - 1] >= '0' && url[i - 1] <= '9') continue;
    const auto year = Number(url.substr(i, 4));
    if (!year) continue;
    const char separator = url[i + 4];
    if (separator == '/' || separator == '-' || separator == '_') {
      size_t end = i + 5;
      while (end < url.size() && url[end] >= '0' && url[end] <= '9') ++end;
      const auto month = Number(url.substr(i + 5, end - i - 5));
      if (!month || end >= url.size() || url[end] != separator) continue;
      size_t last = end + 1;
      while (last < url.size() && url[last] >= '0' && url[last] <= '9') ++last;
      const auto day = Number(url.substr(end + 1, last - end - 1));
      if (!day || last - end - 1 > 2) continue;
      if (auto date = DateOf(*year, *month, *day)) return date;
    } else {
      size_t end = i + 4;
      while (end < url.size() && url[end] >= '0' && url[end] <= '9') ++end;
      if (end - i != 8) continue;
      const auto month = Number(url.substr(i + 4, 2));
      const auto day = Number(url.substr(i + 6, 2));
      if (auto date = DateOf(*year, *month, *day)) return date;
    }
  }
  return std::nullopt;
}

bool Mentions(std::string_view value, std::initializer_list<std::string_view> words) {
  return value.size() < 300 &&
         std::ranges::any_of(
             words,
             [&](std::string_view word) { return value.find(word) != std::string_view::npos; });
}

std::string ValueOf(const html::Document& document, NodeId node) {
  for (const Attr id : {Attr::kDatetime, Attr::kContent, Attr::kTitle}) {
    const std::string_view value = document.attribute(node, id);
    if (value.size() >= 8) return std::string(value);
  }
  return document.TextOf(node);
}

struct Marked {
  std::optional<text::ParsedDate> published;
  std::optional<text::ParsedDate> modified;
};

// Microdata and <time>, of the article and not of what is listed beside it.
Marked FromMarkup(const Anatomy& anatomy, const Judge& judge, NodeId body_end) {
  const html::Document& document = anatomy.document;
  Marked found;
  std::optional<text::ParsedDate> any_time;
  std::optional<text::ParsedDate> named;
  for (NodeId node = 1; node < document.size(); ++node) {
    if (!document.IsElement(node)) continue;
    const std::string_view property = document.attribute(node, Attr::kItemprop);
    if (Mentions(property, {"datePublished"}) && !found.published) {
      found.published = judge.Read(ValueOf(document, node));
    }
    if (Mentions(property, {"dateModified"}) && !found.modified) {
      found.modified = judge.Read(ValueOf(document, node));
    }
    if (anatomy.facts[node].hidden || node > body_end) continue;
    const std::string_view names = document.attribute(node, Attr::kClass);
    const bool updated = Mentions(names, {"updated", "modified", "Updated", "Modified"}) &&
                         !Mentions(names, {"published"});
    if (document.tag(node) == Tag::kTime) {
      auto date = judge.Read(ValueOf(document, node));
      if (!date) date = judge.FindIn(document.TextOf(node));
      if (updated) {
        if (!found.modified) found.modified = date;
      } else if (!any_time) {
        any_time = date;
      }
    } else if (!named && !updated && names.size() < 200 &&
               Mentions(names, {"date", "Date", "time", "publish", "meta", "byline", "posted"})) {
      const std::string text = document.TextOf(node);
      if (text.size() < 160) named = judge.FindIn(text);
    }
  }
  if (!found.published) found.published = any_time;
  if (!found.published) found.published = named;
  if (!found.published) found.published = found.modified;
  return found;
}

// Short lines between the headline and the text, or just behind it.
std::optional<text::ParsedDate> FromText(const Anatomy& anatomy, const Judge& judge,
                                         size_t body_start) {
  const size_t from = body_start < 15 ? 0 : body_start - 15;
  const size_t to = std::min(body_start + 4, anatomy.runs.size());
  for (size_t i = from; i < to; ++i) {
    const Run& run = anatomy.runs[i];
    if (run.weight > 120 || run.weight < 5) continue;
    if (auto date = judge.FindIn(TextOf(anatomy, run))) return date;
  }
  const size_t first = anatomy.runs.size() < 12 ? 0 : anatomy.runs.size() - 12;
  for (size_t i = std::max(first, to); i < anatomy.runs.size(); ++i) {
    const Run& run = anatomy.runs[i];
    if (run.weight > 120 || run.weight < 5) continue;
    const std::string line = TextOf(anatomy, run);
    const std::string folded = text::Fold(line);
    if (!Mentions(folded, {"published", "posted", "updated", "last modified", "公開", "更新"}))
      continue;
    if (auto date = judge.FindIn(line)) return date;
  }
  return std::nullopt;
}

std::optional<text::ParsedDate> FirstOf(const PageFacts& facts, const Judge& judge,
                                        std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const std::string_view value : facts.MetaAll(name)) {
      if (auto date = judge.Read(value)) return date;
    }
  }
  return std::nullopt;
}

}  // namespace

Dates FindDates(const Anatomy& anatomy, const PageFacts& facts, const Input& input,
                std::string_view language, size_t body_start) {
  const Judge judge(input, language);
  std::optional<text::ParsedDate> published = judge.Read(facts.article.published);
  std::optional<text::ParsedDate> modified = judge.Read(facts.article.modified);
  if (!published) {
    published = FirstOf(facts, judge,
                        {"article:published_time",
                         "article:published",
                         "og:published_time",
                         "og:article:published_time",
                         "datepublished",
                         "parsely-pub-date",
                         "sailthru.date",
                         "cxenseparse:recs:publishtime",
                         "cxenseparse:publishtime",
                         "pubdate",
                         "publish-date",
                         "publish_date",
                         "publication_date",
                         "publicationdate",
                         "publishdate",
                         "published-date",
                         "published_date",
                         "published",
                         "citation_publication_date",
                         "citation_date",
                         "citation_online_date",
                         "dc.date.issued",
                         "dcterms.issued",
                         "dcterms.created",
                         "dcterms.date",
                         "dc.date",
                         "dc.date.created",
                         "ptime",
                         "article.published",
                         "article_date_original",
                         "originalpublicationdate",
                         "rnews:datepublished",
                         "date",
                         "created",
                         "weibo:article:create_at",
                         "pub_date",
                         "release_date",
                         "article.created",
                         "video:release_date",
                         "dc.terms.created",
                         "dateposted",
                         "lastmod",
                         "date_published"});
  }
  if (!modified) {
    modified =
        FirstOf(facts, judge,
                {"article:modified_time", "og:updated_time", "article:updated_time", "datemodified",
                 "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "modified"});
  }
  const NodeId body_end = body_start < anatomy.runs.size()
                              ? anatomy.runs[std::min(body_start + 6, anatomy.runs.size() - 1)].last
                              : anatomy.document.size();
  if (!published || !modified) {
    const Marked marked = FromMarkup(anatomy, judge, body_end);
    if (!published) published = marked.published;
    if (!modified) modified = marked.modified;
  }
  if (!published) published = judge.Check(FromUrl(input.url));
  if (!published) published = FromText(anatomy, judge, body_start);
  if (!published) published = modified;
  Dates dates;
  if (published) {
    dates.published_day = published->day;
    dates.published = published->instant;
  }
  if (modified) dates.modified = modified->instant;
  return dates;
}

std::string FindLanguage(const PageFacts& facts) {
  for (const std::string_view stated :
       {facts.language, facts.Meta({"content-language", "language", "dc.language", "inlanguage"}),
        std::string_view(facts.article.language), facts.Meta({"og:locale"})}) {
    std::string tag;
    for (const char c : stated.substr(0, stated.find_first_of(",; "))) {
      tag.push_back(c == '_' ? '-' : c);
    }
    const size_t first = tag.find('-') == std::string::npos ? tag.size() : tag.find('-');
    const bool letters = std::ranges::all_of(tag, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!letters || first < 2 || first > 3 || tag.size() > 20) continue;
    for (size_t i = 0; i < first; ++i) {
      if (tag[i] >= 'A' && tag[i] <= 'Z') tag[i] = static_cast<char>(tag[i] + 32);
    }
    if (tag.size() == first + 3) {
      for (size_t i = first + 1; i < tag.size(); ++i) {
        if (tag[i] >= 'a' && tag[i] <= 'z') tag[i] = static_cast<char>(tag[i] - 32);
      }
    }
    return tag;
  }
  return {};
}

std::string FindUrl(const PageFacts& facts, std::string_view url) {
  const auto own = net::Url::Parse(url);
  const net::Url* base = own ? &*own : nullptr;
  for (const std::string_view stated : {facts.canonical, facts.Meta({"og:url"})}) {
    if (stated.empty() || stated.size() > 2'000) continue;
    const auto canonical = net::Url::Parse(stated, base);
    if (!canonical || !canonical->IsHttp()) continue;
    // A canonical address of another site, or the front page, is a mistake of the page.
    if (own && net::RegistrableDomain(canonical->host()) != net::RegistrableDomain(own->host())) {
      continue;
    }
    if (own && canonical->path() == "/" && canonical->query().empty() && own->path() != "/")
      continue;
    return canonical->WithoutTracking().href();
  }
  return own && own->IsHttp() ? own->WithoutTracking().href() : std::string(url);
}

}  // namespace extract
