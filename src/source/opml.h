#pragma once
// OPML 1.0 and 2.0 (http://opml.org/spec2.opml): lists of sources in and out.
//
// A list comes from strangers as much as a feed does. Only http and https addresses are taken:
// other readers were made to run commands ("exec:", "|program") and to read files by lists. Nothing
// in a list is ever fetched, run or opened by reading it.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/source.h"

namespace source {

// One thing in a list that could not be taken as it stands. The rest of the list was read.
struct Problem {
  size_t line = 0;   // from 1; 0: of the whole
  std::string text;  // for people: what it is and what to do, with name and line before it:
                     // "feeds.opml: line 12: 'Jane': no xmlUrl: add the feed's address, or …"
};

struct List {
  std::string title;                   // plain text; may be empty
  std::vector<model::Source> sources;  // in the list's order, each URL once
  std::vector<Problem> problems;       // at most 1,000; empty: all of it was taken
};

// Reads a list, a broken one as far as it can be. `name` (the file's) goes into messages. Of each
// source: url (WHATWG-serialised, http or https), title (plain text), sections (the folders around
// it, outermost first; else its category), language and country where given; kind kUnknown.
// kInvalidInput only when it is no OPML at all; a list without sources is no error, and says so in
// `problems`. Bounded: 32 MB, 50,000 sources, folders 16 deep.
base::Result<List> ReadOpml(std::string_view bytes, std::string_view name);

// Whether the bytes look like OPML (an <opml> or <outline> element near the start).
bool LooksLikeOpml(std::string_view bytes);

// OPML 2.0 in UTF-8 that ReadOpml reads back to the same sources (url, title, sections, language,
// country); folders in the order in which they first come.
std::string WriteOpml(std::span<const model::Source> sources, std::string_view title);

}  // namespace source
