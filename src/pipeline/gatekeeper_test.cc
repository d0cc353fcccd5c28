#include "pipeline/gatekeeper.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>

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

TEST_F(GatekeeperTest, KnowsHowASiteIsToBeAsked) {
  model::Source source;
  source.url = "https://www.members.example/feed";
  source.asking.cookies = "session=1";
  gatekeeper_->Note(source);
  EXPECT_EQ(gatekeeper_->AskingOf("https://members.example/1").cookies, "session=1");
  EXPECT_EQ(gatekeeper_->AskingOf("https://other.example/1").cookies, "");
  EXPECT_EQ(gatekeeper_->AskingOf("nonsense").cookies, "");
}

}  // namespace
}  // namespace pipeline
