#pragma once
// Who is asking, and whether the request may be answered at all: the Host header against DNS
// rebinding, the origin of forms against forgery, and the headers that every answer carries.

#include <string>
#include <string_view>

#include "net/http_server.h"
#include "serve/visibility.h"

namespace serve {

// Where the request comes from. A request that passed through a proxy (Forwarded, X-Forwarded-*,
// Via, X-Real-IP) is a stranger's, wherever the socket ends.
Origin OriginOfRequest(const net::Request& request);

// On a private instance the Host header must name this machine ("localhost", "127.0.0.1", "[::1]",
// with any port), or be that of public_url. A page of another site whose name was pointed at this
// machine is refused here.
bool HostIsAllowed(const net::Request& request, Visibility instance, std::string_view public_url);

// Whether a form was sent by a page of this very origin (Sec-Fetch-Site, else Origin). Browsers
// send at least one of the two with every POST; a request with neither is refused.
bool IsSameOriginPost(const net::Request& request, std::string_view public_url);

// "https://news.example.org" or "http://127.0.0.1:8080": what absolute links begin with.
std::string BaseOf(const net::Request& request, std::string_view public_url);

// Content-Security-Policy and its kin.
void AddSecurityHeaders(net::Response& response, bool private_instance);

}  // namespace serve
