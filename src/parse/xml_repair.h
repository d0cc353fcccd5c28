#pragma once
// What can be wrong with XML, and was put right. Only for this room.

#include <cstdint>
#include <string_view>

namespace parse {

enum class Repair : uint8_t {
  kStrayBracket,
  kBareAmpersand,
  kUnknownEntity,
  kControlCharacter,
  kForbiddenReference,
  kCDataOpen,
  kCommentOpen,
  kInstructionOpen,
  kDeclaration,
  kTagOpen,
  kMarkInTag,
  kNoValue,
  kNoQuotes,
  kQuoteOpen,
  kAttributeTwice,
  kAttributesBeyond,
  kElementsOpen,
  kEndWithoutStart,
  kItemOpen,
  kBehindRoot,
  kTooDeep,
  kTooMany,
  kOpenAtEnd,
  kTooLong,
  kEncodedTwice,
  kUndeclaredPrefix,
  kPrologOpen,
};
// In words, in the same order.
inline constexpr std::string_view kRepairs[] = {
    "a '<' that starts no tag was escaped",
    "a bare '&' was escaped",
    "a reference to an entity that nobody knows was left as it stands",
    "control characters were dropped",
    "a reference to a character that XML forbids was dropped",
    "a CDATA section was left open",
    "a comment was left open",
    "a processing instruction was left open",
    "a declaration between elements was dropped",
    "a tag was left open",
    "a mark inside a tag was dropped",
    "an attribute without a value",
    "an attribute without quotation marks",
    "a quotation mark was left open",
    "an attribute given twice was dropped",
    "attributes beyond the limit were dropped",
    "elements were left open before the end of the one around them",
    "an end tag without a start was dropped",
    "an item was left open",
    "what stands behind the root element was moved into it",
    "elements too deep were dropped, their text was kept",
    "more elements than the limit: the rest was left out",
    "elements were left open at the end",
    "the document is longer than 64 MB: the rest was left out",
    "text that was encoded twice was put right",
    "a prefix that nothing declares was taken for what it mostly is",
    "what stands before the root element was left open",
};

}  // namespace parse
