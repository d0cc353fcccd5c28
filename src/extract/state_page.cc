// How JSON is written as a page. What makes a string a text is what it says (sentences) and what it
// is called ("text", "content"); what makes it a heading or a list item is what its object calls
// itself. The editors of the time, and what they store:
//
//   {"type": "paragraph", "content": [{"type": "text", "text": "…"}]}        ProseMirror, Tiptap
//   {"type": "paragraph", "children": [{"text": "…", "bold": true}]}         Slate
//   {"_type": "block", "style": "h2", "children": [{"text": "…"}]}           Portable Text
//   {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": …}]} Contentful
//   {"type": "header-two", "text": "…"}                                      Draft.js
//   {"type": "text", "content": "<p>…</p>"}                                  ANS and many others
//   ["$", "p", null, {"children": "…"}]                                      React's flight data

#include <algorithm>
#include <unordered_set>

#include "extract/labels.h"
#include "extract/runs.h"
#include "extract/state.h"
#include "html/sanitise.h"
#include "html/tag.h"
#include "html/text.h"
#include "text/markup.h"
#include "text/words.h"

namespace extract {
namespace {

using base::Json;

constexpr int kDeepest = 80;                      // levels of JSON
constexpr size_t kMostWritten = size_t{8} << 20;  // bytes
constexpr uint32_t kSentence = 40;                // letters

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

// Members that hold what no reader reads, or say what the page is about to machines.
bool IsSkipped(std::string_view name) {
  static const std::unordered_set<std::string_view> kNames = {
      "seo",         "meta",      "metadata",   "metatags",  "metadescription",
      "description", "excerpt",   "summary",    "abstract",  "tracking",
      "analytics",   "ads",       "config",     "settings",  "translations",
      "i18n",        "intl",      "locale",     "locales",   "messages",
      "labels",      "strings",   "dictionary", "theme",     "styles",
      "css",         "script",    "scripts",    "query",     "queries",
      "variables",   "url",       "href",       "id",        "slug",
      "path",        "alt",       "alttext",    "copyright", "consent",
      "cookie",      "cookies",   "features",   "flags",     "experiments",
      "env",         "errors",    "json-ld",    "jsonld",    "structureddata",
      "schema",      "opengraph", "twitter",    "jsontree"};
  return kNames.contains(name);
}

bool IsTextName(std::string_view name) {
  return IsOneOf(name, {"text", "content", "body", "html", "value", "paragraph", "paragraphs",
                        "articlebody", "children", "contents", "markup", "bodytext", "bodyhtml",
                        "copy", "quote", "items", "lead", "standfirst", "intro"});
}

bool IsTitleName(std::string_view name) {
  return IsOneOf(name, {"title", "headline", "heading", "header", "subheading", "crosshead",
                        "articletitle", "name"});
}

// What an object calls itself.
std::string TypeOf(const Json& object) {
  for (const std::string_view name :
       {"type", "_type", "nodeType", "__typename", "kind", "blockType", "tagName", "tag"}) {
    if (const std::string_view type = object.String(name); !type.empty()) {
      const std::string_view style = object.String("style");
      return text::Fold(type == "block" && !style.empty() ? style : type);
    }
  }
  return {};
}

// The element that a block of this type is.
std::string_view ElementOf(std::string_view type) {
  if (type.size() == 2 && type[0] == 'h' && type[1] >= '1' && type[1] <= '6') return "h2";
  if (type.find("head") != std::string_view::npos) return "h2";
  if (type.find("quote") != std::string_view::npos) return "blockquote";
  if (type == "li" || type.find("list-item") != std::string_view::npos ||
      type.find("listitem") != std::string_view::npos) {
    return "li";
  }
  if (type.find("code") != std::string_view::npos) return "pre";
  return "p";
}

// A block whose text is in pieces below it.
bool IsRichBlock(std::string_view type) {
  return ElementOf(type) != "p" ||
         IsOneOf(type, {"paragraph", "p", "block", "normal", "unstyled", "text-block"});
}

bool IsMarkup(std::string_view text) {
  static const Labels kTags = {"<p>", "<p ", "</p>", "<br", "</div>", "</li>", "</h2>", "</a>"};
  return kTags.AnyIn(text);
}

bool IsAddress(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("data:") ||
         (text.starts_with("/") && text.find(' ') == std::string_view::npos);
}

// Whether a string says something: a sentence, in whatever script.
bool IsSentence(std::string_view text) {
  static const Labels kEnds = {". ", "? ", "! ", ".\"", "。", "؟", "？", "！", ".”", ".\n", "।"};
  if (IsAddress(text) || WeightOf(text) < kSentence) return false;
  const char last = text.back();
  return last == '.' || last == '?' || last == '!' || kEnds.AnyIn(text);
}

// Texts below a block, in order; of an object that has its text whole and in pieces, the whole.
void Gather(const Json& json, int depth, std::string& out) {
  if (depth > kDeepest) return;
  if (const auto* array = json.AsArray()) {
    for (const Json& item : *array) Gather(item, depth + 1, out);
    return;
  }
  if (json.AsObject() == nullptr) return;
  for (const std::string_view name : {"text", "value", "content"}) {
    if (const std::string_view text = json.String(name); !text.empty()) {
      out += text;
      return;
    }
  }
  for (const auto& [name, value] : *json.AsObject()) {
    if (IsOneOf(name, {"children", "content", "blocks", "spans", "model", "nodes", "inlines"})) {
      Gather(value, depth + 1, out);
    }
  }
}

class Writer {
 public:
  Writer(std::string_view title, std::string_view base_url)
      : title_(text::Fold(text::CollapseSpace(title))), base_url_(base_url) {}

