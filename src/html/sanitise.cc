#include "html/sanitise.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "html/text.h"
#include "text/markup.h"

namespace html {
namespace {

using enum Tag;

// What becomes of an element.
enum class Fate : uint8_t {
  kUnwrap,  // the tags go, the content stays
  kDrop,    // all of it goes
  kKeep,
};

constexpr Tag kKept[] = {
    kA,     kAbbr,  kAudio,   kB,          kBdi,    kBdo,  kBlockquote, kBr,   kCaption,
    kCite,  kCode,  kCol,     kColgroup,   kDd,     kDel,  kDetails,    kDfn,  kDiv,
    kDl,    kDt,    kEm,      kFigcaption, kFigure, kH1,   kH2,         kH3,   kH4,
    kH5,    kH6,    kHr,      kI,          kImg,    kIns,  kKbd,        kLi,   kMark,
    kOl,    kP,     kPicture, kPre,        kQ,      kRp,   kRt,         kRuby, kS,
    kSamp,  kSmall, kSource,  kSpan,       kStrong, kSub,  kSummary,    kSup,  kTable,
    kTbody, kTd,    kTfoot,   kTh,         kThead,  kTime, kTr,         kU,    kUl,
    kVar,   kVideo, kWbr};
constexpr Tag kDropped[] = {kScript,   kStyle,    kTemplate,  kIframe, kObject,    kEmbed,
                            kApplet,   kNoembed,  kNoframes,  kSvg,    kMath,      kSelect,
                            kTextarea, kDatalist, kCanvas,    kTitle,  kFrameset,  kFrame,
                            kButton,   kInput,    kParam,     kMeta,   kLink,      kBase,
                            kArea,     kTrack,    kPlaintext, kXmp,    kAmpIframe, kAmpAd};

constexpr auto kFates = [] {
  std::array<Fate, kTagCount> fates{};
  for (const Tag tag : kKept) fates[static_cast<size_t>(tag)] = Fate::kKeep;
  for (const Tag tag : kDropped) fates[static_cast<size_t>(tag)] = Fate::kDrop;
  return fates;
}();

enum class Schemes { kWeb, kWebAndMail };

// Absolute and of an allowed scheme, or empty.
std::string SafeUrl(std::string_view text, const net::Url* base, Schemes schemes) {
  constexpr size_t kLongestUrl = 8192;
  if (text.empty() || text.size() > kLongestUrl) return {};
  const auto url = net::Url::Parse(text, base);
  if (!url) return {};
  const bool allowed =
      url->IsHttp() || (schemes == Schemes::kWebAndMail && url->scheme() == "mailto");
  return allowed ? url->href() : std::string();
}

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

struct Candidate {
  std::string_view url;
  std::string_view descriptor;  // "2x", "640w", ""
};

// 4.8.4.2.1, "parse a srcset attribute", without parentheses in descriptors.
std::vector<Candidate> ParseSrcset(std::string_view text) {
  constexpr size_t kMost = 64;
  std::vector<Candidate> found;
  size_t i = 0;
  while (i < text.size() && found.size() < kMost) {
    while (i < text.size() && (IsSpace(text[i]) || text[i] == ',')) ++i;
    const size_t start = i;
    while (i < text.size() && !IsSpace(text[i])) ++i;
    std::string_view url = text.substr(start, i - start);
    std::string_view descriptor;
    if (url.ends_with(',')) {
      while (url.ends_with(',')) url.remove_suffix(1);
    } else {
      while (i < text.size() && IsSpace(text[i])) ++i;
      const size_t from = i;
      while (i < text.size() && text[i] != ',') ++i;
      descriptor = text.substr(from, i - from);
      while (!descriptor.empty() && IsSpace(descriptor.back())) descriptor.remove_suffix(1);
    }
    if (!url.empty()) found.push_back({url, descriptor});
  }
  return found;
}

double DescriptorValue(std::string_view descriptor) {
  double value = 1;
  if (!descriptor.empty()) {
    std::from_chars(descriptor.data(), descriptor.data() + descriptor.size(), value);
  }
  return value;
}

bool IsDescriptor(std::string_view text) {
  return text.empty() ||
         (text.size() <= 8 && (text.back() == 'w' || text.back() == 'x' || text.back() == 'h') &&
          text.find_first_not_of("0123456789.wxh") == std::string_view::npos);
}

// Whether an attribute that should hold one address holds a srcset: its first candidate has a width
// or density.
bool IsSrcset(std::string_view value) {
  if (!value.contains(' ')) return false;
  const std::vector<Candidate> candidates = ParseSrcset(value);
  if (candidates.empty()) return false;
  const std::string_view descriptor = candidates.front().descriptor;
  return !descriptor.empty() && IsDescriptor(descriptor);
}

void AddAttribute(std::string_view name, std::string_view value, std::string& out) {
  out.push_back(' ');
  out += name;
  out += "=\"";
  text::AppendEscaped(value, out);
  out.push_back('"');
}

// Writes the attributes of one element that may stay.
class AttributeWriter {
 public:
  AttributeWriter(const Document& document, NodeId node, const net::Url* base, std::string& out)
      : document_(document), node_(node), base_(base), out_(out) {}

