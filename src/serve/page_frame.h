#pragma once
// What stands around every page: head, masthead, navigation, banner, foot (layout.tpl).

#include <string>
#include <string_view>

#include "serve/fields.h"
#include "serve/locale.h"
#include "serve/render.h"

namespace serve {

// One page in the making. The content's fields go into `content`.
class PageFrame {
 public:
  // `content_template`: the name of the template of what stands inside.
  PageFrame(const Context& context, const Locale& locale, const Route& route,
            std::string_view content_template);

  Fields& content() { return *content_; }
  void SetTitle(std::string_view title);       // in the title bar; the paper's name is added
  void SetDescription(std::string_view text);  // for search engines
  void OfferFeeds(const Route& route, std::string_view query = {});  // of the page
  void SetQuery(std::string_view query);    // what stands in the search field
  void SetCanonical(std::string_view url);  // the original's address; also means noindex

  Rendered Finish(int status = 200);

 private:
  void FillNavigation();
  void FillLanguages();
  void FillBanner();

  const Context& context_;
  const Locale& locale_;
  const Route route_;
  Fields layout_;
  Fields* content_;
  std::string canonical_;
};

}  // namespace serve
