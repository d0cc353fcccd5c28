// Which images belong to an article, and which words belong to an image.

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"
#include "extract/blocks.h"
#include "html/sanitise.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;

constexpr int kSmallest = 90;  // pixels; a picture that states less is an icon or a portrait

int Pixels(std::string_view value) {
  int pixels = 0;
  std::from_chars(value.data(), value.data() + value.size(), pixels);
  return value.ends_with('%') ? 0 : pixels;
}

bool IsImage(Tag tag) {
  return tag == Tag::kImg || tag == Tag::kAmpImg;
}

bool NamesIcon(std::string_view value) {
  if (value.size() > 400) return false;
  const std::string folded = text::Fold(value);
  for (const std::string_view word :
       {"avatar", "logo", "icon", "gravatar", "emoji", "pixel", "spacer", "blank.", "author-",
        "badge", "sprite", "placeholder"}) {
    if (folded.find(word) != std::string::npos) return true;
  }
  return false;
}

bool IsIcon(const Document& document, NodeId node) {
  const int width = Pixels(document.attribute(node, Attr::kWidth));
  const int height = Pixels(document.attribute(node, Attr::kHeight));
  if ((width > 0 && width < kSmallest) || (height > 0 && height < kSmallest)) return true;
  return NamesIcon(document.attribute(node, Attr::kClass)) ||
         NamesIcon(document.attribute(node, Attr::kSrc));
}

bool InFurniture(const Anatomy& anatomy, NodeId node) {
  for (; node != kNoNode; node = anatomy.document.parent(node)) {
    const Tag tag = anatomy.document.tag(node);
    if (tag == Tag::kNav || tag == Tag::kFooter || tag == Tag::kAside) return true;
    if (tag == Tag::kArticle || tag == Tag::kMain || tag == Tag::kBody) return false;
    switch (anatomy.facts[node].hint) {
      case Hint::kFurniture:
      case Hint::kComments:
      case Hint::kAdvert:
      case Hint::kBio:
      case Hint::kByline:
        return true;
      default:
        break;
    }
  }
  return false;
}

// A small block with one picture and, behind it, nothing but small print or italics; kNoNode when
// it is not built so.
NodeId SmallPrintOwner(const Anatomy& anatomy, NodeId image) {
  constexpr NodeId kLargest = 20;   // nodes
  constexpr size_t kLongest = 300;  // bytes
  const Document& document = anatomy.document;
  const NodeId block = anatomy.facts[image].block;
  if (document.subtree_end(block) - block > kLargest) return kNoNode;
  size_t size = 0;
  for (NodeId node = block + 1; node < document.subtree_end(block); ++node) {
    if (IsImage(document.tag(node)) && node != image) return kNoNode;
    if (!document.IsText(node) || anatomy.facts[node].hidden) continue;
    const std::string text = text::CollapseSpace(document.text(node));
    if (text.empty()) continue;
    bool small = false;
    for (NodeId up = document.parent(node); up != block && up != kNoNode;
         up = document.parent(up)) {
      const Tag tag = document.tag(up);
      small = small || tag == Tag::kSmall || tag == Tag::kEm || tag == Tag::kI ||
              tag == Tag::kCite || (tag == Tag::kSpan && anatomy.facts[up].hint == Hint::kCaption);
    }
    if (!small || node < image) return kNoNode;
    size += text.size();
  }
  return size > 0 && size <= kLongest ? block : kNoNode;
}

// The element around picture and caption: <figure>, or a small block named or built so.
NodeId OwnerOf(const Anatomy& anatomy, NodeId image) {
  const Document& document = anatomy.document;
  NodeId node = document.parent(image);
  for (int up = 0; up < 6 && node != kNoNode && node != html::kRoot; ++up) {
    if (document.tag(node) == Tag::kFigure) {
      // A quotation with a portrait is text.
      const bool quotes = document.Find(Tag::kBlockquote, node) != kNoNode;
      return quotes ? kNoNode : node;
    }
    node = document.parent(node);
  }
  node = document.parent(image);
  for (int up = 0; up < 4 && node != kNoNode && node != html::kRoot; ++up) {
    const NodeId end = document.subtree_end(node);
    if (end - node > 40) break;
    for (NodeId inner = node + 1; inner < end; ++inner) {
      if (document.IsElement(inner) && anatomy.facts[inner].hint == Hint::kCaption) return node;
    }
    node = document.parent(node);
  }
  return SmallPrintOwner(anatomy, image);
}

