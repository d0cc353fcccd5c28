#include "base/secrets.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/result.h"

namespace base {
namespace {

TEST(Secrets, AreMasked) {
  struct Case {
    const char* text;
    const char* masked;  // null: as it was
  };
  for (const Case& c : {
           // User information of URLs.
           Case{"fetching https://reader:s3cret@news.example/feed: 401",
                "fetching https://***@news.example/feed: 401"},
           {"https://ghp_token@host/", "https://***@host/"},
           {"http://a:b@c@host/x@y", "http://***@host/x@y"},
           {"postgresql://octavo:pa/ss?w@db.lan:5432/octavo",
            "postgresql://***@db.lan:5432/octavo"},
           {"socks5h://u:p@127.0.0.1:9050", "socks5h://***@127.0.0.1:9050"},
           {"http://user:it's-secret@host/", "http://***@host/"},
           {"http://o'neill:s3cret@host/: 401", "http://***@host/: 401"},
           {"asked 'http://u:p'q'@host/' twice", "asked 'http://***@host/' twice"},
           {"postgresql://o:it's/x@db/o", "postgresql://***@db/o"},
           {"/go?to=https%3A%2F%2Fu%3Ait's%40host%2F", "/go?to=https%3A%2F%2F***%40host%2F"},
           {"x://pwd='a b'@c", "x://***@c"},
           {"http://pwd=a/b,x@c", "http://***@c"},
           {"of 'https://a.example' and 'b@c.example'", nullptr},
           {"https://news.example/@author/post", nullptr},
           {"see https://a.example/ or ask me@b.example", nullptr},
           {"/go?to=https%3A%2F%2Fu%3Ap%40host%2F", "/go?to=https%3A%2F%2F***%40host%2F"},
           // Queries.
           {"https://h/f?token=abc&x=1", "https://h/f?token=***&x=1"},
           {"https://h/f?sig=abc: more than 5 redirects",
            "https://h/f?sig=***: more than 5 redirects"},
           {"https://h/f?x=1&API_KEY=abc#frag", "https://h/f?x=1&API_KEY=***#frag"},
           {"https://h/f?X-Amz-Signature=ab%20cd&X-Amz-Credential=k/2",
            "https://h/f?X-Amz-Signature=***&X-Amz-Credential=***"},
           {"?rsskey=1;sig=2,auth=3)", "?rsskey=***;sig=***,auth=***)"},
           {"?hub.secret=x&hub.mode=subscribe", "?hub.secret=***&hub.mode=subscribe"},
           {"url=https%3A%2F%2Fh%2F%3Ftoken%3Dabc%26page%3D2",
            "url=https%3A%2F%2Fh%2F%3Ftoken%3D***%26page%3D2"},
           {"https://h/?author=Ann&tokens=5&page=2&monk=1", nullptr},
           {"https://h/f?key=abc", "https://h/f?key=***"},
           {"write `key = value` lines", nullptr},
           {"'file:///etc/passwd': only http and https are read", nullptr},
           {"{\"otp\": 123456}", "{\"otp\": ***}"},
           // Connection strings, JSON, TOML.
           {"host=db password='it is long' user=o", "host=db password='***' user=o"},
           {"password=abc user=o", "password=*** user=o"},
           {R"({"user":"o","password":"a\"b","n":1})", R"({"user":"o","password":"***","n":1})"},
           {R"("{\"api_key\":\"abc\"}")", R"("{\"api_key\":\"***\"}")"},
           {"smtp_password = \"abc\"", "smtp_password = \"***\""},
           {"password: abc", "password: ***"},
           {"no such key: group_wate", nullptr},
           {"cookies: a line of text is wanted", nullptr},
           {"password: abc is wanted, not a word", "password: *** is wanted, not a word"},
           {"password: a1 b", "password: *** b"},
           {"password=a b", "password=*** b"},
           {"written as postgresql://host:5432/name or host=… user=…", nullptr},
           // Headers.
           {"Authorization: Basic dTpw==\r\nAccept: */*", "Authorization: ***\r\nAccept: */*"},
           {"cookie: a=b; c=\"d\"", "cookie: ***"},
           {"cookie: a line of text", "cookie: ***"},
           {"Set-Cookie: sid=1; Path=/\nDate: x", "Set-Cookie: ***\nDate: x"},
           {"X-Api-Key: abc", "X-Api-Key: ***"},
           {"sent Bearer eyJhbGciOi.J9-x_y and more", "sent Bearer *** and more"},
           {"a bearer token is missing", nullptr},
           // Nothing to hide.
           {"", nullptr},
           {"12:30: source https://news.example/rss.xml: 304 in 12 ms", nullptr},
           {"token=", nullptr},
           {"=:%=", nullptr},
       }) {
    const std::string masked = MaskSecrets(c.text);
    EXPECT_EQ(masked, c.masked == nullptr ? c.text : c.masked);
    EXPECT_EQ(MaskSecrets(masked), masked);
  }
}

// Strangers' addresses stand in errors, and are as long as they like.
TEST(Secrets, AreMaskedInLinearTime) {
  for (const std::string_view piece : {"x://", "http://", "x://'", "%3a%2f%2f", "x%3A%2F%2F@",
                                       "x://@", "token=", "key= ", "a:b "}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    const auto start = std::chrono::steady_clock::now();
    MaskSecrets(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2)) << piece;
  }
}

TEST(Secrets, AreKnownByTheirNames) {
  for (const char* name : {"key",
                           "api_key",
                           "apikey",
                           "API-Key",
                           "accessKey",
                           "token",
                           "rssToken",
                           "password",
                           "pass",
                           "pwd",
                           "sig",
                           "X-Goog-Signature",
                           "Authorization",
                           "Proxy-Authorization",
                           "Cookie",
                           "Set-Cookie",
                           "PHPSESSIONID",
                           "sid",
                           "hub.secret",
                           "database_password",
                           "client-secret",
                           "auth",
                           "jwt"}) {
    EXPECT_TRUE(IsSecretName(name)) << name;
  }
  for (const char* name : {"", "author", "title", "page", "q", "id", "tokens", "max_tokens",
                           "compass", "signed", "code", "utm_source", "Accept", "keyword"}) {
    EXPECT_FALSE(IsSecretName(name)) << name;
  }
}

TEST(Secrets, AreInNoError) {
  const Error error = Error(ErrorKind::kUnavailable, "https://u:p4ss@h/ says no")
                          .With("source https://h/?token=t0k")
                          .With("round");
  EXPECT_EQ(error.message(), "round: source https://h/?token=***: https://***@h/ says no");
}

}  // namespace
}  // namespace base
