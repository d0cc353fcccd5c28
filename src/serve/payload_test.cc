// Script injections of a public list, in every text that articles, publishers and sources bring, on
// every page, feed and answer of the API that shows it. A page is harmless when it has the elements
// and attributes that it has with a harmless text in the payload's place, none more and none fewer;
// JSON when it is JSON without '<'.

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "html/document.h"
#include "serve/addresses.h"
#include "serve/site.h"
#include "serve/testing/ask.h"
#include "serve/testing/fake_store.h"

namespace serve {
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

// Elements and the names of their attributes, in order; of scripts and styles their text too.
std::string SkeletonOf(std::string_view page) {
  const html::Document document = html::Parse(page);
  std::string skeleton;
  for (html::NodeId node = 1; node < document.size(); ++node) {
    if (document.IsText(node)) {
      const html::Tag above = document.tag(document.parent(node));
      if (above == html::Tag::kScript || above == html::Tag::kStyle) {
        skeleton += std::string(document.text(node)) + "\n";
      }
      continue;
    }
    skeleton += std::string(document.name(node));
    for (const html::Attribute& attribute : document.attributes(node)) {
      skeleton += " " + std::string(attribute.name);
      const bool address = attribute.name == "href" || attribute.name == "src" ||
                           attribute.name == "action" || attribute.name == "srcset";
      if (address)
        skeleton += attribute.value.find("script:") != std::string::npos ? "=SCRIPT" : "";
    }
    skeleton += "\n";
  }
  return skeleton;
}

// Of a feed: what begins with '<', up to the end of the name.
std::string MarksOf(std::string_view feed) {
  std::string marks;
  for (size_t at = feed.find('<'); at != std::string_view::npos; at = feed.find('<', at + 1)) {
    const size_t end = feed.find_first_of(" >\n", at);
    marks += std::string(feed.substr(at, end - at)) + "\n";
  }
  return marks;
}

enum class Field { kTitle, kSummary, kByline, kCaption, kTag, kParagraph, kPublisher, kSource };
constexpr size_t kFields = 8;

class PayloadTest : public ::testing::Test {
 protected:
  // The text in one field of everything, beside a word that searches find.
  void Fill(Field field, const std::vector<std::string>& texts) {
    store_ = std::make_unique<testing::FakeStore>();
    size_t next = 0;
    const auto text = [&] {
      const size_t number = next++;
      return "ferry " + std::to_string(number) + " " + texts[number % texts.size()];
    };
    for (testing::FakeArticle& article : store_->articles) {
      switch (field) {
        case Field::kTitle:
          article.summary.title = text();
          break;
        case Field::kSummary:
          article.summary.summary = text();
          break;
        case Field::kByline:
          article.byline = {text(), text()};
          break;
        case Field::kCaption:
          article.summary.image = {"https://a.example/i.jpg", text(), text(), 0, 0};
          break;
        case Field::kTag:
          article.tags = {text(), "HarbourFerry"};
          break;
        case Field::kParagraph:
          article.paragraphs = {text(), text(), text()};
          break;
        case Field::kPublisher:
          article.summary.publisher_name = text();
          break;
        case Field::kSource:
          break;
      }
    }
    for (model::Publisher& publisher : store_->publishers) {
      if (field == Field::kPublisher) publisher.name = text();
    }
    for (model::Source& source : store_->sources) {
      if (field != Field::kSource) break;
      source.title = text();
      source.last_error = text();
    }
  }

  std::vector<std::string> Routes() const {
    const std::string title = store_->articles[0].summary.title;
    const std::string publisher = store_->publishers[0].name;
    std::vector<std::string> routes = {FrontPath("en"),
                                       ArticlePath("en", 1, title),
                                       StoryPath("en", 1, title),
                                       PublisherPath("en", 1, publisher),
                                       HashtagPath("en", "HarbourFerry"),
                                       "/en/search?q=ferry",
                                       "/en/hashtags",
                                       "/en/publishers",
                                       "/en/quarantine",
                                       "/en/sources",
                                       "/en/feed.rss",
                                       "/en/feed.atom",
                                       "/en/feed.json",
                                       "/en/search/feed.rss?q=ferry",
                                       "/en/hashtag/HarbourFerry/feed.atom",
                                       "/ar/"};
    for (const char* path : {"stories", "stories/1", "articles", "articles/1", "hashtags",
                             "publishers", "search?q=ferry", "quarantine", "edition", "sources"}) {
      routes.push_back(std::string("/api/v1/") + path);
    }
    return routes;
  }

  // What each route answers, made comparable; JSON is looked at here and now.
  std::vector<std::string> AnswersTo(const std::vector<std::string>& routes) {
    Options options;
    options.clock = &clock_;
    options.cache_check_micros = 0;
    Site site(options, *store_);
    std::vector<std::string> answers;
    for (const std::string& route : routes) {
      const net::Response response = testing::Ask(site, route);
      const std::string body = testing::BodyOf(response);
      if (body.starts_with("{") || body.starts_with("[")) {
        EXPECT_TRUE(base::ParseJson(body)) << route;
        EXPECT_EQ(body.find('<'), std::string::npos) << route;
        answers.push_back(std::to_string(response.status));
      } else {
        const bool feed = route.find("/feed.") != std::string::npos;
        answers.push_back(std::to_string(response.status) + "\n" +
                          (feed ? MarksOf(body) : SkeletonOf(body)));
      }
    }
    return answers;
  }

  base::ManualClock clock_{testing::kNow};
  std::unique_ptr<testing::FakeStore> store_;
};

TEST_F(PayloadTest, AreTextOnEveryPage) {
  const std::vector<std::string> payloads = Payloads();
  if (payloads.empty()) GTEST_SKIP() << "the list of payloads is not there";
  constexpr size_t kAtOnce = 48;
  size_t shown = 0;
  for (size_t kind = 0; kind < kFields; ++kind) {
    const auto field = static_cast<Field>(kind);
    Fill(field, {"of the harbour"});
    const std::vector<std::string> harmless = AnswersTo(Routes());
    for (size_t from = 0; from < payloads.size(); from += kAtOnce) {
      const size_t end = std::min(from + kAtOnce, payloads.size());
      Fill(field, {payloads.begin() + static_cast<ptrdiff_t>(from),
                   payloads.begin() + static_cast<ptrdiff_t>(end)});
      const std::vector<std::string> routes = Routes();
      const std::vector<std::string> answers = AnswersTo(routes);
      for (size_t i = 0; i < routes.size(); ++i) {
        ASSERT_EQ(answers[i], harmless[i])
            << "field " << kind << ", payloads " << from << " to " << end << ", " << routes[i];
        shown += answers[i].starts_with("200") ? 1 : 0;
      }
    }
  }
  EXPECT_GT(shown, 20'000U / OCTAVO_TAKE_EVERY);
}

}  // namespace
}  // namespace serve
