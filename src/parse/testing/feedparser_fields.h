#pragma once
// What Octavo has of a feed, by the paths that feedparser gives it: "entries[0].title".

#include <map>
#include <string>

#include "model/feed.h"
#include "parse/feed.h"

namespace parse {

// How a value is compared.
enum class Kind {
  kExact,
  kText,
  kUrl,
  kName,  // of a person; the other's may have an address with it
  kTime,  // an instant as RFC 3339
  kLanguage,
  kCharset,
  kFlag,         // "True", "False", or "" where nothing is said
  kPoint,        // longitude and latitude
  kMilliseconds  // datetime.timedelta
};

struct Field {
  Kind kind = Kind::kExact;
  std::string value;
};

using Fields = std::map<std::string, Field>;

Fields FieldsOf(const model::Feed& feed, const Input& input);

// As the fields of kind kPoint show one.
std::string ShownPoint(double longitude, double latitude);

}  // namespace parse
