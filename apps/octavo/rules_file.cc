#include "rules_file.h"

#include <fmt/format.h>

#include "base/file.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <toml++/toml.h>
#pragma GCC diagnostic pop

namespace octavo {
namespace {

using base::ErrorKind;
using base::Status;

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  base::Result<model::SiteRule> Read(std::string_view site, const toml::table& table) const {
    model::SiteRule rule;
    rule.site = site;
    for (const auto& [key, node] : table) TRY(Set(key.str(), node, rule));
    return rule;
  }

  std::unexpected<base::Error> Complain(const toml::node& node, std::string_view key,
                                        std::string_view what) const {
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("{}:{}: {}: {}", file_, node.source().begin.line, key, what));
  }

 private:
  Status Set(std::string_view key, const toml::node& node, model::SiteRule& rule) const {
    const std::pair<std::string_view, std::vector<std::string>*> selectors[] = {
        {"body", &rule.body},
        {"title", &rule.title},
        {"author", &rule.author},
        {"date", &rule.date},
        {"remove", &rule.remove}};
    for (const auto& [name, texts] : selectors) {
      if (key == name) return SetTexts(key, node, *texts);
    }
    if (key == "user_agent") return SetText(key, node, rule.user_agent);
    if (key == "headers") return SetHeaders(node, rule);
    return Complain(node, key,
                    "there is no such key; a rule has body, title, author, date, remove, "
                    "user_agent and headers (and the name of a site stands in quotes)");
  }

  Status SetText(std::string_view key, const toml::node& node, std::string& text) const {
    const auto* value = node.as_string();
    if (value == nullptr) return Complain(node, key, "write a text in \"quotes\"");
    // A line break would begin another header.
    if (value->get().find_first_of("\r\n") != std::string::npos) {
      return Complain(node, key, "a text of one line is wanted");
    }
    text = value->get();
    return {};
  }

  Status SetTexts(std::string_view key, const toml::node& node,
                  std::vector<std::string>& texts) const {
    const auto* array = node.as_array();
    if (array == nullptr) return SetText(key, node, texts.emplace_back());
    for (const toml::node& item : *array) TRY(SetText(key, item, texts.emplace_back()));
    return {};
  }

  Status SetHeaders(const toml::node& node, model::SiteRule& rule) const {
    const auto* table = node.as_table();
    if (table == nullptr) return Complain(node, "headers", "write { Name = \"value\" }");
    for (const auto& [name, value] : *table) {
      constexpr std::string_view kLetters =
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      if (name.str().empty() || name.str().find_first_not_of(kLetters) != std::string_view::npos) {
        return Complain(value, "headers", "the name of a header has letters, digits and -");
      }
      auto& header = rule.headers.emplace_back(std::string(name.str()), std::string());
      TRY(SetText(name.str(), value, header.second));
    }
    return {};
  }

  std::string_view file_;
};

}  // namespace

base::Result<std::vector<model::SiteRule>> ParseRules(std::string_view text,
                                                      std::string_view file) {
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("{}:{}: this is no TOML: {}", file, error.source().begin.line,
                                  error.description()));
  }
  const Reader reader(file);
  std::vector<model::SiteRule> rules;
  for (const auto& [site, node] : parsed.table()) {
    const auto* table = node.as_table();
    if (table == nullptr) {
      return reader.Complain(node, site.str(),
                             "rules stand under the name of their site: [\"news.example\"]");
    }
    TRY_ASSIGN(auto rule, reader.Read(site.str(), *table));
    rules.push_back(std::move(rule));
  }
  return rules;
}

base::Result<extract::Rules> LoadRules(const std::string& path) {
  TRY_ASSIGN(const std::string text, base::ReadFile(path));
  TRY_ASSIGN(auto rules, ParseRules(text, path));
  TRY_ASSIGN_WITH(path, auto made, extract::Rules::Create(std::move(rules)));
  return made;
}

base::Status CheckRules(const std::string& path) {
  if (!path.empty()) TRY_WITH("rules", LoadRules(path));
  return {};
}

}  // namespace octavo
