#include "store/codec.h"
#include "store/user_info.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/json.h"

namespace store {
namespace {

using base::Json;

// ---- writing: a member that is not its standard value

void Put(Json& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.Set(name, value);
}
void Put(Json& out, std::string_view name, std::string_view value, std::string_view standard) {
  if (value != standard) out.Set(name, value);
}
void Put(Json& out, std::string_view name, int64_t value) {
  if (value != 0) out.Set(name, value);
}
void Put(Json& out, std::string_view name, double value) {
  if (value != 0) out.Set(name, value);
}
void Put(Json& out, std::string_view name, std::optional<base::Instant> value) {
  if (value) out.Set(name, value->micros);
}
void Put(Json& out, std::string_view name, std::optional<base::Day> value) {
  if (value) out.Set(name, base::FormatDay(*value));
}
void Put(Json& out, std::string_view name, std::optional<int64_t> value) {
  if (value) out.Set(name, *value);
}
void Put(Json& out, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  Json::Array array(values.begin(), values.end());
  out.Set(name, std::move(array));
}
template <typename T, typename Encode>
void PutEach(Json& out, std::string_view name, const std::vector<T>& values, Encode encode) {
  if (values.empty()) return;
  Json::Array array;
  array.reserve(values.size());
  for (const T& value : values) array.push_back(encode(value));
  out.Set(name, std::move(array));
}

// ---- reading: what is missing or of another type leaves the standard value

void Get(const Json& in, std::string_view name, std::string& value) {
  value = in.String(name);
}
// An address, or HTML with addresses in it.
void GetAddress(const Json& in, std::string_view name, std::string& value) {
  value = WithoutUserInfo(std::string(in.String(name)));
}
void Get(const Json& in, std::string_view name, double& value) {
  if (const Json* found = in.Find(name)) value = found->AsNumber().value_or(value);
}
std::optional<int64_t> Integer(const Json& in, std::string_view name) {
  const Json* found = in.Find(name);
  return found == nullptr ? std::nullopt : found->AsInteger();
}
template <typename Number>
void GetInteger(const Json& in, std::string_view name, Number& value) {
  if (const auto found = Integer(in, name)) value = static_cast<Number>(*found);
}
void Get(const Json& in, std::string_view name, std::optional<base::Instant>& value) {
  if (const auto found = Integer(in, name)) value = base::Instant{*found};
}
void Get(const Json& in, std::string_view name, std::optional<base::Day>& value) {
  value = base::ParseDay(in.String(name));
}
void Get(const Json& in, std::string_view name, std::vector<std::string>& values) {
  const Json* found = in.Find(name);
  if (found == nullptr || found->AsArray() == nullptr) return;
  for (const Json& item : *found->AsArray()) {
    if (item.AsString() != nullptr) values.push_back(*item.AsString());
  }
}
template <typename T, typename Decode>
void GetEach(const Json& in, std::string_view name, std::vector<T>& values, Decode decode) {
  const Json* found = in.Find(name);
  if (found == nullptr || found->AsArray() == nullptr) return;
  values.reserve(found->AsArray()->size());
  for (const Json& item : *found->AsArray()) values.push_back(decode(item));
}

base::Result<Json> ParseObject(std::string_view text) {
  auto json = base::ParseJson(text);
  if (!json || json->AsObject() == nullptr) {
    return base::Fail(base::ErrorKind::kCorrupt,
                      fmt::format("a stored value is no JSON object: {:.40}", text));
  }
  return json;
}

// ---- parts of an article

Json FromImage(const model::Image& image) {
  Json out = Json::Object();
  Put(out, "url", image.url);
  Put(out, "caption", image.caption);
  Put(out, "credit", image.credit);
  Put(out, "width", int64_t{image.width});
  Put(out, "height", int64_t{image.height});
  return out;
}

model::Image ToImage(const Json& in) {
  model::Image image;
  GetAddress(in, "url", image.url);
  Get(in, "caption", image.caption);
  Get(in, "credit", image.credit);
  GetInteger(in, "width", image.width);
  GetInteger(in, "height", image.height);
  return image;
}

Json FromBlock(const model::Block& block) {
  Json out = Json::Object();
  out.Set("kind", model::BlockKindName(block.kind));
  Put(out, "text", block.text);
  Put(out, "level", int64_t{block.level});
  Put(out, "url", block.url);
  Put(out, "credit", block.credit);
  return out;
}

model::Block ToBlock(const Json& in) {
  model::Block block;
  block.kind = model::BlockKindFrom(in.String("kind")).value_or(model::BlockKind::kParagraph);
  Get(in, "text", block.text);
  GetInteger(in, "level", block.level);
  GetAddress(in, "url", block.url);
  Get(in, "credit", block.credit);
  return block;
}

// ---- parts of an enrichment

Json FromSpan(const model::Span& span) {
  return Json::Array{int64_t{span.start}, int64_t{span.end}};
}

model::Span ToSpan(const Json& in) {
  model::Span span;
  const Json::Array* pair = in.AsArray();
  if (pair == nullptr || pair->size() != 2) return span;
  span.start = static_cast<uint32_t>((*pair)[0].AsInteger().value_or(0));
  span.end = static_cast<uint32_t>((*pair)[1].AsInteger().value_or(0));
  return span;
}

void GetSpan(const Json& in, model::Span& span) {
  if (const Json* found = in.Find("span")) span = ToSpan(*found);
}

Json FromName(const model::Name& name) {
  Json out = Json::Object();
  Put(out, "text", name.text);
  out.Set("kind", model::NameKindName(name.kind));
  Put(out, "id", name.id);
  Put(out, "field", name.field);
  out.Set("span", FromSpan(name.span));
  return out;
}

model::Name ToName(const Json& in) {
  model::Name name;
  Get(in, "text", name.text);
  name.kind = model::NameKindFrom(in.String("kind")).value_or(model::NameKind::kPerson);
  Get(in, "id", name.id);
  Get(in, "field", name.field);
  GetSpan(in, name.span);
  return name;
}

Json FromQuote(const model::Quote& quote) {
  Json out = Json::Object();
  PutEach(out, "spans", quote.spans, FromSpan);
  Put(out, "field", quote.field);
  if (quote.speaker) {
    Json speaker = Json::Object();
    Put(speaker, "text", quote.speaker->text);
    Put(speaker, "name", quote.speaker->name);
    Put(speaker, "field", quote.speaker->field);
    speaker.Set("span", FromSpan(quote.speaker->span));
    out.Set("speaker", std::move(speaker));
  }
  return out;
}

model::Quote ToQuote(const Json& in) {
  model::Quote quote;
  GetEach(in, "spans", quote.spans, ToSpan);
  Get(in, "field", quote.field);
  if (const Json* found = in.Find("speaker")) {
    model::Speaker speaker;
    Get(*found, "text", speaker.text);
    Get(*found, "name", speaker.name);
    Get(*found, "field", speaker.field);
    GetSpan(*found, speaker.span);
    quote.speaker = std::move(speaker);
  }
  return quote;
}

Json FromTag(const model::Tag& tag) {
  Json out = Json::Object();
  Put(out, "name", tag.name);
  Put(out, "text", tag.text);
  Put(out, "weight", tag.weight);
  return out;
}

model::Tag ToTag(const Json& in) {
  model::Tag tag;
  Get(in, "name", tag.name);
  Get(in, "text", tag.text);
  Get(in, "weight", tag.weight);
  return tag;
}

Json FromBrief(const model::BriefSentence& sentence) {
  Json out = Json::Object();
  Put(out, "text", sentence.text);
  out.Set("span", FromSpan(sentence.span));
  return out;
}

model::BriefSentence ToBrief(const Json& in) {
  model::BriefSentence sentence;
  Get(in, "text", sentence.text);
  GetSpan(in, sentence.span);
  return sentence;
}

Json FromEnclosure(const model::Enclosure& enclosure) {
  Json out = Json::Object();
  Put(out, "url", enclosure.url);
  Put(out, "type", enclosure.type);
  Put(out, "bytes", enclosure.bytes);
  Put(out, "seconds", enclosure.seconds);
  return out;
}

model::Enclosure ToEnclosure(const Json& in) {
  model::Enclosure enclosure;
  GetAddress(in, "url", enclosure.url);
  Get(in, "type", enclosure.type);
  enclosure.bytes = Integer(in, "bytes");
  enclosure.seconds = Integer(in, "seconds");
  return enclosure;
}

}  // namespace

std::string EncodeReading(const model::Reading& reading) {
  Json out = Json::Object();
  Put(out, "url", reading.url);
  Put(out, "title", reading.title);
  Put(out, "byline", reading.byline);
  Put(out, "site_name", reading.site_name);
  Put(out, "published", reading.published);
  Put(out, "published_day", reading.published_day);
  Put(out, "modified", reading.modified);
  Put(out, "language", reading.language);
  Put(out, "description", reading.description);
  Put(out, "genre", model::GenreName(reading.genre), "report");
  if (reading.origin) {
    Json origin = Json::Object();
    Put(origin, "publisher", reading.origin->publisher);
    Put(origin, "date", reading.origin->date);
    out.Set("origin", std::move(origin));
  }
  if (reading.image != model::Image()) out.Set("image", FromImage(reading.image));
  Put(out, "captions", reading.captions);
  PutEach(out, "blocks", reading.blocks, FromBlock);
  Put(out, "html", reading.html);
  Put(out, "tags", reading.tags);
  Put(out, "paywall", model::PaywallName(reading.paywall), "none");
  out.Set("verdict", model::VerdictName(reading.verdict));
  Put(out, "reason", model::ReasonName(reading.reason), "");
  Put(out, "reason_detail", reading.reason_detail);
  Put(out, "confidence", reading.confidence);
  return base::WriteJson(out);
}

base::Result<model::Reading> DecodeReading(std::string_view json) {
  TRY_ASSIGN(const Json in, ParseObject(json));
  model::Reading reading;
  GetAddress(in, "url", reading.url);
  Get(in, "title", reading.title);
  Get(in, "byline", reading.byline);
  Get(in, "site_name", reading.site_name);
  Get(in, "published", reading.published);
  Get(in, "published_day", reading.published_day);
  Get(in, "modified", reading.modified);
  Get(in, "language", reading.language);
  Get(in, "description", reading.description);
  reading.genre = model::GenreFrom(in.String("genre")).value_or(model::Genre::kReport);
  if (const Json* found = in.Find("origin")) {
    model::Origin origin;
    Get(*found, "publisher", origin.publisher);
    Get(*found, "date", origin.date);
    reading.origin = std::move(origin);
  }
  if (const Json* found = in.Find("image")) reading.image = ToImage(*found);
  Get(in, "captions", reading.captions);
  GetEach(in, "blocks", reading.blocks, ToBlock);
  GetAddress(in, "html", reading.html);
  Get(in, "tags", reading.tags);
  reading.paywall = model::PaywallFrom(in.String("paywall")).value_or(model::Paywall::kNone);
  reading.verdict = in.String("verdict") == model::VerdictName(model::Verdict::kArticle)
                        ? model::Verdict::kArticle
                        : model::Verdict::kQuarantine;
  reading.reason = model::ReasonFrom(in.String("reason")).value_or(model::Reason::kNone);
  Get(in, "reason_detail", reading.reason_detail);
  Get(in, "confidence", reading.confidence);
  return reading;
}

std::string EncodeEnrichment(const model::Enrichment& enrichment) {
  Json out = Json::Object();
  Put(out, "language", enrichment.language);
  Put(out, "language_confidence", enrichment.language_confidence);
  Put(out, "section", enrichment.section);
  PutEach(out, "tags", enrichment.tags, FromTag);
  Put(out, "keyphrases", enrichment.keyphrases);
  PutEach(out, "names", enrichment.names, FromName);
  PutEach(out, "quotes", enrichment.quotes, FromQuote);
  PutEach(out, "brief", enrichment.brief, FromBrief);
  return base::WriteJson(out);
}

base::Result<model::Enrichment> DecodeEnrichment(std::string_view json) {
  TRY_ASSIGN(const Json in, ParseObject(json));
  model::Enrichment enrichment;
  Get(in, "language", enrichment.language);
  Get(in, "language_confidence", enrichment.language_confidence);
  Get(in, "section", enrichment.section);
  GetEach(in, "tags", enrichment.tags, ToTag);
  Get(in, "keyphrases", enrichment.keyphrases);
  GetEach(in, "names", enrichment.names, ToName);
  GetEach(in, "quotes", enrichment.quotes, ToQuote);
  GetEach(in, "brief", enrichment.brief, ToBrief);
  return enrichment;
}

std::string EncodeEntry(const model::Entry& entry) {
  Json out = Json::Object();
  Put(out, "url", entry.url);
  Put(out, "title", entry.title);
  Put(out, "author", entry.author);
  Put(out, "published", entry.published);
  Put(out, "updated", entry.updated);
  Put(out, "summary", entry.summary);
  Put(out, "content", entry.content);
  Put(out, "language", entry.language);
  Put(out, "image", entry.image);
  PutEach(out, "enclosures", entry.enclosures, FromEnclosure);
  Put(out, "tags", entry.tags);
  return base::WriteJson(out);
}

base::Result<model::Entry> DecodeEntry(std::string_view json) {
  TRY_ASSIGN(const Json in, ParseObject(json));
  model::Entry entry;
  GetAddress(in, "url", entry.url);
  Get(in, "title", entry.title);
  Get(in, "author", entry.author);
  Get(in, "published", entry.published);
  Get(in, "updated", entry.updated);
  Get(in, "summary", entry.summary);
  GetAddress(in, "content", entry.content);
  Get(in, "language", entry.language);
  GetAddress(in, "image", entry.image);
  GetEach(in, "enclosures", entry.enclosures, ToEnclosure);
  Get(in, "tags", entry.tags);
  return entry;
}

std::string EncodeEvidence(const model::Placement& placement) {
  const model::Why& why = placement.why;
  Json out = Json::Object();
  Put(out, "similarity", placement.lineage.similarity);
  Put(out, "score", why.score);
  Put(out, "threshold", why.threshold);
  Put(out, "nearest", why.nearest.value);
  Put(out, "title_score", why.title_score);
  Put(out, "text_score", why.text_score);
  Put(out, "name_score", why.name_score);
  Put(out, "hours_apart", why.hours_apart);
  Put(out, "shared_terms", why.shared_terms);
  return base::WriteJson(out);
}

base::Status DecodeEvidence(std::string_view json, model::Placement& placement) {
  TRY_ASSIGN(const Json in, ParseObject(json));
  model::Why& why = placement.why;
  Get(in, "similarity", placement.lineage.similarity);
  Get(in, "score", why.score);
  Get(in, "threshold", why.threshold);
  GetInteger(in, "nearest", why.nearest.value);
  Get(in, "title_score", why.title_score);
  Get(in, "text_score", why.text_score);
  Get(in, "name_score", why.name_score);
  Get(in, "hours_apart", why.hours_apart);
  Get(in, "shared_terms", why.shared_terms);
  return {};
}

std::string EncodeImage(const model::Image& image) {
  return image == model::Image() ? std::string() : base::WriteJson(FromImage(image));
}

model::Image DecodeImage(std::string_view json) {
  if (json.empty()) return {};
  const auto in = base::ParseJson(json);
  return in ? ToImage(*in) : model::Image();
}

std::string EncodeAsking(const model::Asking& asking) {
  if (asking == model::Asking()) return {};
  Json out;
  out.Set("user_agent", asking.user_agent);
  Json::Array headers;
  for (const auto& [name, value] : asking.headers) headers.push_back(Json::Array{name, value});
  out.Set("headers", std::move(headers));
  out.Set("cookies", asking.cookies);
  out.Set("proxy", asking.proxy);
  out.Set("http_version", model::HttpVersionName(asking.http_version));
  return base::WriteJson(out);
}

model::Asking DecodeAsking(std::string_view json) {
  model::Asking asking;
  const auto in = json.empty() ? base::Result<Json>(Json()) : base::ParseJson(json);
  if (!in) return asking;
  asking.user_agent = in->String("user_agent");
  asking.cookies = in->String("cookies");
  asking.proxy = in->String("proxy");
  asking.http_version =
      model::HttpVersionFrom(in->String("http_version")).value_or(model::HttpVersion::kAny);
  const Json* headers = in->Find("headers");
  if (headers == nullptr || headers->AsArray() == nullptr) return asking;
  for (const Json& header : *headers->AsArray()) {
    const Json::Array* pair = header.AsArray();
    if (pair == nullptr || pair->size() != 2) continue;
    const std::string* name = pair->front().AsString();
    const std::string* value = pair->back().AsString();
    if (name != nullptr && value != nullptr) asking.headers.emplace_back(*name, *value);
  }
  return asking;
}

std::string EncodeStrings(const std::vector<std::string>& strings) {
  return base::WriteJson(Json::Array(strings.begin(), strings.end()));
}

std::vector<std::string> DecodeStrings(std::string_view json) {
  std::vector<std::string> strings;
  Json holder;
  if (auto in = base::ParseJson(json)) {
    holder.Set("strings", *std::move(in));
    Get(holder, "strings", strings);
  }
  return strings;
}

std::string EncodeHeaders(const std::vector<std::pair<std::string, std::string>>& headers) {
  Json::Array out;
  for (const auto& [name, value] : headers) out.push_back(Json::Array{name, value});
  return base::WriteJson(Json(std::move(out)));
}

std::vector<std::pair<std::string, std::string>> DecodeHeaders(std::string_view json) {
  std::vector<std::pair<std::string, std::string>> headers;
  const auto in = base::ParseJson(json);
  if (!in || in->AsArray() == nullptr) return headers;
  for (const Json& item : *in->AsArray()) {
    const Json::Array* pair = item.AsArray();
    if (pair == nullptr || pair->size() != 2) continue;
    if ((*pair)[0].AsString() == nullptr || (*pair)[1].AsString() == nullptr) continue;
    headers.emplace_back(*(*pair)[0].AsString(), *(*pair)[1].AsString());
  }
  return headers;
}

}  // namespace store
