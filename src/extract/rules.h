#pragma once
// The owner's rules for sites, ready for use.

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "html/selector.h"
#include "model/site_rule.h"

namespace extract {

// One rule with its selectors taken apart.
struct Rule {
  model::SiteRule as_given;
  std::vector<html::Selector> body;
  std::vector<html::Selector> title;
  std::vector<html::Selector> author;
  std::vector<html::Selector> date;
  std::vector<html::Selector> remove;
};

// Immutable: several threads may ask.
class Rules {
 public:
  Rules() = default;
  // kInvalidInput: a selector that is not understood, a site without a name or given twice.
  static base::Result<Rules> Create(std::vector<model::SiteRule> rules);

  // The rule for the site of a URL, that of the longest name where several count; null: there is
  // none. Lives as long as the rules.
  const Rule* Of(std::string_view url) const;
  bool empty() const { return rules_.empty(); }

 private:
  std::vector<Rule> rules_;
};

// What the first selector that finds something finds, in page order, nothing that stands in another
// of them; empty when none finds anything.
std::vector<html::NodeId> FindFirst(const html::Document& document,
                                    const std::vector<html::Selector>& selectors);
// The same of what any of them finds.
std::vector<html::NodeId> FindAny(const html::Document& document,
                                  std::span<const html::Selector> selectors);

}  // namespace extract
