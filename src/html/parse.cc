// html::Parse: the input stream (13.2.3), and then tree construction.

#include <cstring>
#include <utility>

#include "base/utf8.h"
#include "html/document.h"
#include "html/tree_builder.h"

namespace html {
namespace {

// 13.2.3.5, preprocessing the input stream: CR LF and CR become LF. Into `tree.input`, with zeros
// behind.
void Normalise(std::string_view utf8, TreeData& tree) {
  const auto size = static_cast<uint32_t>(utf8.size());
  char* const begin = tree.input.AppendMany(size + kInputPadding);
  const char* from = utf8.data();
  const char* const end = from + size;
  char* to = begin;
  while (from < end) {
    const void* const found = std::memchr(from, '\r', static_cast<size_t>(end - from));
    const char* const stop = found != nullptr ? static_cast<const char*>(found) : end;
    std::memcpy(to, from, static_cast<size_t>(stop - from));
    to += stop - from;
    if (found == nullptr) break;
    *to++ = '\n';
    from = stop + 1;
    if (from < end && *from == '\n') ++from;
  }
  tree.input_size = static_cast<uint32_t>(to - begin);
  std::memset(to, 0, kInputPadding);
  tree.input.Truncate(tree.input_size + kInputPadding);
}

// What a page needs is estimated from its length: a node for 40 bytes, an attribute for 40.
constexpr uint32_t kBytesForEach = 40;

}  // namespace

class Parser {
 public:
  Parser(std::string_view utf8, const ParseOptions& options) : options_(options) {
    TreeData& tree = document_.tree_;
    tree.nodes.Truncate(0);
    tree.input.Truncate(0);
    tree.truncated = utf8.size() > kLongestInput;
    utf8 = base::TruncateUtf8(utf8, kLongestInput);
    base::IsValidUtf8(utf8) ? Normalise(utf8, tree)
                            : Normalise(Shorten(base::RepairUtf8(utf8)), tree);
    tree.nodes.Reserve(tree.input_size / kBytesForEach + 16);
    tree.attributes.Reserve(tree.input_size / kBytesForEach + 16);
  }

  Document Run(Kind fragment_context) {
    TreeData& tree = document_.tree_;
    const bool keep = options_.keep == ParseOptions::Keep::kCommentsToo;
    const bool fast = options_.reading == ParseOptions::Reading::kFast;
    TreeBuilder builder(tree, keep ? Comments::kKeep : Comments::kDrop,
                        fast ? FastPaths::kOn : FastPaths::kOff);
    if (fragment_context != 0) builder.SetContext(fragment_context, QuirksMode::kNone);
    builder.Build(options_.scan);
    tree.nodes.Shrink();
    tree.attributes.Shrink();
    tree.decoded.Shrink();
    tree.names.Shrink();
    return std::move(document_);
  }

 private:
  std::string_view Shorten(std::string repaired) {
    repaired_ = std::move(repaired);
    return base::TruncateUtf8(repaired_, kLongestInput);
  }

  ParseOptions options_;
  std::string repaired_;
  Document document_;
};

Document Parse(std::string_view utf8, const ParseOptions& options) {
  return Parser(utf8, options).Run(0);
}

Document ParseFragment(std::string_view utf8, Tag context, Namespace context_space,
                       const ParseOptions& options) {
  return Parser(utf8, options).Run(KindOf(context, context_space));
}

}  // namespace html
