#pragma once
// Hosts that are better left alone for a while: those that are down, and those that have said so.
//
// A host is down when no connection to it comes about. It is asked again after five seconds, then
// after four times as long each time, up to an hour; in between nobody asks it, however many have a
// question. One that answers is up. One that asks to be left alone (Retry-After) is, up to an hour;
// one that complains without saying for how long (429) is for a minute, then for twice as long each
// time that it complains first thing after its rest, up to an hour. So is, from the fifth time on,
// one whose every rest ends with asking for another one, however short. A rest that was asked for
// is kept whatever else becomes of the host.
//
// Not safe for use by several threads; time is given from outside.

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace net {

class HostHealth {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class Why { kDown, kAskedFor };
  struct Rest {
    Why why = Why::kDown;
    Time until;
  };

  // No connection came about.
  void Failed(const std::string& host_key, Time now);
  // It answered, and asks for no rest.
  void Answered(const std::string& host_key, Time now);
  // It asks not to be asked before.
  void AskedForRest(const std::string& host_key, Time until, Time now);
  // It complains of being asked too often.
  void Complained(const std::string& host_key, Time now);

  // Absent: it may be asked.
  std::optional<Rest> RestOf(const std::string& host_key, Time now) const;

  size_t hosts() const { return hosts_.size(); }

 private:
  struct Host {
    Time down_until;
    int failures = 0;
    Time rest_until;  // as it asked
    int complaints = 0;
    int asked = 0;  // times in a row that its first answer after a rest asked for another one
  };
  // Keeps the map from growing without end; `kept`, of which something was just learnt, stays.
  void Forget(Time now, std::string_view kept);

  std::map<std::string, Host, std::less<>> hosts_;
};

}  // namespace net
