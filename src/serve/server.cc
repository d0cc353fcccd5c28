#include "serve/server.h"

#include <utility>

#include "net/http_server.h"
#include "serve/site.h"

namespace serve {
namespace {

constexpr size_t kFormLimit = size_t{64} * 1024;

class ServerOnSockets final : public Server {
 public:
  ServerOnSockets(const Options& options, store::Store& store) : site_(options, store) {}

  base::Status Listen(const Options& options) {
    net::ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = options.port;
    server_options.port_attempts = options.port_attempts;
    server_options.threads = options.threads;
    // Forms are small (Site::Answer); what a hub brings is a feed.
    server_options.body_limit = options.callback ? size_t{8} << 20 : kFormLimit;
    TRY_ASSIGN(http_, net::HttpServer::Start(server_options, [this](const net::Request& request) {
                 return site_.Answer(request);
               }));
    return {};
  }

  uint16_t port() const override { return http_->port(); }
  void StoreChanged() override { site_.StoreChanged(); }

 private:
  Site site_;
  std::unique_ptr<net::HttpServer> http_;  // destroyed first: it calls site_
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::Start(const Options& options, store::Store& store) {
  if (options.visibility == Visibility::kPublic && options.public_url.empty()) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      "a public instance needs public_url, the address at which readers reach it");
  }
  auto server = std::make_unique<ServerOnSockets>(options, store);
  TRY_WITH("starting the server", server->Listen(options));
  return server;
}

}  // namespace serve
