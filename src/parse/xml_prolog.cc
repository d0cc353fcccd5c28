#include "parse/xml_prolog.h"

#include <algorithm>

namespace parse {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// <!ENTITY name "value">, of an internal subset.
void CollectEntities(std::string_view subset, XmlProlog& prolog) {
  constexpr size_t kMost = 256;
  constexpr size_t kLongestValue = 256;
  for (size_t at = subset.find("<!ENTITY"); at != std::string_view::npos;
       at = subset.find("<!ENTITY", at + 1)) {
    if (prolog.entities.size() >= kMost) return;
    const size_t name = subset.find_first_not_of(kSpace, at + 8);
    if (name == std::string_view::npos) return;
    const size_t name_end = subset.find_first_of(" \t\r\n>", name);
    if (name_end == std::string_view::npos) return;
    const size_t quote = subset.find_first_not_of(kSpace, name_end);
    if (quote == std::string_view::npos) return;
    if (subset[name] == '%' || (subset[quote] != '"' && subset[quote] != '\'')) continue;
    const size_t end = subset.find(subset[quote], quote + 1);
    if (end == std::string_view::npos) return;
    const std::string_view value = subset.substr(quote + 1, end - quote - 1);
    if (value.size() > kLongestValue || value.find_first_of("&%<") != std::string_view::npos) {
      continue;
    }
    prolog.entities.emplace_back(subset.substr(name, name_end - name), value);
  }
}

// Behind the next `mark`; where there is none, behind the next '>'.
size_t Behind(std::string_view text, size_t at, std::string_view mark, XmlProlog& prolog) {
  size_t found = text.find(mark, at);
  if (found != std::string_view::npos) return found + mark.size();
  prolog.left_open = true;
  found = text.find('>', at);
  return found == std::string_view::npos ? text.size() : found + 1;
}

size_t BehindDoctype(std::string_view text, size_t at, XmlProlog& prolog) {
  const size_t subset = text.find_first_of("[>", at);
  if (subset == std::string_view::npos || text[subset] == '>') return Behind(text, at, ">", prolog);
  char quote = 0;
  for (size_t i = subset + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '<' && text.substr(i).starts_with("<!--")) {
      i = std::min(text.find("-->", i), text.size() - 1);
    } else if (c == ']') {
      CollectEntities(text.substr(subset, i - subset), prolog);
      return Behind(text, i, ">", prolog);
    }
  }
  prolog.left_open = true;
  return std::min(text.find('>', subset), text.size() - 1) + 1;
}

}  // namespace

std::string_view XmlProlog::Entity(std::string_view name) const {
  for (const auto& [own, value] : entities) {
    if (own == name) return value;
  }
  return {};
}

XmlProlog ReadXmlProlog(std::string_view text) {
  XmlProlog prolog;
  size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<?")) {
      at = Behind(text, at, "?>", prolog);
    } else if (rest.starts_with("<!--")) {
      at = Behind(text, at, "-->", prolog);
    } else if (rest.starts_with("<!")) {
      at = BehindDoctype(text, at, prolog);
    } else if (rest[0] == '<' && rest.size() > 1 && rest[1] != '<' && rest[1] != '/') {
      break;
    } else {  // a BOM, white space, or anything that does not belong there
      at = std::min(text.find('<', at + 1), text.size());
    }
  }
  prolog.size = at;
  return prolog;
}

}  // namespace parse
