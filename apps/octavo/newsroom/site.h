#pragma once
// Every address of the sample newsroom with what stands there: the whole of it is made at once and
// never changes, so that the server only looks up.

#include <map>
#include <string>

#include "base/result.h"
#include "newsroom/pages.h"

namespace newsroom {

// What is sent for one address.
struct Document {
  int status = 200;
  std::string type;  // Content-Type
  std::string body;  // in the publisher's charset
  std::string etag;  // with its quotes; empty: none
  std::string last_modified;
  std::string location;        // of a 301
  bool pictures_seed = false;  // `body` is empty: a landscape is drawn from the path
  bool cut = false;            // the connection breaks in the middle of the body
};

// What one host answers.
struct Host {
  int delay_ms = 0;
  bool busy = false;                                       // 429 on the first request
  std::map<std::string, Document, std::less<>> documents;  // by path
};

// "harbour-times.localhost" -> what it answers.
using Site = std::map<std::string, Host, std::less<>>;

// kInvalidInput when a text cannot be written in its publisher's charset, or two articles have one
// address.
base::Result<Site> BuildSite(const Press& press);

}  // namespace newsroom
