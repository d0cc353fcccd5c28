#pragma once
// What was given for one site stays with it: the name and password in a source's URL, and the
// headers and cookies that it is asked with.

#include <string>

#include "model/source.h"
#include "net/url.h"

namespace pipeline {

// Whether headers and cookies that were given for `home` may be sent to `there`: another page of
// its registrable domain, at the same port, and not in clear text what was given for https. From
// http to https between the schemes' own ports is the same port.
bool IsAtHome(const net::Url& home, const net::Url& there);

// As `there` is to be asked for a source: as the source is, with headers and cookies only at home.
// The name and password of the source's URL are in the header Authorization where the host key is
// the same and the owner has given no such header. Precondition: `there` is a page, and not the
// source itself, whose URL says who asks.
model::Asking AskingAt(const model::Source& source, const net::Url& home, const net::Url& there);

// `url` with the name and password of the source's, where the host key is the same.
std::string WithUserInfoOf(const model::Source& source, const std::string& url);

}  // namespace pipeline
