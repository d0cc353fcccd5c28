#include "serve/site.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/hash.h"
#include "base/log.h"
#include "serve/api.h"
#include "serve/feeds.h"
#include "serve/pages.h"

namespace serve {
namespace {

using base::ErrorKind;

// Ages on a page may lag behind by this much, never more.
constexpr int64_t kPageAgeMicros = 20 * base::kMicrosPerSecond;
constexpr std::string_view kApi = "/api/v1/";
constexpr size_t kLongestKey = 1024;
constexpr size_t kFormLimit = size_t{64} * 1024;

net::Response Text(int status, std::string text) {
  net::Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

int StatusOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return 400;
    case ErrorKind::kNotFound:
      return 404;
    case ErrorKind::kRefused:
      return 403;
    case ErrorKind::kConflict:
      return 409;
    case ErrorKind::kUnavailable:
    case ErrorKind::kTimeout:
      return 503;
    case ErrorKind::kCorrupt:
    case ErrorKind::kBug:
      break;
  }
  return 500;
}

bool IsApi(std::string_view path) {
  return path.starts_with("/api/");
}

// The language of the address, else the one that the reader asks for.
const Locale& LocaleFor(const net::Request& request) {
  const std::optional<Route> route = ParseRoute(request.path);
  const std::string_view path = request.path;
  if (route.has_value()) return *FindLocale(route->language);
  const Locale* by_path = path.size() >= 3 ? FindLocale(path.substr(1, 2)) : nullptr;
  if (by_path != nullptr && (path.size() == 3 || path[3] == '/')) return *by_path;
  return ChooseLocale(net::FindHeader(request.headers, "Accept-Language"));
}

// Whether an If-None-Match header names this tag (RFC 9110, 13.1.2; weak comparison).
bool Matches(std::string_view header, std::string_view etag) {
  if (header == "*") return true;
  for (size_t at = header.find(etag); at != std::string_view::npos;
       at = header.find(etag, at + 1)) {
    const size_t end = at + etag.size();
    if (end == header.size() || header[end] == ',' || header[end] == ' ') return true;
  }
  return false;
}

std::string_view KindOf(const net::Request& request) {
  if (IsApi(request.path)) return "api";
  if (request.path.find("/feed.") != std::string::npos) return "feed";
  return "page";
}

}  // namespace

Site::Site(Options options, store::Store& store)
    : options_(std::move(options)),
      store_(store),
      cache_(options_.cache_bytes, kPageAgeMicros),
      metrics_(options_.version) {}

net::Response Site::Answer(const net::Request& request) {
  const auto start = std::chrono::steady_clock::now();
  const Origin origin = OriginOfRequest(request);
  Answered answered;
  if (options_.callback && request.path.starts_with(kCallbackPath)) {
    // What proves who asks is the address itself and what is signed, not the host's name.
    answered = {options_.callback(request), "other"};
  } else if (request.body.size() > kFormLimit) {
    answered = {Text(413, "That is too much.\n"), "other"};
  } else if (!HostIsAllowed(request, options_.visibility, options_.public_url)) {
    answered = {Text(421,
                     "This name does not belong to this Octavo. Use http://127.0.0.1 or "
                     "http://localhost with its port.\n"),
                "other"};
  } else {
    answered = Route(request, origin);
  }
  AddSecurityHeaders(answered.response, options_.visibility == Visibility::kPrivate);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  metrics_.CountRequest(answered.kind, answered.response.status, took.count());
  return std::move(answered.response);
}

Site::Answered Site::Route(const net::Request& request, Origin origin) {
  const std::string_view path = request.path;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (path == "/healthz" && reads) return {Text(200, "ok\n"), "other"};
  if (path == "/readyz" && reads) return {AnswerReady(), "other"};
  if (path == "/metrics" && reads) {
    return {AnswerMetrics(origin, request.remote_address), "other"};
  }
  if (path == "/robots.txt" && reads) {
    const bool open = options_.visibility == Visibility::kPublic;
    return {Text(200, open ? "User-agent: *\nDisallow: /api/\nDisallow: /*/search\n"
                           : "User-agent: *\nDisallow: /\n"),
            "other"};
  }
  if (!reads) {
    if (request.method == "POST") return {AnswerAction(request, origin), "action"};
    net::Response response = Text(405, "Only GET, HEAD and POST are answered here.\n");
    response.headers.emplace_back("Allow", "GET, HEAD, POST");
    return {std::move(response), "other"};
  }
  if (const Asset* asset = assets_.Find(path)) return {AnswerAsset(request, *asset), "asset"};
  if (path == "/") return {RedirectToFront(request), "page"};
  return {AnswerCached(request, origin), KindOf(request)};
}

