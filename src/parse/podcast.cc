// Podcasts: Apple's extension (https://help.apple.com/itc/podcasts_connect/#/itcb54353390), the
// podcast namespace (https://podcastindex.org/namespace/1.0), Podlove Simple Chapters
// (https://podlove.org/simple-chapters).

#include <charconv>
#include <utility>

#include "parse/people.h"
#include "parse/xml_feed.h"

namespace parse {
namespace {

constexpr size_t kMostChapters = 1'000;
constexpr size_t kMostTranscripts = 50;

// "HH:MM:SS.mmm", "MM:SS", "SS" in thousandths of a second.
std::optional<int64_t> Milliseconds(std::string_view text) {
  text = TrimSpace(text);
  const size_t dot = std::min(text.find('.'), text.size());
  const auto seconds = Duration(text.substr(0, dot));
  if (!seconds) return std::nullopt;
  int64_t thousandths = 0;
  int64_t unit = 100;
  for (const char c : text.substr(std::min(dot + 1, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    thousandths += (c - '0') * unit;
    unit /= 10;
  }
  return *seconds * 1'000 + thousandths;
}

void ReadTranscript(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  model::Transcript transcript;
  transcript.url = in.UrlOf(node, Name::kUrl);
  transcript.type = MediaType(tree.Attribute(node, Name::kType));
  transcript.language = LanguageTag(tree.Attribute(node, Name::kLanguage));
  transcript.relation = LowerAscii(TrimSpace(tree.Attribute(node, Name::kRel)));
  if (transcript.url.empty()) return;
  auto& transcripts = entry.podcast.Make().transcripts;
  if (transcripts.size() < kMostTranscripts) transcripts.push_back(std::move(transcript));
}

// podcast:alternateEnclosure: the same recording otherwise, at one or several addresses.
void ReadAlternateEnclosure(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  for (XmlId at = tree.first_child(node); at != kNoXml; at = tree.next_sibling(at)) {
    if (!tree.Is(at, Space::kPodcast, Name::kSource)) continue;
    model::Enclosure enclosure;
    enclosure.url = in.UrlOf(at, Name::kUri);
    enclosure.type = MediaType(tree.Attribute(node, Name::kType));
    enclosure.bytes = Number(tree.Attribute(node, Name::kLength));
    enclosure.height = Number(tree.Attribute(node, Name::kHeight));
    enclosure.language = LanguageTag(tree.Attribute(node, Name::kLang));
    enclosure.title = Draft::Line({tree.Attribute(node, Name::kTitle), false, nullptr});
    Draft::AddEnclosure(std::move(enclosure), entry);
  }
}

// The duration belongs to the recording itself, which the entry names before.
void SetDuration(std::optional<int64_t> seconds, model::Entry& entry) {
  for (model::Enclosure& enclosure : entry.enclosures) {
    if (!enclosure.seconds) enclosure.seconds = seconds;
  }
}

void ReadItunesImage(XmlFeed& in, XmlId node, model::Entry& entry) {
  Draft::AddPicture({ImageAddress(in, node), {}, {}, {}, {}}, entry);
}

}  // namespace

void ReadItunesCategory(const XmlTree& tree, XmlId node, std::vector<model::Category>& categories) {
  for (XmlId at = node; at < tree.subtree_end(node); ++at) {
    if (!tree.Is(at, Space::kItunes, Name::kCategory)) continue;
    AddCategory({std::string(tree.Attribute(at, Name::kText)), std::string(kItunesScheme), {}},
                categories);
  }
}

void ReadItunes(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  switch (tree.name(node)) {
    case Name::kAuthor:
      if (!HasAuthor(entry.people)) ReadAtomPerson(in, node, "author", entry.people);
      break;
    case Name::kDuration:
      SetDuration(Duration(tree.Text(node)), entry);
      break;
    case Name::kImage:
      ReadItunesImage(in, node, entry);
      break;
    case Name::kLink:  // the extension's first version
      if (tree.Attribute(node, Name::kRel) == "image") ReadItunesImage(in, node, entry);
      break;
    case Name::kCategory:
      ReadItunesCategory(tree, node, entry.categories);
      break;
    case Name::kKeywords:
      AddKeywords(tree.Text(node), kItunesScheme, entry.categories);
      break;
    case Name::kSummary:
    case Name::kSubtitle:
      if (entry.summary.empty()) entry.summary = in.PlainOf(node);
      break;
    case Name::kTitle:
      if (entry.title.empty()) entry.title = in.LineOf(node);
      break;
    case Name::kExplicit:
      entry.podcast.Make().is_explicit = YesOrNo(tree.Text(node));
      break;
    case Name::kBlock:
      entry.podcast.Make().is_blocked = IsBlocking(tree.Text(node));
      break;
    case Name::kSeason:
      entry.podcast.Make().season = Number(tree.Text(node));
      break;
    case Name::kEpisode:
      entry.podcast.Make().episode = Number(tree.Text(node));
      break;
    case Name::kEpisodeType:
      entry.podcast.Make().kind = LowerAscii(TrimSpace(tree.Text(node)));
      break;
    default:
      break;
  }
}

void ReadPodcast(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  switch (tree.name(node)) {
    case Name::kTranscript:
      ReadTranscript(in, node, entry);
      break;
    case Name::kChapters:
      if (std::string url = in.UrlOf(node, Name::kUrl); !url.empty()) {
        SetOnce(entry.podcast.Make().chapters_url, std::move(url));
      }
      break;
    case Name::kPerson: {
      const std::string role = LowerAscii(TrimSpace(tree.Attribute(node, Name::kRole)));
      ReadAtomPerson(in, node, role.empty() ? "host" : role, entry.people);
      break;
    }
    case Name::kSeason:
      if (const auto season = Number(tree.Text(node))) entry.podcast.Make().season = season;
      break;
    case Name::kEpisode:
      if (const auto episode = Number(tree.Text(node))) entry.podcast.Make().episode = episode;
      break;
    case Name::kAlternateEnclosure:
      ReadAlternateEnclosure(in, node, entry);
      break;
    case Name::kLicense:
      SetOnce(entry.license, LicenseAddress(in, node));
      SetOnce(entry.rights, in.LineOf(node));
      break;
    case Name::kLocation:
      ReadPlace(in, node, entry);
      break;
    case Name::kFunding:
      if (std::string url = in.UrlOf(node, Name::kUrl); !url.empty()) {
        SetOnce(entry.podcast.Make().funding, std::move(url));
      }
      break;
    default:
      break;
  }
}

void ReadChapters(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  if (tree.name(node) != Name::kChapters) return;
  // A second list is another wording of the first.
  if (entry.podcast && !entry.podcast->chapters.empty()) return;
  for (XmlId at = tree.first_child(node); at != kNoXml; at = tree.next_sibling(at)) {
    if (!tree.Is(at, Space::kChapters, Name::kChapter)) continue;
    const auto start = Milliseconds(tree.Attribute(at, Name::kStart));
    if (!start) continue;
    auto& chapters = entry.podcast.Make().chapters;
    if (chapters.size() >= kMostChapters) return;
    model::Chapter chapter;
    chapter.start_milliseconds = *start;
    chapter.title = Draft::Line({tree.Attribute(at, Name::kTitle), false, nullptr});
    chapter.url = in.UrlOf(at, Name::kHref);
    chapter.image = in.UrlOf(at, Name::kImage);
    chapters.push_back(std::move(chapter));
  }
}

}  // namespace parse
