#include "base/json.h"
#include "commands.h"
#include "extract/extract.h"
#include "filter.h"
#include "owner.h"
#include "rules_file.h"
#include "text/dates.h"

namespace octavo {
namespace {

base::Json ToJson(const model::Block& block) {
  base::Json out;
  out.Set("kind", model::BlockKindName(block.kind));
  out.Set("text", block.text);
  if (block.level != 0) out.Set("level", block.level);
  if (!block.url.empty()) out.Set("url", block.url);
  if (!block.credit.empty()) out.Set("credit", block.credit);
  return out;
}

base::Json ToJson(const std::vector<std::string>& texts) {
  base::Json::Array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

void SetImage(const model::Image& image, base::Json& out) {
  if (image.url.empty()) return;
  base::Json json;
  json.Set("url", image.url);
  json.Set("caption", image.caption);
  json.Set("credit", image.credit);
  if (image.width > 0) json.Set("width", image.width);
  if (image.height > 0) json.Set("height", image.height);
  out.Set("image", std::move(json));
}

void SetOrigin(const model::Reading& reading, base::Json& out) {
  if (!reading.origin) return;
  base::Json json;
  json.Set("publisher", reading.origin->publisher);
  if (reading.origin->date) json.Set("date", base::FormatDay(*reading.origin->date));
  out.Set("origin", std::move(json));
}

void SetDates(const model::Reading& reading, base::Json& out) {
  // A day without an hour is given as its first moment, so that what reads these lines can put
  // them in order; `published_day` tells that no more was stated.
  if (reading.published) {
    out.Set("published", base::FormatRfc3339(*reading.published));
  } else if (reading.published_day) {
    out.Set("published", base::FormatRfc3339(
                             text::FirstMomentOf(*reading.published_day, reading.language)));
  }
  if (reading.published_day) out.Set("published_day", base::FormatDay(*reading.published_day));
  if (reading.modified) out.Set("modified", base::FormatRfc3339(*reading.modified));
}

base::Json ToJson(const model::Reading& reading) {
  base::Json out;
  out.Set("url", reading.url);
  out.Set("title", reading.title);
  out.Set("byline", ToJson(reading.byline));
  SetDates(reading, out);
  out.Set("language", reading.language);
  out.Set("site_name", reading.site_name);
  out.Set("description", reading.description);
  out.Set("genre", model::GenreName(reading.genre));
  SetOrigin(reading, out);
  SetImage(reading.image, out);
  out.Set("captions", ToJson(reading.captions));
  out.Set("text", reading.text);
  base::Json::Array blocks;
  for (const model::Block& block : reading.blocks) blocks.push_back(ToJson(block));
  out.Set("blocks", std::move(blocks));
  out.Set("html", reading.html);
  out.Set("tags", ToJson(reading.tags));
  out.Set("paywall", model::PaywallName(reading.paywall));
  out.Set("verdict", model::VerdictName(reading.verdict));
  out.Set("reason", model::ReasonName(reading.reason));
  if (!reading.reason_detail.empty()) out.Set("reason_detail", reading.reason_detail);
  out.Set("confidence", reading.confidence);
  return out;
}

base::Result<base::Json> Answer(const base::Json& request, const extract::Rules& rules) {
  TRY_ASSIGN(const std::string bytes, BytesOf(request, "html"));
  extract::Input input;
  input.url = request.String("url");
  input.html = bytes;
  input.headline = request.String("headline");
  if (const base::Json* headers = request.Find("headers")) {
    for (const std::string_view name : {"content-type", "Content-Type"}) {
      if (input.content_type.empty()) input.content_type = headers->String(name);
    }
  }
  if (const std::string_view fetched = request.String("fetched"); !fetched.empty()) {
    input.fetched = base::ParseRfc3339(fetched);
    if (!input.fetched) {
      return base::Fail(base::ErrorKind::kInvalidInput, "\"fetched\" is not RFC 3339");
    }
  }
  input.rule = rules.Of(input.url);
  return ToJson(extract::Read(input));
}

int Run(const Arguments& arguments) {
  extract::Rules rules;
  if (arguments.Has("rules")) {
    auto loaded = LoadRules(std::string(arguments.Get("rules")));
    if (!loaded) return Complain("read", kUsage, loaded.error().message());
    rules = *std::move(loaded);
  }
  return RunFilter([&](const base::Json& request) { return Answer(request, rules); });
}

}  // namespace

Command ReadCommand() {
  return {
      "read",
      "read pages: JSON Lines in, articles as JSON Lines out",
      "Reads web pages and prints what stands on them.\n"
      "\n"
      "In, one object a line: id, url, and html (text) or file (a path); optional: headers\n"
      "(an object; content-type is used), headline (as the feed has it), fetched (RFC 3339).\n"
      "Out, one object a line: id, title, byline, published, published_day, modified, language,\n"
      "genre, origin, image, captions, text, blocks, html (safe to show), tags, paywall, url\n"
      "(canonical), verdict (article or quarantine), reason, confidence.\n"
      "\n"
      "  echo '{\"id\":1,\"url\":\"https://example.org/a\",\"file\":\"a.html\"}' | octavo read\n"
      "\n"
      "A line that cannot be answered gets an \"error\", and the exit status is 1.",
      "",
      {{"rules", "FILE", "rules of your own for sites that are read wrong, to be tried here"}},
      Run};
}

}  // namespace octavo
