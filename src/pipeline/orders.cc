#include "pipeline/orders.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "extract/standing.h"
#include "net/url.h"
#include "pipeline/source_orders.h"

namespace pipeline {
namespace {

using base::ErrorKind;
using base::Json;
using base::Result;
using base::Status;

Json JsonOf(const model::Source& source) {
  Json out;
  out.Set("url", source.url);
  out.Set("title", source.title);
  Json::Array sections;
  for (const std::string& section : source.sections) sections.emplace_back(section);
  out.Set("sections", std::move(sections));
  out.Set("language", source.language);
  out.Set("country", source.country);
  out.Set("kind", model::SourceKindName(source.kind));
  out.Set("sample", source.sample);
  out.Set("asking", AskingJson(source.asking));
  return out;
}

Result<model::Source> SourceFrom(const Json& json) {
  const std::string_view text = json.String("url");
  TRY_ASSIGN(const net::Url url, net::Url::Parse(text));
  if (!url.IsHttp()) {
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("\"{}\" is not an http or https address", text));
  }
  model::Source source;
  source.url = url.href().substr(0, url.href().find('#'));
  source.title = OneLine(json.String("title"));
  source.language = json.String("language");
  source.country = json.String("country");
  source.kind = model::SourceKindFrom(json.String("kind")).value_or(model::SourceKind::kUnknown);
  if (const Json* asking = json.Find("asking")) source.asking = AskingFrom(*asking);
  if (const Json* sample = json.Find("sample"); sample != nullptr && sample->AsBool() != nullptr) {
    source.sample = *sample->AsBool();
  }
  if (const Json* sections = json.Find("sections");
      sections != nullptr && sections->AsArray() != nullptr) {
    for (const Json& section : *sections->AsArray()) {
      if (const std::string* name = section.AsString()) source.sections.push_back(OneLine(*name));
    }
  }
  return source;
}

Result<std::vector<model::Source>> AllSources(store::Store& store) {
  std::vector<model::Source> sources;
  TRY(store.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(sources, reader.Sources());
    return {};
  }));
  return sources;
}

Result<Json> Add(store::Store& store, const Json& order) {
  const Json* wanted = order.Find("sources");
  if (wanted == nullptr || wanted->AsArray() == nullptr) {
    return base::Fail(ErrorKind::kInvalidInput, "add: \"sources\" is not a list");
  }
  TRY_ASSIGN(const auto known, AllSources(store));
  std::set<std::string> urls;
  for (const model::Source& source : known) urls.insert(source.url);
  Json::Array results;
  TRY(store.Write([&](store::Transaction& transaction) -> Status {
    results.clear();
    std::set<std::string> there = urls;
    for (const Json& one : *wanted->AsArray()) {
      Json result;
      result.Set("url", one.String("url"));
      if (const auto source = SourceFrom(one); !source) {
        result.Set("error", source.error().message());
      } else {
        TRY_ASSIGN(const model::SourceId id, transaction.AddSource(*source));
        result.Set("url", source->url);
        result.Set("id", id.value);
        result.Set("new", there.insert(source->url).second);
      }
      results.push_back(std::move(result));
    }
    return {};
  }));
  Json answer;
  answer.Set("results", std::move(results));
  return answer;
}

Result<Json> Remove(store::Store& store, const Json& order) {
  TRY_ASSIGN(const model::Source source, SourceNamed(store, order.String("source")));
  TRY(store.Write(
      [&](store::Transaction& transaction) { return transaction.RemoveSource(source.id); }));
  Json answer;
  answer.Set("url", source.url);
  answer.Set("id", source.id.value);
  return answer;
}

