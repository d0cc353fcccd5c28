#pragma once
// For tests: what `octavo doctor` looks at, in a folder of its own.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "doctor/examination.h"
#include "model/source.h"
#include "store/store.h"

namespace octavo::doctor {

inline constexpr base::Instant kNow{1'795'348'800LL * base::kMicrosPerSecond};

class DoctorTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "octavo-doctor-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    system_.processes = folder_ / "proc";
    system_.groups = folder_ / "groups";
    system_.certificates = folder_ / "certificates.crt";
    settings_.concurrency = 64;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Put(const std::filesystem::path& file, std::string_view text) {
    std::filesystem::create_directories(file.parent_path());
    ASSERT_TRUE(base::WriteFileAtomically(file, text));
  }
  std::vector<std::string> Limits(int64_t process = 7) {
    Notes notes;
    CheckLimits(settings_, system_, process, notes);
    std::vector<std::string> what;
    for (const Finding& finding : notes.findings()) what.push_back(finding.what);
    return what;
  }

  std::unique_ptr<store::Store> OpenStore() const {
    store::Options options;
    options.folder = folder_ / "data";
    auto opened = store::Store::Open(options);
    EXPECT_TRUE(opened) << opened.error().message();
    return *std::move(opened);
  }

  static model::Source Failing(const std::string& url) {
    model::Source source;
    source.url = url;
    source.last_poll = kNow;
    source.consecutive_failures = 5;
    source.last_error = "nothing answers there";
    return source;
  }
  static void Add(store::Store& store, const model::Source& source) {
    const base::Status added = store.Write([&](store::Transaction& transaction) -> base::Status {
      TRY(transaction.AddSource(source));
      return {};
    });
    ASSERT_TRUE(added) << added.error().message();
  }

  std::filesystem::path folder_;
  System system_;
  Settings settings_;
};

}  // namespace octavo::doctor
