#pragma once
// Persons, places and organisations of an article.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "enrich/document.h"
#include "model/enrichment.h"

namespace enrich {

// One person, place or organisation within the article.
struct Entity {
  std::string name;  // the fullest form that stands anywhere: "Kaja Kallas"
  model::NameKind kind = model::NameKind::kPerson;
  size_t in_text = 0;  // mentions
  size_t in_title = 0;
  size_t in_captions = 0;
  uint32_t first = 0;  // byte of the first mention in the text; its size when there is none
};

struct Names {
  std::vector<model::Name> mentions;  // by field (title, text, captions), then by place
  std::unordered_map<std::string, Entity> entities;  // by id
};

Names FindNames(const Document& document);

// A stretch that is taken for a name, before it is known which one.
struct Mention {
  size_t field = 0;
  uint32_t start = 0;
  uint32_t end = 0;
  model::NameKind kind = model::NameKind::kPerson;
  std::string folded;  // words by one space
  std::string id;      // of the gazetteer; empty: not in it
  bool sure = true;    // false: kept only if a fuller name in the article explains it
};

// The finders by script. Each gives mentions in order, not overlapping, of one field.
std::vector<Mention> FindCapitalised(const Document& document);
std::vector<Mention> FindJapanese(const Document& document);
std::vector<Mention> FindArabic(const Document& document);

// "kaja-kallas": folded, without marks, hyphens for what is not a letter or digit.
std::string SlugOf(std::string_view name);

}  // namespace enrich
