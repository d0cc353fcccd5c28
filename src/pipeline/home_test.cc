#include "pipeline/home.h"

#include <gtest/gtest.h>

namespace pipeline {
namespace {

TEST(Home, WhereHeadersAndCookiesMayGo) {
  struct Case {
    const char* home;
    const char* there;
    bool is_at_home;
  };
  for (const Case& c : {
           Case{"https://a.example/feed", "https://a.example/1", true},
           {"https://feeds.a.example/", "https://www.a.example/1", true},
           {"https://a.example/", "https://b.example/1", false},
           {"https://a.co.uk/", "https://b.co.uk/1", false},
           {"http://a.example/", "http://a.example/1", true},
           {"http://a.example/", "https://a.example/1", true},
           {"https://a.example/", "http://a.example/1", false},
           {"https://a.example/", "http://a.example:443/1", false},
           {"http://a.example/", "http://a.example:8080/1", false},
           {"http://a.example:8080/", "http://a.example/1", false},
           {"http://a.example:8080/", "http://a.example:8080/1", true},
           {"http://a.example:8080/", "https://a.example:8080/1", true},
           {"http://a.example:8080/", "https://a.example/1", false},
           {"http://a.example/", "https://a.example:8443/1", false},
           {"http://127.0.0.1:18783/", "http://127.0.0.1:18785/1", false},
       }) {
    EXPECT_EQ(IsAtHome(net::Url::Parse(c.home).value(), net::Url::Parse(c.there).value()),
              c.is_at_home)
        << c.home << " to " << c.there;
  }
}

TEST(Home, TheNameAndPasswordOfTheUrl) {
  struct Case {
    const char* source;
    const char* there;
    const char* header;  // of the owner; null: none
    const char* sent;
    const char* url;
  };
  // RFC 7617, 2: "Aladdin" and "open sesame"; 2.1: "test" and "123£".
  for (const Case& c : {
           Case{"https://Aladdin:open%20sesame@a.example/", "https://a.example/1", nullptr,
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "https://Aladdin:open%20sesame@a.example/1"},
           {"https://test:123%C2%A3@a.example/", "https://a.example/1", nullptr,
            "Basic dGVzdDoxMjPCow==", "https://test:123%C2%A3@a.example/1"},
           {"https://key@a.example/", "https://a.example/1", nullptr,
            "Basic a2V5Og==", "https://key@a.example/1"},
           {"https://a:b@a.example/", "https://a.example/1", "Bearer x", "Bearer x",
            "https://a:b@a.example/1"},
           {"https://a:b@a.example/", "https://www.a.example/1", nullptr, "",
            "https://www.a.example/1"},
           {"http://a:b@a.example/", "https://a.example/1", nullptr, "", "https://a.example/1"},
           {"https://a.example/", "https://a.example/1", nullptr, "", "https://a.example/1"},
       }) {
    model::Source source;
    source.url = c.source;
    if (c.header != nullptr) source.asking.headers = {{"authorization", c.header}};
    const model::Asking asking =
        AskingAt(source, net::Url::Parse(c.source).value(), net::Url::Parse(c.there).value());
    const std::string sent = asking.headers.empty() ? "" : asking.headers.back().second;
    EXPECT_EQ(sent, c.sent) << c.source << " to " << c.there;
    EXPECT_LE(asking.headers.size(), 1);
    EXPECT_EQ(WithUserInfoOf(source, c.there), c.url) << c.source;
  }
}

}  // namespace
}  // namespace pipeline
