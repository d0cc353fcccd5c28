#pragma once
// The conductor: the only room that knows the order of the steps.
//
//     source -> fetch -> parse -> extract -> enrich -> cluster -> store
//
// Invariants:
// - What a step has done is in the store, as one transaction with the next step's job, before the
//   next step begins. A killed process loses nothing that was committed and does nothing twice.
// - Everything that waits, waits in the store; queues in memory are bounded and short.
// - A store that is shared may have any number of processes at work: presence.h says how they know
//   of each other, editor.h how they divide the grouping.
// - One broken source, page or row is noted where the owner sees it, and never stops the others.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "extract/rules.h"
#include "net/http_server.h"
#include "pipeline/roles.h"
#include "pipeline/web.h"
#include "store/store.h"

namespace pipeline {

struct Options {
  Roles roles = {};
  std::string name = {};          // of this process among those that share the store
  unsigned workers = 0;           // threads that read pages; 0: one for each core
  size_t fetches_waiting = 1024;  // handed to the web at once; the web has limits of its own
  std::chrono::milliseconds group_wait{5'000};
  // How often a source is asked of which nothing is known yet; fetch/schedule.h.
  std::chrono::milliseconds poll_interval{3'600'000};
  // Notes which pages are being read, so that one that ends the process does not end every start.
  // Empty: nothing is noted.
  std::filesystem::path suspects_file;
  // The owner's rules for sites; null: there are none.
  std::shared_ptr<const extract::Rules> rules = {};
  // Where hubs reach this Octavo (WebSub): "https://paper.example.org/websub/". Empty: nothing is
  // subscribed to.
  std::string callback = {};
  const base::Clock* clock = &base::SystemClock();
};

// What was done since the start.
struct Figures {
  int64_t polls = 0;
  int64_t failed_polls = 0;
  int64_t fetched = 0;
  int64_t read = 0;
  int64_t quarantined = 0;
  int64_t enriched = 0;
  int64_t retried = 0;
  int64_t failed = 0;  // jobs given up
  int64_t lost = 0;    // results refused: others had been given the job
};

// What is left when a run ends.
enum class Ending {
  kAllDone,      // nothing waits
  kSomeLeft,     // what waits is to be tried again much later
  kInterrupted,  // somebody asked to stop
};

class Pipeline {
 public:
  // Starts all threads; goes on where the store's queue stands. `store` must outlive the pipeline.
  static std::unique_ptr<Pipeline> Start(const Options& options, store::Store& store,
                                         std::unique_ptr<Web> web);
  // Stops.
  virtual ~Pipeline() = default;

  // Who waits for a full disk to have room does so no more: to be called before servers are ended
  // that ask AnswerHub, whose threads may be among them.
  virtual void PrepareToStop() = 0;

  // Begins nothing new, commits what is finished, gives up fetches under way, ends all threads.
  // Takes a second or two at most. What was given up is done at the next start.
  virtual void Stop() = 0;

  // Others wrote to the store (sources were added, pages are to be read again): look now.
  virtual void Wake() = 0;

  // Waits until nothing is left that could be done within the next minutes.
  // `interrupted` is asked a few times a second.
  virtual Ending WaitUntilDone(const std::function<bool()>& interrupted) = 0;

  virtual Figures figures() const = 0;

  // Answers what hubs ask and bring below Options::callback. From any thread.
  virtual net::Response AnswerHub(const net::Request& request) = 0;
};

}  // namespace pipeline
