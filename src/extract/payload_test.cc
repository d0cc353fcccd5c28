// Script injections of a public list, in every field of a page that becomes a field of the reading:
// what comes out as HTML is harmless, what comes out as an address is one of the web, and what
// comes out as text is text, to be escaped by whoever shows it.

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "extract/extract.h"
#include "html/harmless.h"
#include "text/markup.h"

namespace extract {
namespace {

std::vector<std::string> Payloads() {
  const std::string pack = std::string(OCTAVO_SHARED_DIR) + "/data/hostile/xss-payload-list.tar.gz";
  if (!std::filesystem::exists(pack)) return {};
  FILE* pipe = popen(("tar -xOzf '" + pack + "' Intruder/xss-payload-list.txt").c_str(), "r");
  if (pipe == nullptr) return {};
  std::string all;
  char buffer[1 << 16];
  for (size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) all.append(buffer, got);
  pclose(pipe);
  std::vector<std::string> payloads;
  size_t number = 0;
  for (size_t start = 0; start < all.size();) {
    const size_t end = std::min(all.find('\n', start), all.size());
    if (number++ % OCTAVO_TAKE_EVERY == 0) payloads.push_back(all.substr(start, end - start));
    start = end + 1;
  }
  return payloads;
}

std::string Escaped(const std::string& text) {
  std::string out;
  text::AppendEscaped(text, out);
  return out;
}

bool IsWebOrEmpty(const std::string& url) {
  return url.empty() || url.starts_with("http://") || url.starts_with("https://");
}

// Every field with the payload as markup, or as text that stands for itself.
std::string PageWith(const std::string& in) {
  const std::string prose =
      "The harbour council voted on Tuesday to rebuild the old ferry pier, officials said. ";
  return "<html><head><title>" + in + " Pier</title><meta property=og:title content=\"" + in +
         "\"><meta name=author content=\"" + in + "\"><meta name=keywords content=\"" + in +
         "\"><meta name=description content=\"" + in + "\"><meta property=og:image content=\"" +
         in + "\"><link rel=canonical href=\"" + in + "\"></head><body><article><h1>" + in +
         " Pier</h1><p class=byline>By " + in + "</p><figure><img src=\"" + in + "\" alt=\"" + in +
         "\"><img src=/a.jpg width=900 height=600 alt=\"" + in + "\"><figcaption>" + in +
         "</figcaption></figure><p>" + prose + prose + in + "</p><p>" + prose + "<a href=\"" + in +
         "\" title='" + in + "'>" + in + "</a></p><blockquote>" + prose + in +
         "</blockquote><ul><li>" + prose + in + "</ul><table><tr><td>" + in + "<td>b<tr><td>" + in +
         "<td>d</table><iframe src=\"" + in + "\"></iframe><pre>" + in +
         "</pre></article></body></html>";
}

std::string WhyHarmful(const model::Reading& reading) {
  if (std::string why = html::WhyHarmful(reading.html); !why.empty()) return why;
  if (!IsWebOrEmpty(reading.image.url)) return "image " + reading.image.url;
  if (!IsWebOrEmpty(reading.url)) return "address " + reading.url;
  for (const model::Block& block : reading.blocks) {
    if (!IsWebOrEmpty(block.url)) return "block " + block.url;
  }
  return {};
}

TEST(Payloads, AreHarmlessInEveryField) {
  const std::vector<std::string> payloads = Payloads();
  if (payloads.empty()) GTEST_SKIP() << "the list of payloads is not there";
  EXPECT_GT(payloads.size(), 6'000U / OCTAVO_TAKE_EVERY);
  size_t read = 0;
  for (const std::string& payload : payloads) {
    for (const std::string& in : {payload, Escaped(payload)}) {
      const std::string page = PageWith(in);
      Input input;
      input.url = "https://news.example/a/1";
      input.headline = payload;
      input.html = page;
      const model::Reading reading = Read(input);
      ASSERT_EQ(WhyHarmful(reading), "") << in << "\n" << reading.html;
      read += reading.text.empty() ? 0 : 1;
    }
    // In data that scripts carry.
    const std::string state =
        "<title>Pier</title><script type=application/json>{\"title\":\"Pier\",\"body\":\"<p>The "
        "harbour "
        "council voted on Tuesday to rebuild the old ferry pier, officials said.</p><p>The plan "
        "costs "
        "12 million, of which the region pays half, and the pier will carry passengers again.</p>" +
        Escaped(payload) + "\"}</script>";
    Input input;
    input.url = "https://news.example/a/1";
    input.html = state;
    ASSERT_EQ(WhyHarmful(Read(input)), "") << payload;
  }
  EXPECT_GT(read, payloads.size()) << "the pages were not read at all";
}

}  // namespace
}  // namespace extract
