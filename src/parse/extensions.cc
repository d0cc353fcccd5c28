// What extensions say of an entry: Dublin Core, content, slash, wfw, threading, licences. Media
// RSS, podcasts and places have files of their own.

#include <utility>

#include "parse/people.h"
#include "parse/xml_feed.h"

namespace parse {
namespace {

// dcterms:valid is "start=2002-10-13T09:00+01:00;end=2002-10-17T17:00+01:00;scheme=W3C-DTF".
std::optional<base::Instant> EndOfValidity(const XmlFeed& in, std::string_view text) {
  const size_t at = text.find("end=");
  if (at == std::string_view::npos) return std::nullopt;
  return in.draft.Time(text.substr(at + 4, text.find(';', at) - at - 4));
}

void ReadDublinCore(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  switch (tree.name(node)) {
    case Name::kCreator:
    case Name::kAuthor:
      ReadAtomPerson(in, node, "author", entry.people);
      break;
    case Name::kContributor:
      ReadAtomPerson(in, node, "contributor", entry.people);
      break;
    case Name::kPublisher:
      ReadAtomPerson(in, node, "publisher", entry.people);
      break;
    case Name::kDate:
    case Name::kIssued:
    case Name::kCreated:
      if (!entry.published || tree.name(node) == Name::kIssued) {
        if (const auto time = in.draft.Time(tree.Text(node))) entry.published = time;
      }
      break;
    case Name::kModified:
      if (!entry.updated) entry.updated = in.draft.Time(tree.Text(node));
      break;
    case Name::kValid:
      if (!entry.expires) entry.expires = EndOfValidity(in, tree.Text(node));
      break;
    case Name::kSubject:
      AddCategory({std::string(tree.Text(node)), {}, {}}, entry.categories);
      break;
    case Name::kLanguage:
      entry.language = LanguageTag(tree.Text(node));
      break;
    case Name::kTitle:
      if (entry.title.empty()) entry.title = Draft::Line(in.EscapedMarkup(node));
      break;
    case Name::kDescription:
    case Name::kAbstract:
      if (entry.summary.empty()) in.draft.SetDescription(in.EscapedMarkup(node), entry);
      break;
    case Name::kIdentifier:
      if (entry.key.empty()) entry.key = TrimSpace(tree.Text(node));
      break;
    case Name::kRights:
      SetOnce(entry.rights, Draft::Line(in.EscapedMarkup(node)));
      break;
    case Name::kLicense:
      SetOnce(entry.license, LicenseAddress(in, node));
      break;
    default:
      break;
  }
}

// How many answers there are, and where.
void ReadAnswers(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  const Space space = tree.space(node);
  const Name name = tree.name(node);
  const bool counts = (space == Space::kSlash && name == Name::kComments) ||
                      (space == Space::kThreading && name == Name::kTotal);
  if (counts) {
    const auto count = Number(tree.Text(node));
    if (count) entry.replies.Make().count = count;
  } else if (space == Space::kWellFormedWeb && name == Name::kCommentRss) {
    std::string url = in.UrlOf(node);
    if (!url.empty()) SetOnce(entry.replies.Make().feed, std::move(url));
  } else if (space == Space::kThreading && name == Name::kInReplyTo) {
    constexpr size_t kMost = 20;
    model::InReplyTo other;
    other.reference = TrimSpace(tree.Attribute(node, Name::kRef));
    other.url = in.UrlOf(node, Name::kHref);
    other.type = MediaType(tree.Attribute(node, Name::kType));
    other.source = in.UrlOf(node, Name::kSource);
    const bool says_something = !other.reference.empty() || !other.url.empty();
    if (says_something && entry.in_reply_to.size() < kMost) {
      entry.in_reply_to.push_back(std::move(other));
    }
  }
}

}  // namespace

void ReadExtension(XmlFeed& in, XmlId node, model::Entry& entry) {
  const Name name = in.tree.name(node);
  switch (in.tree.space(node)) {
    case Space::kMedia:
      ReadMedia(in, node, entry);
      break;
    case Space::kItunes:
      ReadItunes(in, node, entry);
      break;
    case Space::kPodcast:
      ReadPodcast(in, node, entry);
      break;
    case Space::kChapters:
      ReadChapters(in, node, entry);
      break;
    case Space::kDublinCore:
    case Space::kDublinCoreTerms:
      ReadDublinCore(in, node, entry);
      break;
    case Space::kGeoRss:
    case Space::kGml:
    case Space::kGeo:
      ReadPlace(in, node, entry);
      break;
    case Space::kSlash:
    case Space::kWellFormedWeb:
    case Space::kThreading:
      ReadAnswers(in, node, entry);
      break;
    case Space::kCreativeCommons:
      if (name == Name::kLicense) SetOnce(entry.license, LicenseAddress(in, node));
      break;
    case Space::kContent:
      if (name == Name::kEncoded || name == Name::kItems || name == Name::kPayload) {
        entry.content = in.SafeOf(node);
      }
      break;
    case Space::kFeedBurner:
      if (name == Name::kOrigLink) {
        if (std::string url = in.UrlOf(node); !url.empty()) entry.url = std::move(url);
      }
      break;
    case Space::kXhtml:
      if ((name == Name::kBody || name == Name::kDiv) && entry.content.empty()) {
        entry.content = in.SafeOf(node);
      }
      break;
    case Space::kAtom:
      ReadAtomElement(in, node, entry);
      break;
    default:
      break;  // nothing of ours
  }
}

}  // namespace parse
