// RSS 0.90 to 2.0 (https://www.rssboard.org/rss-specification), RDF Site Summary 1.0 and 1.1
// (https://web.resource.org/rss/1.0/spec), and Microsoft's Channel Definition Format, which differ
// in where the items stand more than in what is in them.

#include <utility>
#include <vector>

#include "parse/people.h"
#include "parse/xml_feed.h"

namespace parse {
namespace {

bool IsCore(Space space) {
  return space == Space::kNone || space == Space::kRss1;
}

class RssReader {
 public:
  explicit RssReader(XmlFeed& in) : in_(in), tree_(in.tree), feed_(in.draft.feed()) {}

  void Run(XmlId root) {
    feed_.language = in_.LanguageOf(root);
    std::vector<XmlId> items;
    if (IsCore(tree_.space(root)) && tree_.name(root) == Name::kChannel) Channel(root);
    // Channels and items stand below the root in RDF, items in the channel in RSS, in <items> in
    // RSS 1.1, and CDF nests channels: whatever is an item counts, in the order of the document.
    for (XmlId node = root + 1; node < tree_.subtree_end(root);) {
      const bool core = tree_.IsElement(node) && IsCore(tree_.space(node));
      if (core && tree_.name(node) == Name::kItem) {
        items.push_back(node);
        node = tree_.subtree_end(node);
        continue;
      }
      if (core && tree_.name(node) == Name::kChannel) Channel(node);
      if (core && tree_.name(node) == Name::kNewLocation) {
        SetOnce(feed_.moved_to, in_.UrlOf(node));
      }
      ++node;
    }
    ImageBesideChannel(root);
    feed_.entries.reserve(std::min(items.size(), kMostEntries));
    for (const XmlId item : items) {
      if (!in_.draft.HasRoom()) return;
      Item(item);
    }
  }

 private:
  void Channel(XmlId channel) {
    if (feed_.language.empty()) feed_.language = in_.LanguageOf(channel);
    for (XmlId node = tree_.first_child(channel); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node) || tree_.name(node) == Name::kItem) continue;
      ReadAbout(in_, node, feed_);
      ReadOwn(node);
    }
    // CDF: <CHANNEL HREF="…">.
    SetOnce(feed_.home, in_.UrlOf(channel, Name::kHref));
    if (feed_.updated == std::nullopt) {
      feed_.updated = in_.draft.Time(tree_.Attribute(channel, Name::kLastMod));
    }
    if (feed_.id.empty()) {
      feed_.id = TrimSpace(tree_.Attribute(channel, Name::kAbout, Space::kRdf));
    }
  }

  // What only the feed itself says, not the source of an entry.
  void ReadOwn(XmlId node) {
    const Space space = tree_.space(node);
    const Name name = tree_.name(node);
    if (space == Space::kItunes || space == Space::kPodcast) {
      Podcast(node);
    } else if (space == Space::kSyndication) {
      Syndication(node);
    } else if (IsCore(space) && name == Name::kTtl) {
      feed_.ttl_minutes = Number(tree_.Text(node));
    }
  }

  void Podcast(XmlId node) {
    const bool itunes = tree_.space(node) == Space::kItunes;
    switch (tree_.name(node)) {
      case Name::kExplicit:
        feed_.podcast.Make().is_explicit = YesOrNo(tree_.Text(node));
        break;
      case Name::kBlock:
        if (itunes) feed_.podcast.Make().is_blocked = IsBlocking(tree_.Text(node));
        break;
      case Name::kNewFeedUrl:
        SetOnce(feed_.moved_to, in_.UrlOf(node));
        break;
      case Name::kType:
        if (itunes) feed_.podcast.Make().kind = LowerAscii(TrimSpace(tree_.Text(node)));
        break;
      case Name::kFunding:
        SetOnce(feed_.podcast.Make().funding, in_.UrlOf(node, Name::kUrl));
        break;
      default:
        break;
    }
  }

