// What a feed says of itself: <channel> of RSS, RDF and CDF, <feed> of Atom, <source> of an entry.

#include <utility>

#include "parse/people.h"
#include "parse/xml_feed.h"

namespace parse {
namespace {

// <image>: of RSS with a <url> in it, of iTunes with an attribute, of others with a text.
void TakeImage(XmlFeed& in, XmlId node, model::FeedAbout& about) {
  SetOnce(about.image, ImageAddress(in, node));
  SetOnce(about.icon, about.image);
}

void TakeGenerator(XmlFeed& in, XmlId node, model::Generator& generator) {
  const XmlTree& tree = in.tree;
  SetOnce(generator.name, Draft::Line({tree.Text(node), false, nullptr}));
  SetOnce(generator.version, std::string(TrimSpace(tree.Attribute(node, Name::kVersion))));
  SetOnce(generator.url, in.UrlOf(node, Name::kUri));
  SetOnce(generator.url, in.UrlOf(node, Name::kUrl));
}

void TakeTime(const XmlFeed& in, XmlId node, std::optional<base::Instant>& time) {
  if (!time) time = in.draft.Time(in.tree.Text(node));
}

void ReadCore(XmlFeed& in, XmlId node, model::FeedAbout& about) {
  const XmlTree& tree = in.tree;
  switch (tree.name(node)) {
    case Name::kTitle:
      SetOnce(about.title, in.LineOf(node));
      break;
    case Name::kTagline:
    case Name::kSubtitle:
      if (std::string text = in.PlainOf(node); !text.empty()) about.description = std::move(text);
      break;
    case Name::kDescription:
    case Name::kAbstract:
    case Name::kInfo:
      SetOnce(about.description, in.PlainOf(node));
      break;
    case Name::kLink:
      if (tree.space(node) == Space::kAtom || in.dialect == Dialect::kAtom) {
        ReadAboutLink(in, node, about);
      } else if (about.home.empty()) {
        about.home = in.UrlOf(node);
        if (about.home.empty()) ReadAboutLink(in, node, about);
      }
      break;
    case Name::kId:
    case Name::kGuid:
      SetOnce(about.id, std::string(TrimSpace(tree.Text(node))));
      break;
    case Name::kLanguage:
      if (std::string tag = LanguageTag(tree.Text(node)); !tag.empty()) {
        about.language = std::move(tag);
      }
      break;
    case Name::kImage:
      TakeImage(in, node, about);
      break;
    case Name::kIcon:
      if (std::string url = in.UrlOf(node); !url.empty()) about.icon = std::move(url);
      break;
    case Name::kLogo:
      SetOnce(about.image, in.UrlOf(node));
      SetOnce(about.icon, about.image);
      break;
    case Name::kCopyright:
    case Name::kRights:
      SetOnce(about.rights, in.LineOf(node));
      break;
    case Name::kLicense:
      SetOnce(about.license, LicenseAddress(in, node));
      break;
    case Name::kGenerator:
      TakeGenerator(in, node, about.generator);
      break;
    case Name::kAuthor:
    case Name::kCreator:
      ReadAtomPerson(in, node, "author", about.people);
      break;
    case Name::kContributor:
      ReadAtomPerson(in, node, "contributor", about.people);
      break;
    case Name::kManagingEditor:
      ReadAtomPerson(in, node, "editor", about.people);
      break;
    case Name::kWebMaster:
      ReadAtomPerson(in, node, "webmaster", about.people);
      break;
    case Name::kPublisher:
      ReadAtomPerson(in, node, "publisher", about.people);
      break;
    case Name::kCategory:
      ReadCategory(in, node, about.categories);
      break;
    case Name::kSubject:
      AddCategory({std::string(tree.Text(node)), {}, {}}, about.categories);
      break;
    case Name::kKeywords:
      AddKeywords(tree.Text(node), {}, about.categories);
      break;
    case Name::kPubDate:
    case Name::kPublished:
    case Name::kIssued:
    case Name::kCreated:
      TakeTime(in, node, about.published);
      break;
    case Name::kLastBuildDate:
    case Name::kUpdated:
    case Name::kModified:
    case Name::kDate:
      TakeTime(in, node, about.updated);
      break;
    default:
      break;
  }
}

void ReadItunesAbout(XmlFeed& in, XmlId node, model::FeedAbout& about) {
  const XmlTree& tree = in.tree;
  switch (tree.name(node)) {
    case Name::kAuthor:
      if (!HasAuthor(about.people)) ReadAtomPerson(in, node, "author", about.people);
      break;
    case Name::kOwner:
      ReadAtomPerson(in, node, "owner", about.people);
      break;
    case Name::kImage:
      TakeImage(in, node, about);
      break;
    case Name::kLink:
      if (tree.Attribute(node, Name::kRel) == "image") TakeImage(in, node, about);
      break;
    case Name::kSummary:
    case Name::kSubtitle:
      SetOnce(about.description, in.PlainOf(node));
      break;
    case Name::kTitle:
      SetOnce(about.title, in.LineOf(node));
      break;
    case Name::kCategory:
      ReadItunesCategory(tree, node, about.categories);
      break;
    case Name::kKeywords:
      AddKeywords(tree.Text(node), kItunesScheme, about.categories);
      break;
    default:
      break;
  }
}

}  // namespace

void ReadAbout(XmlFeed& in, XmlId node, model::FeedAbout& about) {
  const XmlTree& tree = in.tree;
  const Name name = tree.name(node);
  switch (tree.space(node)) {
    case Space::kItunes:
      ReadItunesAbout(in, node, about);
      break;
    case Space::kDublinCore:
    case Space::kDublinCoreTerms:
      // The language that the format itself states goes before.
      if (name != Name::kLanguage || about.language.empty()) ReadCore(in, node, about);
      break;
    case Space::kCreativeCommons:
      if (name == Name::kLicense) SetOnce(about.license, LicenseAddress(in, node));
      break;
    case Space::kMedia:
      if (name == Name::kThumbnail) SetOnce(about.image, in.UrlOf(node, Name::kUrl));
      if (name == Name::kCategory) ReadCategory(in, node, about.categories);
      if (name == Name::kKeywords) AddKeywords(tree.Text(node), {}, about.categories);
      break;
    case Space::kPodcast:
      if (name == Name::kPerson) ReadAtomPerson(in, node, "host", about.people);
      if (name == Name::kLicense) SetOnce(about.license, LicenseAddress(in, node));
      if (name == Name::kGuid) SetOnce(about.id, std::string(TrimSpace(tree.Text(node))));
      break;
    case Space::kAdmin:
      if (name == Name::kGeneratorAgent) {
        SetOnce(about.generator.url,
                in.UrlIn(node, tree.Attribute(node, Name::kResource, Space::kRdf)));
      }
      break;
    case Space::kAtom:
    case Space::kNone:
    case Space::kRss1:
    case Space::kXhtml:
      ReadCore(in, node, about);
      break;
    default:
      break;
  }
}

void ReadAboutLink(XmlFeed& in, XmlId node, model::FeedAbout& about) {
  const std::string rel = LowerAscii(TrimSpace(in.tree.Attribute(node, Name::kRel)));
  std::string url = in.UrlOf(node, Name::kHref);
  if (url.empty()) return;
  if (rel.empty() || rel == "alternate") {
    const std::string type = MediaType(in.tree.Attribute(node, Name::kType));
    if (type.empty() || type.contains("html")) SetOnce(about.home, std::move(url));
  } else if (rel == "self") {
    SetOnce(about.self, std::move(url));
  } else if (rel == "hub") {
    SetOnce(about.hub, url);
    if (about.hubs.size() < 20) about.hubs.push_back(std::move(url));
  } else if (rel == "license" || rel == "copyright") {
    SetOnce(about.license, std::move(url));
  } else if (rel == "icon" || rel == "shortcut icon") {
    SetOnce(about.icon, std::move(url));
  }
}

std::string ImageAddress(XmlFeed& in, XmlId node) {
  const XmlTree& tree = in.tree;
  std::string url = in.UrlOf(node, Name::kHref);
  if (url.empty()) url = in.UrlOf(node, Name::kUrl);
  for (XmlId child = tree.first_child(node); child != kNoXml && url.empty();
       child = tree.next_sibling(child)) {
    const Name name = tree.name(child);
    if (name == Name::kUrl || name == Name::kHref) url = in.UrlOf(child);
    if (name == Name::kImg) url = in.UrlOf(child, Name::kSrc);
  }
  if (url.empty()) url = in.UrlIn(node, tree.Attribute(node, Name::kResource, Space::kRdf));
  if (url.empty() && !tree.HasElements(node)) url = in.UrlOf(node);
  return url;
}

std::string LicenseAddress(XmlFeed& in, XmlId node) {
  std::string url = in.UrlIn(node, in.tree.Attribute(node, Name::kResource, Space::kRdf));
  if (url.empty()) url = in.UrlOf(node, Name::kHref);
  if (url.empty()) url = in.UrlOf(node, Name::kUrl);
  if (url.empty()) {
    // Text is a name as often as an address.
    const std::string_view text = TrimSpace(in.tree.Text(node));
    if (text.contains("://") && !text.contains(' ')) url = in.UrlIn(node, text);
  }
  return url;
}

}  // namespace parse
