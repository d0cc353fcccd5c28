#include "serve/assets.h"

#include "base/hash.h"
#include "base/result.h"

namespace serve {
namespace {

std::string_view ContentTypeOf(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return {};
}

}  // namespace

std::string_view EmbeddedBytes(std::string_view name) {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (file.name == name) return file.bytes;
  }
  base::CheckFailed(__FILE__, __LINE__, "embedded file", name);
}

Assets::Assets() {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    const std::string_view type = ContentTypeOf(file.name);
    if (type.empty()) continue;
    const size_t slash = file.name.rfind('/') + 1;
    const size_t dot = file.name.rfind('.');
    Asset asset;
    asset.path.append("/assets/").append(file.name.substr(slash, dot - slash)).append("-");
    asset.path.append(base::HexOf(base::Hash64(file.bytes))).append(file.name.substr(dot));
    asset.content_type = type;
    asset.bytes = file.bytes;
    entries_.push_back({file.name, std::move(asset)});
  }
}

const Asset* Assets::Find(std::string_view path) const {
  for (const Entry& entry : entries_) {
    if (entry.asset.path == path) return &entry.asset;
  }
  return nullptr;
}

const std::string& Assets::PathOf(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return entry.asset.path;
  }
  base::CheckFailed(__FILE__, __LINE__, "asset", name);
}

}  // namespace serve
