#include "extract/edges.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "extract/labels.h"
#include "text/dates.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Document;
using html::NodeId;
using html::Tag;

constexpr uint32_t kShortestProse = 60;
constexpr size_t kFewestLinks = 3;  // that make a line a list

size_t LinksIn(const Document& document, const Run& run) {
  size_t links = 0;
  for (NodeId node = run.first; node <= run.last; ++node) {
    links += document.tag(node) == Tag::kA ? 1 : 0;
  }
  // The first text may stand in a link that begins before it.
  for (NodeId up = document.parent(run.first); up != run.block && up != html::kNoNode;
       up = document.parent(up)) {
    links += document.tag(up) == Tag::kA ? 1 : 0;
  }
  return links;
}

// Drops the kept runs of [from, to).
void Drop(Anatomy& anatomy, size_t from, size_t to) {
  for (size_t i = from; i < to; ++i) anatomy.runs[i].dropped = true;
}

// Above the headline stand the site's name, its sections, a path. `from` is the first run of the
// body, `prose` the first that says something.
void DropBeforeHeadline(Anatomy& anatomy, size_t from, size_t prose, std::string_view title) {
  const std::string folded = text::Fold(title);
  if (folded.empty()) return;
  for (size_t i = from; i < prose; ++i) {
    const Run& run = anatomy.runs[i];
    if (!html::IsHeading(anatomy.document.tag(run.block)) || run.weight > 400) continue;
    if (FoldedOf(anatomy, run) != folded) continue;
    Drop(anatomy, from, i);
    return;
  }
}

// Sections, "Share · Copy link" and the like between headline and text.
void DropLinkLinesBefore(Anatomy& anatomy, size_t from, size_t prose) {
  for (size_t i = from; i < prose; ++i) {
    Run& run = anatomy.runs[i];
    const bool linked = run.link_weight * 10 >= run.weight * 8 && run.weight > 0;
    if (linked && LinksIn(anatomy.document, run) >= 2) run.dropped = true;
  }
}

// Bytes of text before the first link of a line.
size_t LabelOf(const Document& document, const Anatomy& anatomy, const Run& run) {
  size_t label = 0;
  for (NodeId node = run.first; node <= run.last && !anatomy.facts[node].in_link; ++node) {
    if (document.IsText(node)) label += document.text(node).size();
  }
  return label;
}

// "Also in this issue: …", and what the paper says of itself behind it.
void DropFromLinkLine(Anatomy& anatomy, size_t from, size_t end) {
  constexpr double kShareBefore = 0.6;
  constexpr uint32_t kLittle = 150;     // letters that may stand behind
  constexpr size_t kLongestLabel = 60;  // bytes
  uint64_t total = 0;
  for (size_t i = from; i < end; ++i) {
    if (!anatomy.runs[i].dropped) total += anatomy.runs[i].weight;
  }
  uint64_t before = 0;
  for (size_t i = from; i < end; ++i) {
    const Run& run = anatomy.runs[i];
    if (run.dropped) continue;
    const uint64_t others = total - run.weight;
    const bool late = static_cast<double>(before) >= kShareBefore * static_cast<double>(others) &&
                      others - before <= kLittle;
    if (late && run.link_weight * 10 >= run.weight * 6 &&
        LinksIn(anatomy.document, run) >= kFewestLinks &&
        LabelOf(anatomy.document, anatomy, run) <= kLongestLabel) {
      Drop(anatomy, i, end);
      return;
    }
    before += run.weight;
  }
}

// Whether a line names a year that readers of news meet: "2025", "٢٠٢٥", "令和7年".
bool NamesYear(std::string_view line) {
  if (line.find("年") != std::string_view::npos) return true;
  for (const std::string_view century : {"19", "20", "٢٠"}) {
    const size_t width = century.size() / 2;
    for (size_t at = line.find(century); at != std::string_view::npos;
         at = line.find(century, at + 1)) {
      const std::string_view rest = line.substr(at + century.size());
      if (rest.size() < 2 * width) continue;
      const auto digit = [&](size_t i) {
        const auto c = static_cast<unsigned char>(rest[i * width + width - 1]);
        return width == 1 ? c >= '0' && c <= '9' : c >= 0xA0 && c <= 0xA9;
      };
      if (digit(0) && digit(1)) return true;
    }
  }
  return false;
}

