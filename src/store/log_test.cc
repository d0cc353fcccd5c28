// The logs of SQLite's files: how large they become while others read.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <thread>

#include "store/driver.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

constexpr uintmax_t kMegabyte = 1 << 20;
constexpr uintmax_t kAtRest = 20 * kMegabyte;  // 16, and what is not yet carried over

class LogTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (OnPostgres()) GTEST_SKIP() << "its log is its server's";
    std::mt19937 random(3);
    for (char& c : noise_) c = static_cast<char>(random());
  }

  uintmax_t LogOf(const std::string& file) const {
    return std::filesystem::file_size(options_.folder / (file + "-wal"));
  }
  // Differs from the last one in every page: what is as it was is not written.
  const std::string& Noise() {
    std::rotate(noise_.begin(), noise_.begin() + 1, noise_.end());
    return noise_;
  }
  void WriteMegabytes(int megabytes) {
    for (int i = 0; i < megabytes; ++i) {
      ASSERT_OK(Write([&](Transaction& transaction) {
        return transaction.SetFact("noise " + std::to_string(number_++ % 10), Noise());
      }));
    }
  }

  std::string noise_ = std::string(kMegabyte, '\0');  // does not compress
  int number_ = 0;
};

// A reader that holds its snapshot for long keeps the log from being emptied: it grows by what is
// written meanwhile, and no further; once the reader is gone, it is emptied and cut.
TEST_F(LogTest, GrowsByWhatIsWrittenWhileOneReads) {
  WriteMegabytes(30);
  EXPECT_LT(LogOf("octavo.db"), kAtRest);
  EXPECT_OK(store_->Read([&](Reader& reader) -> base::Status {
    TRY(reader.Count());
    WriteMegabytes(30);
    // It holds what was written since, hardly more.
    EXPECT_LT(LogOf("octavo.db"), 60 * kMegabyte);
    EXPECT_GT(LogOf("octavo.db"), 25 * kMegabyte);
    return {};
  }));
  WriteMegabytes(3);
  EXPECT_LT(LogOf("octavo.db"), kAtRest);
}

// Reads a file without a pause: the next snapshot is begun before the last one is given back.
void ReadWithoutAPause(const std::filesystem::path& file, const std::stop_token& stop) {
  std::array<std::unique_ptr<Connection>, 2> readers;
  for (auto& reader : readers) {
    auto opened = OpenSqlite(file, {.access = Access::kRead});
    ASSERT_OK(opened);
    reader = std::move(*opened);
  }
  ASSERT_OK(readers[0]->BeginRead());
  for (size_t at = 0; !stop.stop_requested(); at = 1 - at) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ASSERT_OK(readers.at(1 - at)->BeginRead());
    readers.at(at)->Rollback();
  }
}

TEST_F(LogTest, IsBoundedWhereSomebodyAlwaysReads) {
  constexpr int kMegabytes = 120;
  std::vector<model::Entry> entries;
  for (int i = 0; i < kMegabytes; ++i) {
    entries.push_back(EntryOf("https://a.org/" + std::to_string(i), "T"));
  }
  Poll("a.org", entries);
  const std::vector<Job> jobs = Lease(Stage::kFetch);
  ASSERT_EQ(jobs.size(), entries.size());
  uintmax_t main = 0;
  uintmax_t pages = 0;
  {
    std::vector<std::jthread> readers;
    for (const char* file : {"octavo.db", "pages.db"}) {
      readers.emplace_back([this, file](const std::stop_token& stop) {
        ReadWithoutAPause(options_.folder / file, stop);
      });
    }
    for (const Job& job : jobs) {
      ASSERT_OK(Write([&](Transaction& transaction) -> base::Status {
        TRY(transaction.SetFact("noise", Noise()));
        return transaction.FinishFetch(job, PageOf(job.url, Noise()));
      }));
      main = std::max(main, LogOf("octavo.db"));
      pages = std::max(pages, LogOf("pages.db"));
    }
  }
  EXPECT_LT(main, 75 * kMegabyte);
  EXPECT_LT(pages, 75 * kMegabyte);
}

// A backup reads for minutes: it is waited for once in a while, not at every commit.
TEST_F(LogTest, AReaderThatStaysHoldsNobodyUp) {
  using Clock = std::chrono::steady_clock;
  int slow = 0;
  EXPECT_OK(store_->Read([&](Reader& reader) -> base::Status {
    TRY(reader.Count());
    for (int i = 0; i < 90; ++i) {
      const auto begin = Clock::now();
      WriteMegabytes(1);
      if (Clock::now() - begin > std::chrono::milliseconds(800)) ++slow;
    }
    return {};
  }));
  EXPECT_LT(slow, 10) << "of some 25 commits that found the log too large";
  WriteMegabytes(3);
  EXPECT_LT(LogOf("octavo.db"), kAtRest);
}

}  // namespace
}  // namespace store
