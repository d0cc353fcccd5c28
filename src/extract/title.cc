// How the title is found. Pages say it several times: <h1>, og:title, JSON-LD, <title>. The head's
// versions carry the site's name ("… | The Japan Times") or are written for search engines; the
// heading is what readers see, but a page may have several. So each version is cleaned of the
// site's name, and a heading that agrees with one of the head's versions wins.

#include <algorithm>
#include <array>

#include "extract/heading.h"
#include "html/text.h"
#include "text/words.h"

namespace extract {
namespace {

using html::NodeId;
using html::Tag;

constexpr std::string_view kSeparators[] = {
    " | ", " - ", " – ", " — ",  " :: ", " » ", " · ", " • ", " / ",  " ~ ", "｜",
    " |",  "| ",  " : ", " -- ", " ⋆ ",  " < ", " > ", "｜",  " － ", "：",  " ― "};

// Letters and digits alone, folded: what two spellings of one title share.
std::string Key(std::string_view text) {
  std::string folded = text::Fold(text);
  std::string key;
  for (const char c : folded) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      key.push_back(c);
    }
  }
  return key;
}

struct Cut {
  size_t position;
  size_t length;
};

std::vector<Cut> FindSeparators(std::string_view title) {
  std::vector<Cut> cuts;
  for (size_t i = 0; i < title.size(); ++i) {
    for (const std::string_view separator : kSeparators) {
      if (title.substr(i).starts_with(separator)) {
        cuts.push_back({i, separator.size()});
        i += separator.size() - 1;
        break;
      }
    }
  }
  return cuts;
}

// Whether the part is the site's name or a section of it.
bool IsSiteName(std::string_view part, std::string_view site_key, std::string_view host_key) {
  const std::string key = Key(part);
  if (key.empty()) return true;
  const bool of_host = host_key.size() >= 3 && key.size() >= 3 &&
                       key.size() <= host_key.size() + 12 &&
                       (host_key.find(key) != std::string_view::npos ||
                        key.find(host_key) != std::string_view::npos);
  if (of_host) return true;
  if (site_key.empty()) return false;
  return key == site_key || (key.size() >= 4 && site_key.find(key) != std::string_view::npos) ||
         (site_key.size() >= 4 && key.find(site_key) != std::string_view::npos &&
          key.size() < site_key.size() + 24);
}

// The title without the site's name before or behind it.
std::string StripSite(const std::string& title, std::string_view site_key,
                      std::string_view host_key) {
  std::string_view rest = title;
  for (int round = 0; round < 4; ++round) {
    const std::vector<Cut> cuts = FindSeparators(rest);
    if (cuts.empty()) break;
    const Cut last = cuts.back();
    const Cut first = cuts.front();
    if (IsSiteName(rest.substr(last.position + last.length), site_key, host_key)) {
      rest = rest.substr(0, last.position);
    } else if (IsSiteName(rest.substr(0, first.position), site_key, host_key)) {
      rest = rest.substr(first.position + first.length);
    } else {
      break;
    }
  }
  // What stands behind a bar is a section or a slogan, if it is the shorter part.
  if (const size_t bar = rest.rfind(" | ");
      bar != std::string_view::npos && bar >= 15 && bar + 3 >= rest.size() - bar) {
    rest = rest.substr(0, bar);
  }
  return rest.empty() ? title : std::string(rest);
}

// With the site's name unknown: the longest part of "Title - Section - Site", if the others are
// short.
std::string LongestPart(const std::string& title) {
  const std::vector<Cut> cuts = FindSeparators(title);
  if (cuts.empty()) return title;
  const Cut last = cuts.back();
  const std::string_view behind = std::string_view(title).substr(last.position + last.length);
  const std::string_view before = std::string_view(title).substr(0, last.position);
  if (before.size() >= 2 * behind.size() && before.size() >= 15) return std::string(before);
  return title;
}

// "japantimes" of "https://www.japantimes.co.jp/…".
std::string HostKey(std::string_view url) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed) return {};
  const std::string domain = net::RegistrableDomain(parsed->host());
  return Key(std::string_view(domain).substr(0, domain.find('.')));
}

struct Heading {
  std::string text;
  std::string key;
  NodeId node;
  bool named = false;  // itemprop=headline, class="entry-title"
};

