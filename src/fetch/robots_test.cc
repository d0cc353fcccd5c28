#include "fetch/robots.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace fetch {
namespace {

using std::chrono::milliseconds;

struct Case {
  const char* what;
  std::string file;
  const char* path;
  bool allowed;
};

void Check(const Case& c) {
  EXPECT_EQ(Robots::Parse(c.file).Allows(c.path), c.allowed) << c.what << ": " << c.path;
}

// RFC 9309, 2.2.1: which group is ours.
TEST(Robots, Groups) {
  const Case cases[] = {
      {"no file to speak of", "", "/a", true},
      {"everybody", "User-Agent: *\nDisallow: /a\n", "/a", false},
      {"everybody, another path", "User-Agent: *\nDisallow: /a\n", "/b", true},
      {"our own before everybody's", "User-agent: *\nDisallow: /\nUser-agent: octavo\nAllow: /\n",
       "/a", true},
      {"our own, whatever the case", "USER-AGENT: OcTaVo\ndisALLOW: /\n", "/a", false},
      {"our own with a version", "User-agent: Octavo/0.1\nDisallow: /\n", "/a", false},
      {"another's name begins with ours", "User-agent: octavo-pictures\nDisallow: /\n", "/a", true},
      {"only part of our name", "User-agent: octa\nDisallow: /\n", "/a", true},
      {"another's group", "User-agent: other\nDisallow: /\n", "/a", true},
      {"ours is empty: everybody's does not hold",
       "User-agent: octavo\n\nUser-agent: *\nAllow: /x\n\nUser-agent: other\nDisallow: /\n", "/a",
       true},
      {"groups of one name are one, first half",
       "User-agent: octavo\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: octavo\n"
       "Disallow: /b\n",
       "/a", false},
      {"groups of one name are one, second half",
       "User-agent: octavo\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: octavo\n"
       "Disallow: /b\n",
       "/b", false},
      {"several names, one group", "User-agent: x\nUser-agent: octavo\nDisallow: /a\n", "/a",
       false},
      {"an empty line ends no group", "User-agent: octavo\n\n\nDisallow: /a\n", "/a", false},
      {"a sitemap ends no group",
       "User-agent: octavo\nSitemap: https://a.org/s.xml\nDisallow: /a\n", "/a", false},
      {"rules before any group", "Disallow: /\nUser-agent: octavo\nAllow: /x\n", "/a", true},
      {"a rule ends the names", "User-agent: octavo\nAllow: /x\nUser-agent: y\nDisallow: /\n", "/a",
       true},
  };
  for (const Case& c : cases) Check(c);
}

// RFC 9309, 2.2.2 and 5.2: the longest match, of two as long the one that allows.
TEST(Robots, LongestMatch) {
  const Case cases[] = {
      {"the RFC's example",
       "User-Agent: *\nAllow: /example/page/\n"
       "Disallow: /example/page/disallowed.gif\n",
       "/example/page/disallowed.gif", false},
      {"the RFC's example",
       "User-Agent: *\nAllow: /example/page/\n"
       "Disallow: /example/page/disallowed.gif\n",
       "/example/page/a.gif", true},
      {"the longer allows", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
      {"the longer allows, order does not count", "User-agent: *\nAllow: /a/b\nDisallow: /a\n",
       "/a/b/c", true},
      {"as long: it is allowed", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
      {"as long: it is allowed, the other way", "User-agent: *\nAllow: /a\nDisallow: /a\n", "/a",
       true},
      {"a star counts as an octet", "User-agent: *\nAllow: /a\nDisallow: /a*\n", "/ab", false},
      {"empty: nothing is meant", "User-agent: *\nDisallow:\n", "/a", true},
      {"paths have their case", "User-agent: *\nDisallow: /A\n", "/a", true},
      {"the front page alone", "User-agent: *\nDisallow: /$\n", "/", false},
      {"the front page alone", "User-agent: *\nDisallow: /$\n", "/a", true},
      {"no path is the front page", "User-agent: *\nDisallow: /$\n", "", false},
      {"robots.txt itself is always allowed", "User-agent: *\nDisallow: /\n", "/robots.txt", true},
      {"a query counts", "User-agent: *\nDisallow: /a?print=1\n", "/a?print=1&x=2", false},
      {"a query counts", "User-agent: *\nDisallow: /a?print=1\n", "/a?x=2", true},
  };
  for (const Case& c : cases) Check(c);
}

// RFC 9309, 2.2.3.
TEST(Robots, Signs) {
  const Case cases[] = {
      {"$ is the end", "User-agent: *\nDisallow: *.gif$\n", "/a/b.gif", false},
      {"$ is the end", "User-agent: *\nDisallow: *.gif$\n", "/a/b.gif?c", true},
      {"the RFC's example",
       "User-agent: *\nAllow: /publications/\nDisallow: /example/\n"
       "Disallow: *.gif$\n",
       "/publications/x.gif", true},
      {"the RFC's example",
       "User-agent: foobot\nDisallow: /\nAllow: /example/page.html\n"
       "User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n",
       "/example/page.html", false},
      {"* is anything", "User-agent: *\nDisallow: /this/*/exactly\n", "/this/is/exactly", false},
      {"* is nothing, too", "User-agent: *\nDisallow: /a*b\n", "/ab", false},
      {"pieces in their order", "User-agent: *\nDisallow: /*b*a\n", "/ab", true},
      {"a piece is used once", "User-agent: *\nDisallow: /*ab*ab$\n", "/ab", true},
      {"the end and the piece before it", "User-agent: *\nDisallow: /*aa*aa$\n", "/aaa", true},
      {"the end and the piece before it", "User-agent: *\nDisallow: /*aa*aa$\n", "/aaaa", false},
      {"a star meant as such", "User-agent: *\nDisallow: /file-with-a-%2A.html\n",
       "/file-with-a-*.html", false},
      {"a star meant as such", "User-agent: *\nDisallow: /file-with-a-%2A.html\n",
       "/file-with-a-b.html", true},
      {"a dollar meant as such", "User-agent: *\nDisallow: /foo-%24\n", "/foo-$", false},
      {"a dollar within", "User-agent: *\nDisallow: /a$b\n", "/a$b/c", false},
      {"stars in a row", "User-agent: *\nDisallow: /a***b\n", "/axxb", false},
      {"only a star", "User-agent: *\nDisallow: *\n", "/a", false},
  };
  for (const Case& c : cases) Check(c);
}

// RFC 9309, 2.2.2: the table of encodings; each row's path is forbidden as given and as encoded.
TEST(Robots, Encodings) {
  const Case cases[] = {
      {"row 1", "User-agent: *\nDisallow: /foo/bar?baz=quz\n", "/foo/bar?baz=quz", false},
      {"row 2", "User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar\n",
       "/foo/bar?baz=https%3A%2F%2Ffoo.bar", false},
      {"row 2 the other way", "User-agent: *\nDisallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar\n",
       "/foo/bar?baz=https://foo.bar", false},
      {"row 3", "User-agent: *\nDisallow: /foo/bar/\xE3\x83\x84\n", "/foo/bar/%E3%83%84", false},
      {"row 4", "User-agent: *\nDisallow: /foo/bar/%E3%83%84\n", "/foo/bar/%E3%83%84", false},
      {"row 4, other digits", "User-agent: *\nDisallow: /foo/bar/%e3%83%84\n", "/foo/bar/%E3%83%84",
       false},
      {"row 5", "User-agent: *\nDisallow: /foo/bar/%62%61%7A\n", "/foo/bar/baz", false},
      {"row 5 the other way", "User-agent: *\nDisallow: /foo/bar/baz\n", "/foo/bar/%62%61%7A",
       false},
      {"an encoded slash is none", "User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
      {"an encoded slash is itself", "User-agent: *\nDisallow: /a%2fb\n", "/a%2Fb", false},
      {"half a triplet", "User-agent: *\nDisallow: /a%2\n", "/a%2", false},
      {"a percent sign of its own", "User-agent: *\nDisallow: /a%%34\n", "/a%254", false},
      {"it makes no other letter", "User-agent: *\nDisallow: /aC4\n", "/a%%3434", true},
  };
  for (const Case& c : cases) Check(c);
}

// RFC 9309, 2.2 and 2.4: as files are really written.
TEST(Robots, Lines) {
  const std::string long_comment = "#" + std::string(kRobotsLimit - 20, 'x');
  const Case cases[] = {
      {"CR LF", "User-agent: *\r\nDisallow: /a\r\n", "/a", false},
      {"CR alone", "User-agent: *\rDisallow: /a\r", "/a", false},
      {"no end of the last line", "User-agent: *\nDisallow: /a", "/a", false},
      {"a byte order mark", "\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a", false},
      {"blanks", " \tUser-agent\t:\t*  \n  Disallow :  /a  \n", "/a", false},
      {"comments", "User-agent: * # all\nDisallow: /a#b\n", "/a", false},
      {"no colon", "User-agent: *\nDisallow /\nDisallow: /b\n", "/a", true},
      {"a page instead of a file", "<!doctype html><title>404</title><p>User-agent: *", "/a", true},
      {"bytes", std::string("User-agent: *\n\0\xFF\xFE: \nDisallow: /a\n", 32), "/a", false},
      {"in the first 500 KiB", "User-agent: *\nDisallow: /a\n" + long_comment, "/a", false},
      {"behind them", "User-agent: *\n" + long_comment + "\nDisallow: /a\n", "/a", true},
  };
  for (const Case& c : cases) Check(c);
  EXPECT_FALSE(Robots::DisallowAll().Allows("/"));
  EXPECT_TRUE(Robots::AllowAll().Allows("/"));
}

// RFC 9309, 2.5: what is read of a file beyond 500 KiB.
TEST(Robots, LongFilesEndWithALine) {
  struct Cut {
    const char* what;
    std::string last;  // the limit falls behind `kept` bytes of it
    size_t kept;
    std::string read;
  };
  const Cut cases[] = {
      {"within a path", "Disallow: /private/area\n", 11, ""},
      {"before the end of a line", "Disallow: /private/area\n", 23, "Disallow: /private/area"},
      {"behind it", "Disallow: /private/area\nx", 24, "Disallow: /private/area"},
      {"between CR and LF", "Disallow: /a\r\nx", 13, "Disallow: /a\r"},
      {"in the next line", "Disallow: /a\nDisallow: /b/c\n", 24, "Disallow: /a"},
  };
  for (const Cut& c : cases) {
    const std::string before = std::string(kRobotsLimit - c.kept - 1, '#') + "\n";
    std::string read(WholeLinesOfRobots(before + c.last));
    if (read.size() + 1 == before.size()) read += '\n';  // nothing of the last lines
    EXPECT_EQ(read, before + c.read) << c.what;
  }
  EXPECT_EQ(WholeLinesOfRobots(std::string(kRobotsLimit, '#')).size(), kRobotsLimit);
  EXPECT_EQ(WholeLinesOfRobots(std::string(kRobotsLimit + 1, '#')), "") << "no whole line";
}

TEST(Robots, CrawlDelay) {
  struct Delay {
    const char* file;
    std::optional<milliseconds> delay;
  };
  const Delay cases[] = {
      {"User-agent: *\nDisallow: /a\n", std::nullopt},
      {"User-agent: *\nCrawl-delay: 5\n", milliseconds(5'000)},
      {"User-agent: *\nCrawl-delay: 0.5\n", milliseconds(500)},
      {"User-agent: *\nCrawl-delay: 0.0001\n", milliseconds(0)},
      {"User-agent: *\nCrawl-delay: 1.2345\n", milliseconds(1'234)},
      {"User-agent: *\nCrawl-delay: 86400\n", milliseconds(30'000)},
      {"User-agent: *\nCrawl-delay: 99999999999999999999\n", milliseconds(30'000)},
      {"User-agent: *\nCrawl-delay: soon\n", std::nullopt},
      {"User-agent: *\nCrawl-delay: 1.2.3\n", std::nullopt},
      {"User-agent: *\nCrawl-delay: -1\n", std::nullopt},
      // Without a rule between them, names are of one group, and the last delay is both's.
      {"User-agent: octavo\nCrawl-delay: 2\nUser-agent: *\nCrawl-delay: 9\nDisallow: /x\n",
       milliseconds(9'000)},
      {"User-agent: *\nDisallow: /y\nCrawl-delay: 9\nUser-agent: octavo\nDisallow: /x\n",
       std::nullopt},
  };
  for (const Delay& c : cases) {
    EXPECT_EQ(Robots::Parse(c.file).crawl_delay(), c.delay) << c.file;
  }
}

TEST(Robots, Sitemaps) {
  const Robots robots = Robots::Parse(
      "Sitemap: https://a.org/one.xml\nUser-agent: other\nDisallow: "
      "/\nsitemap:/two.xml\nSitemap:\n");
  EXPECT_EQ(robots.sitemaps(), (std::vector<std::string>{"https://a.org/one.xml", "/two.xml"}));
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "Sitemap: https://a.org/" + std::to_string(i) + "\n";
  EXPECT_EQ(Robots::Parse(many).sitemaps().size(), 50U);
}

// ---- files made to be slow ------------------------------------------------------------------

// As many lines as are read; `rule` says what the i-th forbids.
template <typename Rule>
std::string FileOf(Rule rule) {
  std::string file = "User-agent: *\n";
  for (int i = 0; file.size() < kRobotsLimit - 300; ++i)
    file += fmt::format("Disallow: {}\n", rule(i));
  return file;
}

// The i-th word of so many letters a and b, the first ones spread far.
std::string Word(int i, int letters) {
  std::string word;
  for (int k = 0; k < letters; ++k) word += ((i * 7'919) >> k % 31 & 1) != 0 ? 'a' : 'b';
  return word;
}

// No answer takes long. Where the search was ended the page is forbidden, and only there.
TEST(Robots, HostileFilesAreQuick) {
  const std::string as(8'000, 'a');
  std::string words = "/";
  for (int i = 0; words.size() < 8'000; ++i) words += Word(i * i, 20);
  const auto number = [](int i) { return "/*aab" + std::to_string(i); };
  const auto word = [](int i) { return "/*" + Word(i, 30); };
  struct Slow {
    const char* what;
    std::string file;
    std::string path;
    bool allowed;
  };
  const Slow cases[] = {
      {"many pieces", FileOf([](int) { return "/*a*a*a*a*a*a*a*ab*aaaaaaaaaaaaaaaab$"; }), "/" + as,
       true},
      {"28,000 rules that nearly match", FileOf(number), "/" + as + as, true},
      {"of them the longest that matches", FileOf(number), "/" + as + "aab27000", false},
      {"one rule 30,000 times", FileOf([](int) { return "/*" + Word(1, 30); }), words, true},
      {"rules of two letters, a path of both", FileOf(word), words, false},
      {"the same, an ordinary path", FileOf(word), "/news/2026/11/a-bad-day.html", true},
      {"the same, and the path is allowed",
       FileOf(word) + "Allow: /" + std::string(200, 'a') + "\n", "/" + as + words, true},
      {"nearly a match at every octet",
       FileOf([](int i) { return "/*" + Word(i, 17) + std::string(200, 'a'); }), "/abb" + as,
       false},
      {"rules without stars", FileOf([](int i) { return "/aaa" + std::to_string(i); }), "/" + as,
       true},
      {"rules as long as the path",
       FileOf([&](int i) { return "/" + as.substr(0, 7'900) + std::to_string(i); }), "/" + as,
       true},
  };
  for (const Slow& c : cases) {
    const Robots robots = Robots::Parse(c.file);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(robots.Allows(c.path), c.allowed) << c.what;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << c.what;
    EXPECT_TRUE(robots.Allows("/robots.txt")) << c.what;
  }
}

// Each alone would be done with; together the search ends before the last. "bbb" is nowhere in the
// path, but each pair of the two letters is.
TEST(Robots, TheSearchHasItsLimit) {
  const std::string path = "/" + std::string(4'092, 'a') + "abba";
  for (const auto& [rules, allowed] : {std::pair{1'023, true}, {1'024, false}}) {
    std::string file = "User-agent: *\n";
    for (int i = 0; i < rules; ++i) file += "Disallow: /*bbb" + Word(i, 11) + "\n";
    EXPECT_EQ(Robots::Parse(file).Allows(path), allowed) << rules;
  }
}

}  // namespace
}  // namespace fetch
