// Heads of requests from anybody: reading them ends, and what is answered holds no line that the
// answer's maker did not write.

#include <cstdlib>
#include <string>

#include "net/http_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  net::Request request;
  request.target = text.substr(0, text.find('\n'));
  const std::string rest = text.substr(std::min(text.size(), request.target.size() + 1));
  if (net::SplitTarget(request) && request.path != "*") {
    if (!request.path.starts_with('/') || request.path.find("//") != std::string::npos)
      std::abort();
  }
  static_cast<void>(request.Parameter("q"));
  if (net::IsHostValue(rest) && rest.find_first_of("/@<>\"' \r\n?#") != std::string::npos) {
    std::abort();
  }
  net::IsFramedOnce({{"Content-Length", rest}, {"Transfer-Encoding", rest}}, true);
  net::Response response;
  response.headers = {{"X", rest}, {rest, "y"}};
  const std::string head = net::WriteHead(response, "OK", "now", size, false);
  // The status line, Date, two headers, Content-Length, Connection, the blank line.
  size_t lines = 0;
  for (size_t at = 0; (at = head.find("\r\n", at)) != std::string::npos; at += 2) ++lines;
  if (lines < 6 || lines > 7 || head.find('\0') != std::string::npos) std::abort();
  return 0;
}
