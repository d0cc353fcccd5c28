// How the lead image is found
// ---------------------------
// A page states the picture that others should show for it: og:image, JSON-LD, and a few more. It
// is believed, unless its name says that it is the site's logo or what is shown where there is no
// picture; then, and where nothing is stated, the first picture of the article is taken. A logo is
// better than a wrong picture for nobody: if there is nothing else, there is none.
//
// The stated picture mostly stands in the article as well, in another size: found by the letters of
// its file's name, it brings the caption and the credit that stand under it.

#include "extract/lead_image.h"

#include <algorithm>
#include <array>

#include "text/words.h"

namespace extract {
namespace {

// "/a/b/photo-1200x800.jpg?w=900" and "…/photo.jpg" are one picture in two sizes: compared by the
// letters of the file's name.
std::string FileKey(std::string_view url) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  const size_t slash = path.rfind('/');
  std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  std::string key;
  for (const char c : file.substr(0, file.rfind('.'))) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) key.push_back(c);
  }
  return key.size() < 4 ? std::string(file) : key;
}

// The first address that is none of a logo.
std::string StatedImage(const PageFacts& facts, const net::Url* base) {
  constexpr std::array kNames = {"og:image",      "og:image:url",      "og:image:secure_url",
                                 "twitter:image", "twitter:image:src", "image",
                                 "thumbnailurl",  "parsely-image-url", "sailthru.image.full"};
  std::vector<std::string_view> stated;
  for (const char* name : kNames) {
    for (const std::string_view value : facts.MetaAll(name)) stated.push_back(value);
  }
  stated.insert(stated.begin() + static_cast<std::ptrdiff_t>(
                                     std::min(stated.size(), facts.MetaAll("og:image").size())),
                facts.article.image);
  stated.push_back(facts.image);
  for (const std::string_view address : stated) {
    if (address.empty()) continue;
    const auto url = net::Url::Parse(address, base);
    if (url && url->IsHttp() && !NamesLogo(url->href())) return url->href();
  }
  return {};
}

}  // namespace

bool NamesLogo(std::string_view url) {
  static constexpr std::string_view kWords[] = {
      "logo",     "logos",   "favicon",   "avatar", "gravatar", "blavatar", "placeholder",
      "noimage",  "nophoto", "nopicture", "spacer", "blank",    "missing",  "appletouchicon",
      "siteicon", "ogicon",  "icon",      "emblem", "wordmark", "sharelogo"};
  static constexpr std::string_view kJoined[] = {
      "no-image",   "no_image",   "no-img",       "no_img",         "touch-icon",   "site-icon",
      "default-og", "og-default", "default-user", "default-avatar", "default-image"};
  std::string_view path = url.substr(0, url.find_first_of("?#"));
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string file = text::Fold(path.substr(path.rfind('/') + 1));
  for (const std::string_view joined : kJoined) {
    if (file.contains(joined)) return true;
  }
  const std::string_view name = std::string_view(file).substr(0, file.rfind('.'));
  for (size_t start = 0; start < name.size();) {
    const size_t end = std::min(name.find_first_of("-_.+ %0123456789", start), name.size());
    if (std::ranges::find(kWords, name.substr(start, end - start)) != std::end(kWords)) return true;
    start = end + 1;
  }
  return false;
}

void SetImages(const PageFacts& facts, const std::vector<Picture>& pictures, const net::Url* base,
               model::Reading& reading) {
  reading.image.url = StatedImage(facts, base);
  if (!reading.image.url.empty()) {
    reading.image.caption = text::CollapseSpace(facts.article.image_caption);
    reading.image.credit = text::CollapseSpace(facts.article.image_credit);
  }
  const Picture* lead = nullptr;
  for (const Picture& picture : pictures) {
    if (!reading.image.url.empty() && FileKey(picture.image.url) == FileKey(reading.image.url)) {
      lead = &picture;
      break;
    }
  }
  if (lead == nullptr) {
    const auto first = std::ranges::find_if(
        pictures, [](const Picture& picture) { return !NamesLogo(picture.image.url); });
    if (first != pictures.end() && (reading.image.url.empty() || !first->image.caption.empty())) {
      lead = &*first;
    }
  }
  if (lead != nullptr) {
    const std::string url = reading.image.url.empty() ? lead->image.url : reading.image.url;
    const model::Image stated_image = reading.image;
    reading.image = lead->image;
    reading.image.url = url;
    if (reading.image.caption.empty()) reading.image.caption = stated_image.caption;
    if (reading.image.credit.empty()) reading.image.credit = stated_image.credit;
  }
  if (!reading.image.caption.empty()) reading.captions.push_back(reading.image.caption);
  for (const Picture& picture : pictures) {
    if (picture.image.caption.empty()) continue;
    if (std::ranges::find(reading.captions, picture.image.caption) == reading.captions.end()) {
      reading.captions.push_back(picture.image.caption);
    }
  }
}

}  // namespace extract
