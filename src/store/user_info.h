#pragma once
// Names and passwords in the addresses of what is shown.
//
// A source's URL may hold them, and relative links of its feed once inherited them: stores that are
// older than that mend hold such addresses, in columns and in packed values. What is read out of a
// store loses them here, at one place, whatever shows it; a migration would have to unpack and pack
// every reading on both databases for the sake of the few sources that have a password. Looking for
// an '@' costs nothing beside the reading. What later polls are compared with is mended for good
// when such a source is polled (WriteTransaction::ForgetUserInfo).

#include <string>
#include <string_view>

namespace store {

// Of every http or https URL in `text`, an address or HTML, the name and password go. Linear.
std::string WithoutUserInfo(std::string text);

}  // namespace store
