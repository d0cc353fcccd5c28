#include "pipeline/gatekeeper.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <numeric>

#include "net/http_server.h"

#include "pipeline/fake_web.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

const std::string kSite = "https://a.example";

fetch::Outcome Answered(int status, std::string bytes = {}) {
  net::FetchResponse response;
  response.status = status;
  response.body = std::move(bytes);
  return fetch::Classify(kSite, std::move(response), base::SystemClock().Now());
}

// A site whose robots.txt is larger than any page may be: its beginning counts.
TEST(Gatekeeper, AsksForNoMoreOfRobotsThanIsRead) {
  const auto server = net::HttpServer::Start({}, [](const net::Request& request) {
                        net::Response response;
                        response.status = request.path == "/robots.txt" ? 200 : 404;
                        response.body =
                            "User-agent: *\nDisallow: /private/\n" + std::string(1'000'000, '#');
                        return response;
                      }).value();
  const std::string place = fmt::format("127.0.0.1:{}", server->port());
  TestFolder folder;
  const auto store = folder.Open();
  Committer committer(*store);
  auto web = NewWeb({.user_agent = "Octavo-Test/1", .allow = {place}, .limit = 900'000}).value();
  Gatekeeper gatekeeper(*store, committer, *web, base::SystemClock());
  for (const auto& [path, may] : {std::pair{"/private/1", MayRead::kNo}, {"/1", MayRead::kYes}}) {
    std::promise<Permission> promise;
    gatekeeper.Ask("http://" + place + path, [&](const Permission& p) { promise.set_value(p); });
    EXPECT_EQ(promise.get_future().get().may, may) << path;
  }
  gatekeeper.Stop();
  web.reset();
}

class GatekeeperTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = folder_.Open();
    Start();
  }
  void TearDown() override { Stop(); }

  // Another process on the same store.
  void Start() {
    committer_ = std::make_unique<Committer>(*store_);
    web_ = std::make_unique<FakeWeb>(sites_);
    gatekeeper_ = std::make_unique<Gatekeeper>(*store_, *committer_, *web_, clock_);
  }
  void Stop() {
    if (gatekeeper_ != nullptr) gatekeeper_->Stop();
    web_.reset();
    gatekeeper_.reset();
    committer_.reset();
  }
  void Restart() {
    Stop();
    Start();
  }

  Permission Ask(const std::string& path) {
    std::promise<Permission> promise;
    gatekeeper_->Ask(kSite + path, [&](const Permission& given) { promise.set_value(given); });
    const Permission permission = promise.get_future().get();
    // What was learned is in the store before the next question.
    EXPECT_TRUE(committer_->Run([](store::Transaction&) { return base::Status(); }));
    return permission;
  }

  TestFolder folder_;
  base::ManualClock clock_{base::SystemClock().Now()};
  FakeSites sites_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Committer> committer_;
  std::unique_ptr<FakeWeb> web_;
  std::unique_ptr<Gatekeeper> gatekeeper_;
};