  // How often the feed is written anew: "hourly", 2 times.
  void Syndication(XmlId node) {
    if (tree_.name(node) == Name::kUpdateFrequency) {
      times_ = Number(tree_.Text(node)).value_or(1);
    } else if (tree_.name(node) == Name::kUpdatePeriod) {
      const std::string period = LowerAscii(TrimSpace(tree_.Text(node)));
      period_ = period == "hourly"    ? 60
                : period == "daily"   ? 24 * 60
                : period == "weekly"  ? 7 * 24 * 60
                : period == "monthly" ? 30 * 24 * 60
                                      : 0;
    }
    if (period_ > 0 && times_ > 0) feed_.update_minutes = std::max<int64_t>(period_ / times_, 1);
  }

  // RDF has the image beside the channel.
  void ImageBesideChannel(XmlId root) {
    for (XmlId node = tree_.first_child(root); node != kNoXml; node = tree_.next_sibling(node)) {
      if (IsCore(tree_.space(node)) && tree_.name(node) == Name::kImage)
        ReadAbout(in_, node, feed_);
    }
  }

  void Item(XmlId item) {
    model::Entry& entry = in_.draft.Begin();
    std::string permalink;
    entry.language = in_.LanguageOfEntry(item);
    bool has_extensions = false;
    for (XmlId node = tree_.first_child(item); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      if (IsCore(tree_.space(node))) {
        ItemElement(node, entry, permalink);
      } else {
        has_extensions = true;
      }
    }
    // What the format itself says goes before what an extension says: two passes.
    for (XmlId node = tree_.first_child(item); node != kNoXml && has_extensions;
         node = tree_.next_sibling(node)) {
      if (tree_.IsElement(node) && !IsCore(tree_.space(node))) ReadExtension(in_, node, entry);
    }
    if (has_extensions) ReadPointOf(tree_, item, entry);
    Complete(item, std::move(permalink), entry);
    in_.draft.Finish();
  }

  void Complete(XmlId item, std::string permalink, model::Entry& entry) {
    SetOnce(entry.url, std::move(permalink));
    if (tree_.attribute_count(item) > 0) {
      const std::string_view about = TrimSpace(tree_.Attribute(item, Name::kAbout, Space::kRdf));
      if (entry.url.empty()) entry.url = in_.UrlIn(item, about);
      if (entry.url.empty()) entry.url = in_.UrlOf(item, Name::kHref);  // CDF
      if (entry.key.empty()) entry.key = about;
      if (!entry.updated) entry.updated = in_.draft.Time(tree_.Attribute(item, Name::kLastMod));
    }
    if (entry.title.empty() && entry.summary.empty() && entry.url.empty() && entry.key.empty() &&
        !tree_.HasElements(item)) {
      // <item>text</item> of nobody's format.
      in_.draft.SetDescription(in_.EscapedMarkup(item), entry);
    }
  }

  void ItemElement(XmlId node, model::Entry& entry, std::string& permalink) {
    switch (tree_.name(node)) {
      case Name::kTitle:
        if (entry.title.empty()) entry.title = in_.LineOf(node);
        break;
      case Name::kLink:
      case Name::kUrl:
        if (entry.url.empty()) entry.url = in_.UrlOf(node);
        if (entry.url.empty()) ReadEntryLink(in_, node, entry);
        break;
      case Name::kDescription:
      case Name::kSummary:
      case Name::kAbstract:
        Description(node, entry);
        break;
      case Name::kEncoded:
      case Name::kFullItem:
      case Name::kBody:
      case Name::kContent:
        entry.content = in_.SafeOf(node);
        break;
      case Name::kGuid:
      case Name::kId:
        Guid(node, entry, permalink);
        break;
      case Name::kPubDate:
      case Name::kPublished:
      case Name::kDate:
      case Name::kIssued:
      case Name::kCreated:
        if (!entry.published) entry.published = in_.draft.Time(tree_.Text(node));
        break;
      case Name::kModified:
      case Name::kUpdated:
      case Name::kLastBuildDate:
        if (!entry.updated) entry.updated = in_.draft.Time(tree_.Text(node));
        break;
      default:
        RareItemElement(node, entry);
    }
  }

