#pragma once
// The reader of pages: bytes in, model::Reading out.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "extract/rules.h"
#include "model/article.h"
#include "model/standing.h"

namespace extract {

struct Input {
  std::string_view url;                  // of the page after redirects; may be empty
  std::string_view html;                 // UTF-8; anything else is repaired
  std::string_view content_type;         // header as sent; may be empty
  std::string_view headline;             // of the feed's entry, as a hint; may be empty
  std::optional<base::Instant> fetched;  // dates after it (by more than a day) are not believed
  const Rule* rule = nullptr;            // the owner's for this site; null: there is none
  std::span<const model::BlockMark> standing = {};  // blocks that are left out, see LearnStanding
};

// Reads a page. Never fails: a page that is no article comes back with Verdict::kQuarantine, the
// reason, and whatever could be read. Linear in the page; safe for use by several threads.
//
// No address in it bears the name and password of `url`. `text` is filled for quarantined pages
// too; it leaves the title and the captions out. `confidence` is of the verdict. `seen` gets the
// blocks by which standing text is learned, those that are left out too.
model::Reading Read(const Input& input, std::vector<model::MarkedBlock>* seen = nullptr);

}  // namespace extract
