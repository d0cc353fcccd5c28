// How the sources are, and the way to them.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "doctor/examination.h"
#include "doctor/test_doctor.h"
#include "net/test_sockets.h"

namespace octavo::doctor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

TEST_F(DoctorTest, WhatHelpsWithASource) {
  const std::string timed_out = "fetching https://a.example/?id=40312&resolve=404: timed out";
  const auto status = [](int number) {
    return fmt::format("fetching https://a.example/feed: words (HTTP status {})", number);
  };
  struct Case {
    std::string error;
    const char* why;
    const char* what_to_do;
    bool paused = false;
    bool retired = false;
    int failures = 5;
  };
  for (const Case& c : {
           Case{timed_out, "it failed 5 times", "try it: curl -I"},
           {status(404), "it failed 5 times", "look on the site for its new address"},
           {status(403), "it failed 5 times", "the publisher turns Octavo away: octavo pause 1"},
           {status(500), "it failed 5 times", "try it: curl -I"},
           {"fetching https://a.example/: the host's name has no address", "it failed 5 times",
            "getent hosts 'a.example'; if it has no address for days: octavo remove 1"},
           {status(410), "it is asked once a week, 5 times in all", "octavo remove 1", false, true,
            2},
           {status(410), "is not asked any more", "octavo remove 1", true, true, 5},
           {"it has moved for good, and source 7 has its address", "Octavo has paused it",
            "octavo sources merge KEPT 1; or, to ask it as before: octavo resume 1", true, false,
            0},
       }) {
    const auto store = OpenStore();
    model::Source source;
    source.url = "https://a.example/feed";
    source.last_poll = kNow;
    source.last_error = c.error;
    source.consecutive_failures = c.failures;
    source.paused = c.paused;
    source.retired = c.retired;
    Add(*store, source);
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1)) << c.error;
    EXPECT_THAT(notes.findings()[0].what, HasSubstr(c.error));
    EXPECT_THAT(notes.findings()[0].why, HasSubstr(c.why)) << c.error;
    EXPECT_THAT(notes.findings()[0].what_to_do, StartsWith(c.what_to_do)) << c.error;
    std::filesystem::remove_all(folder_ / "data");
  }
}

