// The subscriber with a hub that the test itself is.

#include "pipeline/subscriber.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>
#include <vector>

#include "fetch/websub.h"
#include "net/url.h"
#include "pipeline/fake_web.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

constexpr const char* kHub = "https://hub.example/";
constexpr const char* kTopic = "https://a.example/feed";
constexpr const char* kCallback = "https://me.example/websub/";

struct Delivery {
  model::SourceId source;
  std::string bytes;
  base::Instant until;
};

class SubscriberTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = folder_.Open(clock_);
    EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
      source_.url = "https://a.example/rss";
      TRY_ASSIGN(source_.id, transaction.AddSource(source_));
      return {};
    }));
    source_.hub = kHub;
    source_.topic = kTopic;
    fetch::Outcome taken;
    taken.kind = fetch::OutcomeKind::kFresh;
    taken.page.status = 202;
    sites_.Answer(kHub, taken);
    Start();
  }
  void TearDown() override { Stop(); }

  void Start() {
    committer_ = std::make_unique<Committer>(*store_);
    web_ = std::make_unique<FakeWeb>(sites_);
    subscriber_ = std::make_unique<Subscriber>(
        Subscriber::Options{.callback = kCallback, .clock = &clock_}, *store_, *committer_, *web_,
        [this](model::SourceId source, model::Page page, base::Instant until) {
          delivered_.push_back({source, page.bytes, until});
        });
    subscriber_->Start();
  }
  void Stop() {
    if (subscriber_ != nullptr) subscriber_->Stop();
    web_.reset();
    subscriber_.reset();
    committer_.reset();
  }

  // The form of the hub's `number`-th request (from 1), waiting for it; empty: it does not come.
  std::string Form(size_t number) {
    for (int i = 0; i < 500; ++i) {
      const auto posts = sites_.posts();
      if (posts.size() >= number) return posts[number - 1];
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }
  // Waits until what was asked is answered, and the answers are in the store.
  void Settle() {
    std::promise<void> answered;
    web_->FetchPage("https://a.example/", [&](const fetch::Outcome&) { answered.set_value(); });
    answered.get_future().wait();
    EXPECT_TRUE(committer_->Run([](store::Transaction&) { return base::Status(); }));
  }
  std::string Field(const std::string& form, const std::string& name) {
    net::Request request;
    request.query = form.substr(form.find(' ') + 1);
    return request.Parameter(name);
  }

  net::Response Call(const std::string& path, const std::string& query) {
    net::Request request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    return subscriber_->Answer(request);
  }
  net::Response Question(const std::string& form, const std::string& topic, int64_t lease,
                         const std::string& mode = "subscribe") {
    return Call(PathOf(form), "hub.mode=" + mode + "&hub.topic=" + net::PercentEncode(topic) +
                                  "&hub.challenge=xyz&hub.lease_seconds=" + std::to_string(lease));
  }
  net::Response Bring(const std::string& form, const std::string& body,
                      const std::string& signature) {
    net::Request request;
    request.method = "POST";
    request.path = PathOf(form);
    request.body = body;
    if (!signature.empty()) request.headers = {{"X-Hub-Signature", signature}};
    return subscriber_->Answer(request);
  }
  std::string PathOf(const std::string& form) {
    const auto url = net::Url::Parse(Field(form, "hub.callback"));
    return url ? std::string(url->path()) : std::string();
  }
  std::vector<model::Subscription> All() {
    std::vector<model::Subscription> all;
    EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(all, reader.Subscriptions());
      return {};
    }));
    return all;
  }
  model::Subscription Only() {
    std::vector<model::Subscription> all = All();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? model::Subscription() : all.front();
  }

  TestFolder folder_;
  base::ManualClock clock_{*base::ParseRfc3339("2026-11-23T12:00:00Z")};
  FakeSites sites_;
  std::vector<Delivery> delivered_;
  model::Source source_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Committer> committer_;
  std::unique_ptr<FakeWeb> web_;
  std::unique_ptr<Subscriber> subscriber_;
};

