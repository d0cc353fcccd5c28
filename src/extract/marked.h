#pragma once
// Elements whose names (class, id, itemprop, rel) or addresses say that they hold a byline or a
// date. One pass for both; the same class is read once.

#include <cstdint>
#include <vector>

#include "html/document.h"

namespace extract {

// Better kinds later, where one element has several names.
enum class BylineKind : uint8_t { kNone, kLink, kByline, kAuthor, kName, kRelation, kMicrodata };
enum class DateKind : uint8_t { kNone, kTime, kDate, kPublished, kUpdated, kToday };

struct Marked {
  html::NodeId node;
  BylineKind byline = BylineKind::kNone;
  DateKind date = DateKind::kNone;
  bool published = false;  // itemprop=datePublished or dateCreated
  bool modified = false;   // itemprop=dateModified
};

// In the order of the page. <meta> elements are left out.
std::vector<Marked> FindMarked(const html::Document& document);

}  // namespace extract
