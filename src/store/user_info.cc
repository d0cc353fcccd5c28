#include "store/user_info.h"

#include <optional>
#include <vector>

#include "store/transaction.h"

namespace store {
namespace {

constexpr std::string_view kEndsAuthority = "/?#\\\"'<> \t\r\n";

bool IsHttpBefore(std::string_view text, size_t colon) {
  const std::string_view before = text.substr(0, colon);
  return before.ends_with("http") || before.ends_with("https");
}

// An entry whose key or addresses hold a name and password.
struct Telling {
  int64_t entry = 0;
  std::string key;
  int64_t address = 0;
  std::string url;
  int64_t article = 0;  // 0: none
  std::string article_url;
};

}  // namespace

std::string WithoutUserInfo(std::string text) {
  if (!text.contains('@')) return text;
  constexpr std::string_view kSlashes = "://";
  std::string out;
  size_t kept = 0;  // up to there it is in `out`
  for (size_t at = text.find(kSlashes); at != std::string::npos; at = text.find(kSlashes, at)) {
    const bool is_http = IsHttpBefore(text, at);
    at += kSlashes.size();
    if (!is_http) continue;
    const std::string_view rest = std::string_view(text).substr(at);
    const std::string_view authority = rest.substr(0, rest.find_first_of(kEndsAuthority));
    const size_t sign = authority.rfind('@');
    if (sign == std::string_view::npos) continue;
    out.append(text, kept, at - kept);
    kept = at + sign + 1;
  }
  if (kept == 0) return text;
  return out.append(text, kept);
}

// The entries of a source whose URL holds a name and password, as they would have been stored
// without it: the feed is compared with them. An address that another has already stays.
base::Status WriteTransaction::ForgetUserInfo(model::SourceId source) {
  std::vector<Telling> found;
  TRY(ForEachRow(connection_,
                 "SELECT e.id, e.key, d.id, coalesce(d.url, ''), a.id, coalesce(a.url, '') "
                 "FROM entries e JOIN addresses d ON d.id = e.address "
                 "LEFT JOIN articles a ON a.id = d.article WHERE e.source = $1 "
                 "AND (e.key LIKE 'http%@%' OR d.url LIKE 'http%@%' OR a.url LIKE 'http%@%')",
                 {source}, [&](Statement& row) -> base::Status {
                   found.push_back({row.Integer(0), row.String(1), row.Integer(2), row.String(3),
                                    row.Integer(4), row.String(5)});
                   return {};
                 }));
  for (const Telling& one : found) {
    if (const std::string key = WithoutUserInfo(one.key); key != one.key) {
      TRY(
          connection_.Put("UPDATE entries SET key = $2 WHERE id = $1 AND NOT EXISTS "
                          "(SELECT 1 FROM entries k WHERE k.source = $3 AND k.key = $2)",
                          {one.entry, key, source}));
    }
    if (const std::string url = WithoutUserInfo(one.url); url != one.url) {
      TRY(
          connection_.Put("UPDATE addresses SET url = $2 WHERE id = $1 AND NOT EXISTS "
                          "(SELECT 1 FROM addresses o WHERE o.url = $2)",
                          {one.address, url}));
    }
    const std::string url = WithoutUserInfo(one.article_url);
    if (one.article == 0 || url == one.article_url) continue;
    TRY_ASSIGN(const int64_t owner, OwnerOf(url));
    if (owner != 0) continue;
    TRY(connection_.Put("UPDATE articles SET url = $2 WHERE id = $1", {one.article, url}));
    ahead_.SetOwner(url, model::ArticleId{one.article});
  }
  return {};
}

}  // namespace store
