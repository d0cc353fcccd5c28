#include "fetch/outcome.h"

#include <chrono>
#include <string>

#include "net/http_date.h"

namespace fetch {
namespace {

model::Page PageOf(net::FetchResponse&& answer, base::Instant now) {
  model::Page page;
  page.url = std::move(answer.url);
  page.final_url = std::move(answer.final_url);
  page.status = answer.status;
  page.content_type = net::FindHeader(answer.headers, "content-type");
  page.bytes = std::move(answer.body);
  page.headers = std::move(answer.headers);
  page.fetched = now;
  page.moved_to = std::move(answer.moved_to);
  return page;
}

struct StatusMeaning {
  base::ErrorKind kind;
  std::string_view words;
};

// What a status that is no success means to whoever asked.
StatusMeaning MeaningOf(int status) {
  switch (status) {
    case 204:
    case 205:
      return {base::ErrorKind::kUnavailable, "an answer without content"};
    case 401:
    case 402:
    case 403:
    case 407:
      return {base::ErrorKind::kRefused, "the publisher does not let us in"};
    case 404:
      return {base::ErrorKind::kNotFound, "there is nothing at this address"};
    case 408:
    case 504:
      return {base::ErrorKind::kTimeout, "the publisher's server ran out of time"};
    case 410:
      return {base::ErrorKind::kNotFound, "the publisher says that it is gone for good"};
    case 429:
      return {base::ErrorKind::kUnavailable, "the publisher asks us to ask less often"};
    case 451:
      return {base::ErrorKind::kRefused, "not available for legal reasons"};
    default:
      break;
  }
  if (status >= 500) {
    return {base::ErrorKind::kUnavailable, "the publisher's server could not answer"};
  }
  if (status >= 400) return {base::ErrorKind::kInvalidInput, "the server refuses the request"};
  if (status >= 300) return {base::ErrorKind::kInvalidInput, "a redirect that leads nowhere"};
  return {base::ErrorKind::kUnavailable, "not an answer that we understand"};
}

}  // namespace

std::string_view OutcomeKindName(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::kFresh:
      return "fresh";
    case OutcomeKind::kNotModified:
      return "not_modified";
    case OutcomeKind::kGone:
      return "gone";
    case OutcomeKind::kRateLimited:
      return "rate_limited";
    case OutcomeKind::kLeadsOn:
      return "leads_on";
    case OutcomeKind::kFailed:
      return "failed";
  }
  return "failed";
}

Outcome Classify(std::string_view url, base::Result<net::FetchResponse> answer, base::Instant now) {
  Outcome outcome;
  if (!answer) {
    outcome.page.url = url;
    outcome.page.fetched = now;
    outcome.is_transient = answer.error().IsTransient();
    outcome.error = std::move(answer).error();
    return outcome;
  }
  outcome.took_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(answer->timings.total).count();
  outcome.received_bytes = static_cast<int64_t>(answer->received_bytes);
  outcome.was_asked = answer->was_asked;
  outcome.leads_to = std::move(answer->leads_to).value_or("");
  outcome.page = PageOf(std::move(*answer), now);
  outcome.page.url = url;
  const int status = outcome.page.status;
  if (status >= 200 && status < 300 && status != 204 && status != 205) {
    outcome.kind = OutcomeKind::kFresh;
    return outcome;
  }
  if (!outcome.leads_to.empty()) {
    outcome.kind = OutcomeKind::kLeadsOn;
    outcome.leads_for_good = status == 301 || status == 308;
    return outcome;
  }
  if (status == 304) {
    outcome.kind = OutcomeKind::kNotModified;
    return outcome;
  }
  const StatusMeaning meaning = MeaningOf(status);
  outcome.error =
      base::Error(meaning.kind, "fetching " + std::string(url) + ": " + std::string(meaning.words) +
                                    " (HTTP status " + std::to_string(status) + ")");
  if (status == 429 || status >= 500) {
    outcome.retry_after =
        net::ParseRetryAfter(net::FindHeader(outcome.page.headers, "retry-after"), now);
  }
  if (status == 410) {
    outcome.kind = OutcomeKind::kGone;
  } else if (status == 429 || (status == 503 && outcome.retry_after)) {
    outcome.kind = OutcomeKind::kRateLimited;
    outcome.is_transient = true;
  } else {
    outcome.is_transient = outcome.error->IsTransient();
  }
  return outcome;
}

}  // namespace fetch
