#pragma once
// From an entry and its page to a reading. The page speaks first; what it does not say, the entry
// does. Pure: no clock, no net, no store.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "enrich/enrich.h"
#include "extract/rules.h"
#include "model/article.h"
#include "model/page.h"
#include "model/publisher.h"
#include "model/source.h"
#include "store/store.h"

namespace pipeline {

// Reads the page of the entry; where there is none, the entry's own full text. An entry with
// neither is quarantined: the list of what could not be read is to be complete. A page that was
// read and found bad stays quarantined, whatever the entry holds.
// `seen` gets the blocks by which standing text is learned (extract/standing.h); `rules` are the
// owner's, null: there are none.
model::Reading ReadEntry(const store::ReadInput& input,
                         std::vector<model::MarkedBlock>* seen = nullptr,
                         const extract::Rules* rules = nullptr);

// How a page is asked for where the owner's rule (null: there is none) says something of it.
void AskByRule(const extract::Rule* rule, model::Asking& asking);

// What is committed of a reading: the reading, and what its blocks teach about its site. To be
// called again, should the transaction be.
base::Result<model::ArticleId> CommitReading(const store::Job& job, const model::Reading& reading,
                                             std::string_view site,
                                             std::span<const model::MarkedBlock> seen,
                                             store::Transaction& transaction);

// The entry's full text as a page of its own, so that it is read by the same rules.
model::Page PageFromEntry(const model::Entry& entry);

// Fills what the reading leaves open (title, byline, time, language, image) from the entry and the
// source.
void Complete(const model::Entry& entry, const model::Source& source, model::Reading& reading);

// Who prints the article: whoever the address that it was really found at belongs to. (What a page
// says of itself, a canonical URL, does not count: it could name anybody.) Absent: it has no
// address of its own.
std::optional<model::Publisher> PublisherOfReading(const store::ReadInput& input,
                                                   const model::Reading& reading);

// What `enrich` is asked about a reading.
enrich::Input EnrichInputFrom(const store::EnrichInput& input);

}  // namespace pipeline
