#pragma once
// What a page says about itself in its head and in structured data: meta elements, link elements,
// JSON-LD (https://json-ld.org, vocabulary of https://schema.org), microdata.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.h"

namespace extract {

// What structured data says of the article. Texts are as written there, not cleaned.
struct StructuredArticle {
  std::vector<std::string> types;  // "NewsArticle", "WebPage"
  std::string headline;
  std::string alternative_headline;
  std::vector<std::string> authors;
  bool authors_are_organisations = false;  // all that have a type
  std::string published;
  std::string created;  // or uploaded
  std::string modified;
  std::string description;
  std::string body;
  std::string section;
  std::string language;
  std::string publisher;
  std::string image;
  std::string image_caption;
  std::string image_credit;
  std::vector<std::string> keywords;
  std::optional<bool> free;  // isAccessibleForFree
};

struct PageFacts {
  StructuredArticle article;
  std::vector<std::string>
      structured_types;  // of everything on the top level of the page's JSON-LD

  // First meta element with one of the names ("og:title"; lower case; property, name or itemprop),
  // in the order of the names; empty when there is none.
  std::string_view Meta(std::initializer_list<std::string_view> names) const;
  std::vector<std::string_view> MetaAll(std::string_view name) const;

  std::string title_element;   // text of <title>
  std::string_view canonical;  // of link rel=canonical, as written
  std::string_view language;   // of <html lang>
  std::string_view image;      // of link rel=image_src, as written
  std::string_view base;       // of <base href>, as written
  bool is_amp = false;         // <html amp>
  std::vector<std::pair<std::string, std::string_view>> metas;
};

PageFacts ReadFacts(const html::Document& document, std::string_view url);

}  // namespace extract
