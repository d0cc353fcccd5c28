#pragma once
// Rights: what a publisher reserves, as machines are told it.
//
// Three ways of saying it are known: `noai` and `noimageai` (X-Robots-Tag, <meta name=robots>), the
// TDM Reservation Protocol (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202/:
// header, <meta>, /.well-known/tdmrep.json). Octavo reads for its reader all the same; a reserved
// text is never given to a language model.

#include <string>
#include <string_view>

namespace model {

struct Rights {
  bool no_ai = false;        // "noai"
  bool no_image_ai = false;  // "noimageai"
  bool tdm = false;          // text and data mining is reserved
  std::string tdm_policy;    // where a licence is to be had, a URL; empty: not stated
  bool operator==(const Rights&) const = default;

  bool Any() const { return no_ai || no_image_ai || tdm; }
  // What either reserves.
  void Join(const Rights& other);
};

// "noai noimageai tdm=https://a.org/policy", as it is stored and shown; empty: nothing is reserved.
std::string RightsText(const Rights& rights);
// The other way; words that are not known are passed over.
Rights RightsFrom(std::string_view text);

}  // namespace model
