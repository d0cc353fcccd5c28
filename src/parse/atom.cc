// Atom 1.0 (RFC 4287) and 0.3 (https://www.ietf.org/archive/id/draft-ietf-atompub-format-00.txt).

#include <utility>
#include <vector>

#include "parse/people.h"
#include "parse/xml_feed.h"

namespace parse {
namespace {

bool IsCore(Space space) {
  return space == Space::kAtom || space == Space::kNone;
}

class AtomReader {
 public:
  explicit AtomReader(XmlFeed& in) : in_(in), tree_(in.tree), feed_(in.draft.feed()) {}

  void Run(XmlId root) {
    feed_.language = in_.LanguageOf(root);
    if (tree_.name(root) == Name::kEntry) {
      Entry(root);
      return;
    }
    std::vector<XmlId> entries;
    for (XmlId node = tree_.first_child(root); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      const bool is_entry = tree_.name(node) == Name::kEntry || tree_.name(node) == Name::kItem;
      if (is_entry && IsCore(tree_.space(node))) {
        entries.push_back(node);
      } else {
        ReadAbout(in_, node, feed_);
      }
    }
    // The feed's language and authors are known only now.
    feed_.entries.reserve(std::min(entries.size(), kMostEntries));
    for (const XmlId entry : entries) {
      if (!in_.draft.HasRoom()) return;
      Entry(entry);
    }
  }

 private:
  void Entry(XmlId element) {
    model::Entry& entry = in_.draft.Begin();
    entry.language = in_.LanguageOfEntry(element);
    bool has_extensions = false;
    for (XmlId node = tree_.first_child(element); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      if (IsCore(tree_.space(node))) {
        ReadAtomElement(in_, node, entry);
      } else {
        has_extensions = true;
      }
    }
    for (XmlId node = tree_.first_child(element); node != kNoXml && has_extensions;
         node = tree_.next_sibling(node)) {
      if (tree_.IsElement(node) && !IsCore(tree_.space(node))) ReadExtension(in_, node, entry);
    }
    if (has_extensions) ReadPointOf(tree_, element, entry);
    if (entry.taken_from) in_.draft.InheritAuthors(entry.taken_from->people, entry);
    in_.draft.InheritAuthors(feed_.people, entry);
    // An id that is a web address is where the entry stands when nothing else says where.
    if (entry.url.empty() &&
        (entry.key.starts_with("http://") || entry.key.starts_with("https://"))) {
      entry.url = in_.draft.Resolve(entry.key);
    }
    in_.draft.Finish();
  }

