// Public collections of feeds, of XML and of script injections, all of which must give a sensible
// and harmless answer. They need the development data beside the project and are skipped where that
// is absent.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "base/file.h"
#include "html/harmless.h"
#include "parse/draft.h"
#include "parse/feed.h"
#include "parse/testing/dataset.h"
#include "parse/testing/invariants.h"
#include "text/charset.h"
#include "text/markup.h"

namespace parse {
namespace {

using model::FeedFormat;

model::Feed Parsed(std::string_view bytes) {
  Input input;
  input.bytes = bytes;
  input.url = "https://example.org/feed";
  return ParseFeed(input);
}

void ForEachFile(
    const std::filesystem::path& folder,
    const std::function<void(const std::string& name, const std::string& bytes)>& use) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const auto bytes = base::ReadFile(file.path());
    ASSERT_TRUE(bytes) << file.path();
    use(std::filesystem::relative(file.path(), folder).string(), *bytes);
  }
}

// The name of the first element, in lower case and without its prefix.
std::string RootName(std::string_view text) {
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) {
      at = std::min(text.find("-->", at), text.size());
      continue;
    }
    if (rest.starts_with("<!") || rest.starts_with("<?")) {
      at = std::min(text.find('>', at), text.size());
      continue;
    }
    const size_t end = rest.find_first_of(" \t\r\n/>");
    const std::string name = LowerAscii(rest.substr(1, std::min(end, rest.size()) - 1));
    return name.substr(name.find(':') == std::string::npos ? 0 : name.find(':') + 1);
  }
  return {};
}

// Start tags of <item> and <entry>, with any prefix.
size_t ItemsIn(std::string_view text) {
  size_t items = 0;
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    std::string_view name = text.substr(at + 1, 40);
    name = name.substr(0, name.find_first_of(" \t\r\n/>"));
    if (const size_t colon = name.find(':'); colon != std::string_view::npos) {
      name.remove_prefix(colon + 1);
    }
    items += IsSameLetters(name, "item") || IsSameLetters(name, "entry") ? 1 : 0;
  }
  return items;
}

// What a feed of feedvalidator's collection must be, by its root; absent: anything.
std::optional<bool> MustBeFeed(const std::string& root) {
  if (root == "rss" || root == "rdf" || root == "feed") return true;
  if (root == "kml" || root == "opensearchdescription" || root == "service") return false;
  return std::nullopt;
}

