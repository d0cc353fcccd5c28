// 13.2.6.1 to 13.2.6.3: how nodes come into the tree.

#include <algorithm>
#include <bit>

#include "html/tree_builder.h"

namespace html {
namespace {

constexpr bool IsSpaceCharacter(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

}  // namespace

// ---- places ------------------------------------------------------------------------------------

// 13.2.6.1, the appropriate place for inserting a node, with `target` as the override target.
TreeBuilder::Place TreeBuilder::PlaceIn(const OpenElement& target) {
  if (!foster_parenting_ || !Has(target.kind, kFosters)) [[likely]]
    return {target.node, kNoNode};
  shape_.LinkAll();
  // 1. and 2. Find the last template and the last table.
  size_t index = open_.size() - 1;
  while (index > 0 && !IsOneOf(open_[index].kind, Tag::kTable, Tag::kTemplate)) --index;
  // 3. The template is further down, or 4. there is no table: only in fragments.
  if (!Is(open_[index].kind, Tag::kTable)) return {open_[index].node, kNoNode};
  // 5. Before the table, where it has a parent.
  const OpenElement& table = open_[index];
  const NodeId parent = tree_.nodes[table.node].parent;
  if (parent != kNoNode) return {parent, table.node};
  // 6. and 7. Else at the end of what is above it on the stack.
  return {open_[index - 1].node, kNoNode};
}

NodeId TreeBuilder::NewNode(const Place& place, Tag tag, Namespace space) {
  NodeId node = tree_.nodes.size();
  if (place.before == kNoNode) [[likely]] {
    StoredNode& added = shape_.AppendNew(place.parent);
    added.tag = tag;
    added.space = space;
    return node;
  }
  node = shape_.NewDetached();
  tree_.nodes[node].tag = tag;
  tree_.nodes[node].space = space;
  shape_.Insert(place.parent, node, place.before);
  return node;
}

// ---- elements ----------------------------------------------------------------------------------

NodeId TreeBuilder::NewElement(const Place& place, Token& token, Kind kind, NameId name) {
  const NodeId node = NewNode(place, TagOf(kind), SpaceOf(kind));
  StoredNode& added = tree_.nodes[node];
  added.offset = token.first_attribute;
  added.attribute_count = token.attribute_count;
  added.length = name;
  token.attributes_taken = true;
  return node;
}

// An element made for the same token as `node` once more; nullptr: hanging nowhere yet.
NodeId TreeBuilder::Clone(NodeId node, const Place* place) {
  const NodeId copy =
      place != nullptr ? NewNode(*place, Tag::kUnknown, Namespace::kHtml) : shape_.NewDetached();
  const StoredNode& old = tree_.nodes[node];
  StoredNode& added = tree_.nodes[copy];
  added.tag = old.tag;
  added.space = old.space;
  added.offset = old.offset;
  added.attribute_count = old.attribute_count;
  added.length = old.length;
  return copy;
}

bool TreeBuilder::IsFull(size_t room) const {
  return open_.size() + room >= kDeepest - 1 ||
         tree_.nodes[open_.top().node].depth + room >= kDeepest - 1;
}

void TreeBuilder::Flatten(const Token& token) {
  if (Has(token.tag, kVoidTag)) return;
  ++flattened_[static_cast<size_t>(token.tag)];
  ++flattened_total_;
}

NodeId TreeBuilder::Insert(Token& token) {
  const Kind kind = KindOf(token.tag);
  if (open_.empty()) {  // html, into the document
    const NodeId root = NewElement({kRoot, kNoNode}, token, kind, token.name);
    open_.Push({root, token.name, kind});
    return root;
  }
  const NodeId node = NewElement(AppropriatePlace(), token, kind, token.name);
  if (StackIsFull()) [[unlikely]] {
    Flatten(token);
    return kNoNode;
  }
  open_.Push({node, token.name, kind});
  return node;
}

NodeId TreeBuilder::Insert(Tag tag) {
  Token token;
  token.kind = TokenKind::kStartTag;
  token.tag = tag;
  token.name = static_cast<NameId>(tag);
  token.first_attribute = tree_.attributes.size();
  return Insert(token);
}

NodeId TreeBuilder::InsertLeaf(Token& token) {
  return NewElement(AppropriatePlace(), token, KindOf(token.tag), token.name);
}

NodeId TreeBuilder::InsertForeign(Token& token, Namespace space, NameId name) {
  const Tag tag = name < kTagCount ? static_cast<Tag>(name) : Tag::kUnknown;
  const Kind kind = KindOf(tag, space);
  const NodeId node = NewElement(AppropriatePlace(), token, kind, name);
  if (token.self_closing) return node;
  if (StackIsFull()) [[unlikely]] {
    Flatten(token);
    return kNoNode;
  }
  open_.Push({node, name, kind});
  return node;
}

// 13.2.6.2, parsing elements that contain only text. There is always room for one of them.
void TreeBuilder::InsertRaw(Token& token, State state) {
  const Kind kind = KindOf(token.tag);
  const NodeId node = NewElement(AppropriatePlace(), token, kind, token.name);
  open_.Push({node, token.name, kind});
  tokenizer_.SwitchTo(state, token.tag);
  original_mode_ = mode_;
  mode_ = InsertionMode::kText;
}

// What a second <html> or <body> has and the first has not.
void TreeBuilder::AddMissingAttributes(NodeId node, Token& token) {
  Block<StoredAttribute>& attributes = tree_.attributes;
  const uint32_t old_first = tree_.nodes[node].offset;
  const uint32_t old_count = tree_.nodes[node].attribute_count;
  const uint32_t first = attributes.size();
  for (uint32_t i = 0; i < token.attribute_count; ++i) {
    const StoredAttribute wanted = attributes[token.first_attribute + i];
    const auto has = [&](uint32_t begin, uint32_t count) {
      const StoredAttribute* const from = attributes.data() + begin;
      return std::any_of(from, from + count,
                         [&](const StoredAttribute& other) { return other.name == wanted.name; });
    };
    if (has(old_first, old_count)) continue;
    const uint32_t count = attributes.size() - first;
    if (old_count + count < kMostAttributes) attributes.Append(wanted);
  }
  const uint32_t added = attributes.size() - first;
  if (added == 0) return;
  token.attributes_taken = true;
  // Behind each other: the old ones and the new ones.
  attributes.AppendMany(old_count);
  StoredAttribute* const all = attributes.data() + first;
  std::copy_backward(all, all + added, all + added + old_count);
  std::copy(attributes.data() + old_first, attributes.data() + old_first + old_count, all);
  tree_.nodes[node].offset = first;
  tree_.nodes[node].attribute_count = static_cast<uint16_t>(old_count + added);
}

std::string_view TreeBuilder::AttributeOf(const Token& token, Attr attr) const {
  for (uint32_t i = 0; i < token.attribute_count; ++i) {
    const StoredAttribute& attribute = tree_.attributes[token.first_attribute + i];
    if (attribute.name == static_cast<NameId>(attr)) return tree_.Text(attribute.value);
  }
  return {};
}

bool TreeBuilder::HasAttribute(const Token& token, Attr attr) const {
  for (uint32_t i = 0; i < token.attribute_count; ++i) {
    if (tree_.attributes[token.first_attribute + i].name == static_cast<NameId>(attr)) return true;
  }
  return false;
}

bool TreeBuilder::IsHiddenInput(const Token& token) const {
  const std::string_view type = AttributeOf(token, Attr::kType);
  return std::ranges::equal(type, std::string_view("hidden"), {},
                            [](char c) { return Lower(static_cast<uint8_t>(c)); });
}

// ---- text --------------------------------------------------------------------------------------

// The text node that text at this place would be joined with; kNoNode: there is none.
NodeId TreeBuilder::TextBefore(const Place& place) const {
  const NodeId previous = place.before == kNoNode ? shape_.LastChild(place.parent)
                                                  : shape_.PreviousSibling(place.before);
  return previous != kNoNode && tree_.nodes[previous].tag == Tag::kText ? previous : kNoNode;
}

// 13.2.6.1, insert a character; here all characters of a run.
void TreeBuilder::InsertText(TextSpan text) {
  if (text.length == 0) return;
  const Place place = AppropriatePlace();
  const NodeId joined = TextBefore(place);
  if (joined != kNoNode) return JoinText(joined, text);
  StoredNode& added = tree_.nodes[NewNode(place, Tag::kText, Namespace::kHtml)];
  added.offset = text.offset;
  added.length = text.length;
  added.decoded = text.decoded & 1;
}

// Where the pieces do not lie side by side, they are copied; where that happens again and again,
// there is room for twice as much each time, so that it stays linear.
void TreeBuilder::JoinText(NodeId node, TextSpan more) {
  StoredNode& stored = tree_.nodes[node];
  const uint32_t total = stored.length + more.length;
  const bool adjacent =
      stored.decoded == more.decoded && stored.offset + stored.length == more.offset;
  if (adjacent) {
    stored.length = total;
    return;
  }
  Block<char>& decoded = tree_.decoded;
  if (stored.decoded != 0 && stored.offset + stored.length == decoded.size()) {
    char* const end = decoded.AppendMany(more.length);
    std::memcpy(end, tree_.Text(more).data(), more.length);
    stored.length = total;
    return;
  }
  const uint16_t room_log2 = stored.attribute_count;
  if (room_log2 == 0 || total > (1U << room_log2)) {
    const bool again = stored.decoded != 0;
    const uint32_t room = again ? std::bit_ceil(total) * 2 : total;
    const uint32_t offset = decoded.size();
    char* const copy = decoded.AppendMany(room);
    std::memcpy(copy,
                tree_.Text({stored.offset, stored.length & 0x7FFFFFFFU, stored.decoded}).data(),
                stored.length);
    stored.offset = offset;
    stored.decoded = 1;
    stored.attribute_count = again ? static_cast<uint16_t>(std::countr_zero(room)) : 0;
  }
  std::memcpy(decoded.data() + stored.offset + stored.length, tree_.Text(more).data(), more.length);
  stored.length = total;
}

bool TreeBuilder::IsAllSpace(TextSpan text) const {
  return std::ranges::all_of(tree_.Text(text), IsSpaceCharacter);
}

TextSpan TreeBuilder::TakeSpace(Token& token) const {
  const std::string_view text = tree_.Text(token.text);
  const auto end = std::ranges::find_if_not(text, IsSpaceCharacter);
  TextSpan space = token.text;
  space.length = static_cast<uint32_t>(end - text.begin()) & 0x7FFFFFFFU;
  token.text.offset += space.length;
  token.text.length -= space.length;
  return space;
}

TextSpan TreeBuilder::WithoutNull(TextSpan text) {
  std::string kept(tree_.Text(text));
  std::erase(kept, '\0');
  return tree_.Keep(kept);
}

TextSpan TreeBuilder::WithNullReplaced(TextSpan text) {
  std::string kept;
  for (const char c : tree_.Text(text)) {
    c == '\0' ? kept.append(kReplacement) : kept.append(1, c);
  }
  return tree_.Keep(kept);
}

// ---- comments and DOCTYPEs ---------------------------------------------------------------------

void TreeBuilder::InsertCommentIn(NodeId parent, const Token& token) {
  if (!keeps_comments_) return;
  if (!open_.empty()) shape_.LinkAll();  // what is open goes on behind it
  InsertData(token, Tag::kComment, {parent, kNoNode});
}

// As one text: name, and the identifiers where it has any.
void TreeBuilder::InsertDoctype(Token& token) {
  std::string text(tree_.Text(token.text));
  if (token.has_public || token.has_system) {
    for (const TextSpan id : {token.public_id, token.system_id}) {
      text.append(" \"").append(tree_.Text(id)).append("\"");
    }
  }
  token.text = tree_.Keep(text);
  InsertData(token, Tag::kDoctype, {kRoot, kNoNode});
}

void TreeBuilder::InsertData(const Token& token, Tag tag, const Place& place) {
  StoredNode& added = tree_.nodes[NewNode(place, tag, Namespace::kHtml)];
  added.offset = token.text.offset;
  added.length = token.text.length;
  added.decoded = token.text.decoded & 1;
}

// ---- implied end tags --------------------------------------------------------------------------

// 13.2.6.3, generate implied end tags, except for `except` elements.
void TreeBuilder::GenerateImpliedEndTags(Tag except) {
  while (Has(current(), kImpliedEnd) && !Is(current(), except)) open_.Pop();
}

// 13.2.6.3, generate all implied end tags thoroughly.
void TreeBuilder::GenerateAllImpliedEndTags() {
  while (Has(current(), kImpliedEndAll)) open_.Pop();
}

}  // namespace html
