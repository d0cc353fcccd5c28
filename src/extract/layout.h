#pragma once
// Where things stand on a page beside its title and its text, and its lines, each written down once.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/body.h"
#include "extract/runs.h"

namespace extract {

// Of one page; used by one thread. Keeps references to what it is made of.
class Layout {
 public:
  Layout(const Anatomy& anatomy, const Body& body, std::string_view title,
         std::string_view language);

  const Anatomy& anatomy() const { return anatomy_; }
  const std::vector<Run>& runs() const { return anatomy_.runs; }
  // First and last run of the text; the number of runs where there is none.
  size_t body_first() const { return body_first_; }
  size_t body_last() const { return body_last_; }
  // Whether the run is within `before` and `behind` runs of the title. False without a title.
  bool IsNearTitle(size_t run, size_t before, size_t behind) const {
    return has_title_ && run + before >= title_run_ && run <= title_run_ + behind;
  }
  bool IsBelowTitle(size_t run, size_t by) const {
    return has_title_ && run > title_run_ && run <= title_run_ + by;
  }
  // The run that holds the node, or the first one behind it.
  size_t RunOf(html::NodeId node) const;

  const std::string& Line(size_t run);
  // A short line with a date in it.
  bool HasDate(size_t run);
  // Figures of any script in the run; counted up to 8.
  size_t Digits(size_t run) const;

 private:
  const Anatomy& anatomy_;
  std::string_view language_;
  size_t title_run_ = 0;
  bool has_title_ = false;
  size_t body_first_ = 0;
  size_t body_last_ = 0;
  enum class Known : uint8_t { kNothing, kYes, kNo };
  std::vector<std::string> lines_;
  std::vector<bool> written_;
  std::vector<Known> dates_;
};

// Figures of any script; lead bytes are enough to tell.
size_t DigitsIn(std::string_view text);

}  // namespace extract
