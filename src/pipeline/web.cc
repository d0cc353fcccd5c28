#include "pipeline/web.h"

#include <fmt/format.h>

#include <utility>

#include "fetch/fetcher.h"
#include "net/http_client.h"

namespace pipeline {
namespace {

class FetcherWeb final : public Web {
 public:
  FetcherWeb(std::unique_ptr<net::HttpClient> client, const base::Clock& clock,
             const fetch::FetchLimits& limits)
      : client_(std::move(client)), fetcher_(*client_, clock, limits) {}
  // Member by member, the last first: the client ends, and with it every answer, while the fetcher
  // that hands answers on is a value without state of its own.
  ~FetcherWeb() override { client_.reset(); }

  void PollSource(const model::Source& source, Answer answer) override {
    fetcher_.PollSource(source, std::move(answer));
  }
  void PollHop(const model::Source& source, std::chrono::milliseconds pause,
               Answer answer) override {
    fetcher_.PollHop(source, pause, std::move(answer));
  }
  void FetchPage(std::string url, Answer answer) override {
    fetcher_.FetchPage(std::move(url), std::move(answer));
  }
  void FetchPageAs(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                   Answer answer) override {
    fetcher_.FetchPage(std::move(url), asking, pause, std::move(answer));
  }
  void FetchHop(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                Answer answer) override {
    fetcher_.FetchHop(std::move(url), asking, pause, std::move(answer));
  }
  void FetchRobots(std::string url, const model::Asking& asking, Answer answer) override {
    fetcher_.FetchRobots(std::move(url), asking, std::move(answer));
  }
  void PostForm(std::string url, std::string form, Answer answer) override {
    fetcher_.PostForm(std::move(url), std::move(form), std::move(answer));
  }

 private:
  std::unique_ptr<net::HttpClient> client_;
  fetch::Fetcher fetcher_;
};

}  // namespace

fetch::Outcome TooManyRedirects(std::string_view url) {
  fetch::Outcome outcome;
  outcome.error =
      base::Error(base::ErrorKind::kRefused,
                  fmt::format("fetching {}: more than {} redirects", url, kMostRedirects));
  return outcome;
}

base::Result<std::unique_ptr<Web>> NewWeb(const WebOptions& options) {
  net::HttpClientOptions client_options;
  client_options.user_agent = options.user_agent;
  client_options.transfers_at_once = static_cast<size_t>(options.concurrency);
  std::string entries;
  for (const std::string& entry : options.allow) entries += entry + ",";
  TRY_ASSIGN_WITH("setting \"allow\"", client_options.allow, net::AllowList::Parse(entries));
  TRY_ASSIGN(auto client, net::HttpClient::Create(std::move(client_options)));
  return std::make_unique<FetcherWeb>(
      std::move(client), *options.clock,
      fetch::FetchLimits{.bytes = options.limit, .timeout = options.timeout});
}

}  // namespace pipeline
