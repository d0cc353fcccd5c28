// The order of reading: structured data and the head first, then the tree; the body is found with
// what they say as evidence; everything else is found beside the body.

#include "extract/extract.h"

#include <algorithm>
#include <memory>

#include "base/utf8.h"
#include "extract/blocks.h"
#include "extract/body.h"
#include "extract/edges.h"
#include "extract/facts.h"
#include "extract/heading.h"
#include "extract/layout.h"
#include "extract/lead.h"
#include "extract/lead_image.h"
#include "extract/marked.h"
#include "extract/origin.h"
#include "extract/standing.h"
#include "extract/state.h"
#include "extract/verdict.h"
#include "html/document.h"
#include "text/charset.h"
#include "text/dates.h"
#include "text/markup.h"
#include "text/words.h"

namespace extract {
namespace {

using html::NodeId;
using model::Block;
using model::BlockKind;

// Less prose than this on the page, and the scripts' data may have what they were to show.
constexpr uint32_t kLittleProse = 400;
constexpr uint32_t kHardlyAnything = 200;  // letters of all kinds

// A page taken apart, and the body that was found in it.
struct Page {
  explicit Page(html::Document parsed, const Rule* rule = nullptr)
      : document(std::move(parsed)),
        anatomy(document,
                rule == nullptr ? std::vector<NodeId>() : FindAny(document, rule->remove)) {}
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  const html::Document document;
  Anatomy anatomy;
  Body body;
};

// The page that scripts would have made of the data which the page carries; null when that is not
// more than what stands on the page. Data behind a paywall is not looked at.
std::unique_ptr<Page> FindHiddenPage(const Page& page, const PageFacts& facts,
                                     const model::Reading& reading) {
  if (page.body.prose >= kLittleProse || facts.article.free == false) return nullptr;
  std::vector<base::Json> states;
  if (facts.article.body.size() > kHardlyAnything) {
    states.emplace_back(base::Json::Object{{"headline", base::Json(reading.title)},
                                           {"articleBody", base::Json(facts.article.body)}});
  }
  const auto read = [&]() -> std::unique_ptr<Page> {
    const StatePage state = PageOfStates(states, reading.title, reading.url);
    if (state.html.empty()) return nullptr;
    // What stands on the page in lists and tables is not given up for data of who knows what.
    if (page.body.weight >= kHardlyAnything && !state.is_named) return nullptr;
    auto hidden = std::make_unique<Page>(html::Parse(state.html));
    hidden->body = FindBody(hidden->anatomy, reading.title);
    const bool more = hidden->body.prose >= 150 && hidden->body.prose > 3 * page.body.prose;
    return more ? std::move(hidden) : nullptr;
  };
  if (auto hidden = read()) return hidden;
  states = FindStates(page.document);
  return states.empty() ? nullptr : read();
}

// Joins blocks into `text` and `html`; list items stand in <ul>.
void Compose(const Blocks& made, model::Reading& reading) {
  bool in_list = false;
  for (size_t i = 0; i < made.blocks.size(); ++i) {
    const Block& block = made.blocks[i];
    if (IsText(block)) {
      if (!reading.text.empty()) reading.text += '\n';
      reading.text += block.text;
    }
    const bool item = block.kind == BlockKind::kListItem;
    if (item != in_list) reading.html += item ? "<ul>\n" : "</ul>\n";
    in_list = item;
    reading.html += made.html[i];
    reading.html += '\n';
  }
  if (in_list) reading.html += "</ul>\n";
}

void SetTags(const PageFacts& facts, model::Reading& reading) {
  constexpr size_t kMostTags = 30;
  const auto add = [&](std::string_view text) {
    const std::string tag = text::CollapseSpace(text);
    if (tag.empty() || tag.size() > 80 || reading.tags.size() >= kMostTags) return;
    if (std::ranges::find(reading.tags, tag) == reading.tags.end()) reading.tags.push_back(tag);
  };
  const auto split = [&](std::string_view text) {
    while (!text.empty()) {
      const size_t comma = text.find_first_of(",;");
      add(text.substr(0, comma));
      text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
  };
  for (const std::string& keyword : facts.article.keywords) split(keyword);
  for (const std::string_view tag : facts.MetaAll("article:tag")) add(tag);
  for (const std::string_view name :
       {"news_keywords", "keywords", "parsely-tags", "sailthru.tags"}) {
    if (reading.tags.empty()) split(facts.Meta({name}));
  }
}

// C0 and C1 controls become spaces; line breaks and tabs stay.
void DropControls(std::string& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) text[i] = ' ';
    if (c != 0xC2 || i + 1 >= text.size() || static_cast<unsigned char>(text[i + 1]) >= 0xA0)
      continue;
    text.replace(i, 2, " ");
  }
}

// All text of a reading is NFC.
void Normalise(model::Reading& reading) {
  const auto normalise = [](std::string& text) {
    DropControls(text);
    const bool ascii =
        std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii) text = text::Normalise(text);
  };
  for (std::string* text : {&reading.title, &reading.site_name, &reading.description, &reading.text,
                            &reading.html, &reading.image.caption, &reading.image.credit}) {
    normalise(*text);
  }
  for (std::vector<std::string>* texts : {&reading.byline, &reading.captions, &reading.tags}) {
    std::ranges::for_each(*texts, normalise);
  }
  for (Block& block : reading.blocks) {
    normalise(block.text);
    normalise(block.credit);
  }
  if (reading.origin) normalise(reading.origin->publisher);
}

