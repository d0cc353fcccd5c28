#pragma once
// The small part of Python that feedparser's test feeds state their expectations in:
// "not bozo and entries[0]['authors'][1]['name'] == u'two'".

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parse {

// One comparison.
struct Comparison {
  std::vector<std::string> paths;  // plain: "entries[0].authors[1].name"; all of them are compared
  std::string literal;             // as written; "None" also for `not a.has_key('b')`
  bool negated = false;            // !=
  std::string base;                // of URLs in the literal; for the caller to set
};

// The comparisons that an expectation is made of, joined by `and`. "not bozo" is one too, of the
// path "bozo" with "False"; "1" is left out; what is not understood has no paths.
std::vector<Comparison> ComparisonsOf(std::string_view expectation);

// The value of a string literal; absent when it is none.
std::optional<std::string> StringOf(std::string_view literal);

// The members of a literal {'name': 'x', 'href': 'y'}: name and literal.
std::vector<std::pair<std::string, std::string>> MembersOf(std::string_view literal);

// The numbers in a literal "(2003, 12, 31)", "datetime.timedelta(0, 187, 250000)".
std::vector<double> NumbersOf(std::string_view literal);

}  // namespace parse