TEST(Datasets, FeedvalidatorsCasesAreReadAsWhatTheyAre) {
  const auto folder = UnpackedDataset(OCTAVO_SHARED_DIR, "feeds/feedvalidator");
  if (!folder) GTEST_SKIP() << "development data is not here";
  size_t feeds = 0;
  size_t cases = 0;
  size_t items = 0;
  size_t entries = 0;
  size_t left_out = 0;  // as the warnings say: those that are there twice, and empty ones
  ForEachFile(*folder, [&](const std::string& name, const std::string& bytes) {
    if (!name.ends_with(".xml") && !name.ends_with(".opml")) return;
    ++cases;
    const model::Feed feed = Parsed(bytes);
    EXPECT_EQ(Invariants(feed).Why(), "") << name;
    const std::string text = text::DecodeXml(bytes, {}).text;
    if (const auto must = MustBeFeed(RootName(text))) {
      EXPECT_EQ(IsFeed(feed.format), *must) << name << ": " << RootName(text);
    }
    if (!IsFeed(feed.format)) return;
    ++feeds;
    items += ItemsIn(text);
    entries += feed.entries.size();
    left_out +=
        static_cast<size_t>(std::ranges::count_if(feed.warnings, [](const std::string& warning) {
          return warning.starts_with("an entry ");
        }));
    EXPECT_LE(feed.entries.size(), ItemsIn(text)) << name;
  });
  printf("%zu cases: %zu feeds with %zu items: %zu entries, %zu left out\n", cases, feeds, items,
         entries, left_out);
  EXPECT_GE(cases, 2'100U);
  // Some stand inside of others, as examples.
  EXPECT_GE((entries + left_out) * 1'000, items * 990);
}

TEST(Datasets, NothingRunsInXmlConformanceCases) {
  const auto folder = UnpackedDataset(OCTAVO_SHARED_DIR, "hostile/xml-conformance");
  if (!folder) GTEST_SKIP() << "development data is not here";
  size_t cases = 0;
  ForEachFile(*folder, [&](const std::string& name, const std::string& bytes) {
    if (cases++ % OCTAVO_TAKE_EVERY != 0) return;
    EXPECT_EQ(Invariants(Parsed(bytes)).Why(), "") << name;
    // Inside of a feed as well.
    const std::string inside = "<rss><channel><item><guid>1</guid><description>" + bytes;
    EXPECT_EQ(Invariants(Parsed(inside)).Why(), "") << name;
  });
  EXPECT_GE(cases, 3'000U);
}

// Every place of a feed that shows something, filled with `payload`.
std::string RssWith(const std::string& payload) {
  const std::string escaped = text::Escaped(payload);
  std::string out = "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel>";
  for (const char* name : {"title", "link", "description", "language", "copyright", "generator",
                           "managingEditor", "category"}) {
    out.append("<").append(name).append(">").append(escaped).append("</").append(name).append(">");
  }
  out += "<item>";
  for (const char* name :
       {"title", "link", "description", "author", "category", "guid", "comments", "content:encoded",
        "dc:creator", "dc:subject", "media:title", "media:description", "media:keywords",
        "itunes:summary", "itunes:keywords", "pubDate", "podcast:person", "georss:featurename"}) {
    out.append("<").append(name).append(">").append(escaped).append("</").append(name).append(">");
  }
  for (const char* name : {"enclosure url", "media:content url", "media:thumbnail url",
                           "source url", "itunes:image href", "podcast:transcript url"}) {
    out.append("<").append(name).append("=\"").append(escaped).append("\"/>");
  }
  return out + "</item></channel></rss>";
}

TEST(Datasets, NoInjectionComesThroughAFeed) {
  const auto folder = UnpackedDataset(OCTAVO_SHARED_DIR, "hostile/xss-payload-list");
  if (!folder) GTEST_SKIP() << "development data is not here";
  size_t payloads = 0;
  ForEachFile(*folder, [&](const std::string& name, const std::string& bytes) {
    if (!name.ends_with(".txt")) return;
    std::istringstream lines(bytes);
    for (std::string payload; std::getline(lines, payload); ++payloads) {
      if (payloads % OCTAVO_TAKE_EVERY != 0) continue;
      EXPECT_EQ(Invariants(Parsed(RssWith(payload))).Why(), "") << payload;
      // Unescaped, it is broken XML at best.
      EXPECT_EQ(Invariants(Parsed("<rss><channel><item><guid>1</guid><content>" + payload)).Why(),
                "")
          << payload;
      EXPECT_EQ(Invariants(Parsed("<feed><entry><id>1</id><title type='html'>" +
                                  text::Escaped(payload) + "</title><content type='xhtml'>" +
                                  payload + "</content></entry></feed>"))
                    .Why(),
                "")
          << payload;
    }
  });
  EXPECT_GE(payloads, 6'000U);
}

TEST(Datasets, ListsOfSourcesAreKnown) {
  const auto folder = UnpackedDataset(OCTAVO_SHARED_DIR, "feeds/opml-lists");
  if (!folder) GTEST_SKIP() << "development data is not here";
  size_t lists = 0;
  ForEachFile(*folder, [&](const std::string& name, const std::string& bytes) {
    if (!name.ends_with(".opml")) return;
    ++lists;
    const model::Feed feed = Parsed(bytes);
    EXPECT_EQ(feed.format, FeedFormat::kOpml) << name;
    EXPECT_FALSE(feed.children.empty()) << name;
    EXPECT_EQ(Invariants(feed).Why(), "") << name;
  });
  EXPECT_GE(lists, 100U);
}

}  // namespace
}  // namespace parse