  void Write() {
    const std::string_view direction = document_.attribute(node_, Attr::kDir);
    if (direction == "rtl" || direction == "ltr" || direction == "auto") {
      AddAttribute("dir", direction, out_);
    }
    Copy(Attr::kLang, "lang", [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    Copy(Attr::kTitle, "title", [](char) { return true; });
    WriteOwn();
  }

 private:
  template <typename Predicate>
  void Copy(Attr id, std::string_view name, Predicate allowed) {
    const std::string_view value = document_.attribute(node_, id);
    if (!value.empty() && std::ranges::all_of(value, allowed)) AddAttribute(name, value, out_);
  }
  void CopyNumber(Attr id, std::string_view name) {
    const std::string_view value = document_.attribute(node_, id);
    if (value.size() <= 5) Copy(id, name, [](char c) { return c >= '0' && c <= '9'; });
  }
  void CopyUrl(Attr id, std::string_view name, Schemes schemes) {
    const std::string url = SafeUrl(document_.attribute(node_, id), base_, schemes);
    if (!url.empty()) AddAttribute(name, url, out_);
  }
  void CopySrcset() {
    std::string kept;
    for (const Candidate& candidate : ParseSrcset(document_.attribute(node_, Attr::kSrcset))) {
      const std::string url = SafeUrl(candidate.url, base_, Schemes::kWeb);
      if (url.empty() || !IsDescriptor(candidate.descriptor)) continue;
      if (!kept.empty()) kept += ", ";
      kept += url;
      if (!candidate.descriptor.empty()) kept.append(" ").append(candidate.descriptor);
    }
    if (!kept.empty()) AddAttribute("srcset", kept, out_);
  }
  void WriteOwn();

  const Document& document_;
  NodeId node_;
  const net::Url* base_;
  std::string& out_;
};

void AttributeWriter::WriteOwn() {
  const auto printable = [](char c) { return static_cast<unsigned char>(c) >= ' '; };
  switch (document_.tag(node_)) {
    case kA:
      CopyUrl(Attr::kHref, "href", Schemes::kWebAndMail);
      AddAttribute("rel", "noopener nofollow", out_);
      break;
    case kImg:
      AddAttribute("src", ImageUrl(document_, node_, base_), out_);
      CopySrcset();
      AddAttribute("alt", document_.attribute(node_, Attr::kAlt), out_);
      CopyNumber(Attr::kWidth, "width");
      CopyNumber(Attr::kHeight, "height");
      AddAttribute("loading", "lazy", out_);
      break;
    case kSource:
      CopyUrl(Attr::kSrc, "src", Schemes::kWeb);
      CopySrcset();
      Copy(Attr::kType, "type", printable);
      break;
    case kVideo:
      CopyUrl(Attr::kPoster, "poster", Schemes::kWeb);
      CopyNumber(Attr::kWidth, "width");
      CopyNumber(Attr::kHeight, "height");
      [[fallthrough]];
    case kAudio:
      CopyUrl(Attr::kSrc, "src", Schemes::kWeb);
      out_ += " controls=\"\" preload=\"none\"";
      break;
    case kTd:
    case kTh:
      CopyNumber(Attr::kColspan, "colspan");
      CopyNumber(Attr::kRowspan, "rowspan");
      break;
    case kOl:
      CopyNumber(Attr::kStart, "start");
      break;
    case kTime:
      Copy(Attr::kDatetime, "datetime", printable);
      break;
    default:
      break;
  }
}

// Tags between which the standard allows no text and only certain elements. Without their table
// they would be taken apart by the next parser.
bool IsTablePart(Tag tag) {
  return tag == kTr || tag == kTd || tag == kTh || tag == kTbody || tag == kThead ||
         tag == kTfoot || tag == kCaption || tag == kCol || tag == kColgroup;
}

// Whether `child` may stand in `parent` so that every parser reads the same tree back.
bool MayNest(const std::vector<Tag>& open, Tag child) {
  const Tag parent = open.empty() ? kDiv : open.back();
  switch (child) {
    case kTr:
      return parent == kTable || parent == kTbody || parent == kThead || parent == kTfoot;
    case kTd:
    case kTh:
      return parent == kTr;
    case kTbody:
    case kThead:
    case kTfoot:
    case kCaption:
    case kColgroup:
      return parent == kTable;
    case kCol:
      return parent == kColgroup;
    case kSource:
      return parent == kPicture || parent == kVideo || parent == kAudio;
    case kA:
    case kFigcaption:
      return std::ranges::find(open, child) == open.end() || child == kFigcaption;
    default:
      return true;
  }
}

class Writer {
 public:
  Writer(const Document& document, const net::Url* base, std::string& out)
      : document_(document), base_(base), out_(out) {}

  void Write(NodeId root) {
    for (NodeId node = root; node < document_.subtree_end(root);) {
      CloseBefore(node);
      node = WriteNode(node);
    }
    CloseBefore(kNoNode);
  }

 private:
  // Deeper than this the tags go and the content stays, as everywhere (document.h).
  static constexpr size_t kDeepestOutput = 128;

  struct Pending {
    Tag tag;
    NodeId end;
  };

  void CloseBefore(NodeId node) {
    while (!pending_.empty() && pending_.back().end <= node) {
      out_ += "</";
      out_ += TagName(pending_.back().tag);
      out_ += ">";
      pending_.pop_back();
      open_.pop_back();
    }
  }

  // Text between the parts of a table would be moved out of it by the next parser.
  bool TextMayStand() const {
    return open_.empty() || open_.back() == kTd || open_.back() == kTh ||
           open_.back() == kCaption || (open_.back() != kTable && !IsTablePart(open_.back()));
  }

  NodeId WriteNode(NodeId node) {
    const Tag tag = document_.tag(node);
    if (tag == kText) {
      if (TextMayStand()) text::AppendEscaped(document_.text(node), out_);
      return node + 1;
    }
    const Fate fate = kFates[static_cast<size_t>(tag)];
    if (fate == Fate::kDrop) return document_.subtree_end(node);
    const bool keep = fate == Fate::kKeep && pending_.size() < kDeepestOutput &&
                      MayNest(open_, tag) && (TextMayStand() || IsTablePart(tag)) &&
                      !(tag == kImg && ImageUrl(document_, node, base_).empty());
    if (!keep) return node + 1;
    out_.push_back('<');
    out_ += TagName(tag);
    AttributeWriter(document_, node, base_, out_).Write();
    out_.push_back('>');
    if (!Has(tag, kVoidTag)) {
      pending_.push_back({tag, document_.subtree_end(node)});
      open_.push_back(tag);
    }
    return node + 1;
  }

  const Document& document_;
  const net::Url* base_;
  std::string& out_;
  std::vector<Pending> pending_;
  std::vector<Tag> open_;
};

}  // namespace

std::string BestOfSrcset(std::string_view srcset, const net::Url* base) {
  std::string best;
  double best_value = -1;
  for (const Candidate& candidate : ParseSrcset(srcset)) {
    const double value = DescriptorValue(candidate.descriptor);
    if (value <= best_value) continue;
    std::string url = SafeUrl(candidate.url, base, Schemes::kWeb);
    if (url.empty()) continue;
    best = std::move(url);
    best_value = value;
  }
  return best;
}

std::string ImageUrl(const Document& document, NodeId node, const net::Url* base) {
  // A lazy image carries a placeholder in src; what scripts would put there is the real one.
  for (const Attr id : {Attr::kDataSrc, Attr::kDataLazySrc, Attr::kDataOriginal, Attr::kSrc}) {
    const std::string_view value = document.attribute(node, id);
    std::string url =
        IsSrcset(value) ? BestOfSrcset(value, base) : SafeUrl(value, base, Schemes::kWeb);
    if (!url.empty()) return url;
  }
  for (const Attr id : {Attr::kSrcset, Attr::kDataSrcset}) {
    std::string url = BestOfSrcset(document.attribute(node, id), base);
    if (!url.empty()) return url;
  }
  return {};
}

void SanitiseNode(const Document& document, NodeId root, const net::Url* base, std::string& out) {
  Writer(document, base, out).Write(root);
}

std::string Sanitise(std::string_view html, std::string_view base_url) {
  const Document document = ParseFragment(html);  // it is to stand inside of a page
  auto base = net::Url::Parse(base_url);
  if (base) base = base->WithoutUserInfo();
  std::string out;
  SanitiseNode(document, kRoot, base ? &*base : nullptr, out);
  return out;
}

}  // namespace html
