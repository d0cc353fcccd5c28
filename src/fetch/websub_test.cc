#include "fetch/websub.h"

#include <gtest/gtest.h>

namespace fetch {
namespace {

model::Subscription Wanted() {
  model::Subscription subscription;
  subscription.topic = "https://a.org/feed?x=1&y=2";
  subscription.secret = "s3cret";
  return subscription;
}

TEST(WebSub, Forms) {
  EXPECT_EQ(HubForm(Wanted(), HubMode::kSubscribe, "https://me.org/websub/t", 86'400),
            "hub.callback=https%3A%2F%2Fme.org%2Fwebsub%2Ft&hub.mode=subscribe&"
            "hub.topic=https%3A%2F%2Fa.org%2Ffeed%3Fx%3D1%26y%3D2&hub.lease_seconds=86400&"
            "hub.secret=s3cret");
  EXPECT_EQ(HubForm(Wanted(), HubMode::kUnsubscribe, "https://me.org/websub/t", 86'400),
            "hub.callback=https%3A%2F%2Fme.org%2Fwebsub%2Ft&hub.mode=unsubscribe&"
            "hub.topic=https%3A%2F%2Fa.org%2Ffeed%3Fx%3D1%26y%3D2");
}

TEST(WebSub, Calls) {
  struct Case {
    const char* query;
    HubWord word;
    const char* topic;
    const char* challenge;
    int64_t lease;
  };
  const std::string long_challenge = "hub.mode=subscribe&hub.challenge=" + std::string(5'000, 'x');
  const Case cases[] = {
      {"", HubWord::kNone, "", "", 0},
      {"hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.org%2F&hub.challenge=abc&"
       "hub.lease_seconds=100",
       HubWord::kSubscribe, "https://a.org/", "abc", 100},
      {"hub.mode=unsubscribe&hub.topic=t&hub.challenge=abc", HubWord::kUnsubscribe, "t", "abc", 0},
      {"hub.mode=subscribe&hub.topic=t", HubWord::kNone, "t", "", 0},
      {"hub.mode=denied&hub.topic=t&hub.reason=no", HubWord::kDenied, "t", "", 0},
      {"hub.mode=subscribe&hub.challenge=a&hub.lease_seconds=-5", HubWord::kSubscribe, "", "a", 0},
      {"hub.mode=subscribe&hub.challenge=a&hub.lease_seconds=9999999999", HubWord::kSubscribe, "",
       "a", 7'776'000},
      {"hub.mode=subscribe&hub.challenge=a&hub.lease_seconds=9999999999999999999999999",
       HubWord::kSubscribe, "", "a", 0},
  };
  for (const Case& c : cases) {
    net::Request request;
    request.query = c.query;
    const HubCall call = ReadHubCall(request);
    EXPECT_EQ(call.word, c.word) << c.query;
    EXPECT_EQ(call.topic, c.topic) << c.query;
    EXPECT_EQ(call.challenge, c.challenge) << c.query;
    EXPECT_EQ(call.lease_seconds, c.lease) << c.query;
  }
  // It is shown to the owner: nothing in it steers a terminal, or is no text.
  net::Request denial;
  denial.query = "hub.mode=denied&hub.topic=t&hub.reason=no%0A%1B%5B2J%C2%9B%00%FF%C3%A9";
  EXPECT_EQ(ReadHubCall(denial).reason, "no  [2J  \uFFFD\u00E9");
  net::Request request;
  request.query = long_challenge;
  EXPECT_EQ(ReadHubCall(request).word, HubWord::kNone);
}

// RFC 2202 and RFC 4231, test case 2 of each: key "Jefe", "what do ya want for nothing?".
TEST(WebSub, Signatures) {
  constexpr std::string_view kBody = "what do ya want for nothing?";
  const std::string_view good[] = {
      "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
      "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
      "8e2240ca5e69e2c78b3239ecfab21649",
      "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
      "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
      "SHA1=EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79",
  };
  for (const std::string_view signature : good) {
    EXPECT_TRUE(IsSignedBy("Jefe", signature, kBody)) << signature;
    EXPECT_FALSE(IsSignedBy("Jeff", signature, kBody)) << signature;
    EXPECT_FALSE(IsSignedBy("Jefe", signature, "what do ya want")) << signature;
    EXPECT_FALSE(IsSignedBy("Jefe", signature.substr(0, signature.size() - 1), kBody));
  }
  for (const std::string_view bad : {"", "sha1", "sha1=", "md5=750c783e6ab0b503eaa86e310a5db738",
                                     "=", "sha256", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"}) {
    EXPECT_FALSE(IsSignedBy("Jefe", bad, kBody)) << bad;
  }
  // Without a secret nothing is signed.
  EXPECT_FALSE(IsSignedBy("", SignatureOf("", "sha1", kBody), kBody));
}

TEST(WebSub, Tokens) {
  const std::string token = NewToken();
  EXPECT_EQ(token.size(), 32U);
  EXPECT_NE(token, NewToken());
}

}  // namespace
}  // namespace fetch
