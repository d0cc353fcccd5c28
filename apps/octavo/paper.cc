#include "paper.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "pipeline/orders.h"
#include "source/arguments.h"
#include "source/starters.h"

namespace octavo {
namespace {

using base::Status;

constexpr size_t kExamples = 3;

// Adds sources; the first that cannot be added is the error.
Status Add(const CarryOutOrder& carry_out, const std::vector<model::Source>& sources) {
  TRY_ASSIGN(const base::Json answer, carry_out(pipeline::AddOrder(sources)));
  for (const base::Json& result : *answer.Find("results")->AsArray()) {
    if (result.Find("error") != nullptr) {
      return base::Fail(base::ErrorKind::kInvalidInput, std::string(result.String("error")));
    }
  }
  return {};
}

std::vector<serve::StarterList> Starters() {
  std::vector<serve::StarterList> lists;
  for (const source::StarterList& known : source::StarterLists()) {
    serve::StarterList list;
    list.id = known.country;
    list.country = known.country;
    list.language = known.language;
    list.source_count = static_cast<int>(known.sources);
    if (const auto sources = source::StarterSources(known.country)) {
      for (const model::Source& source : *sources) {
        if (list.examples.size() < kExamples) list.examples.push_back(source.title);
      }
    }
    lists.push_back(std::move(list));
  }
  return lists;
}

serve::Actions ActionsBy(const CarryOutOrder& carry_out) {
  serve::Actions actions;
  actions.starter_lists = Starters;
  actions.add_starter_list = [carry_out](std::string_view id) -> Status {
    TRY_ASSIGN(const auto sources, source::StarterSources(id));
    return Add(carry_out, sources);
  };
  actions.add_source = [carry_out](std::string_view url) -> Status {
    TRY_ASSIGN(const model::Source source, source::SourceFromAddress(url));
    return Add(carry_out, {source});
  };
  return actions;
}

}  // namespace

base::Result<std::unique_ptr<serve::Server>> StartPaper(const Settings& settings,
                                                        store::Store& store,
                                                        const CarryOutOrder& carry_out,
                                                        HubCallback hub_callback) {
  serve::Options options;
  options.address = settings.address;
  options.port = settings.port;
  options.port_attempts = settings.port_attempts;
  options.visibility = settings.instance == Instance::kPublic ? serve::Visibility::kPublic
                                                              : serve::Visibility::kPrivate;
  options.public_url = settings.public_url;
  options.version = OCTAVO_VERSION;
  if (carry_out) options.actions = ActionsBy(carry_out);
  if (!CallbackOf(settings).empty()) options.callback = std::move(hub_callback);
  return serve::Server::Start(options, store);
}

std::string CallbackOf(const Settings& settings) {
  if (settings.public_url.empty()) return {};
  return settings.public_url + std::string(serve::kCallbackPath);
}

std::string AddressOfPaper(const Settings& settings, uint16_t port) {
  if (!settings.public_url.empty()) return settings.public_url + "/";
  // Every address of the machine is no address to type.
  const bool every = settings.address == "0.0.0.0" || settings.address == "::";
  const bool six = !every && settings.address.contains(':');
  const std::string host = every ? "127.0.0.1" : settings.address;
  return fmt::format("http://{}{}{}:{}/", six ? "[" : "", host, six ? "]" : "", port);
}

}  // namespace octavo
