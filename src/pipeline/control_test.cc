#include "pipeline/control.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

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

}  // namespace
}  // namespace pipeline
