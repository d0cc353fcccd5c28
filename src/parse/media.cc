// Media RSS (https://www.rssboard.org/media-rss).
//
// A <media:content> is a file; <media:group> holds several renditions of one thing. Title, picture,
// credit and the like stand in the content, in the group, or in the entry, and hold for all that is
// inside of what they stand in.

#include <utility>

#include "parse/people.h"
#include "parse/xml_feed.h"

namespace parse {
namespace {

constexpr int kDeepest = 3;  // entry, group, content
constexpr std::string_view kMediaScheme = "http://search.yahoo.com/mrss/category_schema";

struct Shared {
  std::string title;
  std::string credit;
};

class MediaReader {
 public:
  MediaReader(XmlFeed& in, model::Entry& entry) : in_(in), tree_(in.tree), entry_(entry) {}

  void Element(XmlId node, const Shared& shared, int depth) {
    switch (tree_.name(node)) {
      case Name::kGroup:
        Children(node, SharedBelow(node, shared), depth);
        break;
      case Name::kContent:
        Content(node, SharedBelow(node, shared), depth);
        break;
      case Name::kThumbnail:
        Thumbnail(node, shared);
        break;
      case Name::kTitle:
        if (entry_.title.empty()) entry_.title = Draft::Line(in_.AtomMarkup(node));
        break;
      case Name::kDescription:
        if (entry_.summary.empty()) entry_.summary = Draft::Plain(in_.AtomMarkup(node));
        break;
      default:
        Rare(node);
    }
  }

 private:
  // What holds for all that stands in the node.
  Shared SharedBelow(XmlId node, const Shared& around) {
    Shared shared = around;
    for (XmlId at = tree_.first_child(node); at != kNoXml; at = tree_.next_sibling(at)) {
      if (tree_.Is(at, Space::kMedia, Name::kTitle)) {
        shared.title = Draft::Line(in_.AtomMarkup(at));
      } else if (tree_.Is(at, Space::kMedia, Name::kCredit)) {
        shared.credit = Draft::Line({tree_.Text(at), true, nullptr});
      }
    }
    return shared;
  }

  void Children(XmlId node, const Shared& shared, int depth) {
    if (depth >= kDeepest) return;
    for (XmlId at = tree_.first_child(node); at != kNoXml; at = tree_.next_sibling(at)) {
      if (tree_.IsElement(at) && tree_.space(at) == Space::kMedia) Element(at, shared, depth + 1);
    }
  }

  void Content(XmlId node, const Shared& shared, int depth) {
    model::Enclosure enclosure;
    enclosure.url = in_.UrlOf(node, Name::kUrl);
    enclosure.type = MediaType(tree_.Attribute(node, Name::kType));
    enclosure.bytes = Number(tree_.Attribute(node, Name::kFileSize));
    enclosure.seconds = Duration(tree_.Attribute(node, Name::kDuration));
    enclosure.medium = LowerAscii(TrimSpace(tree_.Attribute(node, Name::kMedium)));
    enclosure.language = LanguageTag(tree_.Attribute(node, Name::kLang));
    enclosure.width = Number(tree_.Attribute(node, Name::kWidth));
    enclosure.height = Number(tree_.Attribute(node, Name::kHeight));
    enclosure.title = shared.title;
    for (XmlId at = tree_.first_child(node); at != kNoXml; at = tree_.next_sibling(at)) {
      if (tree_.Is(at, Space::kMedia, Name::kPlayer)) enclosure.player = in_.UrlOf(at, Name::kUrl);
    }
    if (enclosure.type.starts_with("image/") || enclosure.medium == "image") {
      Draft::AddPicture(
          {enclosure.url, shared.title, shared.credit, enclosure.width, enclosure.height}, entry_);
    }
    Draft::AddEnclosure(std::move(enclosure), entry_);
    Children(node, shared, depth);
  }

  void Thumbnail(XmlId node, const Shared& shared) {
    model::Picture picture;
    picture.url = in_.UrlOf(node, Name::kUrl);
    if (picture.url.empty()) picture.url = in_.UrlOf(node);
    picture.title = shared.title;
    picture.credit = shared.credit;
    picture.width = Number(tree_.Attribute(node, Name::kWidth));
    picture.height = Number(tree_.Attribute(node, Name::kHeight));
    Draft::AddPicture(std::move(picture), entry_);
  }

  void Rare(XmlId node) {
    switch (tree_.name(node)) {
      case Name::kKeywords:
        AddKeywords(tree_.Text(node), {}, entry_.categories);
        break;
      case Name::kCategory:
        ReadCategory(in_, node, entry_.categories, kMediaScheme);
        break;
      case Name::kCredit: {
        const std::string role = LowerAscii(TrimSpace(tree_.Attribute(node, Name::kRole)));
        AddPeople(tree_.Text(node), role.empty() ? "credit" : role, entry_.people);
        break;
      }
      case Name::kCopyright:
        SetOnce(entry_.rights, Draft::Line(in_.EscapedMarkup(node)));
        SetOnce(entry_.license, in_.UrlOf(node, Name::kUrl));
        break;
      case Name::kLicense:
        SetOnce(entry_.license, LicenseAddress(in_, node));
        break;
      case Name::kRating:
        if (const auto is_explicit = YesOrNo(tree_.Text(node))) {
          entry_.podcast.Make().is_explicit = is_explicit;
        }
        break;
      case Name::kSubtitle:
        Subtitle(node);
        break;
      case Name::kLocation:
        for (XmlId at = tree_.first_child(node); at != kNoXml; at = tree_.next_sibling(at)) {
          if (tree_.IsElement(at)) ReadPlace(in_, at, entry_);
        }
        break;
      default:
        break;
    }
  }

  void Subtitle(XmlId node) {
    model::Transcript transcript;
    transcript.url = in_.UrlOf(node, Name::kHref);
    transcript.type = MediaType(tree_.Attribute(node, Name::kType));
    transcript.language = LanguageTag(tree_.Attribute(node, Name::kLang));
    transcript.relation = "captions";
    if (!transcript.url.empty()) entry_.podcast.Make().transcripts.push_back(std::move(transcript));
  }

  XmlFeed& in_;
  const XmlTree& tree_;
  model::Entry& entry_;
};

}  // namespace

void ReadMedia(XmlFeed& in, XmlId node, model::Entry& entry) {
  MediaReader(in, entry).Element(node, {}, 1);
}

}  // namespace parse