// What the page says of its article, beside the text.
void SetFacts(const Input& input, const Page& page, const PageFacts& facts,
              model::Reading& reading) {
  Layout layout(page.anatomy, page.body, reading.title, reading.language);
  const std::vector<Marked> marked = FindMarked(page.document);
  reading.byline = FindByline({layout, facts, marked, reading.title, reading.site_name, input.url});
  const std::string place = LanguageOfPlace(reading.language, input.url, reading.title);
  const Dates dates = FindDates({layout, facts, marked, input.url, place, input.fetched});
  reading.published = dates.published;
  reading.published_day = dates.published_day;
  reading.modified = dates.modified;
}

void SetText(Blocks made, std::span<const model::BlockMark> standing, model::Reading& reading) {
  DropStanding(standing, made);
  reading.origin = TakeOrigin(made.blocks, made.html, reading.language);
  DropClosingCredit(made);
  if (reading.origin && reading.origin->date && !reading.published_day) {
    reading.published_day = reading.origin->date;
  }
  Compose(made, reading);
  reading.blocks = std::move(made.blocks);
}

void SetVerdict(const Case& about, model::Reading& reading) {
  reading.paywall = FindPaywall(about);
  Judgement judgement = Judge(about);
  reading.reason = judgement.reason;
  reading.reason_detail = std::move(judgement.detail);
  reading.confidence = judgement.confidence;
  reading.verdict = reading.reason == model::Reason::kNone ? model::Verdict::kArticle
                                                           : model::Verdict::kQuarantine;
  if (reading.reason == model::Reason::kVideoOnly) reading.genre = model::Genre::kVideo;
}

// Whether the rule's body was found, with something in it.
bool SetBodyByRule(const Rule& rule, Page& page) {
  const auto elements = FindFirst(page.document, rule.body);
  if (elements.empty()) return false;
  Body body = BodyOf(page.anatomy, elements);
  if (body.runs.empty()) return false;
  page.body = std::move(body);
  return true;
}

