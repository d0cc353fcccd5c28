#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/time.h"
#include "commands.h"
#include "fetch/outcome.h"
#include "net/http_client.h"
#include "owner.h"
#include "settings.h"

namespace octavo {
namespace {

int Complain(ExitStatus status, std::string_view message) {
  return octavo::Complain("fetch", status, message);
}

double Milliseconds(std::chrono::microseconds time) {
  return std::round(static_cast<double>(time.count()) / 10) / 100;
}

base::Json Describe(const net::FetchTimings& timings) {
  base::Json out;
  out.Set("waited", Milliseconds(timings.waited));
  out.Set("name_lookup", Milliseconds(timings.name_lookup));
  out.Set("connect", Milliseconds(timings.connect));
  out.Set("tls", Milliseconds(timings.tls));
  out.Set("first_byte", Milliseconds(timings.first_byte));
  out.Set("total", Milliseconds(timings.total));
  return out;
}

void SetIfThere(base::Json& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.Set(name, value);
}

// What only net knows of an answer; taken before the answer becomes an outcome.
struct Measured {
  net::FetchTimings timings;
  uint64_t received_bytes = 0;
  int redirects = 0;
  std::string remote_address;
};

base::Json Describe(const fetch::Outcome& outcome, const Measured& measured) {
  const model::Page& page = outcome.page;
  base::Json out;
  out.Set("url", page.url);
  out.Set("outcome", fetch::OutcomeKindName(outcome.kind));
  if (page.status != 0) {
    out.Set("final_url", page.final_url).Set("status", page.status);
    out.Set("content_type", page.content_type).Set("bytes", page.bytes.size());
    out.Set("received_bytes", static_cast<int64_t>(measured.received_bytes));
    out.Set("redirects", measured.redirects);
    if (page.moved_to) out.Set("moved_to", *page.moved_to);
    SetIfThere(out, "etag", net::FindHeader(page.headers, "etag"));
    SetIfThere(out, "last_modified", net::FindHeader(page.headers, "last-modified"));
    SetIfThere(out, "remote_address", measured.remote_address);
    out.Set("milliseconds", Describe(measured.timings));
  }
  if (outcome.retry_after) out.Set("retry_after", base::FormatRfc3339(*outcome.retry_after));
  if (outcome.error) {
    base::Json error;
    error.Set("kind", base::ErrorKindName(outcome.error->kind()));
    error.Set("message", outcome.error->message());
    error.Set("transient", outcome.is_transient);
    out.Set("error", std::move(error));
  }
  return out;
}

// Prints the lines in the order of the URLs, each as soon as those before it are there.
class Lines {
 public:
  explicit Lines(std::FILE* out) : out_(out) {}

  void Add(size_t position, std::string line, bool failed) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    failed_ = failed_ || failed;
    ready_.emplace(position, std::move(line));
    for (auto next = ready_.find(printed_); next != ready_.end(); next = ready_.find(printed_)) {
      // Not by fmt::print, which throws: this is the client's thread.
      std::fputs((next->second + '\n').c_str(), out_);
      std::fflush(out_);
      ready_.erase(next);
      ++printed_;
    }
    changed_.NotifyAll();
  }

  // Waits until `count` lines are printed. Whether one of them was a failure.
  bool WaitFor(size_t count) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    while (printed_ < count) changed_.Wait(mutex_);
    return failed_;
  }

 private:
  std::FILE* const out_;
  base::Mutex mutex_;
  base::Condition changed_;
  std::map<size_t, std::string> ready_ GUARDED_BY(mutex_);
  size_t printed_ GUARDED_BY(mutex_) = 0;
  bool failed_ GUARDED_BY(mutex_) = false;
};

// False, and a word about it on standard error, when the body could not be written.
bool WriteBody(const std::string& file, const std::string& bytes) {
  if (file == "-") {
    return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() &&
           std::fflush(stdout) == 0;
  }
  const base::Status written = base::WriteFileAtomically(file, bytes);
  if (!written) Complain(kFailed, written.error().message());
  return written.has_value();
}

base::Result<net::HttpClientOptions> ClientOptions(const Settings& settings) {
  net::HttpClientOptions options;
  options.user_agent = settings.user_agent;
  options.transfers_at_once = static_cast<size_t>(settings.concurrency);
  TRY_ASSIGN(options.allow,
             net::AllowList::Parse(fmt::format("{}", fmt::join(settings.allow, ","))));
  return options;
}

