// Files that were torn, emptied, scribbled over or taken away by hand, and folders that cannot be
// written: an error that names the file and says what to do, or a page file made anew; never a
// crash, and never an empty paper in silence.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>

#include "base/file.h"
#include "store/digest.h"
#include "store/testing/fixture.h"
#include "store/testing/workload.h"

namespace store {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class DamageTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (OnPostgres()) GTEST_SKIP() << "its files are its server's";
    if (HasFatalFailure()) return;
    ASSERT_OK(Run(0));
    store_.reset();
    // The last of a store that was not closed: its log is still there.
    std::filesystem::copy(options_.folder, Whole(), std::filesystem::copy_options::recursive);
  }
  void TearDown() override {
    StoreTest::TearDown();
    std::filesystem::remove_all(Whole());
  }

  base::Status Run(int day) {
    const Workload::Writer write = [this](const Workload::Work& work) {
      return store_->Write(work);
    };
    return Workload(clock_).Run(*store_, day, write);
  }

  std::filesystem::path Whole() const { return options_.folder.string() + "-whole"; }
  std::filesystem::path Main() const { return options_.folder / "octavo.db"; }
  std::filesystem::path Pages() const { return options_.folder / "pages.db"; }

  // The folder as it was before the damage.
  void Heal() {
    store_.reset();
    std::filesystem::remove_all(options_.folder);
    std::filesystem::copy(Whole(), options_.folder, std::filesystem::copy_options::recursive);
  }

  static void Overwrite(const std::filesystem::path& path, int64_t at, const std::string& bytes) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(at);
    file << bytes;
  }
};

