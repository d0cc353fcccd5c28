#pragma once
// URLs by the WHATWG URL standard (https://url.spec.whatwg.org): the one meaning of a URL in the
// project.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace net {

// A parsed URL. A value: one string and offsets into it; copying and moving are cheap.
class Url {
 public:
  // kInvalidInput with what is wrong. `base` absent: the text must be absolute. Bytes that are not
  // UTF-8 count as U+FFFD; more than 2 MB are refused.
  static base::Result<Url> Parse(std::string_view text, const Url* base = nullptr);

  const std::string& href() const;    // serialised
  std::string_view scheme() const;    // "https", without ':'
  std::string_view username() const;  // percent-encoded, mostly empty
  std::string_view password() const;  // percent-encoded, mostly empty
  std::string_view host() const;      // serialised: "例え.jp" is "xn--r8jz45g.jp"; IPv6 in brackets
  std::optional<uint16_t> port() const;  // absent when it is the scheme's own
  uint16_t effective_port() const;       // with the scheme's own; 0 where there is none
  std::string_view path() const;
  std::string_view query() const;     // without '?'
  std::string_view fragment() const;  // without '#'
  bool IsHttp() const;                // http or https
  std::string HostKey() const;        // "https://example.org:443": what limits are counted by

  // Without fragment and without parameters that only follow readers about (utm_*, fbclid, gclid,
  // …).
  Url WithoutTracking() const;

  // Without name and password: what may be shown, and what links are resolved against (a relative
  // one inherits them).
  Url WithoutUserInfo() const;
  // With the name and password of `home`, where the host key is the same and it has none itself.
  Url WithUserInfoOf(const Url& home) const;

  bool operator==(const Url& other) const { return href_ == other.href_; }

 private:
  friend class UrlParser;
  struct Part {
    uint32_t start = 0;
    uint32_t size = 0;
  };
  std::string_view View(Part part) const;

  std::string href_;
  uint32_t scheme_size_ = 0;
  Part username_;
  Part password_;
  Part host_;
  Part path_;  // without the "/." that keeps an empty first segment from reading as a host
  Part query_;
  Part fragment_;
  std::optional<uint16_t> port_;
  bool has_host_ = false;
  bool has_query_ = false;
  bool has_opaque_path_ = false;  // "mailto:a@b": no hierarchy, no base for relative URLs
};

// "example.co.uk" of "www.news.example.co.uk", by the Public Suffix List; the host itself when it
// has none.
std::string RegistrableDomain(std::string_view host);

// Percent-decoding of a path segment or query part; '+' stays. Invalid sequences stay as they are.
std::string PercentDecode(std::string_view text);
// Percent-encodes everything but unreserved characters (RFC 3986, 2.3).
std::string PercentEncode(std::string_view text);

}  // namespace net
