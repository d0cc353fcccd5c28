#pragma once
// For tests: a real store in a folder of its own, and one that fails when it is told to.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "base/mutex.h"
#include "store/store.h"

namespace pipeline {

class TestFolder {
 public:
  TestFolder() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() /
            (std::string("octavo_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::remove_all(path_);
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

  std::unique_ptr<store::Store> Open(const base::Clock& clock = base::SystemClock()) const {
    store::Options options;
    options.folder = path_;
    options.clock = &clock;
    auto opened = store::Store::Open(options);
    EXPECT_TRUE(opened) << opened.error().message();
    return *std::move(opened);
  }

 private:
  std::filesystem::path path_;
};

// Hands everything on, but the next writes fail as told, without being begun.
class FlakyStore final : public store::Store {
 public:
  explicit FlakyStore(store::Store& real) : real_(real) {}

  void FailNext(base::ErrorKind kind, int times) {
    base::MutexLock lock(mutex_);
    for (int i = 0; i < times; ++i) failures_.push_back(kind);
  }
  int writes() const { return writes_; }

  base::Status Write(const std::function<base::Status(store::Transaction&)>& work) override {
    ++writes_;
    {
      base::MutexLock lock(mutex_);
      if (!failures_.empty()) {
        const base::ErrorKind kind = failures_.front();
        failures_.pop_front();
        return base::Fail(kind, "as told");
      }
    }
    return real_.Write(work);
  }
  base::Status Read(const std::function<base::Status(store::Reader&)>& work) override {
    return real_.Read(work);
  }

 private:
  store::Store& real_;
  base::Mutex mutex_;
  std::deque<base::ErrorKind> failures_ GUARDED_BY(mutex_);
  std::atomic<int> writes_ = 0;
};

// Hands everything on as a store that others may write to.
class SharedStore final : public store::Store {
 public:
  explicit SharedStore(store::Store& real) : real_(real) {}

  bool IsShared() const override { return true; }
  base::Status Write(const std::function<base::Status(store::Transaction&)>& work) override {
    return real_.Write(work);
  }
  base::Status Read(const std::function<base::Status(store::Reader&)>& work) override {
    return real_.Read(work);
  }
  base::Result<store::News> AwaitNews(std::chrono::milliseconds longest) override {
    std::this_thread::sleep_for(longest);
    return store::News();
  }

 private:
  store::Store& real_;
};

}  // namespace pipeline
