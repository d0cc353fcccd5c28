#include "fetch/fetcher.h"

#include <utility>

namespace fetch {
namespace {

constexpr std::string_view kSourceTypes =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.1";
constexpr std::string_view kPageTypes =
    "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1";

}  // namespace

net::FetchRequest Fetcher::SourceRequest(const model::Source& source) const {
  net::FetchRequest request;
  request.body_limit = limits_.bytes;
  request.timeout = limits_.timeout;
  request.url = source.url;
  request.headers = {{"Accept", std::string(kSourceTypes)}};
  request.etag = source.etag;
  request.last_modified = source.last_modified;
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

void Fetcher::FetchPage(std::string url, OutcomeCallback callback) {
  Ask(PageRequest(std::move(url)), std::move(callback));
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
