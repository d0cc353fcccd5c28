#include "parse/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "html/document.h"
#include "html/text.h"
#include "net/url.h"
#include "parse/discover.h"
#include "parse/draft.h"
#include "parse/json_feed.h"
#include "parse/xml.h"
#include "parse/xml_feed.h"
#include "text/charset.h"
#include "text/charset_labels.h"
#include "text/charset_sniff.h"

namespace parse {
namespace {

using model::FeedFormat;

std::string_view HeaderOf(const Input& input, std::string_view name) {
  for (const auto& [key, value] : input.headers) {
    if (key == name) return value;
  }
  return {};
}

std::string_view ContentType(const Input& input) {
  return input.content_type.empty() ? HeaderOf(input, "content-type")
                                    : std::string_view(input.content_type);
}

bool StartsWithLetters(std::string_view text, std::string_view lower_case) {
  return IsSameLetters(text.substr(0, lower_case.size()), lower_case);
}

// Whether the first element is <html>, or the doctype says so.
bool LooksLikeHtml(std::string_view text) {
  const std::string_view head = text.substr(0, 2'048);
  size_t at = std::min(head.find('<'), head.size());
  while (at < head.size()) {
    const std::string_view rest = head.substr(at);
    if (StartsWithLetters(rest, "<!doctype html")) return !rest.substr(0, 200).contains("<rss");
    for (const std::string_view tag : {"<html", "<head", "<body"}) {
      if (StartsWithLetters(rest, tag)) return true;
    }
    if (!rest.starts_with("<?") && !rest.starts_with("<!")) return false;
    const size_t end = head.find(rest.starts_with("<!--") ? "-->" : ">", at);
    if (end == std::string_view::npos) return false;
    at = std::min(head.find('<', end), head.size());
  }
  return false;
}

bool SaysHtml(std::string_view content_type) {
  return LowerAscii(content_type.substr(0, 200)).contains("html");
}

struct Root {
  XmlId node = kNoXml;
  FeedFormat format = FeedFormat::kNone;
};

// CDF puts addresses into attributes, RSS without its <rss> does not.
bool IsCdf(const XmlTree& tree, XmlId channel) {
  if (!tree.Attribute(channel, Name::kHref).empty()) return true;
  if (!tree.Attribute(channel, Name::kLastMod).empty()) return true;
  for (XmlId at = channel + 1; at < tree.subtree_end(channel); ++at) {
    if (tree.name(at) == Name::kAbstract || !tree.Attribute(at, Name::kHref).empty()) return true;
  }
  return false;
}

FeedFormat FormatOf(const XmlTree& tree, XmlId node) {
  const Space space = tree.space(node);
  switch (tree.name(node)) {
    case Name::kRss:
      return FeedFormat::kRss;
    case Name::kRdf:
      return space == Space::kRdf || space == Space::kNone ? FeedFormat::kRdf : FeedFormat::kNone;
    case Name::kFeed:
      return FeedFormat::kAtom;
    case Name::kEntry:
      return space == Space::kAtom ? FeedFormat::kAtom : FeedFormat::kNone;
    case Name::kUrlSet:
      return FeedFormat::kSitemap;
    case Name::kSitemapIndex:
      return FeedFormat::kSitemapIndex;
    case Name::kOpml:
      return FeedFormat::kOpml;
    case Name::kHtml:
      return node == 0 ? FeedFormat::kHtml : FeedFormat::kNone;
    case Name::kChannel:
      if (space == Space::kRss1) return FeedFormat::kRdf;  // RSS 1.1
      if (space != Space::kNone) return FeedFormat::kNone;
      return IsCdf(tree, node) ? FeedFormat::kCdf : FeedFormat::kRss;
    default:
      return FeedFormat::kNone;
  }
}

// The root, or what should have been it: some wrap their feed into elements of their own.
Root FindRoot(const XmlTree& tree) {
  constexpr XmlId kLookedAt = 64;
  for (XmlId node = 0; node < std::min(tree.size(), kLookedAt); ++node) {
    if (tree.IsText(node)) continue;
    const FeedFormat format = FormatOf(tree, node);
    if (format != FeedFormat::kNone) return {node, format};
  }
  return {};
}

std::string VersionOf(const XmlTree& tree, const Root& root) {
  const std::string_view stated = TrimSpace(tree.Attribute(root.node, Name::kVersion));
  if (root.format == FeedFormat::kAtom && stated.empty()) return "1.0";
  if (root.format == FeedFormat::kRdf) {
    if (tree.root_namespace().contains("/rdf/simple/0.9")) return "0.90";
    return tree.name(root.node) == Name::kChannel ? "1.1" : "1.0";
  }
  return std::string(stated.substr(0, 20));
}

void ReadHtml(std::string_view text, const Input& input, Draft& draft) {
  model::Feed& feed = draft.feed();
  feed.format = FeedFormat::kHtml;
  const html::Document page = html::Parse(text);
  const std::string base = draft.base() != nullptr ? draft.base()->href() : std::string();
  const html::NodeId title = page.Find(html::Tag::kTitle);
  if (title != html::kNoNode) feed.title = Draft::Line({page.TextOf(title), false, nullptr});
  const html::NodeId root = page.Find(html::Tag::kHtml);
  if (root != html::kNoNode) feed.language = LanguageTag(page.attribute(root, "lang"));
  for (html::NodeId node = 1; node < page.size() && feed.description.empty(); ++node) {
    if (page.tag(node) != html::Tag::kMeta) continue;
    if (LowerAscii(page.attribute(node, "name")) != "description") continue;
    feed.description = Draft::Plain({page.attribute(node, "content"), false, nullptr});
  }
  feed.home = draft.Resolve(input.url);
  for (FeedLink& link : FeedsOf(page, base)) feed.children.push_back(std::move(link.url));
  for (model::Entry& entry : ArticleLinks(page, base)) draft.Add(std::move(entry));
  draft.Warn(feed.children.empty()
                 ? "this is a web page and no feed, and it names none: its links are the entries"
                 : "this is a web page and no feed; the feeds that it names are its children");
}

void ReadXmlFeed(const XmlTree& tree, const Root& root, Draft& draft) {
  model::Feed& feed = draft.feed();
  feed.format = root.format;
  XmlFeed in(tree, draft, root.format == FeedFormat::kAtom ? Dialect::kAtom : Dialect::kRss);
  switch (root.format) {
    case FeedFormat::kRss:
    case FeedFormat::kRdf:
    case FeedFormat::kCdf:
      ReadRss(in, root.node);
      break;
    case FeedFormat::kAtom:
      ReadAtom(in, root.node);
      break;
    case FeedFormat::kSitemap:
    case FeedFormat::kSitemapIndex:
      ReadSitemap(in, root.node);
      break;
    case FeedFormat::kOpml:
      ReadOutline(in, root.node);
      break;
    default:
      break;
  }
  feed.version = VersionOf(tree, root);
}

// A sitemap may be a plain list of URLs, one a line.
bool ReadUrlList(std::string_view text, Draft& draft) {
  model::Feed found;
  size_t lines = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = TrimSpace(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    if (!line.starts_with("http://") && !line.starts_with("https://")) return false;
    if (line.find_first_of(" \t<>") != std::string_view::npos) return false;
    if (++lines > kMostEntries) break;
  }
  if (lines == 0) return false;
  draft.feed().format = FeedFormat::kSitemap;
  for (std::string_view rest = text; !rest.empty() && draft.HasRoom();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    model::Entry entry;
    entry.url = draft.Resolve(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!entry.url.empty()) draft.Add(std::move(entry));
  }
  return true;
}

// <https://hub.example.org/>; rel="hub", <…>; rel=self
void ReadLinkHeader(std::string_view header, Draft& draft) {
  while (!header.empty()) {
    const size_t open = header.find('<');
    if (open == std::string_view::npos) return;
    const size_t close = header.find('>', open);
    if (close == std::string_view::npos) return;
    const std::string url = draft.Resolve(header.substr(open + 1, close - open - 1));
    const size_t next = std::min(header.find('<', close), header.size());
    const std::string parameters = LowerAscii(header.substr(close, next - close));
    header.remove_prefix(next);
    model::Feed& feed = draft.feed();
    if (parameters.contains("rel=hub") || parameters.contains("rel=\"hub\"")) {
      if (feed.hub.empty()) feed.hub = url;
      if (!url.empty()) feed.hubs.push_back(url);
    } else if (parameters.contains("rel=self") || parameters.contains("rel=\"self\"")) {
      if (feed.self.empty()) feed.self = url;
    }
  }
}

void ReadDocument(std::string_view text, const Input& input, Draft& draft) {
  const std::string_view trimmed = TrimSpace(text);
  if (trimmed.empty()) {
    draft.Warn("there is nothing in it");
    return;
  }
  if (trimmed.starts_with('{')) {
    ReadJsonFeed(trimmed, draft);
    return;
  }
  if (LooksLikeHtml(trimmed)) {
    ReadHtml(text, input, draft);
    return;
  }
  if (trimmed[0] != '<' && ReadUrlList(trimmed, draft)) return;
  const XmlTree tree = ReadXml(text);
  for (const std::string& warning : tree.warnings()) draft.Warn(warning);
  const Root root = FindRoot(tree);
  if (root.format == FeedFormat::kHtml ||
      (root.format == FeedFormat::kNone && SaysHtml(ContentType(input)) && !tree.empty())) {
    ReadHtml(text, input, draft);
  } else if (root.format != FeedFormat::kNone) {
    ReadXmlFeed(tree, root, draft);
  } else if (tree.empty()) {
    draft.Warn("this is neither XML nor JSON");
  } else {
    draft.Warn(fmt::format("XML, and no feed: its root is <{}>", tree.local_name(0).substr(0, 60)));
  }
}

// What a label stands for; empty: nobody knows it.
std::string_view CharsetNamed(std::string_view label) {
  const text::Charset* charset = text::FindCharset(label);
  return charset == nullptr ? std::string_view() : charset->name;
}

// Says so where bytes were not in the charset that is stated for them.
void WarnOfCharset(std::string_view bytes, std::string_view content_type,
                   const text::Decoded& decoded, Draft& draft) {
  const bool changed = decoded.text != bytes;
  if (changed && decoded.text.contains("\uFFFD")) {
    draft.Warn(fmt::format("some of its bytes are nothing in {}", decoded.charset));
  }
  if (decoded.found_by == "header" || decoded.found_by == "document") return;
  std::string_view stated = text::CharsetOfContentType(content_type);
  if (stated.empty()) stated = text::CharsetOfXmlDeclaration(bytes);
  if (!stated.empty() && CharsetNamed(stated) != decoded.charset) {
    draft.Warn(fmt::format("it says that it is in {}, and is in {}", stated.substr(0, 40),
                           decoded.charset));
  } else if (changed && decoded.found_by != "bom") {
    draft.Warn(fmt::format("it does not say what it is in; it looks like {}", decoded.charset));
  }
}

}  // namespace

model::Feed ParseFeed(const Input& input) {
  model::Feed feed;
  Draft draft(input, feed);
  std::string_view bytes = input.bytes;
  if (bytes.size() > kLongestXml) {
    draft.Warn("longer than 64 MB: the rest was left out");
    bytes = bytes.substr(0, kLongestXml);
  }
  if (bytes.starts_with("\x1f\x8b")) {
    draft.Warn("gzip-compressed bytes: undo the compression first");
    return feed;
  }
  const std::string_view type = ContentType(input);
  const text::Decoded decoded =
      LooksLikeHtml(bytes) ? text::DecodeHtml(bytes, type) : text::DecodeXml(bytes, type);
  feed.charset = decoded.charset;
  WarnOfCharset(bytes, type, decoded, draft);
  ReadDocument(decoded.text, input, draft);
  if (feed.language.empty()) {
    feed.language = LanguageTag(HeaderOf(input, "content-language"));
    for (model::Entry& entry : feed.entries) {
      if (entry.language.empty()) entry.language = feed.language;
    }
  }
  ReadLinkHeader(HeaderOf(input, "link"), draft);
  return feed;
}

model::Feed ParseFeed(const model::Page& page) {
  Input input;
  input.bytes = page.bytes;
  input.url = page.final_url.empty() ? page.url : page.final_url;
  input.content_type = page.content_type;
  input.headers = page.headers;
  return ParseFeed(input);
}

bool IsFeed(FeedFormat format) {
  switch (format) {
    case FeedFormat::kRss:
    case FeedFormat::kRdf:
    case FeedFormat::kAtom:
    case FeedFormat::kJsonFeed:
    case FeedFormat::kCdf:
    case FeedFormat::kSitemap:
    case FeedFormat::kSitemapIndex:
      return true;
    case FeedFormat::kNone:
    case FeedFormat::kOpml:
    case FeedFormat::kHtml:
      return false;
  }
  return false;
}

}  // namespace parse