net::FetchRequest RequestFor(std::string url, const Settings& settings,
                             const Arguments& arguments) {
  net::FetchRequest request;
  request.url = std::move(url);
  request.headers = {{"Accept", "*/*"}};
  request.timeout = settings.fetch_timeout;
  request.body_limit = static_cast<size_t>(settings.fetch_limit);
  request.etag = arguments.Get("etag");
  request.last_modified = arguments.Get("last-modified");
  return request;
}

std::vector<std::string> UrlsOf(const Arguments& arguments) {
  if (!arguments.positional.empty() || isatty(STDIN_FILENO) == 1) return arguments.positional;
  std::vector<std::string> urls;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) urls.push_back(line);
  }
  return urls;
}

int Run(const Arguments& arguments) {
  const auto settings = LoadSettings(arguments);
  if (!settings) return Complain(kUsage, settings.error().message());
  const auto options = ClientOptions(*settings);
  if (!options) return Complain(kUsage, options.error().message());
  const std::vector<std::string> urls = UrlsOf(arguments);
  if (urls.empty()) return Complain(kUsage, "no URL (give some, or one a line on standard input)");
  const std::string output(arguments.Get("output"));
  if (!output.empty() && urls.size() != 1) {
    return Complain(kUsage, "--output takes the body of one URL, not of several");
  }
  Lines lines(output == "-" ? stderr : stdout);  // outlives the client, whose thread adds to it
  auto client = net::HttpClient::Create(*options);
  if (!client) return Complain(kFailed, client.error().message());

  for (size_t i = 0; i < urls.size(); ++i) {
    (*client)->Fetch(RequestFor(urls[i], *settings, arguments),
                     [&lines, &output, i, url = urls[i]](base::Result<net::FetchResponse> answer) {
                       Measured measured;
                       if (answer) {
                         measured = {answer->timings, answer->received_bytes, answer->redirects,
                                     answer->remote_address};
                       }
                       const fetch::Outcome outcome =
                           fetch::Classify(url, std::move(answer), base::SystemClock().Now());
                       bool failed = outcome.error.has_value();
                       if (!output.empty() && !failed)
                         failed = !WriteBody(output, outcome.page.bytes);
                       lines.Add(i, base::WriteJson(Describe(outcome, measured)), failed);
                     });
  }
  return lines.WaitFor(urls.size()) ? kFailed : kDone;
}

}  // namespace

Command FetchCommand() {
  return {
      "fetch",
      "fetch URLs as the paper would, and say what came of it",
      "Fetches each URL through the door that the paper uses (the address check at every hop,\n"
      "limits on size and time, at most two requests at once to a host) and prints one JSON\n"
      "object a line, in the order of the URLs: url, outcome (fresh, not_modified, gone,\n"
      "rate_limited, failed), final_url, status, content_type, bytes, redirects, moved_to (where\n"
      "permanent redirects lead), etag, last_modified, milliseconds, and error with kind and\n"
      "message. Without URLs they are read from standard input, one a line.\n\n"
      "Only public addresses are fetched from; one inside the own network needs an entry in\n"
      "--allow. The exit status is 0 only when every URL was answered with 2xx or 304.",
      "[URL]...",
      [] {
        auto all =
            SettingOptions({"user_agent", "allow", "concurrency", "fetch_timeout", "fetch_limit"});
        const std::vector<Option> own = {
            {"output", "FILE",
             "write the body of the one URL into this file; -: to standard output, and the JSON "
             "line to standard error"},
            {"etag", "TAG", "ask only for what differs from this ETag"},
            {"last-modified", "DATE", "ask only for what is newer than this HTTP date"}};
        all.insert(all.begin(), own.begin(), own.end());
        return all;
      }(),
      Run,
      "  octavo fetch https://example.org/feed.xml\n"
      "  octavo fetch --output page.html https://example.org/\n"
      "  octavo fetch --allow '*.localhost:8090' http://newsroom.localhost:8090/\n"
      "  octavo fetch < urls.txt | jq -r 'select(.error) | .error.message'"};
}

}  // namespace octavo