net::Response Site::AnswerAsset(const net::Request& request, const Asset& asset) const {
  net::Response response;
  const std::string etag = "\"" + asset.path + "\"";
  response.headers.emplace_back("Content-Type", asset.content_type);
  response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.emplace_back("ETag", etag);
  if (Matches(net::FindHeader(request.headers, "If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  response.body = asset.bytes;
  return response;
}

net::Response Site::RedirectToFront(const net::Request& request) const {
  net::Response response;
  response.status = 302;
  const Locale& locale = ChooseLocale(net::FindHeader(request.headers, "Accept-Language"));
  response.headers.emplace_back("Location", FrontPath(locale.tag()));
  response.headers.emplace_back("Vary", "Accept-Language");
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

net::Response Site::AnswerReady() {
  const base::Status status = store_.Read([](store::Reader& reader) -> base::Status {
    TRY(reader.Count());
    return {};
  });
  if (status.has_value()) return Text(200, "ready\n");
  base::LogError("readiness: " + status.error().message());
  return Text(503, "not ready: the store does not answer\n");
}

net::Response Site::AnswerMetrics(Origin origin, std::string_view remote_address) {
  // Of this machine alone, on public instances too; but never by way of a proxy.
  if (origin != Origin::kLoopback) {
    base::LogDebug(fmt::format("metrics refused to {}", remote_address));
    return Text(403, "Metrics are given to this machine only.\n");
  }
  store::Counters counters;
  const base::Status status = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(counters, reader.Count());
    return {};
  });
  if (!status.has_value()) return Text(503, "the store does not answer\n");
  net::Response response = Text(200, metrics_.Serialise(counters, cache_.bytes()));
  response.headers.front().second = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

net::Response Site::AnswerCached(const net::Request& request, Origin origin) {
  const base::Instant now = options_.clock->Now();
  std::string key = fmt::format("{} {} {}", static_cast<int>(origin),
                                BaseOf(request, options_.public_url), request.target);
  // A 404 outside the languages follows Accept-Language, so it is never kept; it is no 200.
  if (key.size() > kLongestKey) return Deliver(request, Page(Render(request, origin)));
  const uint64_t mark = Mark();
  std::shared_ptr<const Page> page = cache_.Find(key, mark, now);
  if (page == nullptr) {
    Rendered rendered = Render(request, origin);
    const bool keep = rendered.status == 200;
    page = std::make_shared<const Page>(std::move(rendered));
    if (keep) {
      cache_.Put(key, mark, now, page);
    } else {
      cache_.Abandon(key);
    }
  }
  return Deliver(request, *page);
}

net::Response Site::Deliver(const net::Request& request, const Page& page) const {
  net::Response response;
  const Rendered& rendered = page.rendered();
  response.status = rendered.status;
  if (!rendered.location.empty()) {
    response.headers.emplace_back("Location", rendered.location);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
  }
  const Page::Bytes bytes =
      page.In(ChooseEncoding(net::FindHeader(request.headers, "Accept-Encoding")));
  const bool is_private = options_.visibility == Visibility::kPrivate;
  response.headers.emplace_back("Content-Type", rendered.content_type);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Cache-Control", is_private ? "private, no-cache" : "no-cache");
  if (!rendered.may_be_indexed && !is_private) {
    response.headers.emplace_back("X-Robots-Tag", "noindex");
  }
  if (!rendered.canonical.empty()) {
    response.headers.emplace_back("Link", "<" + rendered.canonical + ">; rel=\"canonical\"");
  }
  if (rendered.status == 200) {
    response.headers.emplace_back("ETag", bytes.etag);
    if (Matches(net::FindHeader(request.headers, "If-None-Match"), bytes.etag)) {
      response.status = 304;
      return response;
    }
  }
  if (bytes.encoding != Encoding::kIdentity) {
    response.headers.emplace_back("Content-Encoding", EncodingName(bytes.encoding));
  }
  response.shared_body = bytes.body;
  return response;
}

Rendered Site::Render(const net::Request& request, Origin origin) {
  Rendered rendered;
  const auto context_of = [&](VisibleReader& reader) {
    return Context{options_,
                   assets_,
                   request,
                   origin,
                   options_.clock->Now(),
                   BaseOf(request, options_.public_url),
                   reader};
  };
  const base::Status status = store_.Read([&](store::Reader& reader) -> base::Status {
    VisibleReader visible(reader, options_.visibility, origin);
    rendered = RenderIn(context_of(visible));
    return {};
  });
  if (status.has_value()) return rendered;
  base::LogError("reading the store: " + status.error().message());
  if (IsApi(request.path)) return ApiError(StatusOf(status.error().kind()), status.error());
  rendered.status = 503;
  rendered.content_type = "text/plain; charset=utf-8";
  rendered.body = std::string(LocaleFor(request).Text("error_503")) + "\n";
  return rendered;
}

Rendered Site::RenderIn(const Context& context) {
  const net::Request& request = context.request;
  const auto answer = [&]() -> base::Result<Rendered> {
    if (!context.permission().anything) {
      return base::Fail(ErrorKind::kRefused, "this instance is private");
    }
    if (request.path.starts_with(kApi)) return AnswerApi(context, request.path);
    if (request.path.size() == 3 && FindLocale(request.path.substr(1)) != nullptr) {
      Rendered redirect;
      redirect.status = 301;
      redirect.location = request.path + "/";
      return redirect;
    }
    const std::optional<serve::Route> route = ParseRoute(request.path);
    if (!route.has_value()) return base::Fail(ErrorKind::kNotFound, "no page has this address");
    const Locale& locale = *FindLocale(route->language);
    if (route->feed != FeedKind::kNone) return RenderFeed(context, locale, *route);
    return RenderPage(context, locale, *route);
  };
  base::Result<Rendered> rendered = answer();
  if (rendered.has_value()) return std::move(*rendered);
  return RenderError(context, rendered.error());
}

Rendered Site::RenderError(const Context& context, const base::Error& error) const {
  const int status = StatusOf(error.kind());
  if (status >= 500) {
    base::LogError(fmt::format("{}: {}", context.request.path, error.message()));
  }
  if (IsApi(context.request.path)) return ApiError(status, error);
  // Only what is about the reader's own words is repeated to the reader.
  const std::string_view detail =
      error.kind() == ErrorKind::kInvalidInput ? std::string_view(error.message()) : "";
  return ErrorPage(context, LocaleFor(context.request), status, detail);
}

base::Status Site::Act(const net::Request& request) const {
  // The form's fields are read as a query is.
  net::Request form;
  form.query = request.body;
  const std::string list = form.Parameter("list");
  const std::string url = form.Parameter("url");
  const Actions& actions = options_.actions;
  if (!list.empty() && actions.add_starter_list) return actions.add_starter_list(list);
  if (!url.empty() && actions.add_source) return actions.add_source(url);
  return base::Fail(ErrorKind::kInvalidInput, "the form was empty");
}

net::Response Site::AnswerAction(const net::Request& request, Origin origin) {
  const std::optional<serve::Route> route = ParseRoute(request.path);
  const bool known = route.has_value() && route->page == PageKind::kSources;
  const bool allowed = MayBeShown(options_.visibility, origin, false).owner &&
                       IsSameOriginPost(request, options_.public_url);
  base::Status done;
  if (known && allowed) {
    done = Act(request);
    StoreChanged();
    if (done.has_value()) {
      // A reload of the page must not send the form again.
      net::Response response;
      response.status = 303;
      response.headers.emplace_back("Location", request.path + "?added=1");
      return response;
    }
  }
  Rendered rendered;
  const base::Status status = store_.Read([&](store::Reader& reader) -> base::Status {
    VisibleReader visible(reader, options_.visibility, origin);
    const Context context{options_,
                          assets_,
                          request,
                          origin,
                          options_.clock->Now(),
                          BaseOf(request, options_.public_url),
                          visible};
    const Locale& locale = LocaleFor(request);
    if (!known) {
      rendered = ErrorPage(context, locale, 404, {});
    } else if (!allowed) {
      rendered = ErrorPage(context, locale, 403, {});
    } else {
      TRY_ASSIGN(rendered, RenderSourcesAfterAction(context, locale, done.error().message()));
      rendered.status = StatusOf(done.error().kind());
    }
    return {};
  });
  if (!status.has_value()) return Text(503, "the store does not answer\n");
  return Deliver(request, Page(std::move(rendered)));
}

uint64_t Site::Mark() {
  const base::Instant now = options_.clock->Now();
  const uint64_t changes = changes_.load();
  {
    const base::MutexLock lock(mark_mutex_);
    const bool recent = now.micros - mark_checked_.micros < options_.cache_check_micros &&
                        now >= mark_checked_ && changes == mark_changes_;
    // While one thread looks, the others go on with what was known.
    if (mark_known_ && (recent || mark_checking_)) return mark_;
    mark_checking_ = true;
  }
  std::string counted;
  const base::Status status = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const store::Counters c, reader.Count());
    counted = fmt::format("{} {} {} {} {} {} {} {} {} {}", c.sources, c.publishers, c.entries,
                          c.articles, c.quarantined, c.stories, c.tags, c.failed_jobs,
                          c.failing_sources, c.sample_articles);
    for (const int64_t waiting : c.waiting) counted += fmt::format(" {}", waiting);
    return {};
  });
  const base::MutexLock lock(mark_mutex_);
  if (status.has_value()) mark_ = base::Hash64(counted, changes);
  mark_changes_ = changes;
  mark_checked_ = now;
  mark_checking_ = false;
  mark_known_ = true;
  return mark_;
}

}  // namespace serve
