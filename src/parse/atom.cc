// Atom 1.0 (RFC 4287) and 0.3 (https://www.ietf.org/archive/id/draft-ietf-atompub-format-00.txt).

#include "parse/xml_feed.h"

#include <utility>
#include <vector>

namespace parse {
namespace {

bool IsCore(Space space) {
  return space == Space::kAtom || space == Space::kNone;
}

class AtomReader {
 public:
  explicit AtomReader(XmlFeed& in) : in_(in), tree_(in.tree), feed_(in.draft.feed()) {}

  void Run(XmlId root) {
    feed_.version = TrimSpace(tree_.Attribute(root, "version"));
    feed_.language = in_.LanguageOf(root);
    if (tree_.name(root) == "entry") {
      Entry(root);
      return;
    }
    std::vector<XmlId> entries;
    for (XmlId node = tree_.first_child(root); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      if (IsCore(tree_.space(node)) && tree_.name(node) == "entry") {
        entries.push_back(node);
      } else if (IsCore(tree_.space(node))) {
        FeedElement(node);
      } else if (tree_.Is(node, Space::kDublinCore, "language") && feed_.language.empty()) {
        feed_.language = LanguageTag(tree_.Text(node));
      } else if (tree_.Is(node, Space::kDublinCore, "title") && feed_.title.empty()) {
        feed_.title = Draft::Line(in_.EscapedMarkup(node));
      }
    }
    // The feed's language and authors are known only now.
    for (const XmlId entry : entries) {
      if (!in_.draft.HasRoom()) return;
      Entry(entry);
    }
  }

 private:
  void FeedElement(XmlId node) {
    const std::string_view name = tree_.name(node);
    if (name == "title") {
      if (feed_.title.empty()) feed_.title = Draft::Line(in_.AtomMarkup(node));
    } else if (name == "subtitle" || name == "tagline" || name == "info") {
      if (feed_.description.empty() || name != "info") {
        std::string text = Draft::Plain(in_.AtomMarkup(node));
        if (!text.empty()) feed_.description = std::move(text);
      }
    } else if (name == "link") {
      ReadFeedLink(in_, node);
    } else if (name == "icon") {
      feed_.icon = in_.UrlIn(node, tree_.Text(node));
    } else if (name == "logo") {
      if (feed_.icon.empty()) feed_.icon = in_.UrlIn(node, tree_.Text(node));
    } else if (name == "author") {
      Person(node, authors_);
    }
  }

  void Person(XmlId person, std::vector<std::string>& people) {
    std::string email;
    bool named = false;
    for (XmlId node = tree_.first_child(person); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      if (tree_.name(node) == "name") {
        const std::string text = tree_.Text(node);
        Draft::AddPeople(text, people);
        named = named || !TrimSpace(text).empty();
      } else if (tree_.name(node) == "email") {
        email = tree_.Text(node);
      }
    }
    if (!named && !tree_.HasElements(person)) email = tree_.Text(person);
    if (!named) Draft::AddPeople(email, people);
  }

  void Entry(XmlId element) {
    model::Entry entry;
    entry.language = in_.OwnLanguage(element);
    std::vector<std::string> source_authors;
    for (XmlId node = tree_.first_child(element); node != kNoXml; node = tree_.next_sibling(node)) {
      if (tree_.IsText(node)) continue;
      if (IsCore(tree_.space(node))) {
        EntryElement(node, entry, source_authors);
      }
    }
    for (XmlId node = tree_.first_child(element); node != kNoXml; node = tree_.next_sibling(node)) {
      if (!tree_.IsText(node) && !IsCore(tree_.space(node))) ReadExtension(in_, node, entry);
    }
    if (entry.author.empty()) entry.author = std::move(source_authors);
    if (entry.author.empty()) entry.author = authors_;
    // An id that is a web address is where the entry stands when nothing else says where.
    if (entry.url.empty() &&
        (entry.key.starts_with("http://") || entry.key.starts_with("https://"))) {
      entry.url = in_.draft.Resolve(entry.key);
    }
    in_.draft.Add(std::move(entry));
  }

  void EntryElement(XmlId node, model::Entry& entry, std::vector<std::string>& source_authors) {
    const std::string_view name = tree_.name(node);
    if (name == "title") {
      if (entry.title.empty()) entry.title = Draft::Line(in_.AtomMarkup(node));
    } else if (name == "link") {
      ReadEntryLink(in_, node, entry);
    } else if (name == "id") {
      if (entry.key.empty()) entry.key = TrimSpace(tree_.Text(node));
    } else if (name == "published" || name == "issued") {
      if (auto time = in_.draft.Time(tree_.Text(node))) entry.published = time;
    } else if (name == "created") {
      if (!entry.published) entry.published = in_.draft.Time(tree_.Text(node));
    } else if (name == "updated" || name == "modified") {
      if (!entry.updated) entry.updated = in_.draft.Time(tree_.Text(node));
    } else if (name == "summary") {
      if (entry.summary.empty()) in_.draft.SetDescription(in_.AtomMarkup(node), entry);
    } else if (name == "content") {
      Content(node, entry);
    } else if (name == "author") {
      Person(node, entry.author);
    } else if (name == "category") {
      std::string_view tag = tree_.Attribute(node, "label");
      if (tag.empty()) tag = tree_.Attribute(node, "term");
      Draft::AddTag(tag.empty() ? tree_.Text(node) : std::string(tag), entry.tags);
    } else if (name == "source") {
      for (XmlId child = tree_.first_child(node); child != kNoXml;
           child = tree_.next_sibling(child)) {
        if (!tree_.IsText(child) && tree_.name(child) == "author") Person(child, source_authors);
      }
    }
  }

  void Content(XmlId node, model::Entry& entry) {
    const std::string_view src = tree_.Attribute(node, "src");
    if (!src.empty()) {  // the content stands elsewhere
      const std::string url = in_.UrlIn(node, src);
      const std::string type = LowerAscii(tree_.Attribute(node, "type"));
      if (entry.url.empty() && (type.empty() || type.contains("html"))) entry.url = url;
      return;
    }
    std::string content = in_.draft.Safe(in_.AtomMarkup(node));
    // Several contents (0.3 allows alternatives): the longest.
    if (content.size() > entry.content.size()) entry.content = std::move(content);
  }

  XmlFeed& in_;
  const XmlTree& tree_;
  model::Feed& feed_;
  std::vector<std::string> authors_;
};

}  // namespace

void ReadAtom(XmlFeed& in, XmlId root) {
  AtomReader(in).Run(root);
}

}  // namespace parse
