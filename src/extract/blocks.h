#pragma once
// From the runs of a body to the blocks of an article, and to safe HTML.

#include <string>
#include <vector>

#include "extract/body.h"
#include "model/article.h"
#include "net/url.h"

namespace extract {

// An image of a page with what stands under it.
struct Picture {
  html::NodeId node = html::kNoNode;   // the <img>
  html::NodeId owner = html::kNoNode;  // the element with picture and caption: <figure>, a div
  model::Image image;
};

// A caption without the credit in it: "… both sides. | CECIL FUNG", "… (Photo by Jane Doe/AFP)".
struct CaptionParts {
  std::string caption;
  std::string credit;
};
CaptionParts SplitCaption(const std::string& text);

// The pictures that belong to the article, in page order: those in the body, and those between the
// headline and the body. No icons, logos, portraits of authors, nothing out of furniture.
std::vector<Picture> FindPictures(const Anatomy& anatomy, const Body& body, const net::Url* base);

struct Blocks {
  std::vector<model::Block> blocks;
  std::vector<std::string> html;  // of each block
};
// Blocks in page order, pictures and embeds among them. Captions of `pictures` are not paragraphs.
Blocks MakeBlocks(const Anatomy& anatomy, const Body& body, const std::vector<Picture>& pictures,
                  const net::Url* base);

// Whether a block's text is part of model::Reading::text.
bool IsText(const model::Block& block);

}  // namespace extract
