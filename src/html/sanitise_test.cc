// What the sanitiser lets through, and a list of attacks that must all come out harmless.

#include "html/sanitise.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "html/harmless.h"

namespace html {
namespace {

TEST(Sanitise, Table) {
  const std::pair<const char*, const char*> cases[] = {
      {"<p class=x id=y style='color:red' onclick=a()>a &amp; <b>b</b></p>",
       "<p>a &amp; <b>b</b></p>"},
      {"<a href=/b?x=1&y=2>c</a>",
       "<a href=\"https://example.org/b?x=1&amp;y=2\" rel=\"noopener nofollow\">c</a>"},
      {"<a href=mailto:a@example.org>c</a>",
       "<a href=\"mailto:a@example.org\" rel=\"noopener nofollow\">c</a>"},
      {"<a href='javascript:alert(1)'>c</a>", "<a rel=\"noopener nofollow\">c</a>"},
      {"<a href=' java\nscript:alert(1)'>c</a>", "<a rel=\"noopener nofollow\">c</a>"},
      {"<a href='data:text/html,x'>c</a>", "<a rel=\"noopener nofollow\">c</a>"},
      {"<img src=a.png alt='x \"y\"' onerror=z width=10 height=10px>",
       "<img src=\"https://example.org/dir/a.png\" alt=\"x &quot;y&quot;\" width=\"10\" "
       "loading=\"lazy\">"},
      // a srcset where one address should stand; a space within an address
      {"<img src='a.jpg 300w, b.jpg 600w'>",
       "<img src=\"https://example.org/dir/b.jpg\" alt=\"\" loading=\"lazy\">"},
      {"<img src='a 300w.jpg'>",
       "<img src=\"https://example.org/dir/a%20300w.jpg\" alt=\"\" loading=\"lazy\">"},
      {"<img src='data:image/gif;base64,R0' data-src=/real.jpg>",
       "<img src=\"https://example.org/real.jpg\" alt=\"\" loading=\"lazy\">"},
      {"<img src='data:image/svg+xml,x'>", ""},
      {"<img srcset='a.jpg 1x, javascript:x 2x, b.jpg 3x' src=c.jpg>",
       "<img src=\"https://example.org/dir/c.jpg\" srcset=\"https://example.org/dir/a.jpg 1x, "
       "https://example.org/dir/b.jpg 3x\" alt=\"\" loading=\"lazy\">"},
      {"<video poster='javascript:x' src=v.mp4 autoplay></video>",
       "<video src=\"https://example.org/dir/v.mp4\" controls=\"\" preload=\"none\"></video>"},
      {"a<script>b</script><style>c</style><iframe srcdoc='<b>'>d</iframe>e", "ae"},
      {"<form action=x><p>a</p><input name=b><button formaction=y>c</button></form>", "<p>a</p>"},
      {"<svg><a xlink:href='javascript:x'>y</a></svg>z", "z"},
      {"<math><mi>x</mi><mo>+</mo></math>z", "z"},
      {"<custom-tag>a</custom-tag><font color=red>b</font>", "ab"},
      {"<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"},
      {"<table><tr><td colspan=2>a</table>",
       "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>"},
      {"<td>a</td>", "a"},
      {"<p lang=ar dir=rtl>مرحبا</p>", "<p dir=\"rtl\" lang=\"ar\">مرحبا</p>"},
      {"<p title='a\">b'>c</p>", "<p title=\"a&quot;&gt;b\">c</p>"},
      {"<time datetime=2025-07-29>d</time>", "<time datetime=\"2025-07-29\">d</time>"},
      {"<a href='http://[bad'>x</a>", "<a rel=\"noopener nofollow\">x</a>"},
  };
  for (const auto& [input, output] : cases) {
    EXPECT_EQ(Sanitise(input, "https://example.org/dir/page"), output) << input;
  }
}

TEST(Sanitise, WithoutBase) {
  EXPECT_EQ(Sanitise("<a href=/x>a</a><img src=b.png>", ""), "<a rel=\"noopener nofollow\">a</a>");
  EXPECT_EQ(Sanitise("<img src=https://example.org/b.png>", ""),
            "<img src=\"https://example.org/b.png\" alt=\"\" loading=\"lazy\">");
}

TEST(Sanitise, HarmlessFindsHarm) {
  for (const char* harm :
       {"<script>x</script>", "<p onclick=x>", "<a href=javascript:x>", "<img src=data:x>",
        "<iframe>", "<p style=x>", "<svg>", "<img srcset='a.png 1x'>", "<x-y>"}) {
    EXPECT_NE(WhyHarmful(harm), "") << harm;
  }
}

// Every payload alone, in an attribute's quotes, and in a comment that it tries to leave.
TEST(Sanitise, PayloadList) {
  const std::string pack = std::string(OCTAVO_SHARED_DIR) + "/data/hostile/xss-payload-list.tar.gz";
  if (!std::filesystem::exists(pack)) GTEST_SKIP() << "no " << pack;
  FILE* pipe = popen(("tar -xOzf '" + pack + "' Intruder/xss-payload-list.txt").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string all;
  char buffer[1 << 16];
  for (size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) all.append(buffer, got);
  ASSERT_EQ(pclose(pipe), 0);
  size_t payloads = 0;
  for (size_t start = 0; start < all.size();) {
    const size_t end = std::min(all.find('\n', start), all.size());
    const std::string payload = all.substr(start, end - start);
    start = end + 1;
    ++payloads;
    for (const std::string& page :
         {payload, "<p title=\"" + payload + "\">a</p>", "<a href='" + payload + "'>a</a>",
          "<img src=" + payload + ">", "<!--" + payload + "-->", "<table>" + payload,
          "<svg>" + payload, "<textarea>" + payload}) {
      const std::string out = Sanitise(page, "https://example.org/");
      ASSERT_EQ(WhyHarmful(out), "") << page << "\n" << out;
    }
  }
  EXPECT_GT(payloads, 6'000U);
}

}  // namespace
}  // namespace html
