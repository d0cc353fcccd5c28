#include "newsroom/template.h"

#include <fmt/format.h>

#include "text/markup.h"

namespace newsroom {
namespace {

// The views from the outermost to the innermost.
using Scope = std::vector<const View*>;

std::string_view TextOf(const Scope& scope, std::string_view name) {
  for (auto view = scope.rbegin(); view != scope.rend(); ++view) {
    const auto found = (*view)->texts.find(name);
    if (found != (*view)->texts.end()) return found->second;
  }
  return {};
}

const std::vector<View>* ListOf(const Scope& scope, std::string_view name) {
  for (auto view = scope.rbegin(); view != scope.rend(); ++view) {
    const auto found = (*view)->lists.find(name);
    if (found != (*view)->lists.end()) return &found->second;
  }
  return nullptr;
}

void FillInto(std::string_view source, Scope& scope, std::string& out);

void FillSection(std::string_view inner, std::string_view name, bool inverted, Scope& scope,
                 std::string& out) {
  const std::vector<View>* list = ListOf(scope, name);
  const bool there = (list != nullptr && !list->empty()) || !TextOf(scope, name).empty();
  if (inverted) {
    if (!there) FillInto(inner, scope, out);
    return;
  }
  if (!there) return;
  if (list == nullptr) {
    FillInto(inner, scope, out);
    return;
  }
  for (const View& view : *list) {
    scope.push_back(&view);
    FillInto(inner, scope, out);
    scope.pop_back();
  }
}

void FillInto(std::string_view source, Scope& scope, std::string& out) {
  while (true) {
    const size_t open = source.find("{{");
    out += source.substr(0, open);
    if (open == std::string_view::npos) return;
    source.remove_prefix(open + 2);
    const bool raw = source.starts_with('{');
    const size_t close = source.find(raw ? "}}}" : "}}");
    if (close == std::string_view::npos) return;
    std::string_view name = source.substr(raw ? 1 : 0, close - (raw ? 1 : 0));
    source.remove_prefix(close + (raw ? 3 : 2));
    if (!name.starts_with('#') && !name.starts_with('^')) {
      out += raw ? std::string(TextOf(scope, name)) : text::Escaped(TextOf(scope, name));
      continue;
    }
    const bool inverted = name.starts_with('^');
    name.remove_prefix(1);
    const std::string end = fmt::format("{{{{/{}}}}}", name);
    const size_t stop = source.find(end);
    if (stop == std::string_view::npos) return;
    FillSection(source.substr(0, stop), name, inverted, scope, out);
    source.remove_prefix(stop + end.size());
  }
}

}  // namespace

std::string Fill(std::string_view source, const View& view) {
  std::string out;
  out.reserve(source.size() * 2);
  Scope scope = {&view};
  FillInto(source, scope, out);
  return out;
}

}  // namespace newsroom
