#pragma once
// What every renderer gets and gives: pages (pages.h), API answers (api.h) and feeds (feeds.h) are
// functions of a request and of the store as this reader may see it.

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "net/http_server.h"
#include "serve/addresses.h"
#include "serve/assets.h"
#include "serve/locale.h"
#include "serve/page_cache.h"
#include "serve/server.h"
#include "serve/visible_reader.h"

namespace serve {

struct Context {
  const Options& options;
  const Assets& assets;
  const net::Request& request;
  Origin origin = Origin::kStranger;
  base::Instant now;
  std::string base;  // "http://127.0.0.1:8080", what absolute addresses begin with
  VisibleReader& reader;

  Permission permission() const { return MayBeShown(options.visibility, origin, false); }
};

// The parameter `name` as a number within [low, high], `standard` when it is not given.
// kInvalidInput when it is anything else.
base::Result<size_t> NumberParameter(const net::Request& request, std::string_view name,
                                     size_t standard, size_t low, size_t high);

}  // namespace serve
