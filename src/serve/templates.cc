#include "serve/templates.h"

#include <ctemplate/template.h>

#include "base/result.h"
#include "serve/assets.h"

namespace serve {
namespace {

ctemplate::TemplateString View(std::string_view text) {
  return {text.data(), text.size()};
}

std::string KeyOf(std::string_view name) {
  return "templates/" + std::string(name) + ".tpl";
}

}  // namespace

const Templates& Templates::Get() {
  static const auto* const kTemplates = new Templates();
  return *kTemplates;
}

Templates::Templates() {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (!file.name.ends_with(".tpl")) continue;
    if (!file.bytes.starts_with("{{%AUTOESCAPE context=\"HTML\"")) {
      base::CheckFailed(__FILE__, __LINE__, "template begins with AUTOESCAPE", file.name);
    }
    const bool loaded = ctemplate::StringToTemplateCache(View(file.name), View(file.bytes),
                                                         ctemplate::STRIP_BLANK_LINES);
    if (!loaded) base::CheckFailed(__FILE__, __LINE__, "template parses", file.name);
  }
}

void Templates::Fill(const Fields& fields, void* target) {
  auto* dictionary = static_cast<ctemplate::TemplateDictionary*>(target);
  for (const auto& [name, value] : fields.values_) {
    dictionary->SetValueWithoutCopy(name, View(value));
    if (!value.empty()) dictionary->ShowSection("IF_" + name);
  }
  for (const Fields::Child& child : fields.children_) {
    ctemplate::TemplateDictionary* inner;
    if (child.file.empty()) {
      inner = dictionary->AddSectionDictionary(child.name);
    } else {
      inner = dictionary->AddIncludeDictionary(child.name);
      inner->SetFilename(KeyOf(child.file));
    }
    Fill(child.fields, inner);
  }
}

std::string Templates::Expand(std::string_view name, const Fields& fields,
                              const Locale& locale) const {
  const std::string key = KeyOf(name);
  ctemplate::TemplateDictionary dictionary(key);
  for (const auto& [text_key, text] : locale.texts()) {
    dictionary.SetTemplateGlobalValueWithoutCopy("T_" + text_key, View(text));
  }
  dictionary.SetTemplateGlobalValueWithoutCopy("LANGUAGE", View(locale.tag()));
  Fill(fields, &dictionary);
  std::string out;
  out.reserve(64 * 1024);
  const bool expanded =
      ctemplate::ExpandTemplate(key, ctemplate::STRIP_BLANK_LINES, &dictionary, &out);
  if (!expanded) base::CheckFailed(__FILE__, __LINE__, "template expands", key);
  return out;
}

}  // namespace serve
