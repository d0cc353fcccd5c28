// 13.2.6.4.1: which DOCTYPEs put a page into quirks mode or limited-quirks mode.

#include <algorithm>
#include <string>

#include "html/tree_builder.h"

namespace html {
namespace {

// Public identifiers that mean quirks: those that begin so, in lower case.
constexpr std::string_view kQuirksPrefixes[] = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//"};

constexpr std::string_view kQuirksIdentifiers[] = {"-//w3o//dtd w3 html strict 3.0//en//",
                                                   "-/w3c/dtd html 4.0 transitional/en", "html"};

// Those that mean quirks without a system identifier, and limited quirks with one.
constexpr std::string_view kHtml401Prefixes[] = {"-//w3c//dtd html 4.01 frameset//",
                                                 "-//w3c//dtd html 4.01 transitional//"};
constexpr std::string_view kXhtmlPrefixes[] = {"-//w3c//dtd xhtml 1.0 frameset//",
                                               "-//w3c//dtd xhtml 1.0 transitional//"};

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(static_cast<uint8_t>(c));
  return lower;
}

}  // namespace

QuirksMode QuirksOf(const Token& doctype, const TreeData& tree) {
  const std::string public_id = LowerCase(tree.Text(doctype.public_id));
  const std::string system_id = LowerCase(tree.Text(doctype.system_id));
  const auto begins = [&public_id](std::string_view prefix) {
    return public_id.starts_with(prefix);
  };
  if (doctype.force_quirks || tree.Text(doctype.text) != "html" ||
      std::ranges::find(kQuirksIdentifiers, public_id) != std::end(kQuirksIdentifiers) ||
      system_id == "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd" ||
      std::ranges::any_of(kQuirksPrefixes, begins) ||
      (!doctype.has_system && std::ranges::any_of(kHtml401Prefixes, begins))) {
    return QuirksMode::kFull;
  }
  if (std::ranges::any_of(kXhtmlPrefixes, begins) ||
      (doctype.has_system && std::ranges::any_of(kHtml401Prefixes, begins))) {
    return QuirksMode::kLimited;
  }
  return QuirksMode::kNone;
}

}  // namespace html
