#include "extract/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/url.h"
#include "text/words.h"

namespace extract {

using html::Document;
using html::NodeId;
using html::Selector;

namespace {

base::Result<std::vector<Selector>> ParseAll(const std::vector<std::string>& texts) {
  std::vector<Selector> selectors;
  for (const std::string& text : texts) {
    TRY_ASSIGN(auto selector, Selector::Parse(text));
    selectors.push_back(std::move(selector));
  }
  return selectors;
}

base::Result<Rule> Compile(model::SiteRule given) {
  Rule rule;
  TRY_ASSIGN(rule.body, ParseAll(given.body));
  TRY_ASSIGN(rule.title, ParseAll(given.title));
  TRY_ASSIGN(rule.author, ParseAll(given.author));
  TRY_ASSIGN(rule.date, ParseAll(given.date));
  TRY_ASSIGN(rule.remove, ParseAll(given.remove));
  rule.as_given = std::move(given);
  return rule;
}

}  // namespace

base::Result<Rules> Rules::Create(std::vector<model::SiteRule> rules) {
  Rules made;
  for (model::SiteRule& given : rules) {
    // As addresses are written: lower case, in Punycode.
    const auto url = net::Url::Parse("https://" + given.site + "/");
    if (given.site.empty() || !url || url->path() != "/") {
      return base::Fail(base::ErrorKind::kInvalidInput,
                        fmt::format("\"{}\" is not the name of a site", given.site));
    }
    given.site = url->host();
    if (given.site.starts_with("www.")) given.site.erase(0, 4);
    const std::string site = given.site;
    TRY_ASSIGN_WITH(site, Rule rule, Compile(std::move(given)));
    const bool twice = std::ranges::any_of(
        made.rules_, [&](const Rule& known) { return known.as_given.site == site; });
    if (twice) {
      return base::Fail(base::ErrorKind::kInvalidInput,
                        fmt::format("there are two rules for {}", site));
    }
    made.rules_.push_back(std::move(rule));
  }
  return made;
}

const Rule* Rules::Of(std::string_view url) const {
  if (rules_.empty()) return nullptr;
  const auto parsed = net::Url::Parse(url);
  if (!parsed) return nullptr;
  const std::string host(parsed->host());
  const Rule* best = nullptr;
  for (const Rule& rule : rules_) {
    const std::string& site = rule.as_given.site;
    const bool counts = host == site || host.ends_with("." + site);
    if (counts && (best == nullptr || site.size() > best->as_given.site.size())) best = &rule;
  }
  return best;
}

std::vector<NodeId> FindFirst(const Document& document, const std::vector<Selector>& selectors) {
  for (const Selector& selector : selectors) {
    if (auto found = FindAny(document, {&selector, 1}); !found.empty()) return found;
  }
  return {};
}

std::vector<NodeId> FindAny(const Document& document, std::span<const Selector> selectors) {
  std::vector<NodeId> all;
  for (const Selector& selector : selectors) {
    const auto found = selector.Find(document);
    all.insert(all.end(), found.begin(), found.end());
  }
  std::ranges::sort(all);
  std::vector<NodeId> outermost;
  for (const NodeId node : all) {
    if (outermost.empty() || !document.Contains(outermost.back(), node)) outermost.push_back(node);
  }
  return outermost;
}

}  // namespace extract