TEST_F(SubscriberTest, SubscribesIsBroughtAndGoesOn) {
  subscriber_->Note(source_);
  subscriber_->Note(source_);  // a second poll says nothing new
  const std::string form = Form(1);
  EXPECT_TRUE(form.starts_with(kHub));
  EXPECT_EQ(Field(form, "hub.mode"), "subscribe");
  EXPECT_EQ(Field(form, "hub.topic"), kTopic);
  EXPECT_TRUE(Field(form, "hub.callback").starts_with(kCallback));
  const std::string secret = Field(form, "hub.secret");
  EXPECT_EQ(secret.size(), 32U);

  // Verification of intent: yes only to what was asked for.
  EXPECT_EQ(Question(form, "https://evil.example/", 1'000).status, 404);
  EXPECT_EQ(Question(form, kTopic, 1'000, "unsubscribe").status, 404);
  EXPECT_EQ(Call("/websub/guessed", "hub.mode=subscribe&hub.challenge=x").status, 404);
  EXPECT_EQ(Call(PathOf(form), "").status, 404);
  EXPECT_EQ(Only().state, model::SubscriptionState::kWanted);
  const net::Response yes = Question(form, kTopic, 1'000);
  EXPECT_EQ(yes.status, 200);
  EXPECT_EQ(yes.body, "xyz");
  EXPECT_EQ(Only().state, model::SubscriptionState::kActive);
  EXPECT_EQ(Only().lease_until->micros - clock_.Now().micros, 1'000 * base::kMicrosPerSecond);
  EXPECT_EQ(Question(form, kTopic, 1'000'000).status, 404);  // nobody has asked again

  // What comes counts when it is signed.
  const std::string body = "<rss/>";
  EXPECT_EQ(Bring(form, body, "").status, 202);
  EXPECT_EQ(Bring(form, body, "sha256=00").status, 202);
  EXPECT_EQ(Bring(form, body, fetch::SignatureOf("guessed", "sha256", body)).status, 202);
  EXPECT_EQ(Bring(form, body + " ", fetch::SignatureOf(secret, "sha256", body)).status, 202);
  EXPECT_TRUE(delivered_.empty());
  for (const char* method : {"sha1", "sha256", "sha384", "sha512"}) {
    EXPECT_EQ(Bring(form, body, fetch::SignatureOf(secret, method, body)).status, 202);
  }
  ASSERT_EQ(delivered_.size(), 4U);
  EXPECT_EQ(delivered_[0].source, source_.id);
  EXPECT_EQ(delivered_[0].bytes, body);
  EXPECT_EQ(delivered_[0].until, *Only().lease_until);

  // Before the lease ends it is asked for again, after a restart too.
  clock_.Advance(650 * base::kMicrosPerSecond);
  subscriber_->Ring();
  Stop();
  Start();
  EXPECT_EQ(sites_.posts().size(), 1U);
  clock_.Advance(200 * base::kMicrosPerSecond);
  subscriber_->Ring();
  const std::string renewal = Form(2);
  EXPECT_EQ(Field(renewal, "hub.callback"), Field(form, "hub.callback"));
  EXPECT_EQ(Field(renewal, "hub.secret"), secret);
  EXPECT_EQ(Question(renewal, kTopic, 1'000).status, 200);
  EXPECT_EQ(Only().lease_until->micros - clock_.Now().micros, 1'000 * base::kMicrosPerSecond);
}

TEST_F(SubscriberTest, LeavesWithItsSource) {
  subscriber_->Note(source_);
  const std::string form = Form(1);
  EXPECT_EQ(Question(form, kTopic, 1'000).status, 200);
  const std::string body = "<rss/>";
  const std::string signature = fetch::SignatureOf(Field(form, "hub.secret"), "sha1", body);
  EXPECT_TRUE(store_->Write(
      [&](store::Transaction& transaction) { return transaction.RemoveSource(source_.id); }));
  EXPECT_EQ(Bring(form, body, signature).status, 410);
  subscriber_->Ring();
  const std::string leave = Form(2);
  EXPECT_EQ(Field(leave, "hub.mode"), "unsubscribe");
  EXPECT_EQ(Field(leave, "hub.secret"), "");
  EXPECT_EQ(Question(leave, kTopic, 1'000).status, 404);
  EXPECT_EQ(Question(leave, kTopic, 0, "unsubscribe").body, "xyz");
  EXPECT_EQ(Bring(form, body, signature).status, 410);
  EXPECT_EQ(Question(leave, kTopic, 0, "unsubscribe").status, 404);
  EXPECT_TRUE(delivered_.empty());
}

TEST_F(SubscriberTest, TakesNoForAnAnswer) {
  subscriber_->Note(source_);
  const std::string form = Form(1);
  EXPECT_EQ(Call(PathOf(form), "hub.mode=denied&hub.topic=" + net::PercentEncode(kTopic) +
                                   "&hub.reason=members%20only")
                .status,
            200);
  Settle();
  EXPECT_EQ(Only().state, model::SubscriptionState::kDenied);
  EXPECT_EQ(Only().error, "the hub denies it: members only");
  clock_.Advance(base::kMicrosPerDay);
  subscriber_->Ring();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(sites_.posts().size(), 1U);
}

// How long a hub is left alone that could not take the request and says for how long.
TEST_F(SubscriberTest, ComesBackWhenAskedToWithinADay) {
  struct Case {
    int64_t asked;     // seconds; 0: it does not say
    int64_t from, to;  // the wait
  };
  std::vector<Case> cases = {{0, 60, 120},
                             {3'600, 3'600, 3'600},
                             {86'400, 86'400, 86'400},
                             {365 * 86'400, 86'400, 86'400}};
  for (size_t i = 0; i < cases.size(); ++i) {
    const Case& c = cases[i];
    fetch::Outcome busy;
    busy.kind = fetch::OutcomeKind::kRateLimited;
    busy.page.status = 503;
    busy.error = base::Error(base::ErrorKind::kUnavailable, fmt::format("busy {}", i));
    if (c.asked > 0) {
      busy.retry_after = {clock_.Now().micros + c.asked * base::kMicrosPerSecond};
    }
    source_.hub = fmt::format("https://hub{}.example/", i);
    sites_.Answer(source_.hub, busy);
    subscriber_->Note(source_);
    std::optional<model::Subscription> noted;
    for (int wait = 0; wait < 500 && !noted; ++wait) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      for (const model::Subscription& one : All()) {
        if (one.hub == source_.hub && one.error == busy.error->message()) noted = one;
      }
    }
    ASSERT_TRUE(noted) << c.asked;
    const int64_t waits = (noted->next_try.micros - clock_.Now().micros) / base::kMicrosPerSecond;
    EXPECT_GE(waits, c.from) << c.asked;
    EXPECT_LE(waits, c.to) << c.asked;
  }
}

// How long a hub is left alone that takes every request and does not verify.
TEST_F(SubscriberTest, ComesBackMoreAndMoreRarelyToAHubThatNeverVerifies) {
  constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
  struct Case {
    int64_t from, to;  // the wait after that request, in minutes
  };
  constexpr Case kCases[] = {{10, 20},       {40, 80},       {160, 320},    {640, 1'280},
                             {1'440, 2'880}, {1'440, 2'880}, {1'440, 2'880}};
  subscriber_->Note(source_);
  std::vector<int64_t> waits;
  std::string form;
  for (const Case& c : kCases) {
    form = Form(waits.size() + 1);
    ASSERT_FALSE(form.empty()) << waits.size();
    Settle();
    waits.push_back(Only().next_try.micros - clock_.Now().micros);
    EXPECT_GE(waits.back(), c.from * kMinute) << waits.size();
    EXPECT_LE(waits.back(), c.to * kMinute) << waits.size();
    if (waits.size() < std::size(kCases)) clock_.Advance(waits.back());
    subscriber_->Ring();
  }
  EXPECT_NE(waits[4], waits[5]);  // many that wait for one hub do not come back together
  EXPECT_EQ(Only().failures, 7);

  // Once it has verified, it is waited for as at first.
  EXPECT_EQ(Question(form, kTopic, 1'000).status, 200);
  EXPECT_EQ(Only().failures, 0);
  clock_.Advance(1'000 * base::kMicrosPerSecond);
  subscriber_->Ring();
  EXPECT_FALSE(Form(std::size(kCases) + 1).empty());
  const int64_t wait = Only().next_try.micros - clock_.Now().micros;
  EXPECT_GE(wait, 10 * kMinute);
  EXPECT_LE(wait, 20 * kMinute);
}

// What happens while a request is open, that then fails, is not undone by that.
TEST_F(SubscriberTest, AnAnswerThatFailsTakesNothingBack) {
  struct Case {
    const char* what;
    std::function<void(const std::string& form)> meanwhile;
    model::SubscriptionState state;
    int failures;
    std::string error;
  };
  const Case cases[] = {
      {"nothing", [](const std::string&) {}, model::SubscriptionState::kWanted, 1, "it broke"},
      {"the hub verifies",
       [this](const std::string& form) { EXPECT_EQ(Question(form, kTopic, 1'000).status, 200); },
       model::SubscriptionState::kActive, 0, ""},
      {"the hub denies",
       [this](const std::string& form) {
         Call(PathOf(form), "hub.mode=denied&hub.topic=" + net::PercentEncode(kTopic));
       },
       model::SubscriptionState::kDenied, 1, "the hub denies it"},
      {"the source goes",
       [this](const std::string&) {
         EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) {
           return transaction.RemoveSource(source_.id);
         }));
       },
       model::SubscriptionState::kLeaving, 0, ""}};
  fetch::Outcome broken;
  broken.error = base::Error(base::ErrorKind::kTimeout, "it broke");
  for (size_t i = 0; i < std::size(cases); ++i) {
    const Case& c = cases[i];
    source_.hub = fmt::format("https://hub{}.example/", i);
    sites_.Answer(source_.hub, broken);
    sites_.before_answer = [&](const std::string& form) {
      if (form.starts_with(source_.hub)) c.meanwhile(form);
    };
    if (i > 0) {
      // Another source: the last one's subscription stays as it is.
      source_.url = fmt::format("https://a.example/rss{}", i);
      EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
        TRY_ASSIGN(source_.id, transaction.AddSource(source_));
        return {};
      }));
    }
    subscriber_->Note(source_);
    EXPECT_FALSE(Form(i + 1).empty()) << c.what;
    Settle();
    for (const model::Subscription& one : All()) {
      if (one.hub != source_.hub) continue;
      EXPECT_EQ(one.state, c.state) << c.what;
      EXPECT_EQ(one.error, c.error) << c.what;
      EXPECT_EQ(one.failures, c.failures) << c.what;
    }
  }
  Stop();  // `cases` end here
}

// The address that a hub is told is this Octavo's own: a proxy is there to hide that.
TEST_F(SubscriberTest, TellsNoHubOfASourceThatIsAskedThroughAProxy) {
  source_.asking.proxy = "socks5h://proxy.example:1080";
  subscriber_->Note(source_);
  Settle();
  EXPECT_TRUE(All().empty());
  EXPECT_TRUE(sites_.posts().empty());

  // Nor any more, when it gets a proxy.
  source_.asking.proxy.clear();
  subscriber_->Note(source_);
  EXPECT_EQ(Question(Form(1), kTopic, 1'000).status, 200);
  source_.asking.proxy = "socks5h://proxy.example:1080";
  subscriber_->Note(source_);
  EXPECT_EQ(Field(Form(2), "hub.mode"), "unsubscribe");
  EXPECT_EQ(Only().state, model::SubscriptionState::kLeaving);
}

TEST_F(SubscriberTest, FollowsTheSourceToAnotherHub) {
  subscriber_->Note(source_);
  const std::string form = Form(1);
  EXPECT_EQ(Question(form, kTopic, 1'000).status, 200);
  source_.hub = "https://other.example/";
  subscriber_->Note(source_);
  std::string modes;
  for (const size_t number : {2U, 3U}) {
    const std::string next = Form(number);
    modes += next.substr(0, next.find(' ')) + " " + Field(next, "hub.mode") + "\n";
  }
  EXPECT_NE(modes.find("https://hub.example/ unsubscribe\n"), std::string::npos) << modes;
  EXPECT_NE(modes.find("https://other.example/ subscribe\n"), std::string::npos) << modes;
}

}  // namespace
}  // namespace pipeline
