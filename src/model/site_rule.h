#pragma once
// What the owner says of one site: where its article stands, and how it is to be asked. None is
// needed; a rule is for the site that is read wrong.

#include <string>
#include <utility>
#include <vector>

namespace model {

struct SiteRule {
  std::string site;  // a host: "news.example"; it counts for "www.news.example" too
  // Selectors (html/selector.h). Of several for one thing the first that finds something counts;
  // of `remove` all of them.
  std::vector<std::string> body;
  std::vector<std::string> title;
  std::vector<std::string> author;
  std::vector<std::string> date;
  std::vector<std::string> remove;
  // How its pages are asked for; empty: as all others.
  std::string user_agent;
  std::vector<std::pair<std::string, std::string>> headers;
};

}  // namespace model
