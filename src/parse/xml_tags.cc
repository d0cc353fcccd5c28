// The tags of XML: names, attributes, namespaces, and what is open.

#include <algorithm>
#include <utility>

#include "parse/draft.h"
#include "parse/xml_scanner.h"

namespace parse {
namespace {

// The prefix and the local part of a name. Of several colons the last counts, and no prefix does.
std::pair<std::string_view, std::string_view> Divide(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  const size_t last = name.rfind(':');
  return {last == colon ? name.substr(0, colon) : std::string_view(), name.substr(last + 1)};
}

}  // namespace

std::string_view XmlScanner::ScanName() {
  const char* start = at_;
  while (at_ < end_ && Is(*at_, kNameByte)) ++at_;
  std::string_view name(start, static_cast<size_t>(at_ - start));
  while (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

void XmlScanner::StartTag() {
  const char* start = at_++;
  const std::string_view name = ScanName();
  if (name.empty()) return;
  if (open_.size() >= kDeepestXml) {
    Note(Repair::kTooDeep, start);
    SkipTooDeep();
    return;
  }
  const Name known = NameFrom(Divide(name).second);
  if (known == Name::kItem || known == Name::kEntry || known == Name::kUrl) {
    LookForOpenItem(name, known);
  }
  if (open_.size() == 1 && root_closed_) Note(Repair::kBehindRoot, start);
  XmlTree::Node node;
  node.parent = open_.empty() ? kNoXml : open_.back().node;
  node.first_attribute = static_cast<uint32_t>(tree_.attributes_.size());
  node.name = known;
  tree_.nodes_.push_back(node);
  prefixes_.clear();
  const auto outside = static_cast<uint32_t>(bindings_.size());
  const Space outside_default = default_space_;
  const bool is_closed = Attributes();
  open_.push_back({static_cast<XmlId>(tree_.nodes_.size() - 1), name, outside_default, outside});
  Push(name, is_closed);
}

// The tag's end, and that it has one of its own.
void XmlScanner::SkipTooDeep() {
  const char* end = Find(at_, '>');
  if (end == end_ || end[-1] != '/') ++dropped_depth_;
  at_ = end == end_ ? end_ : end + 1;
}

void XmlScanner::LookForOpenItem(std::string_view name, Name known) {
  for (const Open& open : open_) {
    if (tree_.nodes_[open.node].name != known || !SameName(open.name, name)) continue;
    items_nest_ = true;
    if (items_ == ItemsInItems::kNest) return;
    Note(Repair::kItemOpen, at_);
    // The root stays open whatever it is.
    if (&open != &open_.front()) CloseUpTo(name, at_);
    return;
  }
}

// Names are resolved and the element is the innermost open one, until it is closed.
void XmlScanner::Push(std::string_view name, bool is_closed) {
  XmlTree::Node& node = tree_.nodes_.back();
  const auto [prefix, local] = Divide(name);
  node.data = local.data();
  node.size = static_cast<uint32_t>(local.size());
  node.space = SpaceOf(prefix);
  if (open_.size() == 1 && prefix.empty() && node.space == Space::kOther) {
    // <rss xmlns="…"> with a namespace of somebody's own: the elements mean what they always mean.
    node.space = default_space_ = Space::kNone;
  }
  node.attribute_count = static_cast<uint8_t>(tree_.attributes_.size() - node.first_attribute);
  for (size_t i = 0; i < node.attribute_count; ++i) {
    if (prefixes_[i].empty()) continue;
    tree_.attributes_[node.first_attribute + i].space = SpaceOf(prefixes_[i]);
  }
  if (!is_closed) return;
  if (open_.size() == 1) {
    root_closed_ = true;
  } else {
    Pop();
  }
}

// Up to and with '>'. Whether it was "/>".
bool XmlScanner::Attributes() {
  while (true) {
    while (at_ < end_ && Is(*at_, kSpaceByte)) ++at_;
    if (at_ == end_ || *at_ == '<') {
      Note(Repair::kTagOpen, at_);
      return false;
    }
    const char c = *at_;
    if (c == '>') {
      ++at_;
      return false;
    }
    if (c == '/' && at_ + 1 < end_ && at_[1] == '>') {
      at_ += 2;
      return true;
    }
    if (!Is(c, kNameStart)) {
      Note(Repair::kMarkInTag, at_);
      ++at_;
      continue;
    }
    OneAttribute();
  }
}

void XmlScanner::OneAttribute() {
  const char* start = at_;
  const std::string_view name = ScanName();
  while (at_ < end_ && Is(*at_, kSpaceByte)) ++at_;
  std::string_view value;
  if (at_ < end_ && *at_ == '=') {
    ++at_;
    while (at_ < end_ && Is(*at_, kSpaceByte)) ++at_;
    value = AttributeValue();
  } else {
    Note(Repair::kNoValue, start);
  }
  if (!name.empty()) TakeAttribute(name, value, start);
}

std::string_view XmlScanner::AttributeValue() {
  if (at_ == end_) return {};
  const char quote = *at_;
  const char* start = at_;
  const char* end = nullptr;
  if (quote == '"' || quote == '\'') {
    end = Find(++start, quote);
    at_ = end + 1;
    if (end == end_) {
      Note(Repair::kQuoteOpen, start);
      at_ = end = Find(start, '>');
    }
  } else {
    Note(Repair::kNoQuotes, at_);
    end = start;
    while (end < end_ && !Is(*end, kSpaceByte) && *end != '>') ++end;
    at_ = end;
  }
  return Decode(start, end, Piece::kAttribute);
}

void XmlScanner::TakeAttribute(std::string_view name, std::string_view value, const char* where) {
  const auto [prefix, local] = Divide(name);
  if (name == "xmlns" || prefix == "xmlns") {
    Bind(prefix.empty() ? std::string_view() : local, value);
    return;
  }
  const size_t first = tree_.nodes_.back().first_attribute;
  if (prefixes_.size() >= kMostXmlAttributes) {
    Note(Repair::kAttributesBeyond, where);
    return;
  }
  for (size_t i = 0; i < prefixes_.size(); ++i) {
    if (tree_.attributes_[first + i].local == local && prefixes_[i] == prefix) {
      Note(Repair::kAttributeTwice, where);
      return;
    }
  }
  const Name known = NameFrom(local);
  if (known == Name::kBase) tree_.has_bases_ = true;
  if (known == Name::kLang) tree_.has_languages_ = true;
  tree_.attributes_.push_back({known, Space::kNone, local, value});
  prefixes_.push_back(prefix);
}

void XmlScanner::Bind(std::string_view prefix, std::string_view uri) {
  constexpr size_t kMostBindings = 64;  // at one place
  const Space space = SpaceOfUri(uri);
  if (prefix.empty()) {
    if (open_.empty()) tree_.root_namespace_ = uri;
    default_space_ = space == Space::kOther && uri == tree_.root_namespace_ && !open_.empty()
                         ? Space::kNone
                         : space;
  } else if (bindings_.size() < kMostBindings) {
    bindings_.push_back({prefix, space});
  }
}

Space XmlScanner::SpaceOf(std::string_view prefix) {
  if (prefix.empty()) return default_space_;
  for (size_t i = bindings_.size(); i > 0; --i) {
    if (bindings_[i - 1].prefix == prefix) return bindings_[i - 1].space;
  }
  if (!IsSameLetters(prefix, "xml")) Note(Repair::kUndeclaredPrefix, prefix.data());
  return SpaceOfPrefix(prefix);
}

void XmlScanner::EndTag() {
  const char* start = at_;
  at_ += 2;
  const std::string_view name = ScanName();
  if (at_ < end_ && *at_ == '>') {
    ++at_;
  } else {
    while (at_ < end_ && *at_ != '>' && *at_ != '<') ++at_;
    if (at_ == end_ || *at_ == '<') {
      Note(Repair::kTagOpen, start);
    } else {
      ++at_;
    }
  }
  if (dropped_depth_ > 0) {
    --dropped_depth_;
    return;
  }
  if (!open_.empty() && open_.size() > 1 && open_.back().name == name) {
    Pop();
    return;
  }
  if (!CloseUpTo(name, start)) Note(Repair::kEndWithoutStart, start);
}

// Closes everything above and with the nearest open element of the name; false: there is none. The
// root stays open to the end.
bool XmlScanner::CloseUpTo(std::string_view name, const char* where) {
  const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                  [&](const Open& open) { return SameName(open.name, name); });
  if (found == open_.rend()) return false;
  const auto keep = static_cast<size_t>(open_.rend() - found) - 1;
  if (keep + 1 < open_.size()) Note(Repair::kElementsOpen, where);
  while (open_.size() > std::max<size_t>(keep, 1)) Pop();
  if (keep == 0) root_closed_ = true;
  return true;
}

void XmlScanner::Pop() {
  const Open& open = open_.back();
  tree_.nodes_[open.node].subtree_end = static_cast<XmlId>(tree_.nodes_.size());
  bindings_.resize(open.bindings);
  default_space_ = open.default_space;
  open_.pop_back();
}

void XmlScanner::Finish() {
  if (open_.size() > 1 || (!open_.empty() && !root_closed_)) Note(Repair::kOpenAtEnd, end_);
  while (!open_.empty()) Pop();
}

}  // namespace parse
