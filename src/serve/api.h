#pragma once
// The same as the pages, as JSON, under /api/v1/. Documented in docs/api.md.

#include <string_view>

#include "base/result.h"
#include "serve/render.h"

namespace serve {

// `path` begins with "/api/v1/". Errors become ApiError by the caller.
base::Result<Rendered> AnswerApi(const Context& context, std::string_view path);

// {"error": {"kind": …, "message": …}}
Rendered ApiError(int status, const base::Error& error);

}  // namespace serve