bool IsNamedTitle(const html::Document& document, NodeId node) {
  for (const html::Attr id : {html::Attr::kClass, html::Attr::kId, html::Attr::kItemprop}) {
    const std::string_view value = document.attribute(node, id);
    if (value.size() > 300) continue;
    for (const std::string_view name : {"headline", "entry-title", "post-title", "article-title",
                                        "article__title", "page-title", "post__title"}) {
      if (value.find(name) != std::string_view::npos) return true;
    }
  }
  return false;
}

std::vector<Heading> HeadingsOf(const Anatomy& anatomy) {
  constexpr size_t kMost = 60;
  std::vector<Heading> headings;
  const html::Document& document = anatomy.document;
  for (NodeId node = 1; node < document.size() && headings.size() < kMost; ++node) {
    const Tag tag = document.tag(node);
    if (tag != Tag::kH1 && tag != Tag::kH2) continue;
    if (anatomy.facts[node].hidden) continue;
    std::string text = document.TextOf(node);
    if (text.empty() || text.size() > 500) continue;
    std::string key = Key(text);
    if (key.empty()) continue;
    headings.push_back(
        {std::move(text), std::move(key), node, tag == Tag::kH1 && IsNamedTitle(document, node)});
  }
  return headings;
}

}  // namespace

std::string FindSiteName(const PageFacts& facts) {
  std::string name = text::CollapseSpace(
      facts.Meta({"og:site_name", "application-name", "apple-mobile-web-app-title"}));
  if (name.empty() || name.find("://") != std::string::npos) {
    name = text::CollapseSpace(facts.article.publisher);
  }
  return name.find("://") == std::string::npos ? name : std::string();
}

std::string FindTitle(const Anatomy& anatomy, const PageFacts& facts, std::string_view site_name,
                      std::string_view url, std::string_view headline_hint) {
  const std::string site_key = Key(site_name);
  const std::string host_key = HostKey(url);
  const std::vector<Heading> headings = HeadingsOf(anatomy);
  std::vector<std::string> stated;  // by the head, best first
  const auto add = [&](std::string_view text) {
    std::string title = text::CollapseSpace(text);
    if (title.find("&#") != std::string::npos || title.find("&amp;") != std::string::npos) {
      title = html::ToText(title);  // escaped twice
    }
    if (title.empty() || Key(title).empty()) return;
    stated.push_back(StripSite(title, site_key, host_key));
  };
  add(facts.Meta({"og:title"}));
  if (facts.article.types.empty() || facts.article.types.front() != "WebSite") {
    add(facts.article.headline);
  }
  add(facts.Meta({"twitter:title", "dc.title", "citation_title", "sailthru.title", "title"}));
  add(facts.title_element);
  add(headline_hint);

  // A heading that says what the head says.
  for (const Tag wanted : {Tag::kH1, Tag::kH2}) {
    for (const std::string& title : stated) {
      const std::string key = Key(title);
      for (const Heading& heading : headings) {
        if (anatomy.document.tag(heading.node) == wanted && heading.key == key) return heading.text;
      }
    }
    // "Title - Section - Site" begins with the heading.
    for (const std::string& title : stated) {
      const std::string key = Key(title);
      for (const Heading& heading : headings) {
        if (anatomy.document.tag(heading.node) != wanted || heading.key == site_key) continue;
        if (heading.key.size() >= 12 && key.find(heading.key) != std::string::npos &&
            (key.starts_with(heading.key) || heading.key.size() * 2 >= key.size())) {
          return heading.text;
        }
      }
    }
  }
  const Heading* only = nullptr;
  size_t first_headings = 0;
  for (const Heading& heading : headings) {
    if (anatomy.document.tag(heading.node) != Tag::kH1 || heading.key == site_key) continue;
    ++first_headings;
    if (only == nullptr || (heading.named && !only->named)) only = &heading;
  }
  if (only != nullptr && (first_headings == 1 || only->named) && only->text.size() >= 10) {
    return only->text;
  }
  if (!stated.empty()) {
    return stated.size() == 1 || site_key.empty() ? LongestPart(stated.front()) : stated.front();
  }
  if (only != nullptr) return only->text;
  return headings.empty() ? std::string() : headings.front().text;
}

}  // namespace extract