  void RareItemElement(XmlId node, model::Entry& entry) {
    switch (tree_.name(node)) {
      case Name::kAuthor:
      case Name::kCreator:
      case Name::kManagingEditor:
        ReadAtomPerson(in_, node, "author", entry.people);
        break;
      case Name::kContributor:
        ReadAtomPerson(in_, node, "contributor", entry.people);
        break;
      case Name::kPublisher:
      case Name::kWebMaster:
        ReadAtomPerson(in_, node, "publisher", entry.people);
        break;
      case Name::kCategory:
        ReadCategory(in_, node, entry.categories);
        break;
      case Name::kKeywords:
      case Name::kTags:
        AddKeywords(tree_.Text(node), {}, entry.categories);
        break;
      case Name::kEnclosure:
        Enclosure(node, entry);
        break;
      case Name::kImage:
        Draft::AddPicture({ImageAddress(in_, node), {}, {}, {}, {}}, entry);
        break;
      case Name::kLanguage:
        entry.language = LanguageTag(tree_.Text(node));
        break;
      case Name::kComments:
        Comments(node, entry);
        break;
      case Name::kSource:
        Source(node, entry);
        break;
      case Name::kCopyright:
      case Name::kRights:
        SetOnce(entry.rights, in_.LineOf(node));
        break;
      case Name::kLicense:
        SetOnce(entry.license, LicenseAddress(in_, node));
        break;
      case Name::kExpirationDate:
        if (const auto time = in_.draft.Time(tree_.Text(node))) entry.expires = time;
        break;
      default:
        break;
    }
  }

  // Of two texts the second is the content, if nothing else is.
  void Description(XmlId node, model::Entry& entry) {
    const bool second = !entry.summary.empty() && entry.content.empty();
    in_.draft.SetDescription(in_.EscapedMarkup(node), entry);
    if (second && entry.content.empty()) entry.content = in_.SafeOf(node);
  }

  void Comments(XmlId node, model::Entry& entry) {
    std::string url = in_.UrlOf(node);
    if (!url.empty()) SetOnce(entry.replies.Make().url, std::move(url));
  }

  // <source url="…">Title</source>: the feed that it was taken from.
  void Source(XmlId node, model::Entry& entry) {
    model::FeedAbout about;
    about.self = in_.UrlOf(node, Name::kUrl);
    about.title = in_.LineOf(node);
    if (about.self.empty() && about.title.empty()) return;
    if (!entry.taken_from) entry.taken_from.Make() = std::move(about);
  }

  void Guid(XmlId node, model::Entry& entry, std::string& permalink) {
    const std::string_view text = TrimSpace(tree_.Text(node));
    if (entry.key.empty()) entry.key = text;
    if (IsSameLetters(TrimSpace(tree_.Attribute(node, Name::kIsPermaLink)), "false")) return;
    // Many give an opaque id without saying that it is no link: only what is absolute is one.
    if (text.starts_with("http://") || text.starts_with("https://")) {
      permalink = in_.UrlIn(node, text);
    }
  }

  void Enclosure(XmlId node, model::Entry& entry) {
    model::Enclosure enclosure;
    enclosure.url = in_.UrlOf(node, Name::kUrl);
    if (enclosure.url.empty()) enclosure.url = in_.UrlOf(node, Name::kHref);
    enclosure.type = MediaType(tree_.Attribute(node, Name::kType));
    enclosure.bytes = Number(tree_.Attribute(node, Name::kLength));
    enclosure.seconds = Duration(tree_.Attribute(node, Name::kDuration));
    if (enclosure.type.starts_with("image/")) {
      Draft::AddPicture({enclosure.url, {}, {}, {}, {}}, entry);
    }
    Draft::AddEnclosure(std::move(enclosure), entry);
  }

  XmlFeed& in_;
  const XmlTree& tree_;
  model::Feed& feed_;
  int64_t period_ = 0;
  int64_t times_ = 1;
};

}  // namespace

void ReadRss(XmlFeed& in, XmlId root) {
  RssReader(in).Run(root);
}

}  // namespace parse
