#pragma once
// The filters: JSON Lines in on standard input, JSON Lines out on standard output.
//
// One object a line; `id` is echoed; the order is kept; every line gets exactly one answer; a line
// that cannot be answered gets {"id": …, "error": {"kind": …, "message": …}} and makes the exit
// status 1. Memory is bounded: at most a few hundred lines are in flight. All cores are used. When
// standard output fails they take in no more and throw std::system_error, as fmt::print does:
// main() tells it (output.h).

#include <functional>
#include <vector>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/result.h"

namespace octavo {

// Answers one line. Called by several threads at once. `request` is an object; the answer must be
// one too and need not carry the id.
using LineFunction = std::function<base::Result<base::Json>(const base::Json& request)>;

// The same for answers that are long: writes the members of the answer, without the id, as they
// come. What was written of an answer that then fails is thrown away.
using LineWriter =
    std::function<base::Status(const base::Json& request, base::JsonWriter& members)>;

// Answers every line on its own. Returns the exit status.
int RunFilter(const LineFunction& answer);
int RunWritingFilter(const LineWriter& answer);

// For filters whose answer depends on what came before (`cluster`): lines are handed to `answer`
// one after the other, in order, on one thread.
int RunFilterInOrder(const LineFunction& answer);

// For filters that can answer only when they have seen every line (`relate`): `take` gets each line
// in order, on one thread; `answers` gives, when the input has ended, one answer for each line that
// `take` accepted, in order, ids included. Memory grows with the input.
int RunFilterAtEnd(const std::function<base::Status(const base::Json& request)>& take,
                   const std::function<std::vector<base::Json>()>& answers);

// The bytes that a request means by "html"/"text" style member `inline_name`, or by "file" (a
// path). kInvalidInput when neither is there.
base::Result<std::string> BytesOf(const base::Json& request, std::string_view inline_name);

}  // namespace octavo
