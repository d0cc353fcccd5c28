#pragma once
// The rules of HTTP/1.1 messages that need no socket, for the server: what a request's target and
// host mean, which framing is refused, what an answer's head looks like. Plain functions, so that
// they are tested and fuzzed without a connection.

#include <cstddef>
#include <string>
#include <string_view>

#include "net/http_server.h"

namespace net {

// Splits request.target (RFC 9112, 3.2: origin form, absolute form or "*") into path and query. In
// absolute form it names the host, too, and overrules the header. False when it is none of these.
bool SplitTarget(Request& request);

// "example.org", "example.org:8080", "[::1]:80", "" (RFC 9110, 7.2): what a URL may have as its
// host, and nothing that means more to a template, a log or a link.
bool IsHostValue(std::string_view host);

// Whether Transfer-Encoding and Content-Length say in one way only where the body ends. A front
// server that reads them differently would take a part of a body for the next request.
bool IsFramedOnce(const Headers& headers, bool is_http_11);

// Whether an answer of this status has a body at all (RFC 9110, 6.4.1).
bool StatusHasBody(int status);

// The answer's head up to and with the blank line. `reason` is the status's phrase, `date` the
// value of Date. Names and values cannot start a header of their own: control characters become
// spaces.
std::string WriteHead(const Response& response, std::string_view reason, std::string_view date,
                      size_t length, bool keep_alive);

}  // namespace net
