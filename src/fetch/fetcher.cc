#include "fetch/fetcher.h"

#include <utility>

#include "fetch/robots.h"

namespace fetch {
namespace {

constexpr std::string_view kSourceTypes =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.1";
constexpr std::string_view kPageTypes =
    "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1";

// The owner's own headers come first, so that they are those which count.
void AskAs(const model::Asking& asking, net::FetchRequest& request) {
  net::Headers headers = asking.headers;
  if (!asking.user_agent.empty()) headers.emplace_back("User-Agent", asking.user_agent);
  if (!asking.cookies.empty()) headers.emplace_back("Cookie", asking.cookies);
  const bool has_accept = !net::FindHeader(headers, "Accept").empty();
  for (auto& header : request.headers) {
    if (header.first != "Accept" || !has_accept) headers.push_back(std::move(header));
  }
  request.headers = std::move(headers);
  request.proxy = asking.proxy;
  switch (asking.http_version) {
    case model::HttpVersion::kAny:
      request.http_version = net::HttpVersion::kAny;
      break;
    case model::HttpVersion::kHttp1:
      request.http_version = net::HttpVersion::kHttp11;
      break;
    case model::HttpVersion::kHttp2:
      request.http_version = net::HttpVersion::kHttp2;
      break;
  }
}

}  // namespace

net::FetchRequest Fetcher::SourceRequest(const model::Source& source) const {
  net::FetchRequest request;
  request.body_limit = limits_.bytes;
  request.timeout = limits_.timeout;
  request.url = source.url;
  request.goes_first = true;
  request.headers = {{"Accept", std::string(kSourceTypes)}};
  request.etag = source.etag;
  request.last_modified = source.last_modified;
  AskAs(source.asking, request);
  return request;
}

net::FetchRequest Fetcher::PageRequest(std::string url) const {
  net::FetchRequest request;
  request.body_limit = limits_.bytes;
  request.timeout = limits_.timeout;
  request.url = std::move(url);
  request.headers = {{"Accept", std::string(kPageTypes)}};
  return request;
}

net::FetchRequest Fetcher::PageRequest(std::string url, const model::Asking& asking,
                                       std::chrono::milliseconds pause) const {
  net::FetchRequest request = PageRequest(std::move(url));
  AskAs(asking, request);
  request.pause = pause;
  return request;
}

void Fetcher::Ask(net::FetchRequest request, OutcomeCallback callback) {
  std::string url = request.url;
  client_.Fetch(std::move(request), [url = std::move(url), callback = std::move(callback),
                                     &clock = clock_](base::Result<net::FetchResponse> answer) {
    callback(Classify(url, std::move(answer), clock.Now()));
  });
}

void Fetcher::PollSource(const model::Source& source, OutcomeCallback callback) {
  Ask(SourceRequest(source), std::move(callback));
}

void Fetcher::PollHop(const model::Source& source, std::chrono::milliseconds pause,
                      OutcomeCallback callback) {
  net::FetchRequest request = SourceRequest(source);
  request.pause = pause;
  request.redirects = net::Redirects::kAreAnswers;
  Ask(std::move(request), std::move(callback));
}

void Fetcher::FetchPage(std::string url, const model::Asking& asking,
                        std::chrono::milliseconds pause, OutcomeCallback callback) {
  net::FetchRequest request = PageRequest(std::move(url), asking, pause);
  request.goes_first = true;
  Ask(std::move(request), std::move(callback));
}

void Fetcher::FetchHop(std::string url, const model::Asking& asking,
                       std::chrono::milliseconds pause, OutcomeCallback callback) {
  net::FetchRequest request = PageRequest(std::move(url), asking, pause);
  request.redirects = net::Redirects::kAreAnswers;
  Ask(std::move(request), std::move(callback));
}

void Fetcher::FetchRobots(std::string url, const model::Asking& asking, OutcomeCallback callback) {
  net::FetchRequest request = PageRequest(std::move(url), asking, {});
  request.goes_first = true;
  request.body_limit = kRobotsLimit + 1;  // so that it shows that there was more
  request.redirect_limit = 5;             // RFC 9309, 2.3.1.2
  request.beyond_limits = net::BeyondLimits::kIsCutOff;
  Ask(std::move(request), std::move(callback));
}

void Fetcher::PostForm(std::string url, std::string form, OutcomeCallback callback) {
  net::FetchRequest request;
  request.url = std::move(url);
  request.method = "POST";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = std::move(form);
  request.body_limit = size_t{64} << 10;
  request.timeout = limits_.timeout;
  // A redirect would be followed as a GET: 307 and 308 alone keep the form.
  Ask(std::move(request), [callback = std::move(callback)](Outcome outcome) {
    if (outcome.page.status == 204 || outcome.page.status == 205) {
      outcome.kind = OutcomeKind::kFresh;
      outcome.error.reset();
    }
    callback(std::move(outcome));
  });
}

Outcome Fetcher::PollSourceAndWait(const model::Source& source) {
  auto answer = client_.FetchAndWait(SourceRequest(source));
  return Classify(source.url, std::move(answer), clock_.Now());
}

Outcome Fetcher::FetchPageAndWait(const std::string& url) {
  auto answer = client_.FetchAndWait(PageRequest(url));
  return Classify(url, std::move(answer), clock_.Now());
}

}  // namespace fetch
