#pragma once
// For tests: a feed, its pages, and the patience to wait for what a pipeline makes of them.

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/pipeline.h"

namespace pipeline {

inline constexpr const char* kFeed = "application/rss+xml";
inline constexpr const char* kHtml = "text/html; charset=utf-8";

// A feed whose entries are these pages, without a text of their own.
inline std::string Feed(const std::string& title, const std::vector<std::string>& urls) {
  std::string out = fmt::format(
      "<rss version=\"2.0\"><channel><title>{}</title><link>https://x.example/</link>", title);
  for (const std::string& url : urls) {
    out += fmt::format("<item><title>Ferry fares rise at {0}</title><link>{0}</link></item>", url);
  }
  return out + "</channel></rss>";
}

// An article.
inline std::string Page(const std::string& url) {
  std::string text;
  for (int i = 0; i < 8; ++i) {
    text += fmt::format(
        "<p>The harbour board decided on Tuesday, after a long debate in the old customs house, "
        "that the ferry to the outer islands will cost more from spring on; this is paragraph {} "
        "of what was written about it.</p>",
        i);
  }
  return fmt::format(
      "<!doctype html><html lang=en><head><title>Ferry fares rise at {0}</title></head><body>"
      "<article><h1>Ferry fares rise at {0}</h1>{1}</article></body></html>",
      url, text);
}

// The paragraphs of that article.
inline std::string TextOfPage() {
  const std::string page = Page("x");
  return page.substr(page.find("<p>"), page.rfind("</p>") - page.find("<p>"));
}

// Whether it comes true within twenty seconds, in which the pipeline is told again and again to
// look.
inline bool ComesTrue(Pipeline& pipeline, const std::function<bool()>& condition) {
  for (int i = 0; i < 2'000 && !condition(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    pipeline.Wake();
  }
  return condition();
}

}  // namespace pipeline