  XmlFeed& in_;
  const XmlTree& tree_;
  model::Feed& feed_;
};

void ReadContent(XmlFeed& in, XmlId node, model::Entry& entry) {
  const std::string_view src = in.tree.Attribute(node, Name::kSrc);
  if (!src.empty()) {  // the content stands elsewhere
    const std::string url = in.UrlIn(node, src);
    std::string type = MediaType(in.tree.Attribute(node, Name::kType));
    if (type.empty() || type.contains("html")) {
      SetOnce(entry.url, url);
    } else {
      model::Enclosure enclosure;
      enclosure.url = url;
      enclosure.type = std::move(type);
      Draft::AddEnclosure(std::move(enclosure), entry);
    }
    return;
  }
  std::string content = in.SafeOf(node);
  // Several contents (0.3 allows alternatives): the longest.
  if (content.size() > entry.content.size()) entry.content = std::move(content);
}

// Of several the last counts; when it was made, only where nothing says when it was published.
void ReadPublished(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  if (tree.name(node) == Name::kCreated && entry.published) {
    for (XmlId at = tree.first_child(tree.parent(node)); at != kNoXml; at = tree.next_sibling(at)) {
      if (tree.name(at) == Name::kIssued || tree.name(at) == Name::kPublished) return;
    }
  }
  if (const auto time = in.draft.Time(tree.Text(node))) entry.published = time;
}

// The feed that the entry was taken from.
void ReadSource(XmlFeed& in, XmlId source, model::Entry& entry) {
  model::FeedAbout& about = entry.taken_from.Make();
  const XmlTree& tree = in.tree;
  for (XmlId node = tree.first_child(source); node != kNoXml; node = tree.next_sibling(node)) {
    if (tree.IsElement(node)) ReadAbout(in, node, about);
  }
  SetOnce(about.language, LanguageTag(tree.Attribute(source, Name::kLang, Space::kXml)));
}

}  // namespace

void ReadAtom(XmlFeed& in, XmlId root) {
  AtomReader(in).Run(root);
}

void ReadAtomElement(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  switch (tree.name(node)) {
    case Name::kTitle:
      if (entry.title.empty()) entry.title = Draft::Line(in.AtomMarkup(node));
      break;
    case Name::kLink:
      ReadEntryLink(in, node, entry);
      break;
    case Name::kId:
    case Name::kGuid:
      if (entry.key.empty()) entry.key = TrimSpace(tree.Text(node));
      break;
    case Name::kPublished:
    case Name::kIssued:
    case Name::kCreated:
      ReadPublished(in, node, entry);
      break;
    case Name::kUpdated:
    case Name::kModified:
      // RFC 4287 has one only; of several the last counts.
      if (const auto time = in.draft.Time(tree.Text(node))) entry.updated = time;
      break;
    case Name::kSummary:
      if (entry.summary.empty()) in.draft.SetDescription(in.AtomMarkup(node), entry);
      break;
    case Name::kContent:
      ReadContent(in, node, entry);
      break;
    case Name::kAuthor:
      ReadAtomPerson(in, node, "author", entry.people);
      break;
    case Name::kContributor:
      ReadAtomPerson(in, node, "contributor", entry.people);
      break;
    case Name::kCategory:
      ReadCategory(in, node, entry.categories);
      break;
    case Name::kRights:
    case Name::kCopyright:
      SetOnce(entry.rights, Draft::Line(in.AtomMarkup(node)));
      break;
    case Name::kSource:
      ReadSource(in, node, entry);
      break;
    default:
      break;
  }
}

void ReadAtomPerson(XmlFeed& in, XmlId person, std::string_view role,
                    std::vector<model::Person>& people) {
  const XmlTree& tree = in.tree;
  model::Person known;
  if (tree.attribute_count(person) > 0) {  // podcast:person
    known.url = in.UrlOf(person, Name::kHref);
    known.image = in.UrlOf(person, Name::kImg);
  }
  if (!tree.HasElements(person)) {
    AddPeople(tree.Text(person), role, people, known);
    return;
  }
  std::string_view name;
  for (XmlId node = tree.first_child(person); node != kNoXml; node = tree.next_sibling(node)) {
    switch (tree.name(node)) {
      case Name::kName:
      case Name::kTitle:
        name = TrimSpace(tree.Text(node));
        break;
      case Name::kEmail:
        known.email = Draft::Line({tree.Text(node), true, nullptr});
        break;
      case Name::kUri:
      case Name::kUrl:
      case Name::kHref:
      case Name::kHomepage:
        known.url = in.UrlOf(node);
        break;
      default:
        break;
    }
  }
  // Some write the name beside the elements.
  AddPeople(name.empty() && known.email.empty() ? TrimSpace(tree.Text(person)) : name, role, people,
            known);
}

void ReadCategory(const XmlFeed& in, XmlId node, std::vector<model::Category>& categories,
                  std::string_view usual_scheme) {
  const XmlTree& tree = in.tree;
  std::string_view term = tree.Attribute(node, Name::kTerm);
  std::string_view scheme = tree.Attribute(node, Name::kScheme);
  if (scheme.empty()) scheme = tree.Attribute(node, Name::kDomain);
  if (scheme.empty()) scheme = usual_scheme;
  if (term.empty()) term = tree.Text(node);
  AddCategory({std::string(term), std::string(TrimSpace(scheme)),
               std::string(tree.Attribute(node, Name::kLabel))},
              categories);
}

void ReadEntryLink(XmlFeed& in, XmlId node, model::Entry& entry) {
  const XmlTree& tree = in.tree;
  const std::string rel = LowerAscii(TrimSpace(tree.Attribute(node, Name::kRel)));
  std::string url = in.UrlOf(node, Name::kHref);
  if (url.empty()) url = in.UrlOf(node);  // some write the address as text
  if (url.empty()) return;
  std::string type = MediaType(tree.Attribute(node, Name::kType));
  if (rel.empty() || rel == "alternate" ||
      rel == "http://www.iana.org/assignments/relation/alternate") {
    if (entry.url.empty() || type.contains("html")) entry.url = std::move(url);
  } else if (rel == "enclosure") {
    model::Enclosure enclosure;
    enclosure.url = std::move(url);
    enclosure.type = std::move(type);
    enclosure.bytes = Number(tree.Attribute(node, Name::kLength));
    enclosure.title = Draft::Line({tree.Attribute(node, Name::kTitle), false, nullptr});
    enclosure.language = LanguageTag(tree.Attribute(node, Name::kHrefLanguage));
    if (enclosure.type.starts_with("image/")) {
      Draft::AddPicture({enclosure.url, enclosure.title, {}, {}, {}}, entry);
    }
    Draft::AddEnclosure(std::move(enclosure), entry);
  } else if (rel == "replies") {
    model::Replies& replies = entry.replies.Make();
    const bool feed = type.contains("xml") && !type.contains("html");
    SetOnce(feed ? replies.feed : replies.url, std::move(url));
    if (!replies.count)
      replies.count = Number(tree.Attribute(node, Name::kCount, Space::kThreading));
    if (!replies.updated) {
      replies.updated = in.draft.Time(tree.Attribute(node, Name::kUpdated, Space::kThreading));
    }
  } else if (rel == "license" || rel == "copyright") {
    SetOnce(entry.license, std::move(url));
  } else if (rel.ends_with("/simple-chapters") || rel == "chapters") {
    SetOnce(entry.podcast.Make().chapters_url, std::move(url));
  }
}

}  // namespace parse
