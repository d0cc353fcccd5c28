#include "net/url.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "base/json.h"
#include "net/url_host.h"

namespace net {
namespace {

// Serialised, or "error".
std::string Parsed(std::string_view text, std::string_view base_text = {}) {
  if (base_text.empty()) {
    const auto url = Url::Parse(text);
    return url ? url->href() : "error";
  }
  const auto base = Url::Parse(base_text);
  if (!base) return "error in base";
  const auto url = Url::Parse(text, &*base);
  return url ? url->href() : "error";
}

TEST(Url, ParsesAbsolute) {
  struct Case {
    const char* text;
    const char* href;
  };
  for (const Case& c : {
           Case{"https://example.org", "https://example.org/"},
           {"  HTTPS://Example.ORG:443/a b\n", "https://example.org/a%20b"},
           {"http://example.org:80/./a/../b/%2E%2e/c?q=é#ü",
            "http://example.org/c?q=%C3%A9#%C3%BC"},
           {"https://例え.jp/日本", "https://xn--r8jz45g.jp/%E6%97%A5%E6%9C%AC"},
           {"https://xn--r8jz45g.jp", "https://xn--r8jz45g.jp/"},
           {"http:example.org\\a\\b", "http://example.org/a/b"},
           {"http://0x7f.1/", "http://127.0.0.1/"},
           {"http://017700000001", "http://127.0.0.1/"},
           {"http://[::FFFF:1.2.3.4]:8080", "http://[::ffff:102:304]:8080/"},
           {"http://１２７.0.0.1", "http://127.0.0.1/"},
           {"http://user:pa ss@host/", "http://user:pa%20ss@host/"},
           {"mailto:a@b.c?subject=x y", "mailto:a@b.c?subject=x%20y"},
           {"file:///C|/a/../..", "file:///C:/"},
           {"javascript:alert(1)", "javascript:alert(1)"},
           {"http://example.org:65536", "error"},
           {"http://exa mple.org", "error"},
           {"http://256.1.1.1", "error"},
           {"http://[1::2::3]", "error"},
           {"https://", "error"},
           {"/relative", "error"},
           {"", "error"},
           {"http://a\xff/", "error"},
       }) {
    EXPECT_EQ(Parsed(c.text), c.href) << c.text;
  }
}

TEST(Url, ResolvesAgainstABase) {
  struct Case {
    const char* text;
    const char* href;
  };
  for (const Case& c : {Case{"c", "https://example.org/a/c"},
                        {"../c", "https://example.org/c"},
                        {"/c?x", "https://example.org/c?x"},
                        {"//other.org", "https://other.org/"},
                        {"?y", "https://example.org/a/b?y"},
                        {"#z", "https://example.org/a/b?q#z"},
                        {"", "https://example.org/a/b?q"},
                        {"http:c", "http://c/"},
                        {"https:c", "https://example.org/a/c"},
                        {"data:,x", "data:,x"}}) {
    EXPECT_EQ(Parsed(c.text, "https://example.org/a/b?q#f"), c.href) << c.text;
  }
}

TEST(Url, GivesItsParts) {
  const auto url = Url::Parse("https://user:word@例え.jp:8443/a/b?c=d#e").value();
  EXPECT_EQ(url.scheme(), "https");
  EXPECT_EQ(url.username(), "user");
  EXPECT_EQ(url.password(), "word");
  EXPECT_EQ(url.host(), "xn--r8jz45g.jp");
  EXPECT_EQ(url.port(), 8443);
  EXPECT_EQ(url.path(), "/a/b");
  EXPECT_EQ(url.query(), "c=d");
  EXPECT_EQ(url.fragment(), "e");
  EXPECT_TRUE(url.IsHttp());
  EXPECT_EQ(url.HostKey(), "https://xn--r8jz45g.jp:8443");
  const auto plain = Url::Parse("http://example.org/").value();
  EXPECT_EQ(plain.port(), std::nullopt);
  EXPECT_EQ(plain.effective_port(), 80);
  EXPECT_EQ(plain.HostKey(), "http://example.org:80");
  EXPECT_EQ(Url::Parse("mailto:a@b").value().effective_port(), 0);
}

TEST(Url, LosesWhatFollowsReadersAbout) {
  struct Case {
    const char* text;
    const char* href;
  };
  for (const Case& c : {
           Case{"https://a.org/x?utm_source=rss&id=7&UTM_Medium=b#top", "https://a.org/x?id=7"},
           {"https://a.org/x?fbclid=1", "https://a.org/x"},
           {"https://a.org/x?a=1&&b", "https://a.org/x?a=1&&b"},
           {"https://a.org/x?", "https://a.org/x?"},
           {"https://a.org/x?utmost=1&q=gclid", "https://a.org/x?utmost=1&q=gclid"},
           {"https://u@a.org:8080/x?gclid=1", "https://u@a.org:8080/x"},
       }) {
    EXPECT_EQ(Url::Parse(c.text).value().WithoutTracking().href(), c.href) << c.text;
  }
}

TEST(Url, LosesAndTakesNameAndPassword) {
  const Url home = Url::Parse("https://reader:p%40ss@example.org/feed").value();
  struct Case {
    const char* text;
    const char* without;
    const char* at_home;  // with the home's
  };
  for (const Case& c : {
           Case{"https://example.org/a?b#c", "https://example.org/a?b#c",
                "https://reader:p%40ss@example.org/a?b#c"},
           {"https://a:b@example.org/x@y", "https://example.org/x@y",
            "https://a:b@example.org/x@y"},
           {"https://a@example.org:8443/", "https://example.org:8443/",
            "https://a@example.org:8443/"},
           {"https://:b@[::1]/", "https://[::1]/", "https://:b@[::1]/"},
           {"https://example.org:8443/", "https://example.org:8443/", "https://example.org:8443/"},
           {"http://example.org/", "http://example.org/", "http://example.org/"},
           {"https://www.example.org/", "https://www.example.org/", "https://www.example.org/"},
           {"mailto:a@b.c", "mailto:a@b.c", "mailto:a@b.c"},
           {"file:///a@b", "file:///a@b", "file:///a@b"},
       }) {
    const Url url = Url::Parse(c.text).value();
    EXPECT_EQ(url.WithoutUserInfo().href(), c.without);
    EXPECT_EQ(url.WithUserInfoOf(home).href(), c.at_home);
    EXPECT_EQ(url.WithUserInfoOf(url.WithoutUserInfo()).href(), c.text);
  }
}

TEST(Url, KnowsTheRegistrableDomain) {
  struct Case {
    const char* host;
    const char* domain;
  };
  for (const Case& c : {Case{"www.news.example.co.uk", "example.co.uk"},
                        {"example.org", "example.org"},
                        {"www.japantimes.co.jp.", "japantimes.co.jp"},
                        {"a.b.xn--r8jz45g.jp", "xn--r8jz45g.jp"},
                        {"localhost", "localhost"},
                        {"daily.localhost", "daily.localhost"},
                        {"co.uk", "co.uk"},
                        {"127.0.0.1", "127.0.0.1"},
                        {"[::1]", "[::1]"},
                        {"", ""}}) {
    EXPECT_EQ(RegistrableDomain(c.host), c.domain) << c.host;
  }
}

TEST(Percent, GoesThereAndBack) {
  EXPECT_EQ(PercentDecode("a%20b%2Fc%e6%97%a5+%zz%4"), "a b/c日+%zz%4");
  EXPECT_EQ(PercentEncode("a b/日~-._"), "a%20b%2F%E6%97%A5~-._");
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(PercentDecode(PercentEncode(all)), all);
}

// ---- the web platform tests, where they are ---------------------------------------------------

// Escaped halves of surrogate pairs, which are no JSON of ours, become U+FFFD, as they would in
// UTF-8.
std::string WithoutLoneSurrogates(std::string text) {
  const auto unit = [&text](size_t at) -> unsigned long {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
    return std::strtoul(text.substr(at + 2, 4).c_str(), nullptr, 16);
  };
  for (size_t at = text.find("\\u"); at != std::string::npos; at = text.find("\\u", at + 6)) {
    const unsigned long first = unit(at);
    if (first < 0xD800 || first > 0xDFFF) continue;
    const unsigned long second = unit(at + 6);
    if (first < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF) {
      at += 6;
    } else {
      text.replace(at, 6, "\\uFFFD");
    }
  }
  return text;
}

// A folder with the data unpacked, removed at the end; empty when the data is absent.
class WebPlatformTests : public testing::Test {
 protected:
  void SetUp() override {
    const auto archive = std::filesystem::path(OCTAVO_SHARED_DIR) / "data/urls/ada-wpt.tar.gz";
    if (!std::filesystem::exists(archive)) GTEST_SKIP() << "no test data at " << archive;
    std::string name = (std::filesystem::temp_directory_path() / "octavo_url_test_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    const std::string command = fmt::format("tar xzf '{}' -C '{}'", archive.string(), name);
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  base::Json Load(std::string_view name) const {
    const auto bytes = base::ReadFile(folder_ / "tests/wpt" / name);
    if (!bytes) return base::Json(base::Json::Array{});
    auto json = base::ParseJson(WithoutLoneSurrogates(*bytes));
    if (!json) {
      ADD_FAILURE() << name << ": " << json.error().message();
      return base::Json(base::Json::Array{});
    }
    return *json;
  }

  // Prints the pass rate, and fails below `least`.
  static void Report(std::string_view name, int passed, int total, double least) {
    fmt::print("{}: {} of {} pass ({:.2f} %)\n", name, passed, total, 100.0 * passed / total);
    EXPECT_GT(total, 0);
    EXPECT_GE(passed, least * total);
  }

  std::filesystem::path folder_;
};

// What the test expects against what we find, part by part; empty when they agree.
std::string Difference(const base::Json& test) {
  const std::string_view input = test.String("input");
  std::optional<Url> base;
  if (const std::string_view text = test.String("base"); !text.empty()) {
    auto parsed = Url::Parse(text);
    if (!parsed) return test.Find("failure") != nullptr ? "" : "the base was refused";
    base = std::move(*parsed);
  }
  const auto url = Url::Parse(input, base ? &*base : nullptr);
  if (test.Find("failure") != nullptr) return url ? "taken: " + url->href() : "";
  if (!url) return url.error().message();
  const auto prefixed = [](char mark, std::string_view text) {
    return text.empty() ? std::string() : mark + std::string(text);
  };
  const std::pair<std::string_view, std::string> parts[] = {
      {"href", url->href()},
      {"protocol", std::string(url->scheme()) + ":"},
      {"username", std::string(url->username())},
      {"password", std::string(url->password())},
      {"hostname", std::string(url->host())},
      {"port", url->port() ? std::to_string(*url->port()) : ""},
      {"pathname", std::string(url->path())},
      {"search", prefixed('?', url->query())},
      {"hash", prefixed('#', url->fragment())},
  };
  for (const auto& [name, value] : parts) {
    if (test.Find(name) != nullptr && test.String(name) != value) {
      return fmt::format("{} is {}, expected {}", name, value, test.String(name));
    }
  }
  return "";
}

TEST_F(WebPlatformTests, UrlTestData) {
  for (const char* name :
       {"urltestdata.json", "ada_extra_urltestdata.json", "ada_long_urltestdata.json"}) {
    const base::Json tests = Load(name);
    int total = 0;
    int passed = 0;
    for (const base::Json& test : *tests.AsArray()) {
      if (test.AsObject() == nullptr) continue;
      ++total;
      const std::string difference = Difference(test);
      if (difference.empty()) {
        ++passed;
      } else {
        fmt::print("  {} against {}: {}\n", base::WriteJson(*test.Find("input")),
                   test.String("base"), difference);
      }
    }
    Report(name, passed, total, 1.0);
  }
}

TEST_F(WebPlatformTests, DomainToAscii) {
  for (const char* name : {"toascii.json", "IdnaTestV2.json"}) {
    const base::Json tests = Load(name);
    int total = 0;
    int passed = 0;
    for (const base::Json& test : *tests.AsArray()) {
      if (test.AsObject() == nullptr) continue;
      ++total;
      const auto url = Url::Parse(fmt::format("https://{}/x", test.String("input")));
      const std::string_view found = url ? url->host() : std::string_view();
      if (found == test.String("output")) {
        ++passed;
      }
    }
    Report(name, passed, total, 0.9);  // ICU 72 is Unicode 15, the data is newer
  }
}

}  // namespace
}  // namespace net