// Text below `owner` by what it is: credit where markup says so, caption the rest.
CaptionParts WordsOf(const Anatomy& anatomy, NodeId owner) {
  const Document& document = anatomy.document;
  std::string caption;
  std::string credit;
  const auto add = [](std::string_view text, std::string& to) {
    if (!to.empty()) to.push_back(' ');
    to.append(text);
  };
  for (NodeId node = owner + 1; node < document.subtree_end(owner); ++node) {
    if (!document.IsText(node) || anatomy.facts[node].hidden) continue;
    bool is_credit = document.tag(document.parent(node)) == Tag::kCite;
    for (NodeId up = document.parent(node); up != owner && up != kNoNode;
         up = document.parent(up)) {
      is_credit = is_credit || anatomy.facts[up].hint == Hint::kCredit;
    }
    const std::string text = text::CollapseSpace(document.text(node));
    if (text.empty()) continue;
    add(text, is_credit ? credit : caption);
  }
  caption = text::CollapseSpace(caption);
  CaptionParts parts = SplitCaption(caption);
  if (!credit.empty())
    parts.credit = SplitCaption(credit).credit.empty() ? credit : SplitCaption(credit).credit;
  return parts;
}

bool IsDropped(const Anatomy& anatomy, const Body& body, NodeId node) {
  // Within the body: between two runs that were dropped, the picture goes with them.
  const auto after = std::ranges::lower_bound(anatomy.runs, node, {}, &Run::first);
  if (after == anatomy.runs.end() || after == anatomy.runs.begin()) return false;
  const auto before = after - 1;
  const auto caption = [&](const Run& run) {
    return anatomy.document.tag(run.block) == Tag::kFigcaption ||
           anatomy.facts[run.block].hint == Hint::kCaption;
  };
  return !body.runs.empty() && node > anatomy.runs[body.runs.front()].first && before->dropped &&
         after->dropped && !caption(*after) && !caption(*before) &&
         anatomy.document.parent(before->block) == anatomy.document.parent(after->block);
}

}  // namespace