// "We may earn a commission if you buy through our links": what a site says of its own business.
bool IsDisclosure(std::string_view folded) {
  static const Labels kEarns = {"we may earn",
                                "may earn a commission",
                                "may earn commission",
                                "earn us a commission",
                                "we earn a commission",
                                "earns a commission",
                                "earns commissions",
                                "i may earn",
                                "may receive a commission",
                                "may receive compensation",
                                "receive a small commission",
                                "eine provision",
                                "une commission",
                                "una comisión",
                                "una commissione"};
  static const Labels kOf = {"link", "purchase", "buy",     "product", "provider", "vendor",
                             "kauf", "achat",    "acquist", "compra",  "lien",     "enlace"};
  return kEarns.AnyIn(folded) && kOf.AnyIn(folded);
}

bool InBrackets(std::string_view line) {
  constexpr std::pair<std::string_view, std::string_view> kBrackets[] = {
      {"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}};
  return std::ranges::any_of(kBrackets, [&](const auto& pair) {
    return line.starts_with(pair.first) && line.ends_with(pair.second);
  });
}

bool InItalics(std::string_view html) {
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"<p><em>", "</em></p>"},
        std::pair<std::string_view, std::string_view>{"<p><i>", "</i></p>"}}) {
    if (html.starts_with(open) && html.ends_with(close) &&
        html.find(close.substr(0, close.size() - 4)) == html.size() - close.size()) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool IsStandingLine(std::string_view folded) {
  constexpr size_t kLongest = 400;
  static const Labels kStarts = {"© ", "copyright ©", "(c) copyright", "copyright 20"};
  static const Labels kAnywhere = {"all rights reserved",
                                   "無断転載",
                                   "無断複写",
                                   "禁無断",
                                   "جميع الحقوق محفوظة",
                                   "alle rechte vorbehalten",
                                   "tous droits réservés",
                                   "todos los derechos reservados",
                                   "tutti i diritti riservati",
                                   "все права защищены",
                                   "todos os direitos reservados"};
  if (folded.size() > kLongest) return false;
  return kStarts.Begin(folded) || kAnywhere.AnyIn(folded) || IsDisclosure(folded);
}

bool IsByline(std::string_view line) {
  constexpr size_t kLongest = 120;
  constexpr size_t kLongestDated = 60;  // characters of a name and a date
  if (line.size() >= kLongest) return false;
  const std::string folded = text::Fold(line);
  for (const std::string_view start :
       {"by ",          "by: ",         "written by",   "posted by",   "posted on",
        "published",    "updated",      "last updated", "reviewed by", "medically reviewed",
        "fact checked", "author:",      "date:",        "photo:",      "image:",
        "credit:",      "photo credit", "image credit", "كتب:",        "كتبت:",
        "بقلم",         "文：",         "文・",         "取材・文"}) {
    if (folded.starts_with(start)) return true;
  }
  if (folded.ends_with("min read") || folded.ends_with("minute read") ||
      folded.ends_with("mins read") || folded.ends_with("minutes read")) {
    return line.size() < 60;
  }
  if (line.size() < 60 && text::ParseDate(line, "en").has_value()) return true;
  // A name beside a date, and no sentence.
  const bool sentence = line.ends_with('.') || line.ends_with("。") || line.ends_with('?') ||
                        line.ends_with('!') || line.ends_with("؟") || line.ends_with(':');
  return !sentence && base::CountCodePoints(line) <= kLongestDated && NamesYear(line) &&
         text::FindDate(line, {}).has_value();
}

bool IsProse(const Run& run) {
  return run.weight >= kShortestProse && run.text_marks > 0 && run.link_weight * 2 < run.weight;
}

void DropEdges(Anatomy& anatomy, NodeId root, std::string_view title) {
  const auto at = [&](NodeId node) {
    const auto found = std::ranges::lower_bound(anatomy.runs, node, {}, &Run::first);
    return static_cast<size_t>(found - anatomy.runs.begin());
  };
  const size_t from = at(root);
  const size_t end = at(anatomy.document.subtree_end(root));
  size_t prose = from;
  while (prose < end && (anatomy.runs[prose].dropped || !IsProse(anatomy.runs[prose]))) ++prose;
  if (prose < end) DropBeforeHeadline(anatomy, from, prose, title);
  DropLinkLinesBefore(anatomy, from, prose);
  DropFromLinkLine(anatomy, from, end);
}

void DropClosingCredit(Blocks& made) {
  constexpr size_t kLongest = 60;  // characters
  if (made.blocks.size() < 2) return;
  const model::Block& last = made.blocks.back();
  if (last.kind != model::BlockKind::kParagraph || last.text.empty() ||
      base::CountCodePoints(last.text) > kLongest) {
    return;
  }
  const std::string_view line = last.text;
  const bool sentence = line.find_last_of(".!?") != std::string_view::npos ||
                        line.find("。") != std::string_view::npos;
  if (sentence || (!InBrackets(line) && !InItalics(made.html.back()))) return;
  made.blocks.pop_back();
  made.html.pop_back();
}

}  // namespace extract
