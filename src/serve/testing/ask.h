#pragma once
// Requests as a browser on the same machine sends them, without sockets.

#include <string>
#include <string_view>
#include <utility>

#include "serve/site.h"

namespace serve::testing {

struct Asking {
  std::string method = "GET";
  std::string host = "127.0.0.1:8080";
  std::string remote_address = "127.0.0.1";
  std::string body = {};
  net::Headers headers = {};
};

inline net::Response Ask(Site& site, std::string_view target, const Asking& asking = {}) {
  net::Request request;
  request.method = asking.method;
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  const size_t question = target.find('?');
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  request.headers = asking.headers;
  request.body = asking.body;
  request.host = asking.host;
  request.remote_address = asking.remote_address;
  return site.Answer(request);
}

inline std::string BodyOf(const net::Response& response) {
  return response.shared_body != nullptr ? *response.shared_body : response.body;
}

}  // namespace serve::testing
