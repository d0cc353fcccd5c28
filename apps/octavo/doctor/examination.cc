#include "doctor/examination.h"

#include <utility>

#include "base/secrets.h"

namespace octavo::doctor {

void Notes::Find(std::string_view check, std::string_view what, std::string_view why,
                 std::string_view what_to_do) {
  // It may be pasted into a report of a bug.
  findings_.push_back({std::string(check), base::MaskSecrets(what), base::MaskSecrets(why),
                       base::MaskSecrets(what_to_do)});
}

void Notes::Well(std::string_view check, std::string what) {
  well_.push_back({std::string(check), std::move(what)});
}

}  // namespace octavo::doctor