TEST_F(GatekeeperTest, SaysWhatTheSiteSays) {
  sites_.Answer(kSite + "/robots.txt",
                Answered(200, "User-agent: *\nDisallow: /private/\nCrawl-delay: 2\n"));
  sites_.Answer(kSite + "/.well-known/tdmrep.json",
                Answered(200, R"([{"location": "/news/*", "tdm-reservation": 1}])"));
  const Permission open = Ask("/news/1?x=y");
  EXPECT_EQ(open.may, MayRead::kYes);
  EXPECT_EQ(open.why, "");
  EXPECT_EQ(open.pause, std::chrono::milliseconds(2'000));
  EXPECT_TRUE(open.rights.tdm);
  const Permission closed = Ask("/private/1");
  EXPECT_EQ(closed.may, MayRead::kNo);
  EXPECT_EQ(closed.why, "robots.txt of a.example forbids the page");
  EXPECT_FALSE(closed.rights.tdm);
  EXPECT_EQ(Ask("/private").may, MayRead::kYes);
}

TEST_F(GatekeeperTest, AsksOnceADay) {
  sites_.Answer(kSite + "/robots.txt", Answered(200, "User-agent: *\nDisallow: /private/\n"));
  std::vector<std::promise<Permission>> promises(50);
  for (size_t i = 0; i < promises.size(); ++i) {
    gatekeeper_->Ask(kSite + "/private/" + std::to_string(i),
                     [&promises, i](const Permission& given) { promises[i].set_value(given); });
  }
  for (auto& promise : promises) EXPECT_EQ(promise.get_future().get().may, MayRead::kNo);
  EXPECT_EQ(sites_.asked(kSite + "/robots.txt"), 1);
  // What was read is there after a restart.
  Restart();
  EXPECT_EQ(Ask("/private/1").may, MayRead::kNo);
  EXPECT_EQ(sites_.asked(kSite + "/robots.txt"), 1);
  clock_.Advance(25 * base::kMicrosPerHour);
  EXPECT_EQ(Ask("/private/1").may, MayRead::kNo);
  EXPECT_EQ(sites_.asked(kSite + "/robots.txt"), 2);
}

TEST_F(GatekeeperTest, ReadsNothingWhileItIsNotKnown) {
  sites_.Answer(kSite + "/robots.txt", Answered(500));
  sites_.Answer(kSite + "/robots.txt", Answered(404));
  const Permission unknown = Ask("/1");
  EXPECT_EQ(unknown.may, MayRead::kNotKnown);
  ASSERT_TRUE(unknown.ask_again);
  EXPECT_EQ(unknown.ask_again->micros - clock_.Now().micros, 5 * base::kMicrosPerSecond);
  EXPECT_EQ(Ask("/2").may, MayRead::kNotKnown);  // not asked again yet
  EXPECT_EQ(sites_.asked(kSite + "/robots.txt"), 1);
  Restart();
  EXPECT_EQ(Ask("/2").may, MayRead::kNotKnown);
  clock_.Advance(6 * base::kMicrosPerSecond);
  EXPECT_EQ(Ask("/2").may, MayRead::kYes);
}

TEST_F(GatekeeperTest, WhatWasReadGoesOnToCount) {
  sites_.Answer(kSite + "/robots.txt", Answered(200, "User-agent: *\nDisallow: /private/\n"));
  sites_.Answer(kSite + "/robots.txt", Answered(503));
  EXPECT_EQ(Ask("/private/1").may, MayRead::kNo);
  clock_.Advance(25 * base::kMicrosPerHour);
  EXPECT_EQ(Ask("/private/1").may, MayRead::kNo);
  EXPECT_EQ(Ask("/1").may, MayRead::kYes);
  clock_.Advance(31 * base::kMicrosPerDay);
  EXPECT_EQ(Ask("/1").may, MayRead::kYes);
  EXPECT_EQ(Ask("/private/1").may, MayRead::kNo);  // unreachable for a month: what there is counts
}

// A robots.txt that is slow to match must not stand between the web and everybody else.
TEST_F(GatekeeperTest, ASlowAnswerHoldsUpNothingOnTheWeb) {
  sites_.Answer(kSite + "/robots.txt", Answered(200, "User-agent: *\nDisallow: /private/\n"));
  for (const char* path : {"/asked", "/known"}) {
    std::promise<bool> answered;
    gatekeeper_->Ask(kSite + path, [&](const Permission&) {
      const auto other = std::make_shared<std::promise<void>>();
      web_->FetchPage("https://b.example/", [other](const fetch::Outcome&) { other->set_value(); });
      answered.set_value(other->get_future().wait_for(std::chrono::seconds(5)) ==
                         std::future_status::ready);
    });
    EXPECT_TRUE(answered.get_future().get()) << path;
  }
}

TEST_F(GatekeeperTest, AnswersInTheOrderOfTheQuestionsAndLosesNoneWhenItStops) {
  sites_.Answer(kSite + "/robots.txt", Answered(200, "User-agent: *\nDisallow: /private/\n"));
  constexpr int kQuestions = 50;
  constexpr int kAnswered = 20;
  std::vector<int> answers;
  std::promise<void> there;
  std::promise<void> go_on;
  for (int i = 1; i <= kQuestions; ++i) {
    gatekeeper_->Ask(kSite + "/private/" + std::to_string(i), [&, i](const Permission& given) {
      EXPECT_EQ(given.may, MayRead::kNo);
      answers.push_back(i);
      if (i != kAnswered) return;
      there.set_value();
      go_on.get_future().wait();
    });
  }
  there.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { gatekeeper_->Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  go_on.set_value();
  stopped.get();
  // None behind the one that was under way is answered; they are asked again at the next start, and
  // what the site said is not.
  std::vector<int> first(kAnswered);
  std::iota(first.begin(), first.end(), 1);
  EXPECT_EQ(answers, first);
  Restart();
  for (int i = kAnswered + 1; i <= kQuestions; ++i) {
    EXPECT_EQ(Ask("/private/" + std::to_string(i)).may, MayRead::kNo);
  }
  EXPECT_EQ(sites_.asked(kSite + "/robots.txt"), 1);
}

// What the owner gave for the sources, and what a page of their domain is sent of it.
TEST_F(GatekeeperTest, KnowsHowASiteIsToBeAsked) {
  const auto add = [&](const char* url, const char* cookies, const char* agent) {
    model::Source source;
    source.url = url;
    source.asking.cookies = cookies;
    source.asking.user_agent = agent;
    ASSERT_TRUE(committer_->Run([&](store::Transaction& transaction) -> base::Status {
      TRY_ASSIGN(const auto id, transaction.AddSource(source));
      return id ? base::Status() : base::Fail(base::ErrorKind::kBug, "no id");
    }));
  };
  add("https://www.members.example/feed", "session=1", "Members/1");
  add("http://two.example:8080/feed", "port=8080", "");
  add("http://two.example:9090/feed", "port=9090", "");
  add("http://open.example/feed", "seen=1", "");
  add("http://plain.example/feed", "", "");
  add("https://reader:hunter%202@locked.example/feed", "", "");
  gatekeeper_->SourcesChanged();
  struct Case {
    const char* url;
    const char* cookies;
    const char* authorization;
    const char* agent;
  };
  for (const Case& c : {
           Case{"https://members.example/1", "session=1", "", "Members/1"},
           {"http://members.example/1", "", "", "Members/1"},  // in clear text
           {"https://members.example:8443/1", "", "", "Members/1"},
           {"http://two.example:8080/1", "port=8080", "", ""},
           {"http://two.example:9090/1", "port=9090", "", ""},
           {"http://www.two.example:9090/1", "port=9090", "", ""},
           {"http://two.example/1", "", "", ""},
           {"https://open.example/1", "seen=1", "", ""},  // better than what it was given for
           {"http://plain.example/1", "", "", ""},
           {"https://locked.example/1", "", "Basic cmVhZGVyOmh1bnRlciAy", ""},
           {"https://www.locked.example/1", "", "", ""},
           {"http://locked.example/1", "", "", ""},
           {"https://locked.example:444/1", "", "", ""},
           {"https://other.example/1", "", "", ""},
           {"nonsense", "", "", ""},
       }) {
    const model::Asking asking = gatekeeper_->AskingOf(c.url);
    EXPECT_EQ(asking.cookies, c.cookies) << c.url;
    EXPECT_EQ(asking.user_agent, c.agent) << c.url;
    EXPECT_EQ(net::FindHeader(asking.headers, "authorization"), c.authorization) << c.url;
  }
}

TEST_F(GatekeeperTest, WhatTheOwnerTakesAwayIsSentNoMore) {
  model::Source source;
  source.url = "https://a.example/feed";
  source.asking.cookies = "session=1";
  source.asking.headers = {{"X-Key", "1"}};
  const auto write = [&](const std::function<base::Status(store::Transaction&)>& work) {
    ASSERT_TRUE(committer_->Run(work));
    gatekeeper_->SourcesChanged();
  };
  write([&](store::Transaction& transaction) -> base::Status {
    TRY_ASSIGN(source.id, transaction.AddSource(source));
    return {};
  });
  EXPECT_EQ(gatekeeper_->AskingOf("https://a.example/1"), source.asking);
  source.asking.headers.clear();
  write([&](store::Transaction& transaction) {
    return transaction.ChangeSource(source.id, [&](model::Source& changed) -> base::Status {
      changed.asking = source.asking;
      return {};
    });
  });
  EXPECT_EQ(gatekeeper_->AskingOf("https://a.example/1"), source.asking);
  write([&](store::Transaction& transaction) { return transaction.RemoveSource(source.id); });
  EXPECT_EQ(gatekeeper_->AskingOf("https://a.example/1"), model::Asking());
}

}  // namespace
}  // namespace pipeline
