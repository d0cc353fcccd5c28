#pragma once
// Article: what was read out of a page. All text is valid UTF-8 in NFC.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/ids.h"

namespace model {

enum class BlockKind { kParagraph, kHeading, kListItem, kQuote, kCode, kTable, kImage, kEmbed };
std::string_view BlockKindName(BlockKind kind);  // "paragraph", "list_item"
std::optional<BlockKind> BlockKindFrom(std::string_view name);

// One block of the body, in the page's order.
struct Block {
  BlockKind kind = BlockKind::kParagraph;
  std::string
      text;       // plain text; of a table: cells by tab, rows by newline; of an image: its caption
  int level = 0;  // heading: 2 to 6; list item: depth from 1; else 0
  std::string url;     // image or embed: absolute URL; else empty
  std::string credit;  // image: the photographer's or agency's line, apart from the caption
  bool operator==(const Block&) const = default;
};

struct Image {
  std::string url;  // absolute; empty: there is none
  std::string caption;
  std::string credit;
  int width = 0;  // pixels as stated; 0: not known
  int height = 0;
  bool operator==(const Image&) const = default;
};

enum class Genre { kReport, kOpinion, kAnalysis, kInterview, kLive, kRelease, kSponsored, kVideo };
std::string_view GenreName(Genre genre);  // "report"
std::optional<Genre> GenreFrom(std::string_view name);

enum class Paywall { kNone, kPartial, kFull };
std::string_view PaywallName(Paywall paywall);
std::optional<Paywall> PaywallFrom(std::string_view name);

enum class Verdict { kArticle, kQuarantine };
std::string_view VerdictName(Verdict verdict);

// Why a page is in quarantine. The names are shown to the owner, translated, and are part of the
// API.
enum class Reason {
  kNone,              // it is not
  kNoBody,            // no text to speak of
  kFactBox,           // a standing box of facts instead of the text
  kEscapedMarkup,     // markup shown as text (%3Cp%3E, &lt;p&gt;)
  kCaptionsOnly,      // a gallery or carousel: captions and no text
  kAuthorPage,        // a page about an author, not by one
  kListPage,          // a section, tag, search or front page
  kPaywallStub,       // the first lines, then the wall
  kVideoOnly,         // a player and no text
  kHeadlineMismatch,  // headline and body are about different things
  kDuplicatedBody,    // the body is another page's
  kConsentPage,       // cookie or consent wall
  kLoginPage,
  kErrorPage,     // "not found" with status 200
  kNotHtml,       // a PDF, an image, a download
  kBrokenMarkup,  // could not be taken apart
};
std::string_view ReasonName(Reason reason);  // "paywall_stub"; "" for kNone
std::optional<Reason> ReasonFrom(std::string_view name);

// Where a text says that it comes from: "(From The Yomiuri Shimbun, July 29, 2025)", "Reuters".
struct Origin {
  std::string publisher;
  std::optional<base::Day> date;
  bool operator==(const Origin&) const = default;
};

// What `extract` reads out of one page.
struct Reading {
  std::string url;  // canonical, absolute, tracking parameters dropped
  std::string title;
  std::vector<std::string> byline;  // people (or organisations as such), without 'By' and roles
  std::string site_name;
  std::optional<base::Instant> published;
  std::optional<base::Day> published_day;  // the day as the page states it
  std::optional<base::Instant> modified;
  std::string language;  // BCP 47 as the page states it; empty: it does not
  std::string description;
  Genre genre = Genre::kReport;
  std::optional<Origin> origin;
  Image image;                        // the lead image
  std::vector<std::string> captions;  // of every image of the article, the lead image's first
  std::vector<Block> blocks;          // image blocks included
  std::string
      text;  // texts of the blocks that are text, joined by U+000A; without title and captions
  std::string html;               // the blocks as safe HTML
  std::vector<std::string> tags;  // keywords as the page states them
  Paywall paywall = Paywall::kNone;
  Verdict verdict = Verdict::kQuarantine;
  Reason reason = Reason::kNoBody;
  std::string reason_detail;  // for people, English: what was seen; empty when it is an article
  double confidence = 0;      // 0 to 1, of the verdict
};

}  // namespace model
