#include "pipeline/control.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace pipeline {
namespace {

using base::ErrorKind;
using base::Json;

class Control : public testing::Test {
 protected:
  void SetUp() override {
    // Longer than the 107 bytes that the address of a socket may have.
    folder_ = std::filesystem::temp_directory_path() / "octavo_control" / std::string(120, 'x');
    std::filesystem::remove_all(folder_.parent_path());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_.parent_path()); }

  std::filesystem::path folder_;
};

Json Question(std::string_view text) {
  Json out;
  out.Set("text", text);
  return out;
}

base::Result<Json> Echo(const Json& request) {
  if (request.String("text") == "bad") return base::Fail(ErrorKind::kNotFound, "no such thing");
  return request;
}

TEST_F(Control, AnswersAndFails) {
  const auto server = ControlServer::Start(folder_, Echo);
  ASSERT_TRUE(server) << server.error().message();
  const auto answer = AskRunning(folder_, Question("line\nbreak \"日本\""));
  ASSERT_TRUE(answer) << answer.error().message();
  ASSERT_TRUE(answer->has_value());
  EXPECT_EQ((*answer)->String("text"), "line\nbreak \"日本\"");
  const auto failure = AskRunning(folder_, Question("bad"));
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().kind(), ErrorKind::kNotFound);
  EXPECT_EQ(failure.error().message(), "no such thing");
  const std::string large(3'000'000, 'y');
  const auto long_answer = AskRunning(folder_, Question(large));
  ASSERT_TRUE(long_answer);
  EXPECT_EQ((*long_answer)->String("text").size(), large.size());
}

TEST_F(Control, OnlyTheOwnerMayAsk) {
  const auto server = ControlServer::Start(folder_, Echo);
  ASSERT_TRUE(server);
  struct stat status{};
  ASSERT_EQ(stat((folder_ / "control.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(Control, NobodyThereIsNoError) {
  const auto none = AskRunning(folder_, Question("a"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
  EXPECT_FALSE(AskRunning(folder_ / "missing", Question("a"))->has_value());
  {
    const auto server = ControlServer::Start(folder_, Echo);
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "control.sock"));
  EXPECT_FALSE(AskRunning(folder_, Question("a"))->has_value());
}

TEST_F(Control, ASocketLeftBehindIsReplaced) {
  std::filesystem::create_directory(folder_ / "elsewhere");
  {
    const auto killed = ControlServer::Start(folder_, Echo);
    ASSERT_TRUE(killed);
    // What kill -9 leaves: the name without anybody who listens.
    std::filesystem::rename(folder_ / "control.sock", folder_ / "elsewhere" / "control.sock");
  }
  std::filesystem::rename(folder_ / "elsewhere" / "control.sock", folder_ / "control.sock");
  EXPECT_FALSE(AskRunning(folder_, Question("a"))->has_value());
  const auto server = ControlServer::Start(folder_, Echo);
  ASSERT_TRUE(server) << server.error().message();
  EXPECT_TRUE(AskRunning(folder_, Question("a"))->has_value());
}

// Somebody who listens and says nothing, as a process does that was stopped: for `clients` of them.
class Mute {
 public:
  Mute(const std::filesystem::path& folder, int clients) {
    std::filesystem::current_path(folder);  // the folder's path is too long for an address
    sockaddr_un name{.sun_family = AF_UNIX, .sun_path = "control.sock"};
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof(name)), 0);
    EXPECT_EQ(listen(socket_, clients - 1), 0);
    std::filesystem::current_path("/");
  }
  Mute(const Mute&) = delete;
  Mute& operator=(const Mute&) = delete;
  ~Mute() { close(socket_); }

 private:
  int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

TEST_F(Control, WhoeverSaysNothingIsWaitedForAWhileAndNotInSilence) {
  const Mute mute(folder_, 2);
  struct Case {
    const char* what;
    Json request;
    int64_t process;  // that `still_waiting` is told
  };
  const Case cases[] = {
      {"no answer", Question("a"), getpid()},
      {"more is said than fits", Question(std::string(3'000'000, 'y')), getpid()},
      {"the line of clients is full", Question("a"), 0},
  };
  for (const Case& c : cases) {
    std::vector<int64_t> told;
    const auto start = std::chrono::steady_clock::now();
    const auto answer =
        AskRunning(folder_, c.request,
                   {.most = std::chrono::milliseconds(400),
                    .silence = std::chrono::milliseconds(100),
                    .still_waiting = [&](int64_t process) { told.push_back(process); }});
    ASSERT_FALSE(answer) << c.what;
    EXPECT_EQ(answer.error().kind(), ErrorKind::kTimeout) << c.what;
    EXPECT_TRUE(answer.error().message().ends_with("may take effect yet")) << c.what;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << c.what;
    EXPECT_EQ(told, std::vector<int64_t>{c.process}) << c.what;
  }
}

TEST_F(Control, ASecondOneDoesNotTakeTheFirstOnesPlace) {
  const auto first = ControlServer::Start(folder_, Echo);
  ASSERT_TRUE(first);
  const auto second = ControlServer::Start(folder_, Echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind(), ErrorKind::kConflict);
  EXPECT_TRUE(AskRunning(folder_, Question("a"))->has_value());
}

TEST_F(Control, LifeIsShownByTheTimeOfTheSocket) {
  EXPECT_FALSE(LastLife(folder_));
  const auto server = ControlServer::Start(folder_, Echo);
  ASSERT_TRUE(server);
  const auto now = [] { return base::SystemClock().Now().micros; };
  ASSERT_TRUE(LastLife(folder_));
  EXPECT_LT(std::abs(now() - LastLife(folder_)->micros), 5 * base::kMicrosPerSecond);
  const timespec long_ago[2] = {{1'000, 0}, {1'000, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, (folder_ / "control.sock").c_str(), long_ago, 0), 0);
  EXPECT_EQ(LastLife(folder_)->micros, 1'000 * base::kMicrosPerSecond);
}

}  // namespace
}  // namespace pipeline
