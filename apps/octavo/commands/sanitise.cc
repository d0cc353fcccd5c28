#include "html/sanitise.h"
#include "base/json.h"
#include "commands.h"
#include "filter.h"

namespace octavo {
namespace {

base::Result<base::Json> Answer(const base::Json& request) {
  TRY_ASSIGN(const std::string html, BytesOf(request, "html"));
  base::Json out;
  out.Set("html", html::Sanitise(html, request.String("base")));
  return out;
}

}  // namespace

Command SanitiseCommand() {
  return {
      "sanitise",
      "make HTML safe to show: JSON Lines in, JSON Lines out",
      "Prints HTML with everything left out that could do harm: scripts, styles, frames, forms,\n"
      "event attributes, addresses other than http, https and mailto.\n"
      "\n"
      "In, one object a line: id, html (text) or file (a path), base (the address that relative\n"
      "ones are completed with; optional). Out: id, html.\n"
      "\n"
      "  echo '{\"id\":1,\"html\":\"<b onclick=x>hi</b>\"}' | octavo sanitise",
      "",
      {},
      [](const Arguments&) -> int { return RunFilter(Answer); }};
}

}  // namespace octavo
