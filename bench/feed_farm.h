#pragma once
// A farm of feeds on loopback, for measuring: one small epoll server of its own process, as many
// hosts as are wanted ("s17.localhost"), each with a feed of twenty entries and manners of its own.

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

enum class Manner {
  kSteady,   // the same feed for ever: 304 to whoever knows it
  kChanged,  // one entry more after Advance
  kSlow,     // as kSteady, two seconds later
  kBroken,   // in turn: 500, a connection that is reset, bytes that are no feed, no answer at all
};

// Who has which: by number, so that both sides know.
struct Mixture {
  int changed_of_ten = 0;
  int slow_of_ten = 0;
  int broken_of_ten = 0;
};
Manner MannerOf(int number, const Mixture& mixture);

class FeedFarm {
 public:
  // Forks: before any thread is started. Exits the program when it cannot.
  explicit FeedFarm(Mixture mixture);
  ~FeedFarm();
  FeedFarm(const FeedFarm&) = delete;
  FeedFarm& operator=(const FeedFarm&) = delete;

  uint16_t port() const { return port_; }
  std::string UrlOf(int number) const;
  static int NumberOf(std::string_view url);  // of UrlOf
  // What is kChanged has changed from now on.
  void Advance();
  // How often it has answered that nothing has changed, since it was made.
  int64_t NotModified() const;
  double CpuSeconds() const;  // of the farm's own process

  struct Counts {
    std::atomic<int64_t> not_modified = 0;
  };

 private:
  int child_ = 0;
  int control_ = -1;
  uint16_t port_ = 0;
  Counts* counts_ = nullptr;  // in memory shared with the child
};

}  // namespace bench