// That no name is found says as much of this machine as of the sources.
TEST_F(DoctorTest, NamesThatAreNotFoundAreFirstLookedForHere) {
  const std::string error = "fetching it: the host's name has no address";
  struct Case {
    const char* name;
    std::vector<std::string> lost;  // hosts, by lookup, a minute ago
    int64_t read;                   // another source, seconds ago; 0: none was
    std::vector<std::string> what_to_do;
  };
  for (const Case& c : {
           Case{"nothing was read since",
                {"a.example", "b.example"},
                3'600,
                {"cat /etc/resolv.conf; getent hosts 'a.example'"}},
           {"there is nothing else",
            {"a.example", "b.example"},
            0,
            {"cat /etc/resolv.conf; getent hosts 'a.example'"}},
           {"another was read since",
            {"a.example", "b.example"},
            30,
            {"getent hosts 'a.example'; if", "getent hosts 'b.example'; if"}},
           {"one alone", {"a.example"}, 3'600, {"getent hosts 'a.example'; if"}},
       }) {
    const auto store = OpenStore();
    for (const std::string& host : c.lost) {
      model::Source source = Failing(fmt::format("https://{}/feed", host));
      source.last_poll = base::Instant{kNow.micros - 60 * base::kMicrosPerSecond};
      source.last_error = error;
      Add(*store, source);
    }
    if (c.read > 0) {
      model::Source well;
      well.url = "https://well.example/feed";
      well.last_poll = well.last_success =
          base::Instant{kNow.micros - c.read * base::kMicrosPerSecond};
      Add(*store, well);
    }
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_EQ(notes.findings().size(), c.what_to_do.size()) << c.name;
    for (size_t i = 0; i < c.what_to_do.size(); ++i) {
      EXPECT_THAT(notes.findings()[i].what_to_do, StartsWith(c.what_to_do[i])) << c.name;
    }
    std::filesystem::remove_all(folder_ / "data");
  }
}

TEST_F(DoctorTest, ThatMostSourcesFailIsToldBeforeOneHasFailedForLong) {
  for (const int well : {1, 2}) {
    const auto store = OpenStore();
    for (int i = 0; i < 2; ++i) {
      model::Source source = Failing(fmt::format("https://a.example/{}", i));
      source.consecutive_failures = 1;
      Add(*store, source);
    }
    for (int i = 0; i < well; ++i) {
      model::Source source;
      source.url = fmt::format("https://well.example/{}", i);
      source.last_poll = source.last_success = kNow;
      Add(*store, source);
    }
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_THAT(notes.findings(), SizeIs(well == 1 ? 1 : 0));
    if (well == 1) {
      EXPECT_EQ(notes.findings()[0].what, "2 of 3 sources fail");
    }
    std::filesystem::remove_all(folder_ / "data");
  }
}

TEST_F(DoctorTest, OfManySourcesThatFailTheFirstAreTold) {
  const auto store = OpenStore();
  for (int i = 0; i < 13; ++i) {
    Add(*store, Failing(fmt::format("https://a.example/{}", i)));
  }
  Notes notes;
  CheckSources(*store, kNow, notes);
  ASSERT_THAT(notes.findings(), SizeIs(11));
  EXPECT_EQ(notes.findings()[10].what, "3 more sources fail");
  EXPECT_THAT(notes.findings()[10].what_to_do, HasSubstr("octavo sources --failing"));
}

// What is printed to be pasted into a shell is one word, whatever the address is.
TEST_F(DoctorTest, AddressesToPaste) {
  struct Case {
    const char* url;
    const char* proxy;
    const char* pasted;
  };
  for (const Case& c : {
           Case{"https://a.example/feed?x=1&y=$(2)", "",
                "curl -I 'https://a.example/feed?x=1&y=$(2)';"},
           {"https://a.example/it's", "", "curl -I 'https://a.example/it%27s';"},
           {"https://a.example/", "socks5h://u:p@127.0.0.1:9050",
            "curl -I --proxy ITS_PROXY 'https://a.example/';"},
           {"https://a.example/';rm$IFS-r$IFS~;'", "",
            "curl -I 'https://a.example/%27;rm$IFS-r$IFS~;%27';"},
       }) {
    const auto store = OpenStore();
    model::Source source = Failing(c.url);
    source.asking.proxy = c.proxy;
    Add(*store, source);
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1));
    EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr(c.pasted));
    std::filesystem::remove_all(folder_ / "data");
  }
}