TEST_F(DamageTest, AMainFileThatIsNotWholeIsRefusedWithAWordOnWhatToDo) {
  const auto size = std::filesystem::file_size(Main());
  const struct {
    std::string_view name;
    std::function<void()> damage;
  } cases[] = {
      {"cut in half", [&] { std::filesystem::resize_file(Main(), size / 2 / 4096 * 4096); }},
      {"cut within a page", [&] { std::filesystem::resize_file(Main(), size - 100); }},
      {"cut to one page", [&] { std::filesystem::resize_file(Main(), 4096); }},
      {"empty", [&] { std::filesystem::resize_file(Main(), 0); }},
      {"gone", [&] { std::filesystem::remove(Main()); }},
      {"overwritten at its beginning", [&] { Overwrite(Main(), 0, std::string(100, 'x')); }},
      {"another kind of file", [&] { std::ofstream(Main()) << std::string(9'000, 'x'); }},
  };
  for (const auto& c : cases) {
    Heal();
    c.damage();
    const auto before = std::filesystem::exists(Main()) ? *base::ReadFile(Main()) : "";
    const auto opened = Store::Open(options_);
    ASSERT_FALSE(opened.has_value()) << c.name;
    EXPECT_THAT(opened.error().message(),
                AllOf(HasSubstr("octavo.db"), HasSubstr("octavo restore")))
        << c.name;
    // It is not touched.
    EXPECT_EQ(before, std::filesystem::exists(Main()) ? *base::ReadFile(Main()) : "") << c.name;
  }
}

TEST_F(DamageTest, ScribblesInTheMainFileAreToldAndNeverACrash) {
  const auto pages = static_cast<int64_t>(std::filesystem::file_size(Main()) / 4096);
  std::mt19937 random(11);
  int looked = 0;
  int told = 0;
  for (int64_t page = 1; page < pages; page += 4) {
    looked += 1;
    Heal();
    std::string noise(4096, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    Overwrite(Main(), page * 4096, noise);
    auto opened = Store::Open(options_);
    if (opened) {
      store_ = std::move(*opened);
      static_cast<void>(Run(1));
      store_.reset();
    }
    const auto faults = FindFaults(options_.folder);
    if (!faults || !faults->empty()) told += 1;
  }
  // A page that nobody refers to may be scribbled over.
  EXPECT_GE(told, looked * 8 / 10);
}

TEST_F(DamageTest, ALogThatIsTornGivesTheLastWholeStore) {
  Heal();
  const auto digest = [&] {
    const auto made = Digest(options_.folder);
    EXPECT_OK(made);
    return made.value_or("");
  };
  std::vector<std::string> states = {digest()};  // behind each Write
  // A store that was not closed leaves its log; the copy is made while it is open.
  Reopen();
  ASSERT_OK(Workload(clock_).Run(*store_, 1, [&](const Workload::Work& work) -> base::Status {
    TRY(store_->Write(work));
    states.push_back(digest());
    return {};
  }));
  const auto log = *base::ReadFile(options_.folder / "octavo.db-wal");
  const auto main = *base::ReadFile(Main());
  ASSERT_GT(log.size(), 40'000U);
  store_.reset();
  std::mt19937 random(5);
  std::set<std::string> seen;
  for (int round = 0; round < 12; ++round) {
    Heal();
    std::ofstream(Main(), std::ios::binary) << main;
    std::string torn = log.substr(0, random() % log.size());
    if (round % 3 == 1) torn += std::string(5'000, '\x5a');
    if (round % 3 == 2) torn = std::string(torn.size(), '\0');
    std::ofstream(options_.folder / "octavo.db-wal", std::ios::binary) << torn;
    Reopen();
    ASSERT_NE(store_, nullptr);
    const std::string found = digest();
    EXPECT_NE(std::ranges::find(states, found), states.end()) << round;
    if (round % 3 == 2) {
      EXPECT_EQ(found, states.front()) << round;
    }
    seen.insert(found);
    ASSERT_OK(Run(1));
    store_.reset();
    EXPECT_EQ(digest(), states.back()) << round;
    const auto faults = FindFaults(options_.folder);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty()) << round;
  }
  EXPECT_GT(seen.size(), 4U) << "the logs were torn at the same place: the test shows little";
}

// Every way of harming the page file; the paper is made all the same.
TEST_F(DamageTest, APageFileIsMadeAnewAndThePaperGoesOn) {
  Reopen();
  ASSERT_OK(Run(1));
  store_.reset();
  const auto wanted = Digest(options_.folder);
  ASSERT_OK(wanted);
  const auto size = std::filesystem::file_size(Whole() / "pages.db");
  const struct {
    std::string_view name;
    bool moved_aside;
    std::function<void()> damage;
  } cases[] = {
      {"gone", false, [&] { std::filesystem::remove(Pages()); }},
      {"empty", false, [&] { std::filesystem::resize_file(Pages(), 0); }},
      {"cut in half", true, [&] { std::filesystem::resize_file(Pages(), size / 2 / 4096 * 4096); }},
      {"cut within a page", true, [&] { std::filesystem::resize_file(Pages(), size - 100); }},
      {"another kind of file", true, [&] { std::ofstream(Pages()) << std::string(9'000, 'x'); }},
      {"scribbled over", true, [&] { Overwrite(Pages(), 4096, std::string(size - 4096, '\xa5')); }},
  };
  for (const auto& c : cases) {
    Heal();
    c.damage();
    Reopen();
    ASSERT_NE(store_, nullptr) << c.name;
    EXPECT_OK(Run(1));
    store_.reset();
    EXPECT_EQ(std::filesystem::exists(options_.folder / "pages.db.damaged"), c.moved_aside)
        << c.name;
    const auto digest = Digest(options_.folder);
    ASSERT_OK(digest);
    EXPECT_EQ(*digest, *wanted) << c.name;
    const auto faults = FindFaults(options_.folder);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty()) << c.name;
  }
}

TEST_F(DamageTest, WhatWaitedToBeReadIsFetchedAgain) {
  Reopen();
  Poll("b.org", {EntryOf("https://b.org/1", "B"), EntryOf("", "without a page")});
  for (const Job& job : Lease(Stage::kFetch)) {
    ASSERT_OK(Write([&](Transaction& transaction) {
      return transaction.FinishFetch(job, job.url.empty() ? model::Page() : PageOf(job.url, "x"));
    }));
  }
  ASSERT_EQ(Count().waiting[1], 2);
  store_.reset();
  std::filesystem::remove(Pages());
  Reopen();
  // The one that never had a page still waits to be read.
  EXPECT_EQ(Count().waiting[0], 2);  // and one of the workload, due later
  EXPECT_EQ(Count().waiting[1], 1);
  EXPECT_EQ(Lease(Stage::kFetch).at(0).url, "https://b.org/1");
}

// Somebody who may not write, as the owner of the process: root may always.
TEST_F(DamageTest, AFolderThatCannotBeWrittenIsSaid) {
  if (getuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  std::filesystem::permissions(options_.folder, std::filesystem::perms(0555));
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (setuid(65534) != 0) _exit(2);
    const auto opened = Store::Open(options_);
    const std::string said = opened ? "opened" : opened.error().message();
    _exit(write(ends[1], said.data(), said.size()) > 0 ? 0 : 3);
  }
  close(ends[1]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  char said[512] = {};
  EXPECT_GT(read(ends[0], said, sizeof(said) - 1), 0);
  close(ends[0]);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(said, HasSubstr(options_.folder.string()));
  EXPECT_THAT(said, testing::Not(HasSubstr("opened")));
}

}  // namespace
}  // namespace store
