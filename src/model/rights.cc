#include "model/rights.h"

#include <algorithm>

namespace model {

void Rights::Join(const Rights& other) {
  no_ai = no_ai || other.no_ai;
  no_image_ai = no_image_ai || other.no_image_ai;
  tdm = tdm || other.tdm;
  if (tdm_policy.empty()) tdm_policy = other.tdm_policy;
}

std::string RightsText(const Rights& rights) {
  std::string out;
  const auto add = [&out](std::string_view word) {
    if (!out.empty()) out += ' ';
    out += word;
  };
  if (rights.no_ai) add("noai");
  if (rights.no_image_ai) add("noimageai");
  if (!rights.tdm) return out;
  add("tdm");
  // A URL has no space in it; what has one is none.
  if (!rights.tdm_policy.empty() && !rights.tdm_policy.contains(' ')) {
    out += '=' + rights.tdm_policy;
  }
  return out;
}

Rights RightsFrom(std::string_view text) {
  Rights rights;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word == "noai") rights.no_ai = true;
    if (word == "noimageai") rights.no_image_ai = true;
    if (word == "tdm" || word.starts_with("tdm=")) {
      rights.tdm = true;
      rights.tdm_policy = word.substr(std::min<size_t>(word.size(), 4));
    }
  }
  return rights;
}

}  // namespace model