Result<Json> Pause(store::Store& store, const Json& order) {
  const Json* paused = order.Find("paused");
  if (paused == nullptr || paused->AsBool() == nullptr) {
    return base::Fail(ErrorKind::kInvalidInput, "pause: \"paused\" is neither true nor false");
  }
  std::optional<model::SourceId> id;
  Json answer;
  answer.Set("url", "");
  // All only where that is said: an empty name, as a script's unset variable gives, is no source.
  if (const Json* all = order.Find("all"); all == nullptr || *all != Json(true)) {
    TRY_ASSIGN(const model::Source source, SourceNamed(store, order.String("source")));
    id = source.id;
    answer.Set("url", source.url);
  }
  int64_t changed = 0;
  TRY(store.Write([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(changed, transaction.SetPaused(id, *paused->AsBool()));
    return {};
  }));
  answer.Set("changed", changed);
  return answer;
}

Result<Json> Reread(store::Store& store) {
  int64_t pages = 0;
  TRY(store.Write([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(pages, transaction.RereadAll());
    return {};
  }));
  Json answer;
  answer.Set("pages", pages);
  return answer;
}

Result<Json> Furniture(store::Store& store, const Json& order) {
  const Json* id = order.Find("id");
  const auto decision = model::StandingDecisionFrom(order.String("decision"));
  model::StandingBlock block;
  block.site = order.String("site");
  block.text = order.String("text");
  block.decision = model::StandingDecision::kDropped;
  block.mark = extract::MarkOf(block.text);
  if (id == nullptr ? block.site.empty() || block.mark == 0 : !decision || !id->AsInteger()) {
    return base::Fail(ErrorKind::kInvalidInput,
                      "furniture: neither a number and a decision nor a site and its text (a "
                      "sentence at least)");
  }
  Json answer;
  TRY(store.Write([&](store::Transaction& transaction) -> Status {
    answer = Json();
    if (id == nullptr) {
      TRY_ASSIGN(const int64_t learned, transaction.LearnStanding({&block, 1}));
      answer.Set("new", learned > 0);
      return {};
    }
    TRY_ASSIGN(const auto decided, transaction.DecideStanding({*id->AsInteger()}, *decision));
    answer.Set("site", decided.site).Set("text", decided.text);
    return {};
  }));
  return answer;
}

}  // namespace

Json FurnitureOrder(model::StandingId id, model::StandingDecision decision) {
  Json order;
  order.Set("do", "furniture").Set("id", id.value);
  order.Set("decision", model::StandingDecisionName(decision));
  return order;
}

Json FurnitureOrder(std::string_view site, std::string_view text) {
  Json order;
  order.Set("do", "furniture").Set("site", site).Set("text", text);
  return order;
}

Json AddOrder(std::span<const model::Source> sources) {
  Json::Array list;
  for (const model::Source& source : sources) list.push_back(JsonOf(source));
  Json order;
  order.Set("do", "add");
  order.Set("sources", std::move(list));
  return order;
}

Json RemoveOrder(std::string_view source) {
  Json order;
  order.Set("do", "remove");
  order.Set("source", source);
  return order;
}

Json RereadOrder() {
  Json order;
  order.Set("do", "reread");
  return order;
}

Json PauseOrder(std::string_view source, bool paused) {
  Json order;
  order.Set("do", "pause");
  order.Set("source", source);
  order.Set("paused", paused);
  return order;
}

Json PauseAllOrder(bool paused) {
  Json order;
  order.Set("do", "pause");
  order.Set("all", true);
  order.Set("paused", paused);
  return order;
}

Result<Json> CarryOut(store::Store& store, const Json& order) {
  const std::string_view what = order.String("do");
  if (what == "add") return Add(store, order);
  if (what == "remove") return Remove(store, order);
  if (what == "reread") return Reread(store);
  if (what == "furniture") return Furniture(store, order);
  if (what == "set") return CarryOutSet(store, order);
  if (what == "merge") return CarryOutMerge(store, order);
  if (what == "pause") return Pause(store, order);
  return base::Fail(ErrorKind::kInvalidInput, fmt::format("\"{}\" is no order", what));
}

}  // namespace pipeline