// What the owner's rule finds is believed before all else.
void SetByRule(const Page& page, const Rule& rule, model::Reading& reading) {
  if (const auto found = FindFirst(page.document, rule.title); !found.empty()) {
    reading.title = page.document.TextOf(found.front());
  }
  if (const auto found = FindFirst(page.document, rule.author); !found.empty()) {
    reading.byline.clear();
    for (const NodeId node : found) {
      std::string name = page.document.TextOf(node);
      if (!name.empty()) reading.byline.push_back(std::move(name));
    }
  }
  for (const NodeId node : FindFirst(page.document, rule.date)) {
    std::string_view stated = page.document.attribute(node, html::Attr::kDatetime);
    if (stated.empty()) stated = page.document.attribute(node, html::Attr::kContent);
    const std::string text = stated.empty() ? page.document.TextOf(node) : std::string(stated);
    const auto date = text::FindDate(text, reading.language);
    if (!date) continue;
    reading.published_day = date->day;
    reading.published = date->has_zone ? date->instant : std::nullopt;
    break;
  }
}

model::Reading ReadHtml(const Input& input, std::vector<model::MarkedBlock>* seen) {
  model::Reading reading;
  Page page(html::Parse(text::DecodeHtml(input.html, input.content_type).text), input.rule);
  const PageFacts facts = ReadFacts(page.document, input.url);
  const auto page_url = net::Url::Parse(input.url);
  // <base href> is where relative addresses start; it may be relative itself.
  const net::Url* const own = page_url ? &*page_url : nullptr;
  auto stated_base = net::Url::Parse(facts.base, own);
  if (stated_base) stated_base = stated_base->WithoutUserInfo();
  const net::Url* base =
      !facts.base.empty() && stated_base && stated_base->IsHttp() ? &*stated_base : own;
  reading.language = FindLanguage(facts);
  reading.url = FindUrl(facts, input.url);
  reading.site_name = FindSiteName(facts);
  reading.title = FindTitle(page.anatomy, facts, reading.site_name, input.url, input.headline);
  reading.description =
      text::CollapseSpace(facts.Meta({"og:description", "description", "twitter:description"}));

  page.body = FindBody(page.anatomy, reading.title);
  SetFacts(input, page, facts, reading);
  if (input.rule != nullptr) SetByRule(page, *input.rule, reading);
  const bool is_ruled = input.rule != nullptr && SetBodyByRule(*input.rule, page);
  const std::unique_ptr<Page> hidden = is_ruled ? nullptr : FindHiddenPage(page, facts, reading);
  Page& shown = hidden ? *hidden : page;
  if (!is_ruled) {
    AddLead(shown.anatomy,
            {.title = reading.title, .description = reading.description, .byline = reading.byline},
            shown.body);
  }

  const std::vector<Picture> pictures = FindPictures(shown.anatomy, shown.body, base);
  Blocks made = MakeBlocks(shown.anatomy, shown.body, pictures, base);
  if (seen != nullptr) *seen = MarksOf(made.blocks);
  SetText(std::move(made), input.standing, reading);
  SetImages(facts, pictures, base, reading);
  SetTags(facts, reading);
  Normalise(reading);
  reading.genre = FindGenre(facts, reading);
  SetVerdict({shown.anatomy, facts, shown.body, reading, input.url}, reading);
  return reading;
}

}  // namespace

model::Reading Read(const Input& given, std::vector<model::MarkedBlock>* seen) {
  Input input = given;
  // Relative links would inherit the name and password that it was asked with.
  const auto asked = net::Url::Parse(given.url);
  const std::string url = asked ? asked->WithoutUserInfo().href() : std::string(given.url);
  if (asked && url != asked->href()) input.url = url;
  if (IsNotHtml(input.html, input.content_type)) {
    model::Reading reading;
    reading.url = std::string(input.url);
    reading.title = text::CollapseSpace(base::RepairUtf8(input.headline));
    reading.reason = model::Reason::kNotHtml;
    reading.reason_detail = "the bytes are no HTML";
    reading.confidence = 0.98;
    return reading;
  }
  return ReadHtml(input, seen);
}

}  // namespace extract
