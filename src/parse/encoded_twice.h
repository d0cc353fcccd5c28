#pragma once
// Text that went through UTF-8 twice. Only for this room.

#include <string>
#include <string_view>

namespace parse {

// Whether the text may hold what UndoEncodingTwice puts right: quick.
bool MayBeEncodedTwice(std::string_view text);

// Punctuation in UTF-8 that somebody took for windows-1252 or Latin-1 and encoded once more: of
// "donâ€™t" it makes "don’t". Only U+2000 to U+203F, whose three characters nobody ever writes
// beside each other; letters ("Ã©") could be meant. Whether there was any.
bool UndoEncodingTwice(std::string& text);

}  // namespace parse
