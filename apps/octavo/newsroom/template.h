#pragma once
// Fill-in templates for the sample newsroom's pages, after the manner of Mustache
// (https://mustache.github.io/mustache.5.html), as much of it as those pages need.
//
//   {{name}}            the text, escaped for HTML and XML
//   {{{name}}}          the text as it is
//   {{#name}}…{{/name}} once for each view of the list `name`, or once when the text is not empty
//   {{^name}}…{{/name}} when there is neither list nor text

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace newsroom {

// What a template is filled with. A name that an inner view does not have is looked up outside.
struct View {
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, std::vector<View>, std::less<>> lists;
};

// The filled template. A tag without its end is left out. Templates are the project's own files and
// are trusted: a section may hold sections, as deep as the file is written.
std::string Fill(std::string_view source, const View& view);

}  // namespace newsroom
