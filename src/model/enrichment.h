#pragma once
// What `enrich` finds in a text. Offsets are UTF-8 bytes into the field named; a span is the text
// byte for byte.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

// A place in an article: `field` is "text", "title" or "captions/N".
struct Span {
  uint32_t start = 0;
  uint32_t end = 0;  // one behind the last byte
  bool operator==(const Span&) const = default;
};

enum class NameKind { kPerson, kPlace, kOrganisation };
std::string_view NameKindName(NameKind kind);  // "person"
std::optional<NameKind> NameKindFrom(std::string_view name);

// One mention of a person, place or organisation.
struct Name {
  std::string text;  // as it stands there: "Kallas"
  NameKind kind = NameKind::kPerson;
  std::string id;  // the same for all mentions of one within the article: "kaja-kallas"
  std::string field;
  Span span;
};

struct Speaker {
  std::string text;  // the mention beside the quote: "she"
  std::string name;  // whom it stands for: "Kaja Kallas"; empty: not found
  std::string field;
  Span span;
};

// Exact words in quotation marks. Interrupted by 'she said' it is one quote of two spans, marks not
// included.
struct Quote {
  std::vector<Span> spans;
  std::string field;
  std::optional<Speaker> speaker;
};

struct Tag {
  std::string
      name;  // without '#', joined, each word capitalised: "KajaKallas"; in CJK as it stands
  std::string text;   // as it reads: "Kaja Kallas"
  double weight = 0;  // 0 to 1, the heaviest first
};

struct BriefSentence {
  std::string text;  // stands byte for byte at `span` of the text
  Span span;
};

struct Enrichment {
  std::string language;  // BCP 47; "und" when it cannot be told
  double language_confidence = 0;
  std::string section;  // "politics", "world", "business", "science", "sports", "culture",
                        // "society"; empty: not told
  std::vector<Tag> tags;
  std::vector<std::string> keyphrases;  // best first
  std::vector<Name> names;
  std::vector<Quote> quotes;
  std::vector<BriefSentence> brief;  // in the order of the text; at most two in this version
};

}  // namespace model
