#include "serve/visibility.h"

namespace serve {

Permission MayBeShown(Visibility instance, Origin reader, bool licensed) {
  Permission permission;
  if (instance == Visibility::kPrivate) {
    if (reader != Origin::kLoopback) return permission;
    permission.anything = true;
    permission.owner = true;
    permission.full_text = true;
    permission.images = true;
    return permission;
  }
  // Public. Nobody is the owner by address alone: behind a proxy every reader seems to be local.
  permission.anything = true;
  permission.full_text = licensed;
  permission.images = licensed;
  permission.excerpt_characters = kExcerptCharacters;
  permission.may_be_indexed = true;
  return permission;
}

Origin OriginOf(std::string_view remote_address, bool came_through_proxy) {
  if (came_through_proxy) return Origin::kStranger;
  // An IPv4 address that came in over an IPv6 socket is written "::ffff:127.0.0.1".
  constexpr std::string_view kMapped = "::ffff:";
  if (remote_address.starts_with(kMapped)) remote_address.remove_prefix(kMapped.size());
  const bool loopback = remote_address == "::1" || remote_address.starts_with("127.");
  return loopback ? Origin::kLoopback : Origin::kStranger;
}

}  // namespace serve
