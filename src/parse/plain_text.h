#pragma once
// Titles and summaries as plain text. Only for this room.

#include <string>
#include <string_view>

namespace parse {

enum class Lines {
  kJoin,  // one line; every white space of Unicode is a space
  kKeep,  // a line for each block and each <br>
};

// Exactly what html::ToText gives for `html`, repaired by RepairMarkup (with kJoin: collapsed into
// one line afterwards), and faster for what titles and summaries mostly are: text, references and a
// few tags that are closed. Anything else is given to html::ToText. At most about `longest` bytes,
// cut between characters; the result is not normalised.
std::string TextOfHtml(std::string_view html, Lines lines, size_t longest);

// The same of text that is no HTML: white space collapsed, one line. NUL is dropped.
std::string TextOfPlain(std::string_view text, size_t longest);

// NFC.
std::string Composed(std::string text);

// The fast way alone, for tests and the fuzzer: false when `html` needs the other.
bool SimpleTextOfHtml(std::string_view html, Lines lines, size_t longest, std::string& out);

}  // namespace parse
