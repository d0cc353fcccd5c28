#pragma once
// What an owner can order: sources added, removed and paused, pages read again. The same order is
// carried out by a command on its own, or sent to the process that runs on the data folder.
//
//   {"do": "add", "sources": [{"url": …, "title": …, "sections": […], "language": …, "country": …,
//          "sample": …}]}
//     -> {"results": [{"url": …, "id": 1, "new": true} | {"url": …, "error": "…"}]}
//   {"do": "remove", "source": "12" or its URL}  -> {"url": …, "id": 12}
//   {"do": "reread"}                             -> {"pages": 12}
//   {"do": "furniture", "id": 7, "decision": "kept" or "dropped"}  -> {"site": …, "text": …}
//   {"do": "furniture", "site": "news.example", "text": …}         -> {"new": true or false}
//   {"do": "pause", "source": "12" or its URL, "paused": true or false}
//     -> {"changed": 1, "url": …}
//   {"do": "pause", "all": true, "paused": true or false}  -> {"changed": 12, "url": ""}

#include <span>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/source.h"
#include "model/standing.h"
#include "store/store.h"

namespace pipeline {

base::Json AddOrder(std::span<const model::Source> sources);
base::Json RemoveOrder(std::string_view source);
base::Json RereadOrder();
// What the owner says of standing text that was learned; or text that is to be left out from now
// on.
base::Json FurnitureOrder(model::StandingId id, model::StandingDecision decision);
base::Json FurnitureOrder(std::string_view site, std::string_view text);
// `paused` false: it is asked again.
base::Json PauseOrder(std::string_view source, bool paused);
base::Json PauseAllOrder(bool paused);

// kInvalidInput: no such order, or one that cannot be understood. A source that cannot be added
// does not stop the others: its result says why.
base::Result<base::Json> CarryOut(store::Store& store, const base::Json& order);

}  // namespace pipeline
