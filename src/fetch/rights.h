#pragma once
// What a publisher reserves: read out of an answer's headers, a page's <meta> and a site's
// /.well-known/tdmrep.json. Pure functions over any bytes.
//
// Sources: the TDM Reservation Protocol (final report of the W3C community group, 2024), and
// `noai`/`noimageai` as DeviantArt introduced them (2022) for X-Robots-Tag and <meta name=robots>.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/rights.h"
#include "net/http_server.h"

namespace fetch {

// Of the headers of one answer. An X-Robots-Tag for another robot ("otherbot: noai") does not
// count, one for ours and one for all do.
model::Rights RightsOfHeaders(const net::Headers& headers);

// Of the <meta> elements in the first 256 KiB of a page. Comments are not left out: where it is in
// doubt whether something is reserved, it is.
model::Rights RightsOfHtml(std::string_view html);

// One rule of a tdmrep.json.
struct ReservationRule {
  std::string location;  // as in robots.txt: '*' and '$' are signs
  model::Rights rights;
};
// In the file's order; empty when it is none. At most 1,000.
std::vector<ReservationRule> ReservationsFrom(std::string_view json);
// What the first rule that matches says of a path with its query.
model::Rights RightsOfPath(const std::vector<ReservationRule>& rules, std::string_view target);

}  // namespace fetch