CaptionParts SplitCaption(const std::string& text) {
  constexpr size_t kLongestCredit = 90;
  // Signs, not bytes: "‹" begins as "–" does.
  const auto trim = [](std::string_view part) {
    static constexpr std::string_view kBefore[] = {" ", "|", "/", "-", "–", "—", ":"};
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view sign : kBefore) {
        if (!part.starts_with(sign)) continue;
        part.remove_prefix(sign.size());
        again = true;
      }
    }
    while (part.ends_with(' ') || part.ends_with('|')) part.remove_suffix(1);
    return std::string(part);
  };
  // Behind the last bar.
  for (const std::string_view bar : {" | ", "｜", " |"}) {
    const size_t at = text.rfind(bar);
    if (at == std::string::npos || at == 0) continue;
    const std::string_view behind = std::string_view(text).substr(at + bar.size());
    if (!behind.empty() && behind.size() <= kLongestCredit) {
      return {trim(std::string_view(text).substr(0, at)), trim(behind)};
    }
  }
  // Japanese, behind the last bracket or sign: "港の火事（山田花子撮影）", "港の火事＝本社撮影".
  for (const std::string_view end : {"撮影）", "提供）", "撮影", "提供"}) {
    if (!text.ends_with(end)) continue;
    const bool closed = end.ends_with("）");
    const std::string_view sign = closed ? "（" : "＝";
    const size_t at = text.rfind(sign);
    if (at == std::string::npos || at == 0 || text.size() - at > kLongestCredit) continue;
    const std::string_view behind = std::string_view(text).substr(at + sign.size());
    const std::string_view credit = behind.substr(0, behind.size() - (closed ? sign.size() : 0));
    return {trim(std::string_view(text).substr(0, at)), trim(credit)};
  }
  // From a word that begins a credit.
  static constexpr std::string_view kWords[] = {
      "(Photo by ",  "(Photo: ",       "(AP Photo",    "(Photo/",        "Photo by ",
      "Photo: ",     "Photo credit: ", "Photograph: ", "Photograph by ", "Photography: ",
      "Picture: ",   "Pic: ",          "Image: ",      "Image credit: ", "Image by ",
      "Credit: ",    "Credits: ",      "CREDIT: ",     "Source: ",       "Foto: ",
      "Fotos: ",     "Photos: ",       "© ",           "(c) ",           "写真：",
      "写真:",       "写真＝",         "（写真：",     "撮影・",         "撮影：",
      "提供：",      "画像：",         "تصوير: ",      "تصوير ",         "المصدر: ",
      "مصدر الصورة", "Image source, "};
  for (const std::string_view word : kWords) {
    const size_t at = text.rfind(word);
    if (at == std::string::npos || text.size() - at > kLongestCredit + word.size()) continue;
    std::string_view credit = std::string_view(text).substr(at + word.size());
    if (word.starts_with('(') || word.starts_with("（")) {
      const size_t close = credit.find_last_of(')');
      credit = credit.substr(0, std::min(close, credit.size()));
      if (word == "(AP Photo") {
        return {trim(std::string_view(text).substr(0, at)), "AP Photo" + std::string(credit)};
      }
    }
    return {trim(std::string_view(text).substr(0, at)), trim(credit)};
  }
  // An agency in brackets or behind a slash at the very end.
  static constexpr std::string_view kAgencies[] = {
      "Getty Images", "AFP",      "AP",   "REUTERS", "Reuters",  "EPA",    "Shutterstock",
      "iStock",       "Unsplash", "共同", "時事",    "ロイター", "رويترز", "أ ف ب"};
  for (const std::string_view agency : kAgencies) {
    const std::string bracket = "(" + std::string(agency) + ")";
    if (text.ends_with(bracket)) {
      return {trim(std::string_view(text).substr(0, text.size() - bracket.size())),
              std::string(agency)};
    }
    if (text.ends_with(agency)) {
      size_t start = 0;
      for (const std::string_view stop : {".", "!", "?", "。"}) {
        const size_t at = text.rfind(stop, text.size() - agency.size());
        if (at != std::string::npos) start = std::max(start, at + stop.size());
      }
      if (start > 0 && text.size() - start < kLongestCredit) {
        return {trim(std::string_view(text).substr(0, start)),
                trim(std::string_view(text).substr(start))};
      }
    }
  }
  return {text, {}};
}

std::vector<Picture> FindPictures(const Anatomy& anatomy, const Body& body, const net::Url* base) {
  constexpr size_t kMost = 200;
  const Document& document = anatomy.document;
  std::vector<Picture> pictures;
  // Lead images stand between the headline and the text. Without a text, all of the page counts.
  NodeId start = body.root;
  NodeId end = document.size();
  if (!body.runs.empty()) {
    const Run& last = anatomy.runs[body.runs.back()];
    end = std::max(last.last + 1, document.subtree_end(last.block));
    for (NodeId node = anatomy.runs[body.runs.front()].first; node > 0; --node) {
      if (document.tag(node) == Tag::kH1 && !anatomy.facts[node].hidden) {
        start = std::min(start, node);
        break;
      }
    }
  }
  NodeId owned_until = 0;
  for (NodeId node = start; node < end && pictures.size() < kMost; ++node) {
    if (!IsImage(document.tag(node)) || node < owned_until) continue;
    const bool noscript = anatomy.facts[node].hidden;
    if (noscript || IsIcon(document, node) || InFurniture(anatomy, node) ||
        IsDropped(anatomy, body, node)) {
      continue;
    }
    Picture picture;
    picture.node = node;
    picture.image.url = html::ImageUrl(document, node, base);
    if (picture.image.url.empty()) continue;
    picture.owner = OwnerOf(anatomy, node);
    picture.image.width = Pixels(document.attribute(node, Attr::kWidth));
    picture.image.height = Pixels(document.attribute(node, Attr::kHeight));
    if (picture.owner != kNoNode) {
      const CaptionParts words = WordsOf(anatomy, picture.owner);
      picture.image.caption = words.caption;
      picture.image.credit = words.credit;
      owned_until = document.subtree_end(picture.owner);
    }
    const bool known = std::ranges::any_of(pictures, [&](const Picture& other) {
      return other.image.url == picture.image.url &&
             (picture.image.caption.empty() || other.image.caption == picture.image.caption);
    });
    if (!known) pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace extract
