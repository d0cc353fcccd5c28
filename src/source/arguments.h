#pragma once
// What people give on the command line or in the add form: files, addresses, bare hosts.

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/source.h"
#include "source/opml.h"

namespace source {

// The source that an address stands for: "https://example.org/feed", "feed://example.org/feed",
// "example.org", "example.org/news", "localhost:8080/feed" (http for loopback, else https). Kind
// kUnknown: the first poll finds out whether it is a feed, a page that names one, or a list.
// kInvalidInput, naming what was given and what to do, for everything else.
base::Result<model::Source> SourceFromAddress(std::string_view address);

// The sources of a file: OPML, or one address a line ('#' starts a comment). kNotFound,
// kInvalidInput.
base::Result<List> SourcesFromFile(const std::string& path);

// Every argument in turn: what exists as a file is read as one, anything else is an address. Each
// URL once, in the order given. What cannot be taken is named in `problems` (Problem::line is 0 for
// an argument) and does not stop the others; the caller decides what an empty list means.
List SourcesFromArguments(std::span<const std::string> arguments);

}  // namespace source
