#include "fetch/websub.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"
#include "net/url.h"

namespace fetch {
namespace {

constexpr size_t kLongestChallenge = 4'096;
constexpr size_t kLongestReason = 200;
constexpr int64_t kLongestLease = 90 * int64_t{86'400};

struct Method {
  std::string_view name;
  const EVP_MD* (*digest)();
};
constexpr std::array<Method, 4> kMethods = {
    {{"sha1", EVP_sha1}, {"sha256", EVP_sha256}, {"sha384", EVP_sha384}, {"sha512", EVP_sha512}}};

void AppendField(std::string_view name, std::string_view value, std::string& form) {
  if (!form.empty()) form += '&';
  form += name;
  form += '=';
  form += net::PercentEncode(value);
}

std::string Lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Without control characters, and not endless.
std::string OneLine(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::NextCodePoint(text, at);
    base::AppendCodePoint(c < 0x20 || (c >= 0x7F && c < 0xA0) ? U' ' : c, out);
  }
  return std::string(base::TruncateUtf8(out, kLongestReason));
}

}  // namespace

std::string HubForm(const model::Subscription& subscription, HubMode mode,
                    std::string_view callback, int64_t lease_seconds) {
  std::string form;
  AppendField("hub.callback", callback, form);
  AppendField("hub.mode", mode == HubMode::kSubscribe ? "subscribe" : "unsubscribe", form);
  AppendField("hub.topic", subscription.topic, form);
  if (mode == HubMode::kSubscribe) {
    AppendField("hub.lease_seconds", std::to_string(lease_seconds), form);
    AppendField("hub.secret", subscription.secret, form);
  }
  return form;
}

HubCall ReadHubCall(const net::Request& request) {
  HubCall call;
  const std::string mode = request.Parameter("hub.mode");
  call.topic = request.Parameter("hub.topic");
  call.challenge = request.Parameter("hub.challenge");
  call.reason = OneLine(request.Parameter("hub.reason"));
  const std::string lease = request.Parameter("hub.lease_seconds");
  const auto [end, error] =
      std::from_chars(lease.data(), lease.data() + lease.size(), call.lease_seconds);
  const bool is_number = error == std::errc() && end == lease.data() + lease.size();
  if (!is_number || call.lease_seconds < 0) call.lease_seconds = 0;
  call.lease_seconds = std::min(call.lease_seconds, kLongestLease);
  const bool is_question = !call.challenge.empty() && call.challenge.size() <= kLongestChallenge;
  if (mode == "denied") call.word = HubWord::kDenied;
  if (mode == "subscribe" && is_question) call.word = HubWord::kSubscribe;
  if (mode == "unsubscribe" && is_question) call.word = HubWord::kUnsubscribe;
  return call;
}

std::string SignatureOf(std::string_view secret, std::string_view method, std::string_view body) {
  const auto found = std::ranges::find(kMethods, method, &Method::name);
  if (found == kMethods.end()) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (HMAC(found->digest(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data(),
           &size) == nullptr) {
    return {};
  }
  std::string out(method);
  out += '=';
  for (unsigned i = 0; i < size; ++i) out += fmt::format("{:02x}", digest.at(i));
  return out;
}

bool IsSignedBy(std::string_view secret, std::string_view signature_header, std::string_view body) {
  const std::string given = Lowered(signature_header);
  const std::string wanted = SignatureOf(secret, given.substr(0, given.find('=')), body);
  return !wanted.empty() && !secret.empty() && wanted.size() == given.size() &&
         CRYPTO_memcmp(wanted.data(), given.data(), wanted.size()) == 0;
}

std::string NewToken() {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  std::string token;
  for (const unsigned char byte : bytes) token += kAlphabet[byte % kAlphabet.size()];
  return token;
}

}  // namespace fetch
