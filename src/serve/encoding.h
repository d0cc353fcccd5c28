#pragma once
// Content-Encoding: which one a reader wants, and the compressed bytes.

#include <string>
#include <string_view>

namespace serve {

enum class Encoding { kIdentity, kGzip, kBrotli };
inline constexpr size_t kEncodingCount = 3;

// The best that an Accept-Encoding header allows (RFC 9110, 12.5.3): br before gzip before none.
Encoding ChooseEncoding(std::string_view accept_encoding);

// "gzip"; empty for identity.
std::string_view EncodingName(Encoding encoding);

// `bytes` compressed. Never fails: where compression does not work the bytes come back as they are
// and `encoding` is set to kIdentity.
std::string Compress(std::string_view bytes, Encoding& encoding);

}  // namespace serve
