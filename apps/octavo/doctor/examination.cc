#include "doctor/examination.h"

#include <utility>

namespace octavo::doctor {

void Notes::Find(std::string_view check, std::string what, std::string why,
                 std::string what_to_do) {
  findings_.push_back({std::string(check), std::move(what), std::move(why), std::move(what_to_do)});
}

void Notes::Well(std::string_view check, std::string what) {
  well_.push_back({std::string(check), std::move(what)});
}

}  // namespace octavo::doctor