  void Write(const Json& json, std::string_view name, int depth);
  // Letters of texts that were written.
  uint64_t weight() const { return weight_; }
  std::string Take() { return std::move(out_); }

  bool IsTitle(std::string_view text) const {
    return !title_.empty() && text.size() < 2 * title_.size() + 16 &&
           text::Fold(text::CollapseSpace(text)) == title_;
  }

 private:
  void WriteString(const std::string& text, std::string_view name, std::string_view type,
                   int depth);
  void WriteLines(std::string_view text, std::string_view element);
  void WriteElement(std::string_view element, std::string_view text);
  void WriteObject(const Json& object, std::string_view name, int depth);
  bool WriteFlight(const Json::Array& array, int depth);
  bool WritePicture(const Json& object, std::string_view type);

  std::string title_;  // folded
  std::string_view base_url_;
  std::string out_;
  uint64_t weight_ = 0;
};

void Writer::WriteElement(std::string_view element, std::string_view text) {
  out_.append("<").append(element).append(">");
  text::AppendEscaped(text, out_);
  out_.append("</").append(element).append(">\n");
  if (element == "p" || element == "li" || element == "blockquote") weight_ += WeightOf(text);
}

void Writer::WriteLines(std::string_view text, std::string_view element) {
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text::CollapseSpace(text.substr(start, end - start));
    if (!line.empty()) WriteElement(element, line);
    start = end + 1;
  }
}

void Writer::WriteString(const std::string& text, std::string_view name, std::string_view type,
                         int depth) {
  if (text.size() < 2 || IsAddress(text)) return;
  if (text.size() > 100 && (text[0] == '{' || text[0] == '[')) {
    if (const auto inner = base::ParseJson(text)) Write(*inner, name, depth + 1);
    return;
  }
  const std::string lower = text::Fold(name);
  if (IsTitle(text)) return WriteElement("h1", text);
  if (IsMarkup(text)) {
    const std::string safe = html::Sanitise(text, base_url_);
    weight_ += WeightOf(html::ToText(safe));
    out_.append("<div>").append(safe).append("</div>\n");
    return;
  }
  std::string_view element = ElementOf(type);
  const bool block = IsTextName(lower) && (!type.empty() || WeightOf(text) >= kSentence);
  if (IsTitleName(lower)) {
    if (text.size() > 200 || text.find(' ') == std::string::npos) return;
    element = "h2";
  } else if (!block && !IsSentence(text)) {
    return;
  }
  if (text.find("&lt;p") != std::string::npos) {
    return WriteString(html::ToText(text), name, type, depth + 1);
  }
  WriteLines(text, element);
}

// {"type": "image", "url": …, "caption": …}.
bool Writer::WritePicture(const Json& object, std::string_view type) {
  const bool named = type.find("image") != std::string_view::npos ||
                     type.find("photo") != std::string_view::npos ||
                     type.find("picture") != std::string_view::npos;
  if (!named) return false;
  std::string_view source = object.String("url");
  if (source.empty()) source = object.String("src");
  if (source.empty()) return false;
  out_ += "<figure><img src=\"";
  text::AppendEscaped(source, out_);
  out_ += "\" width=900 height=600>";
  if (const std::string_view caption = object.String("caption"); !caption.empty()) {
    out_ += "<figcaption>";
    text::AppendEscaped(html::ToText(caption), out_);
    out_ += "</figcaption>";
  }
  out_ += "</figure>\n";
  return true;
}

// ["$", "p", key, {"children": …}].
bool Writer::WriteFlight(const Json::Array& array, int depth) {
  if (array.size() < 4 || array[0].AsString() == nullptr || *array[0].AsString() != "$" ||
      array[1].AsString() == nullptr) {
    return false;
  }
  const std::string& tag = *array[1].AsString();
  const bool known = html::TagFrom(tag) != html::Tag::kUnknown;
  const std::string_view element =
      known && ElementOf(tag) == "p" ? std::string_view(tag) : ElementOf(tag);
  if (known && IsOneOf(element, {"p", "h2", "li", "blockquote", "pre"})) {
    std::string text;
    const Json* children = array[3].Find("children");
    if (children != nullptr) {
      const auto gather = [&](const auto& self, const Json& json, int level) -> void {
        if (level > kDeepest) return;
        if (const auto* piece = json.AsString()) {
          if (*piece != "$") text += *piece;
        } else if (const auto* items = json.AsArray()) {
          const bool inner = items->size() >= 4 && (*items)[0].AsString() != nullptr &&
                             *(*items)[0].AsString() == "$";
          if (inner) {
            if (const Json* below = (*items)[3].Find("children")) self(self, *below, level + 1);
          } else {
            for (const Json& item : *items) self(self, item, level + 1);
          }
        }
      };
      gather(gather, *children, depth);
    }
    if (text.size() > 1) WriteElement(element, text);
    return true;
  }
  const std::string_view class_name = array[3].String("className");
  out_ += "<div class=\"";
  text::AppendEscaped(class_name, out_);
  out_ += "\">";
  Write(array[3], "children", depth + 1);
  out_ += "</div>\n";
  return true;
}

void Writer::WriteObject(const Json& object, std::string_view name, int depth) {
  const std::string type = TypeOf(object);
  if (WritePicture(object, type)) return;
  if (IsRichBlock(type)) {
    std::string text;
    Gather(object, depth, text);
    if (!text.empty() && !IsMarkup(text)) return WriteLines(text, ElementOf(type));
  }
  out_ += "<div class=\"";
  text::AppendEscaped(name, out_);
  out_ += "\">";
  for (const auto& [member, value] : *object.AsObject()) {
    if (IsSkipped(text::Fold(member))) continue;
    if (const auto* text = value.AsString()) {
      WriteString(*text, member, type, depth);
    } else {
      Write(value, member, depth + 1);
    }
  }
  out_ += "</div>\n";
}

void Writer::Write(const Json& json, std::string_view name, int depth) {
  if (depth > kDeepest || out_.size() > kMostWritten) return;
  if (const auto* text = json.AsString()) {
    WriteString(*text, name, {}, depth);
  } else if (const auto* array = json.AsArray()) {
    if (WriteFlight(*array, depth)) return;
    out_ += "<div class=\"";
    text::AppendEscaped(name, out_);
    out_ += "\">";
    for (const Json& item : *array) Write(item, name, depth + 1);
    out_ += "</div>\n";
  } else if (json.AsObject() != nullptr) {
    WriteObject(json, name, depth);
  }
}

// Objects that the title names: {"headline": "Council rebuilds the pier", "body": …}.
void FindNamed(const Json& json, const Writer& writer, int depth, std::vector<const Json*>& found) {
  constexpr size_t kMost = 24;
  if (depth > kDeepest || found.size() >= kMost) return;
  if (const auto* array = json.AsArray()) {
    for (const Json& item : *array) FindNamed(item, writer, depth + 1, found);
  } else if (const auto* object = json.AsObject()) {
    const bool named = std::ranges::any_of(*object, [&](const auto& member) {
      const std::string* text = member.second.AsString();
      return text != nullptr && IsTitleName(text::Fold(member.first)) && writer.IsTitle(*text);
    });
    if (named) found.push_back(&json);
    for (const auto& [name, value] : *object) FindNamed(value, writer, depth + 1, found);
  }
}

}  // namespace

StatePage PageOfStates(const std::vector<Json>& states, std::string_view title,
                       std::string_view base_url) {
  constexpr uint64_t kText = 200;  // letters that make one
  const Writer namer(title, base_url);
  std::vector<const Json*> named;
  for (const Json& state : states) FindNamed(state, namer, 0, named);
  std::string best;
  uint64_t most = kText;
  for (const Json* object : named) {
    Writer writer(title, base_url);
    writer.Write(*object, "article", 0);
    // Of two that hold nearly the same, the inner one, which comes later.
    if (writer.weight() * 10 < most * 9) continue;
    most = std::max(most, writer.weight());
    best = writer.Take();
  }
  if (!best.empty()) return {.html = std::move(best), .is_named = true};
  Writer writer(title, base_url);
  for (const Json& state : states) writer.Write(state, "state", 0);
  return {.html = writer.weight() >= kText ? writer.Take() : std::string()};
}

}  // namespace extract
