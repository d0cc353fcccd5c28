#include "fetch/rights.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "fetch/robots.h"
#include "net/url.h"

namespace fetch {
namespace {

constexpr size_t kHtmlLookedAt = size_t{256} * 1024;
constexpr size_t kMostRules = 1'000;
constexpr size_t kLongestPolicy = 2'000;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string Lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), Lower);
  return out;
}

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string PolicyFrom(std::string_view text) {
  if (text.size() > kLongestPolicy) return {};
  const auto url = net::Url::Parse(Trim(text));
  return url && url->IsHttp() ? url->href() : std::string();
}

// "noindex, NoAI"
void TakeRobotsWords(std::string_view list, model::Rights& rights) {
  while (!list.empty()) {
    const std::string_view part = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), part.size() + 1));
    const std::string word = Lowered(Trim(part));
    if (word == "noai") rights.no_ai = true;
    if (word == "noimageai") rights.no_image_ai = true;
  }
}

// "noai", "octavo: noai", "otherbot: noai, noindex". A colon belongs to a robot's name, but for
// "unavailable_after: 25 Jun 2027 15:00:00 PST" and the like, where a rule has a value.
void TakeRobotsTag(std::string_view value, model::Rights& rights) {
  const size_t colon = value.find(':');
  if (colon != std::string_view::npos) {
    const std::string name = Lowered(Trim(value.substr(0, colon)));
    const bool is_rule = name.contains(',') || name == "unavailable_after" ||
                         name == "max-snippet" || name == "max-image-preview" ||
                         name == "max-video-preview";
    if (!is_rule) {
      if (name != kProductToken && name != "*") return;
      value.remove_prefix(colon + 1);
    }
  }
  TakeRobotsWords(value, rights);
}

// One attribute at the start of `rest`, taken off; false at the end of the tag.
bool TakeAttribute(std::string_view& rest, std::string& name, std::string_view& value) {
  while (!rest.empty() && (IsSpace(rest.front()) || rest.front() == '/')) rest.remove_prefix(1);
  if (rest.empty() || rest.front() == '>') return false;
  const auto ends_name = [](char c) { return IsSpace(c) || c == '=' || c == '>' || c == '/'; };
  const auto name_end = std::find_if(rest.begin() + 1, rest.end(), ends_name);
  const auto size = static_cast<size_t>(name_end - rest.begin());
  name = Lowered(rest.substr(0, size));
  rest.remove_prefix(size);
  value = {};
  std::string_view behind = rest;
  while (!behind.empty() && IsSpace(behind.front())) behind.remove_prefix(1);
  if (!behind.starts_with('=')) return true;
  behind.remove_prefix(1);
  while (!behind.empty() && IsSpace(behind.front())) behind.remove_prefix(1);
  if (behind.starts_with('"') || behind.starts_with('\'')) {
    const size_t end = std::min(behind.find(behind.front(), 1), behind.size());
    value = behind.substr(1, end - 1);
    rest = behind.substr(std::min(end + 1, behind.size()));
    return true;
  }
  const auto end = std::ranges::find_if(behind, [](char c) { return IsSpace(c) || c == '>'; });
  value = behind.substr(0, static_cast<size_t>(end - behind.begin()));
  rest = behind.substr(value.size());
  return true;
}

void TakeMeta(std::string_view name, std::string_view content, model::Rights& rights) {
  if (name == "robots" || name == kProductToken) TakeRobotsWords(content, rights);
  if (name == "tdm-reservation") rights.tdm = Trim(content) == "1";
  if (name == "tdm-policy") rights.tdm_policy = PolicyFrom(content);
}

}  // namespace

model::Rights RightsOfHeaders(const net::Headers& headers) {
  model::Rights rights;
  for (const auto& [header, value] : headers) {
    const std::string name = Lowered(header);
    if (name == "x-robots-tag") TakeRobotsTag(value, rights);
    if (name == "tdm-reservation") rights.tdm = Trim(value) == "1";
    if (name == "tdm-policy") rights.tdm_policy = PolicyFrom(value);
  }
  if (!rights.tdm) rights.tdm_policy.clear();
  return rights;
}

model::Rights RightsOfHtml(std::string_view html) {
  model::Rights rights;
  html = html.substr(0, kHtmlLookedAt);
  while (true) {
    const size_t open = html.find('<');
    if (open == std::string_view::npos) break;
    html.remove_prefix(open + 1);
    if (html.size() < 5 || (html[0] != 'm' && html[0] != 'M') ||
        Lowered(html.substr(0, 4)) != "meta" || !(IsSpace(html[4]) || html[4] == '/')) {
      continue;
    }
    html.remove_prefix(4);
    std::string attribute;
    std::string_view value;
    std::string name;
    std::string_view content;
    while (TakeAttribute(html, attribute, value)) {
      if (attribute == "name" && name.empty()) name = Lowered(Trim(value));
      if (attribute == "content" && content.empty()) content = value;
    }
    TakeMeta(name, content, rights);
  }
  if (!rights.tdm) rights.tdm_policy.clear();
  return rights;
}

std::vector<ReservationRule> ReservationsFrom(std::string_view json) {
  std::vector<ReservationRule> rules;
  const auto parsed = base::ParseJson(json);
  if (!parsed || parsed->AsArray() == nullptr) return rules;
  for (const base::Json& one : *parsed->AsArray()) {
    if (rules.size() >= kMostRules) break;
    const base::Json* reserved = one.Find("tdm-reservation");
    const std::string_view location = one.String("location");
    if (reserved == nullptr || location.empty()) continue;
    ReservationRule rule;
    rule.location = NormaliseForRobots(location, RobotsText::kPattern);
    rule.rights.tdm = reserved->AsInteger() == 1 || one.String("tdm-reservation") == "1";
    if (rule.rights.tdm) rule.rights.tdm_policy = PolicyFrom(one.String("tdm-policy"));
    rules.push_back(std::move(rule));
  }
  return rules;
}

model::Rights RightsOfPath(const std::vector<ReservationRule>& rules, std::string_view target) {
  const std::string path =
      NormaliseForRobots(target.empty() ? "/" : target.substr(0, 8'192), RobotsText::kPath);
  for (const ReservationRule& rule : rules) {
    if (RobotsPatternMatches(rule.location, path)) return rule.rights;
  }
  return {};
}

}  // namespace fetch
