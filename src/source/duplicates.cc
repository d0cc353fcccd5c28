#include "source/duplicates.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "net/url.h"

namespace source {
namespace {

constexpr int64_t kLeastShared = 5;

std::string_view WithoutPrefix(std::string_view host) {
  for (const std::string_view prefix : {"www.", "m."}) {
    // "m.org" is a name, not a prefix.
    if (host.starts_with(prefix) && host.substr(prefix.size()).contains('.')) {
      return host.substr(prefix.size());
    }
  }
  return host;
}

std::string_view WithoutEnd(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash != std::string_view::npos && path.substr(slash + 1).starts_with("index.")) {
    const std::string_view name = path.substr(slash + 1);
    for (const std::string_view index :
         {"index.html", "index.htm", "index.php", "index.asp", "index.aspx", "index.jsp"}) {
      if (name == index) path = path.substr(0, slash);
    }
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

std::string SortedQuery(std::string_view query) {
  std::vector<std::string_view> parts;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (!part.empty()) parts.push_back(part);
  }
  std::ranges::sort(parts);
  return fmt::format("{}", fmt::join(parts, "&"));
}

using Pair = std::pair<model::SourceId, model::SourceId>;

void Note(model::SourceId one, model::SourceId other, const std::string& why,
          std::map<Pair, std::string>& found) {
  if (one == other) return;
  found.try_emplace(Pair(std::min(one, other), std::max(one, other)), why);
}

}  // namespace

std::string DuplicateKey(std::string_view url) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed || !parsed->IsHttp()) return {};
  const net::Url plain = parsed->WithoutTracking();
  std::string key(WithoutPrefix(plain.host()));
  if (plain.port()) key += fmt::format(":{}", *plain.port());
  key += WithoutEnd(plain.path());
  if (!plain.query().empty()) key += '?' + SortedQuery(plain.query());
  return key;
}

std::vector<Duplicate> FindDuplicates(std::span<const model::Source> sources,
                                      std::span<const Overlap> overlaps) {
  std::map<std::string, std::vector<model::SourceId>> by_key;
  for (const model::Source& source : sources) {
    if (const std::string key = DuplicateKey(source.url); !key.empty()) {
      by_key[key].push_back(source.id);
    }
  }
  std::map<Pair, std::string> found;
  for (const auto& [key, ids] : by_key) {
    for (const model::SourceId id : ids) {
      Note(ids.front(), id, "the same address but for what mostly makes no difference", found);
    }
  }
  for (const model::Source& source : sources) {
    for (const std::string& url : {source.moved_to, source.previous_url}) {
      const auto there = url.empty() ? by_key.end() : by_key.find(DuplicateKey(url));
      if (there == by_key.end()) continue;
      Note(source.id, there->second.front(), "one redirects to the other", found);
    }
  }
  for (const Overlap& overlap : overlaps) {
    if (overlap.shared < kLeastShared || overlap.shared * 10 < overlap.smaller * 9) continue;
    Note(overlap.one, overlap.other,
         fmt::format("{} of {} entries are the same", overlap.shared, overlap.smaller), found);
  }
  std::vector<Duplicate> out;
  for (auto& [pair, why] : found) out.push_back({pair.first, pair.second, std::move(why)});
  return out;
}

}  // namespace source
