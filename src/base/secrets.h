#pragma once
// What must not be seen by whoever reads a log, an error message, a status page or a bug report:
// the one function that takes it out. base/log and base::Error call it for every text of theirs.

#include <string>
#include <string_view>

namespace base {

// Whether what goes by this name (a query parameter, a header, a setting, a field) is a secret:
// "api_key", "X-Amz-Signature", "rssToken", "pass", "Cookie".
bool IsSecretName(std::string_view name);

// `text` with "***" in the place of every secret that its surroundings give away:
//   https://user:password@host/      the user information of a URL, or of a database's address
//   ?token=…&sig=…, password='…'     values of names that IsSecretName knows, in a query, a
//   "api_key": "…"                   connection string or JSON, also percent-encoded (token%3D…)
//   Authorization: …, Cookie: …      to the end of the line
//   Bearer …
// Any bytes may go in. Masking twice changes nothing. Takes linear time.
std::string MaskSecrets(std::string_view text);

}  // namespace base
