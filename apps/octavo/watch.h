#pragma once
// What `octavo run` does while the pipeline works: waits for Ctrl-C, and shows how far it is.

#include <csignal>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/time.h"
#include "pipeline/progress.h"
#include "store/store.h"

namespace octavo {

class Watch {
 public:
  // Blocks SIGINT and SIGTERM in this thread and those that it starts. Before any thread is
  // started.
  Watch();

  // Shows progress if it is time to, and waits up to `milliseconds` for a signal. True once one
  // came: whoever asked wants an end. A second one ends the process at once.
  bool Tick(store::Store& store, int milliseconds);

  // As Tick, without progress.
  bool TickQuietly(int milliseconds);

  // Takes the bar away, so that a line can be printed.
  void Clear();

 private:
  void Show(store::Store& store);

  const bool terminal_;
  size_t columns_ = 80;
  sigset_t endings_{};
  bool asked_to_end_ = false;
  bool bar_shown_ = false;
  bool was_busy_ = false;
  base::Instant next_look_;
  base::Instant next_line_;
  pipeline::ProgressMeter meter_;
};

}  // namespace octavo
