#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/utf8.h"
#include "commands.h"
#include "model/standing.h"
#include "owner.h"
#include "pipeline/orders.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "furniture";
constexpr std::string_view kUses =
    "`octavo furniture [list [SITE]]`, `… keep ID`, `… drop ID` or `… drop SITE TEXT`";

base::Json ToJson(const model::StandingBlock& block) {
  base::Json json;
  json.Set("id", block.id.value).Set("site", block.site);
  json.Set("decision", model::StandingDecisionName(block.decision));
  json.Set("articles", block.articles).Set("found", base::FormatRfc3339(block.found));
  json.Set("text", block.text);
  return json;
}

base::Status List(const Settings& settings, std::string_view site, bool as_json) {
  TRY_ASSIGN(const auto store, OpenForReading(settings));
  std::vector<model::StandingBlock> blocks;
  TRY(store->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(blocks, reader.Standing(site));
    return {};
  }));
  constexpr size_t kShown = 300;  // bytes of a text
  for (const model::StandingBlock& block : blocks) {
    if (as_json) {
      fmt::print("{}\n", base::WriteJson(ToJson(block)));
      continue;
    }
    const std::string_view shown = base::TruncateUtf8(block.text, kShown);
    fmt::print("{:6}  {:7}  {:24}  {}{}\n", block.id.value,
               model::StandingDecisionName(block.decision), block.site, shown,
               shown.size() < block.text.size() ? "…" : "");
  }
  if (blocks.empty() && !as_json) {
    fmt::print("nothing is known to stand under many headlines{}\n",
               site.empty() ? "" : fmt::format(" of {}", site));
  }
  return {};
}

base::Result<base::Json> OrderOf(const std::vector<std::string>& words) {
  const bool keep = words[0] == "keep";
  if ((keep || words[0] == "drop") && words.size() == 2) {
    model::StandingId id;
    const auto read = std::from_chars(words[1].data(), words[1].data() + words[1].size(), id.value);
    if (read.ec == std::errc() && read.ptr == words[1].data() + words[1].size() && id) {
      return pipeline::FurnitureOrder(
          id, keep ? model::StandingDecision::kKept : model::StandingDecision::kDropped);
    }
  }
  if (words[0] == "drop" && words.size() == 3) return pipeline::FurnitureOrder(words[1], words[2]);
  return base::Fail(base::ErrorKind::kInvalidInput, std::string(kUses));
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  const std::vector<std::string>& words = arguments.positional;
  if (words.empty() || words[0] == "list") {
    if (words.size() > 2) return Complain(kName, kUsage, kUses);
    const auto listed =
        List(*settings, words.size() == 2 ? words[1] : std::string(), arguments.Has("json"));
    return listed ? kDone : Complain(kName, kFailed, listed.error().message());
  }
  const auto order = OrderOf(words);
  if (!order) return Complain(kName, kUsage, order.error().message());
  const auto answer = Order(*settings, *order);
  if (!answer) return Complain(kName, kFailed, answer.error().message());
  const base::Json* is_new = answer->Find("new");
  if (is_new != nullptr && is_new->AsBool() != nullptr && !*is_new->AsBool()) {
    return Complain(kName, kFailed, "this text is in the list; say keep or drop and its number");
  }
  fmt::print("{}\n", words[0] == "keep"
                         ? "it stays in the articles; those that have it are read again"
                         : "it is left out; the articles that have it are read again");
  return kDone;
}

}  // namespace

Command FurnitureCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  options.insert(options.begin(), {"json", "", "list: one JSON object a line"});
  return {
      "furniture",
      "what stands under many headlines, and is left out",
      "Boxes of facts, words on newsletters and other standing text are learned from a site's\n"
      "pages: what stands under four headlines that have nothing to do with each other is left\n"
      "out of all of its articles. Prints what was learned, with the number of each.\n"
      "\n"
      "`keep ID` puts a text back and never leaves it out again, `drop ID` leaves it out for\n"
      "good, `drop SITE TEXT` adds one of your own. Of\n"
      "the site's last forty pages those that have it are read again, as far as they are still\n"
      "stored; `octavo reread` reads all.",
      "[list|keep|drop] [ID|SITE] [TEXT]",
      std::move(options),
      Run,
      "  octavo furniture\n"
      "  octavo furniture list news.example\n"
      "  octavo furniture keep 7\n"
      "  octavo furniture drop news.example 'Sign up for our morning briefing.'"};
}

}  // namespace octavo
