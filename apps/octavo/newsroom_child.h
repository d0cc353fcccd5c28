#pragma once
// The sample newsroom as a child process: `octavo sample`, started by `octavo run --sample` and
// ended with it, however that ends.
//
// Its port and the time that its dates are counted from are kept in the store, so that the next
// start finds the same addresses and nothing has to be fetched again.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/source.h"
#include "settings.h"
#include "store/store.h"

namespace octavo {

class NewsroomChild {
 public:
  // Starts it and waits until it listens. Precondition: the calling thread lives as long as the
  // object (the child ends with it), and no other thread has been started. kUnavailable: it ended
  // at once, for instance because its port is taken by another program now.
  static base::Result<std::unique_ptr<NewsroomChild>> Start(const Settings& settings,
                                                            store::Store& store);
  ~NewsroomChild();
  NewsroomChild(const NewsroomChild&) = delete;
  NewsroomChild& operator=(const NewsroomChild&) = delete;

  // "*.localhost:PORT", to be allowed.
  std::string Allow() const;
  // What it publishes, marked as samples.
  base::Result<std::vector<model::Source>> Sources() const;

 private:
  NewsroomChild(pid_t process, uint16_t port, std::filesystem::path list)
      : process_(process), port_(port), list_(std::move(list)) {}

  pid_t process_;
  uint16_t port_;
  std::filesystem::path list_;  // OPML, written by the child
};

}  // namespace octavo