// A hub that is silent is dead; where most are, they do not get through.
TEST_F(DoctorTest, HubsThatDoNotGetThrough) {
  using State = model::SubscriptionState;
  struct Subscribed {
    State state;
    int asked;
    const char* error;
  };
  constexpr Subscribed kVerified{State::kActive, 0, ""};
  constexpr Subscribed kSilent{State::kWanted, 3, ""};
  constexpr Subscribed kLapsed{State::kActive, 4, ""};
  constexpr Subscribed kFresh{State::kWanted, 2, ""};
  constexpr Subscribed kRefused{State::kWanted, 5, "HTTP 503"};
  constexpr Subscribed kDenied{State::kDenied, 4, "the hub denies it"};
  struct Case {
    std::vector<Subscribed> all;
    const char* told;
    bool ill;
  };
  const Case cases[] = {
      {{}, "no source is subscribed to", false},
      {{kVerified}, "1 of 1 subscriptions verified", false},
      {{kFresh}, "0 of 1 subscriptions verified", false},
      {{kRefused, kDenied}, "0 of 2 subscriptions verified", false},
      {{kVerified, kVerified, kSilent}, "2 of 3 subscriptions verified", false},
      {{kSilent}, "1 of 1 subscriptions were taken and never verified", true},
      {{kLapsed, kSilent, kVerified, kRefused}, "2 of 4 subscriptions were taken", true},
  };
  settings_.public_url = "https://paper.example.org";
  for (const Case& c : cases) {
    store::Options options;
    options.folder = folder_ / "data";
    const auto store = store::Store::Open(options);
    ASSERT_TRUE(store) << store.error().message();
    for (size_t i = 0; i < c.all.size(); ++i) {
      EXPECT_TRUE((*store)->Write([&](store::Transaction& transaction) -> base::Status {
        model::Source source;
        source.url = fmt::format("https://a.example/{}", i);
        model::Subscription one;
        one.token = fmt::format("token{}", i);
        TRY_ASSIGN(one.source, transaction.AddSource(source));
        one.state = c.all[i].state;
        one.failures = c.all[i].asked;
        one.error = c.all[i].error;
        return transaction.PutSubscription(one);
      }));
    }
    Notes notes;
    CheckHubs(settings_, **store, notes);
    ASSERT_EQ(notes.findings().size(), c.ill ? 1U : 0U) << c.told;
    ASSERT_EQ(notes.well().size(), c.ill ? 0U : 1U) << c.told;
    EXPECT_THAT(c.ill ? notes.findings()[0].what : notes.well()[0].text, HasSubstr(c.told));
    if (c.ill) {
      EXPECT_THAT(notes.findings()[0].what, HasSubstr("reach https://paper.example.org/websub/"));
      EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr("let /websub/ through"));
    }
    std::filesystem::remove_all(folder_ / "data");
  }
}

// The network is tried as the owner has each source polled: through its proxy, in its name.
TEST_F(DoctorTest, SourcesAreAskedAsTheyArePolled) {
  struct Case {
    const char* what;
    bool through_proxy;
    model::Asking asking;
    std::vector<std::string> heard;  // by the source, or by the proxy
  };
  constexpr auto kAny = model::HttpVersion::kAny;
  const Case cases[] = {
      {"as all are", false, {}, {"GET /feed ", "User-Agent: Octavo-Test/1"}},
      {"in another name", false, {"Reader/9", {}, "", "", kAny}, {"User-Agent: Reader/9"}},
      {"with headers and cookies",
       false,
       {"", {{"X-Key", "abc"}}, "session=1", "", kAny},
       {"X-Key: abc", "Cookie: session=1"}},
      {"through a proxy", true, {}, {"CONNECT 127.0.0.1:"}},
  };
  for (const Case& c : cases) {
    base::Mutex mutex;
    std::string at_source;
    std::string at_proxy;
    const auto listener = [&mutex](std::string& heard) {
      return [&](const net::TestSocket& client) {
        const std::string request = client.ReceiveUntil("\r\n\r\n");
        {
          base::MutexLock lock(mutex);
          heard += request;
        }
        client.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      };
    };
    const net::TestServer site(listener(at_source));
    const net::TestServer proxy(listener(at_proxy));
    const auto store = OpenStore();
    model::Source source;
    source.url = fmt::format("http://127.0.0.1:{}/feed", site.port());
    source.asking = c.asking;
    if (c.through_proxy) source.asking.proxy = fmt::format("http://127.0.0.1:{}", proxy.port());
    Add(*store, source);
    settings_.user_agent = "Octavo-Test/1";
    settings_.allow = {fmt::format("127.0.0.1:{}", site.port())};
    Notes notes;
    CheckNetwork(settings_, *store, base::SystemClock(), notes);
    base::MutexLock lock(mutex);
    const std::string& heard = c.through_proxy ? at_proxy : at_source;
    for (const std::string& words : c.heard) EXPECT_THAT(heard, HasSubstr(words)) << c.what;
    EXPECT_EQ(c.through_proxy ? at_source : at_proxy, "") << c.what;
    std::filesystem::remove_all(folder_ / "data");
  }
}

}  // namespace
}  // namespace octavo::doctor
