#include "newsroom/server.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <set>

#include "base/hash.h"
#include "base/mutex.h"
#include "newsroom/picture.h"
#include "newsroom/site.h"
#include "serve/encoding.h"

namespace newsroom {
namespace {

constexpr int kEditions = 2;
constexpr size_t kSmallestToPack = 256;  // bytes; below, packing costs more than it saves

// Packs the body as the reader accepts it: br before gzip.
void Pack(std::string_view accepted, net::Response& response) {
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (response.body.size() < kSmallestToPack) return;
  serve::Encoding encoding = serve::ChooseEncoding(accepted);
  response.body = serve::Compress(response.body, encoding);
  if (encoding == serve::Encoding::kIdentity) return;
  response.headers.emplace_back("Content-Encoding", serve::EncodingName(encoding));
}

std::string HostName(std::string_view host) {
  std::string out(host.substr(0, host.rfind(':')));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

net::Response Problem(int status, std::string_view what) {
  net::Response out;
  out.status = status;
  out.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  out.body = fmt::format("{} {}\n", status, what);
  return out;
}

// Whether the reader has this document already (RFC 9110, 13.2.2: If-None-Match goes first).
bool IsKnown(const net::Request& request, const Document& document) {
  const std::string_view tags = net::FindHeader(request.headers, "If-None-Match");
  if (!tags.empty()) {
    return !document.etag.empty() &&
           (tags == "*" || tags.find(document.etag) != std::string_view::npos);
  }
  const std::string_view since = net::FindHeader(request.headers, "If-Modified-Since");
  return !since.empty() && since == document.last_modified;
}

net::Response Answer(const net::Request& request, const Document& document) {
  net::Response out;
  out.status = document.status;
  if (!document.type.empty()) out.headers.emplace_back("Content-Type", document.type);
  if (!document.etag.empty()) out.headers.emplace_back("ETag", document.etag);
  if (!document.last_modified.empty()) {
    out.headers.emplace_back("Last-Modified", document.last_modified);
  }
  if (!document.location.empty()) {
    out.headers.emplace_back("Location", document.location);
    out.body = fmt::format("<a href=\"{}\">moved</a>\n", document.location);
    return out;
  }
  if (document.status == 200 && IsKnown(request, document)) {
    out.status = 304;
    return out;
  }
  if (document.cut) {
    out.body = document.body;
    out.cut_after = document.body.size() / 2;
    return out;
  }
  if (document.pictures_seed) {
    out.body = Landscape(base::Hash64(request.path));
    return out;
  }
  out.body = document.body;
  Pack(net::FindHeader(request.headers, "Accept-Encoding"), out);
  return out;
}

class Server final : public NewsroomServer {
 public:
  Server(const NewsroomOptions& options, Newsroom newsroom)
      : options_(options), newsroom_(std::move(newsroom)), edition_(options.edition) {}

  base::Status Open() {
    net::ServerOptions server;
    server.address = options_.address;
    server.port = options_.port;
    server.port_attempts = options_.port_attempts;
    TRY_ASSIGN(http_, net::HttpServer::Start(
                          server, [this](const net::Request& request) { return Handle(request); }));
    for (int edition = 1; edition <= kEditions; ++edition) {
      TRY_ASSIGN(Site site, BuildSite({newsroom_, http_->port(), edition}));
      sites_[static_cast<size_t>(edition - 1)] = std::move(site);
    }
    open_ = true;
    return {};
  }

  uint16_t port() const override { return http_->port(); }
  std::string Opml() const override { return OpmlOf({newsroom_, http_->port(), edition_}); }

 private:
  net::Response Handle(const net::Request& request) EXCLUDES(mutex_) {
    // The port, and with it every link, is known only once the server listens.
    if (!open_) return Problem(503, "not yet open");
    const std::string name = HostName(request.host);
    if (request.method != "GET" && request.method != "HEAD") return Problem(405, "GET it");
    if (!name.ends_with(".localhost") || name == "newsroom.localhost") return HandleIndex(request);
    const Site& site = sites_[static_cast<size_t>(edition_ - 1)];
    const auto host = site.find(name);
    if (host == site.end()) return Problem(404, "no such publisher");
    if (host->second.busy && IsFirst(name)) {
      net::Response busy = Problem(429, "too many readers; come back in a second");
      busy.headers.emplace_back("Retry-After", "1");
      return busy;
    }
    const auto document = host->second.documents.find(request.path);
    net::Response out = document == host->second.documents.end()
                            ? Problem(404, "no such page")
                            : Answer(request, document->second);
    if (options_.pace == Pace::kReal) out.delay = std::chrono::milliseconds(host->second.delay_ms);
    return out;
  }

  net::Response HandleIndex(const net::Request& request) {
    for (int edition = 1; edition <= kEditions; ++edition) {
      if (request.path == fmt::format("/edition/{}", edition)) {
        edition_ = edition;
        return Problem(200, fmt::format("edition {} is out", edition));
      }
    }
    const Host& host = sites_[static_cast<size_t>(edition_ - 1)].at("newsroom.localhost");
    const auto document = host.documents.find(request.path);
    return document == host.documents.end() ? Problem(404, "no such page")
                                            : Answer(request, document->second);
  }

  bool IsFirst(const std::string& host) EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    return greeted_.insert(host).second;
  }

  const NewsroomOptions options_;
  const Newsroom newsroom_;
  std::atomic<int> edition_;
  std::atomic<bool> open_ = false;  // once true, sites_ does not change any more
  std::array<Site, kEditions> sites_;
  base::Mutex mutex_;
  std::set<std::string> greeted_ GUARDED_BY(mutex_);  // busy hosts that have had a first request
  std::unique_ptr<net::HttpServer> http_;             // last: its threads use all of the above
};

}  // namespace

base::Result<std::unique_ptr<NewsroomServer>> NewsroomServer::Start(const NewsroomOptions& options,
                                                                    Newsroom newsroom) {
  if (options.edition < 1 || options.edition > kEditions) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("there is no edition {}", options.edition));
  }
  auto out = std::make_unique<Server>(options, std::move(newsroom));
  TRY(out->Open());
  return out;
}

}  // namespace newsroom
