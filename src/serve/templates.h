#pragma once
// Templates into HTML. Every value is escaped by the context in which it stands (text, attribute,
// address), whatever it holds.

#include <string>
#include <string_view>

#include "serve/fields.h"
#include "serve/locale.h"

namespace serve {

class Templates {
 public:
  // Loads every embedded template once for the process. A template that does not parse or does not
  // begin with the AUTOESCAPE pragma is a bug.
  static const Templates& Get();

  // Expands "templates/NAME.tpl". In every template of the page {{T_key}} is the locale's text of
  // that key.
  std::string Expand(std::string_view name, const Fields& fields, const Locale& locale) const;

 private:
  Templates();
  static void Fill(const Fields& fields, void* dictionary);
};

}  // namespace serve
