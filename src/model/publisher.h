#pragma once
// Publisher: who prints it. One for each registrable domain (or host, where there is none).

#include <string>

#include "model/ids.h"

namespace model {

struct Publisher {
  PublisherId id;
  std::string host;  // "japantimes.co.jp"; the key. With ":port" when that is not the scheme's own
  std::string name;  // "The Japan Times"
  std::string country;    // ISO 3166-1 alpha-2, lower case; empty: not known
  std::string language;   // BCP 47; empty: not known
  bool licensed = false;  // the owner may show its texts and images to the public (design §9)
};

}  // namespace model
