#pragma once
// Which picture stands for an article.

#include <string_view>
#include <vector>

#include "extract/blocks.h"
#include "extract/facts.h"
#include "model/article.h"
#include "net/url.h"

namespace extract {

// Whether a picture's address says that it is a logo, a portrait or what stands where there is no
// picture: by whole words of the file's name.
bool NamesLogo(std::string_view url);

// Sets image and captions of `reading`. The essay is in lead_image.cc.
void SetImages(const PageFacts& facts, const std::vector<Picture>& pictures, const net::Url* base,
               model::Reading& reading);

}  // namespace extract
