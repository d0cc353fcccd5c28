#pragma once
// The lead: paragraphs between the headline and the body that belong to the article. Many sites
// keep the standfirst, or the first paragraph, in an element of its own.

#include <span>
#include <string>
#include <string_view>

#include "extract/body.h"

namespace extract {

// What is known of the article by now; all of it may be empty.
struct LeadHints {
  std::string_view title;
  std::string_view description;         // what the head of the page says of the article
  std::span<const std::string> byline;  // a line that begins with one of them is about them
};

// Puts the runs of the lead before those of the body. A lead that the body repeats is left out.
void AddLead(const Anatomy& anatomy, const LeadHints& hints, Body& body);

}  // namespace extract
