#include "html_readers.h"

#ifdef OCTAVO_BENCH_LIBXML2
#include <libxml/HTMLparser.h>
#endif
#ifdef OCTAVO_BENCH_GUMBO
#include <gumbo.h>
#endif

namespace bench {

std::vector<HtmlReader> OtherHtmlReaders() {
  std::vector<HtmlReader> readers;
#ifdef OCTAVO_BENCH_LIBXML2
  readers.push_back({"libxml2", [](std::string_view page) {
                       constexpr int kQuietly = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                                HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
                       xmlFreeDoc(htmlReadMemory(page.data(), static_cast<int>(page.size()), "",
                                                 "utf-8", kQuietly));
                     }});
#endif
#ifdef OCTAVO_BENCH_GUMBO
  readers.push_back({"gumbo", [](std::string_view page) {
                       GumboOptions options = kGumboDefaultOptions;
                       options.max_errors = 0;
                       GumboOutput* const output =
                           gumbo_parse_with_options(&options, page.data(), page.size());
                       gumbo_destroy_output(&options, output);
                     }});
#endif
  return readers;
}

}  // namespace bench
