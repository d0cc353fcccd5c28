#include "newsroom/newsroom.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "newsroom/pages.h"
#include "newsroom/site.h"
#include "newsroom/template.h"

namespace newsroom {
namespace {

namespace fs = std::filesystem;

const base::Instant kMorning = *base::ParseRfc3339("2026-11-23T07:00:00Z");  // a Monday

TEST(Template, Fills) {
  View item;
  item.texts = {{"name", "b"}};
  View view;
  view.texts = {{"name", "a & <b>"}, {"empty", ""}};
  view.lists["items"] = {item, item};
  view.lists["nothing"] = {};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"plain", "plain"},
      {"{{name}}", "a &amp; &lt;b&gt;"},
      {"{{{name}}}", "a & <b>"},
      {"{{unknown}}", ""},
      {"{{#items}}[{{name}}]{{/items}}", "[b][b]"},
      {"{{#items}}{{empty}}{{#name}}!{{/name}}{{/items}}", "!!"},
      {"{{#nothing}}x{{/nothing}}{{^nothing}}y{{/nothing}}", "y"},
      {"{{#empty}}x{{/empty}}{{^empty}}y{{/empty}}", "y"},
      {"{{#name}}x{{/name}}{{^name}}y{{/name}}", "x"},
      {"a{{name", "a"},
      {"a{{#items}}b", "a"},
  };
  for (const auto& [source, filled] : cases) EXPECT_EQ(Fill(source, view), filled) << source;
}

TEST(Pages, WritesDatesAsHttpDoes) {
  EXPECT_EQ(HttpDate(kMorning), "Mon, 23 Nov 2026 07:00:00 GMT");
  // The example of RFC 9110, 5.6.7.
  EXPECT_EQ(HttpDate(*base::ParseRfc3339("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
}

// A folder with one publisher and one article, to be spoilt.
class FolderTest : public testing::Test {
 protected:
  FolderTest() {
    std::string name = (fs::temp_directory_path() / "octavo-newsroom-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    Write("publishers/paper.txt",
          "name: Paper\nhost: paper.localhost\nlanguage: en\nlayout: page\npath: /{{slug}}\n"
          "feed: rss\nfeed-path: /feed.xml\nzone: +01:00\n");
    Write("layouts/page.html", "<h1>{{title}}</h1>{{{content}}}");
    Write("layouts/front.html", "{{#articles}}{{link}} {{/articles}}");
    Write("faults/no_body.html", "");
    Write("articles/paper/one.txt", "title: One\ntime: -2h30m\n\nOn {day-1}.\nThen <this>.\n");
  }
  ~FolderTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  std::string ErrorOf() const {
    const auto read = ReadNewsroom(folder_, kMorning);
    return read ? "none" : read.error().message();
  }

  fs::path folder_;
};

TEST_F(FolderTest, ReadsAndPrints) {
  const auto read = ReadNewsroom(folder_, kMorning);
  ASSERT_TRUE(read) << read.error().message();
  ASSERT_EQ(read->articles.size(), 1);
  const Article& article = read->articles[0];
  EXPECT_EQ(article.id, "paper/one");
  EXPECT_EQ(base::FormatRfc3339(article.published), "2026-11-23T04:30:00Z");
  EXPECT_THAT(article.paragraphs, testing::ElementsAre("On Sunday.", "Then <this>."));
  const auto site = BuildSite({*read, 8090, 1});
  ASSERT_TRUE(site) << site.error().message();
  const Host& host = site->at("paper.localhost");
  EXPECT_EQ(host.documents.at("/one").body,
            "<h1>One</h1><p>On Sunday.</p>\n<p>Then &lt;this&gt;.</p>\n");
  EXPECT_EQ(host.documents.at("/").body, "/one ");
  EXPECT_THAT(host.documents.at("/feed.xml").body,
              testing::HasSubstr("<link>http://paper.localhost:8090/one</link>"));
}

TEST_F(FolderTest, NamesWhatIsWrong) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {"articles/paper/a.txt", "title: A\ntime: soon\n\nText.\n", "line 2: the value of 'time'"},
      {"articles/paper/a.txt", "title: A\ntiem: -1h\n\nText.\n",
       "line 2: no field is named 'tiem'"},
      {"articles/paper/a.txt", "title: A\n\nText.\n", "title and time are needed"},
      {"articles/paper/a.txt", "title: A\ntime: -1h\n", "has no text"},
      {"articles/paper/a.txt", "title: A\ntime: -1h\ncopy-of: x/y\n", "copy-of must name"},
      {"articles/paper/a.txt", "title: A\ntime: -1h\nfault: odd\n", "the value of 'fault'"},
      {"articles/paper/a.txt", "title: A\ntime: -1h\nfault: fact_box\n", "no template in faults/"},
      {"articles/paper/a.txt", "title: A\ntime: -1h\n\nOn {day-x}.\n", "no number of days"},
      {"articles/paper/a.2.txt", "title: A\ntime: -1h\n\nText.\n", "a later version and no first"},
      {"articles/other/a.txt", "title: A\ntime: -1h\n\nText.\n", "not named as a publisher"},
  };
  for (const auto& [name, text, error] : cases) {
    Write(name, text);
    EXPECT_THAT(ErrorOf(), testing::HasSubstr(error)) << text;
    fs::remove(folder_ / name);
  }
  EXPECT_EQ(ErrorOf(), "none");
}

TEST(Newsroom, SaysThatThereIsNone) {
  const auto read = ReadNewsroom("/nowhere", kMorning);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind(), base::ErrorKind::kNotFound);
}

}  // namespace
}  // namespace newsroom
