#pragma once
// The door to the reader: pages, API, feeds out and metrics, over HTTP, out of one store.
//
// What may be shown to whom is decided by visibility.h alone. All pages work without scripts; all
// that they are made of (templates, styles, scripts, texts) is part of the program.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "net/http_server.h"
#include "serve/visibility.h"
#include "store/store.h"

namespace serve {

// A list of sources that Octavo knows and the owner may add with one click.
struct StarterList {
  std::string id;        // "jp": what AddStarterList gets; letters, digits and '-'
  std::string country;   // ISO 3166-1 alpha-2, lower case; empty: of no country
  std::string language;  // BCP 47, of most of its sources
  int source_count = 0;
  std::vector<std::string> examples;  // names of a few of its publishers
};

// What the pages can ask the rest of the program to do. Called on the server's threads, several at
// once; must not throw. An empty function: the page does not offer it.
struct Actions {
  std::function<std::vector<StarterList>()> starter_lists;
  std::function<base::Status(std::string_view id)> add_starter_list;
  // The URL of a feed or site as typed. kInvalidInput and kRefused are shown to the owner.
  std::function<base::Status(std::string_view url)> add_source;
};

struct Options {
  std::string address = "127.0.0.1";
  uint16_t port = 8080;    // 0: a free one
  int port_attempts = 20;  // tries port, port+1, … when taken
  unsigned threads = 2;
  Visibility visibility = Visibility::kPrivate;
  // How readers reach it, when that is not the address above: "https://news.example.org", without
  // path. A public instance needs it: links in feeds must not follow the Host header of strangers.
  std::string public_url;
  std::string version;                    // shown on the about page and in /metrics
  size_t cache_bytes = size_t{32} << 20;  // of rendered pages, all encodings together
  int64_t cache_check_micros = 300'000;   // how often the store is asked whether it changed
  const base::Clock* clock = &base::SystemClock();
  Actions actions;
  // Answers requests below kCallbackPath, which other programs send (hubs of WebSub). Called on the
  // server's threads, several at once; must not throw. Empty: there is nothing there.
  std::function<net::Response(const net::Request&)> callback;
};
inline constexpr std::string_view kCallbackPath = "/websub/";

class Server {
 public:
  // Listens and answers until the object is destroyed; `store` must live longer.
  // kConflict: every port tried is taken; kInvalidInput: a bad address, or public without
  // public_url.
  static base::Result<std::unique_ptr<Server>> Start(const Options& options, store::Store& store);
  virtual ~Server() = default;

  virtual uint16_t port() const = 0;
  // Tells that the store holds something new, so that the next answer shows it at once. Without it
  // changes show within cache_check_micros. Any thread.
  virtual void StoreChanged() = 0;
};

}  // namespace serve
