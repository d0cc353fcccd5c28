#include "pipeline/source_orders.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "net/url.h"
#include "text/words.h"

namespace pipeline {
namespace {

using base::ErrorKind;
using base::Json;

constexpr size_t kLongestValue = 4'096;
constexpr size_t kMostHeaders = 20;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsSameName(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, Lower, Lower);
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7F &&
           std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
  });
}

bool IsValue(std::string_view text) {
  return text.size() <= kLongestValue && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\t';
         });
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

base::Status ApplyHeader(std::string_view header, model::Asking& asking) {
  const size_t colon = header.find(':');
  const std::string_view name = Trim(header.substr(0, colon));
  if (colon == std::string_view::npos || !IsToken(name)) {
    return base::Fail(ErrorKind::kInvalidInput, "a header is written as \"Name: value\"");
  }
  const std::string_view value = Trim(header.substr(colon + 1));
  for (const std::string_view own : {"host", "content-length", "connection", "transfer-encoding",
                                     "accept-encoding", "if-none-match", "if-modified-since"}) {
    if (IsSameName(name, own)) {
      return base::Fail(ErrorKind::kInvalidInput,
                        fmt::format("the header {} is Octavo's own business", name));
    }
  }
  std::erase_if(asking.headers, [name](const auto& one) { return IsSameName(one.first, name); });
  if (value.empty()) return {};
  if (asking.headers.size() >= kMostHeaders) {
    return base::Fail(ErrorKind::kInvalidInput, "these are too many headers");
  }
  asking.headers.emplace_back(name, value);
  return {};
}

base::Status CheckProxy(std::string_view proxy) {
  const auto url = net::Url::Parse(proxy);
  const std::set<std::string_view> known = {"http", "https", "socks5", "socks5h"};
  if (proxy.empty() || (url && known.contains(url->scheme()) && !url->host().empty())) return {};
  return base::Fail(ErrorKind::kInvalidInput,
                    "a proxy is written as http://HOST:PORT, https://…, socks5://… or socks5h://…, "
                    "with USER:PASSWORD@ before the host where it wants them");
}

// The member's text; null when it is not there.
const std::string* TextOf(const Json& json, std::string_view name) {
  const Json* member = json.Find(name);
  return member == nullptr ? nullptr : member->AsString();
}

}  // namespace

base::Status ApplyAsking(const Json& changes, model::Asking& asking) {
  for (const std::string_view name : {"user_agent", "header", "cookies", "proxy"}) {
    const std::string* text = TextOf(changes, name);
    if (text != nullptr && !IsValue(*text)) {
      return base::Fail(
          ErrorKind::kInvalidInput,
          fmt::format("{}: a line of text is wanted, of at most {} bytes", name, kLongestValue));
    }
  }
  if (const std::string* text = TextOf(changes, "user_agent")) asking.user_agent = *text;
  if (const std::string* text = TextOf(changes, "header")) TRY(ApplyHeader(*text, asking));
  if (const std::string* text = TextOf(changes, "cookies")) asking.cookies = *text;
  if (const std::string* text = TextOf(changes, "proxy")) {
    TRY(CheckProxy(*text));
    asking.proxy = *text;
  }
  if (const std::string* text = TextOf(changes, "http_version")) {
    const auto version = model::HttpVersionFrom(text->empty() ? "any" : *text);
    if (!version) {
      return base::Fail(ErrorKind::kInvalidInput,
                        fmt::format("the HTTP version is any, 1.1 or 2, not \"{}\"", *text));
    }
    asking.http_version = *version;
  }
  return {};
}

Json AskingJson(const model::Asking& asking) {
  Json out;
  if (asking == model::Asking()) return out;
  out.Set("user_agent", asking.user_agent).Set("cookies", asking.cookies);
  out.Set("proxy", asking.proxy);
  out.Set("http_version", model::HttpVersionName(asking.http_version));
  Json::Array headers;
  for (const auto& [name, value] : asking.headers)
    headers.emplace_back(fmt::format("{}: {}", name, value));
  out.Set("headers", std::move(headers));
  return out;
}

model::Asking AskingFrom(const Json& json) {
  model::Asking asking;
  if (!ApplyAsking(json, asking)) return {};
  const Json* headers = json.Find("headers");
  if (headers == nullptr || headers->AsArray() == nullptr) return asking;
  for (const Json& header : *headers->AsArray()) {
    const std::string* text = header.AsString();
    if (text == nullptr || !IsValue(*text) || !ApplyHeader(*text, asking)) return {};
  }
  return asking;
}

std::string AskingInWords(const model::Asking& asking) {
  std::string out;
  const auto add = [&out](std::string_view words) {
    if (!out.empty()) out += ", ";
    out += words;
  };
  if (!asking.user_agent.empty()) add("user agent " + asking.user_agent);
  for (const auto& [name, value] : asking.headers) add(fmt::format("header {} (set)", name));
  if (!asking.cookies.empty()) add("cookies (set)");
  if (!asking.proxy.empty()) add("proxy (set)");
  if (asking.http_version != model::HttpVersion::kAny) {
    add(fmt::format("HTTP {}", model::HttpVersionName(asking.http_version)));
  }
  return out;
}

std::string OneLine(std::string_view name) {
  return text::CollapseSpace(base::Printable(name));
}

base::Result<model::Source> SourceNamed(store::Store& store, std::string_view name) {
  std::vector<model::Source> sources;
  TRY(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(sources, reader.Sources());
    return {};
  }));
  const auto parsed = net::Url::Parse(name);
  const auto found = std::ranges::find_if(sources, [&](const model::Source& source) {
    return source.url == name || (parsed && source.url == parsed->href()) ||
           fmt::format("{}", source.id.value) == name;
  });
  if (found != sources.end()) return *found;
  return base::Fail(ErrorKind::kNotFound,
                    fmt::format("\"{}\" is no source; `octavo sources` lists them", name));
}

base::Result<Json> CarryOutSet(store::Store& store, const Json& order) {
  TRY_ASSIGN(const model::Source source, SourceNamed(store, order.String("source")));
  const auto change = [&order](model::Source& changed) -> base::Status {
    TRY(ApplyAsking(order, changed.asking));
    if (const std::string* title = TextOf(order, "title")) changed.title = OneLine(*title);
    if (const std::string* section = TextOf(order, "section")) {
      changed.sections.clear();
      if (!section->empty()) changed.sections.push_back(OneLine(*section));
    }
    return {};
  };
  TRY(store.Write([&](store::Transaction& transaction) {
    return transaction.ChangeSource(source.id, change);
  }));
  Json answer;
  answer.Set("url", source.url).Set("id", source.id.value);
  return answer;
}

base::Result<Json> CarryOutMerge(store::Store& store, const Json& order) {
  TRY_ASSIGN(const model::Source kept, SourceNamed(store, order.String("keep")));
  TRY_ASSIGN(const model::Source gone, SourceNamed(store, order.String("source")));
  TRY(store.Write(
      [&](store::Transaction& transaction) { return transaction.MergeSources(kept.id, gone.id); }));
  Json answer;
  answer.Set("url", kept.url).Set("id", kept.id.value).Set("gone", gone.url);
  return answer;
}

}  // namespace pipeline
