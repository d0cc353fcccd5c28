// The page that the first specification was saved from: its text is laid out as a page here, with
// everything around it that such pages have, and must be read without any of that.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "extract/extract.h"
#include "text/markup.h"

namespace extract {
namespace {

std::vector<std::string> SeedLines() {
  const std::filesystem::path folder = std::string(OCTAVO_SHARED_DIR) + "/seed";
  if (!std::filesystem::exists(folder)) return {};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto text = base::ReadFile(entry.path());
    if (!text) continue;
    std::vector<std::string> lines;
    for (size_t start = std::min(text->find_first_not_of("\r\n "), text->size());
         start < text->size();) {
      const size_t end = std::min(text->find('\n', start), text->size());
      lines.push_back(text->substr(start, end - start));
      start = end + 1;
    }
    return lines;
  }
  return {};
}

std::string Escaped(std::string_view text) {
  std::string out;
  text::AppendEscaped(text, out);
  return out;
}

// The pieces of the seed, cut at the lines that announce them.
struct Seed {
  std::string headline;
  std::vector<std::string> paragraphs;
  std::string caption;  // without the bar
  std::string credit;
  struct Related {
    std::string publisher;
    std::string headline;
    std::string text;
  };
  std::vector<Related> related;
};

Seed Cut(const std::vector<std::string>& lines) {
  Seed seed;
  seed.headline = lines.at(0);
  size_t i = 1;
  for (; i < lines.size() && lines[i] != "Hashtags"; ++i) {
    if (lines[i].starts_with("European Union foreign policy chief Kaja Kallas said")) {
      seed.caption = lines[i].substr(0, lines[i].find(" |"));
      seed.credit = lines.at(++i);
    } else if (!lines[i].empty()) {
      seed.paragraphs.push_back(lines[i]);
    }
  }
  for (; i + 2 < lines.size(); ++i) {
    if (!lines[i].starts_with("- ")) continue;
    seed.related.push_back({lines[i].substr(2), lines[i + 1], lines[i + 2]});
  }
  return seed;
}

std::string PageOf(const Seed& seed) {
  std::string page =
      "<!DOCTYPE html><html lang=en><head><title>" + Escaped(seed.headline) +
      " - Daily8</title><meta property=og:site_name content=Daily8></head><body>"
      "<header><a href=/>Daily8</a><nav><ul><li><a href=/world>World</a><li><a href=/tech>Tech</a>"
      "<li><a href=/sport>Sport</a></ul></nav></header><main><div class=wrap>"
      "<div class=crumbs><a href=/>Home</a> / <a href=/world>World</a></div><h1>" +
      Escaped(seed.headline) +
      "</h1><div class=info><span>By Gabriel Dominguez</span> <span>The Japan Times</span> "
      "<time datetime=2025-07-24T09:30:00+09:00>July 24, 2025</time></div><div>";
  for (size_t i = 0; i < seed.paragraphs.size(); ++i) {
    if (i == 11) {
      page += "<figure><img src=/photos/kallas.jpg width=1200 height=800><figcaption>" +
              Escaped(seed.caption) + " | <span>" + Escaped(seed.credit) +
              "</span></figcaption></figure>";
    }
    page += "<p>" + Escaped(seed.paragraphs[i]) + "</p>\n";
  }
  page +=
      "</div><section><h3>Hashtags</h3><a href=/t/KajaKallas>#KajaKallas</a> "
      "<a href=/t/Japan>#Japan</a></section>"
      "<section><h3>Try Our AI Features</h3><p>Explore what Daily8 AI can do for you:</p>"
      "<a href=/wrap>Daily wrap-up</a></section>"
      "<section><h3>Comments</h3><p>No comments yet...</p></section>"
      "<section><h3>Related Articles</h3>";
  for (const Seed::Related& related : seed.related) {
    page += "<div><img src=/l.png width=40><h4>" + Escaped(related.publisher) +
            "</h4><span>an hour ago</span><a href=/a/1><h3>" + Escaped(related.headline) +
            "</h3></a><p>" + Escaped(related.text) + "</p></div>";
  }
  page += "</section></div></main><footer>© Daily8. All rights reserved.</footer></body></html>";
  return page;
}

TEST(Seed, TheArticle) {
  const std::vector<std::string> lines = SeedLines();
  if (lines.empty()) GTEST_SKIP() << "no seed in " << OCTAVO_SHARED_DIR;
  const Seed seed = Cut(lines);
  ASSERT_EQ(seed.related.size(), 3U);
  const std::string page = PageOf(seed);
  Input input;
  input.url = "https://daily8.example/articles/eu-and-japan?utm_source=x";
  input.html = page;
  const model::Reading reading = Read(input);
  EXPECT_EQ(reading.verdict, model::Verdict::kArticle) << reading.reason_detail;
  EXPECT_EQ(reading.title, "EU and Japan aim for deeper defense cooperation in high-tech arena");
  std::string body;
  for (const std::string& paragraph : seed.paragraphs) {
    body += (body.empty() ? "" : "\n") + paragraph;
  }
  EXPECT_EQ(reading.text, body);
  EXPECT_TRUE(reading.text.starts_with("With the two seeking to diversify partners"));
  EXPECT_TRUE(reading.text.ends_with("joint initiatives in the defense industry."));
  EXPECT_EQ(reading.image.caption, seed.caption);
  EXPECT_EQ(reading.image.credit, "CECIL FUNG");
  EXPECT_EQ(reading.image.url, "https://daily8.example/photos/kallas.jpg");
  EXPECT_EQ(reading.byline, std::vector<std::string>{"Gabriel Dominguez"});
  ASSERT_TRUE(reading.published_day.has_value());
  EXPECT_EQ(base::FormatDay(*reading.published_day), "2025-07-24");
  EXPECT_EQ(reading.url, "https://daily8.example/articles/eu-and-japan");
  for (const char* furniture : {"Hashtags", "Try Our AI Features", "Comments", "Related Articles",
                                "Isuzu", "No comments yet", "All rights reserved"}) {
    EXPECT_EQ(reading.text.find(furniture), std::string::npos) << furniture;
    EXPECT_EQ(reading.html.find(furniture), std::string::npos) << furniture;
  }
}

TEST(Seed, TheRelatedPiecesAtTheirOwnPublishers) {
  const std::vector<std::string> lines = SeedLines();
  if (lines.empty()) GTEST_SKIP() << "no seed in " << OCTAVO_SHARED_DIR;
  for (const Seed::Related& related : Cut(lines).related) {
    const std::string page =
        "<html lang=en><head><title>" + Escaped(related.headline) + " | " +
        Escaped(related.publisher) + "</title><meta property=og:site_name content='" +
        Escaped(related.publisher) + "'><meta property=og:type content=article></head><body>" +
        "<nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>" +
        Escaped(related.headline) + "</h1><p>" + Escaped(related.text) +
        "</p></article><footer>Contact us</footer></body></html>";
    Input input;
    input.url = "https://news.example/a/20250729";
    input.html = page;
    const model::Reading reading = Read(input);
    EXPECT_EQ(reading.verdict, model::Verdict::kArticle) << reading.reason_detail;
    EXPECT_EQ(reading.title, related.headline);
    EXPECT_EQ(reading.site_name, related.publisher);
    const size_t closing = related.text.find(" (From ");
    EXPECT_EQ(reading.text, related.text.substr(0, closing));
    if (closing == std::string::npos) {
      EXPECT_FALSE(reading.origin.has_value());
      EXPECT_EQ(reading.genre, model::Genre::kReport);
      continue;
    }
    ASSERT_TRUE(reading.origin.has_value());
    EXPECT_EQ(reading.origin->publisher, "The Yomiuri Shimbun");
    ASSERT_TRUE(reading.origin->date.has_value());
    EXPECT_EQ(base::FormatDay(*reading.origin->date), "2025-07-29");
    EXPECT_EQ(reading.html.find("(From"), std::string::npos);
    EXPECT_EQ(reading.genre, model::Genre::kOpinion);
  }
}

}  // namespace
}  // namespace extract
