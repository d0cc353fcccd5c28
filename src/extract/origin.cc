#include "extract/origin.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/dates.h"
#include "text/words.h"

namespace extract {
namespace {

using model::Block;
using model::BlockKind;
using model::Genre;

struct Agency {
  std::string_view spelling;  // as a closing line or dateline has it
  std::string_view name;
};
constexpr Agency kAgencies[] = {
    {"Reuters", "Reuters"},
    {"REUTERS", "Reuters"},
    {"Thomson Reuters", "Reuters"},
    {"AP", "AP"},
    {"Associated Press", "AP"},
    {"The Associated Press", "AP"},
    {"AFP", "AFP"},
    {"Agence France-Presse", "AFP"},
    {"AFP-JIJI", "AFP"},
    {"AFP-Jiji", "AFP"},
    {"Kyodo", "Kyodo News"},
    {"KYODO", "Kyodo News"},
    {"Kyodo News", "Kyodo News"},
    {"Jiji", "Jiji Press"},
    {"JIJI", "Jiji Press"},
    {"Jiji Press", "Jiji Press"},
    {"Bloomberg", "Bloomberg"},
    {"BLOOMBERG", "Bloomberg"},
    {"dpa", "dpa"},
    {"DPA", "dpa"},
    {"Xinhua", "Xinhua"},
    {"UPI", "UPI"},
    {"EFE", "EFE"},
    {"ANSA", "ANSA"},
    {"PTI", "PTI"},
    {"ANI", "ANI"},
    {"IANS", "IANS"},
    {"TASS", "TASS"},
    {"Yonhap", "Yonhap"},
    {"WAM", "WAM"},
    {"SPA", "SPA"},
    {"共同", "共同通信"},
    {"共同通信", "共同通信"},
    {"時事", "時事通信"},
    {"時事通信", "時事通信"},
    {"ロイター", "Reuters"},
    {"AFP時事", "AFP"},
    {"رويترز", "Reuters"},
    {"أ ف ب", "AFP"},
    {"أ.ف.ب", "AFP"},
    {"فرانس برس", "AFP"},
    {"وام", "WAM"},
    {"واس", "SPA"},
    {"د ب أ", "dpa"},
};

std::optional<std::string> AgencyOf(std::string_view text) {
  for (const Agency& agency : kAgencies) {
    if (text == agency.spelling) return std::string(agency.name);
  }
  return std::nullopt;
}

std::string_view Trimmed(std::string_view text, std::string_view edge) {
  while (!text.empty() && edge.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && edge.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

// A bracketed part at the very end: "(…)", "（…）", "[…]", "【…】".
struct Bracket {
  size_t start = 0;
  std::string_view inside;
};
std::optional<Bracket> ClosingBracket(std::string_view text) {
  constexpr size_t kLongest = 160;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPairs = {
      {{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}}};
  std::string_view body = Trimmed(text, " \n.");
  for (const auto& [open, close] : kPairs) {
    if (!body.ends_with(close)) continue;
    const size_t start = body.rfind(open);
    if (start == std::string_view::npos || body.size() - start > kLongest) continue;
    const size_t offset = static_cast<size_t>(body.data() - text.data());
    const std::string_view inside =
        body.substr(start + open.size(), body.size() - start - open.size() - close.size());
    return Bracket{offset + start, Trimmed(inside, " ")};
  }
  return std::nullopt;
}

// "From The Yomiuri Shimbun, July 29, 2025".
std::optional<model::Origin> FromPhrase(std::string_view inside, std::string_view language) {
  static constexpr std::string_view kStarts[] = {"From ",
                                                 "from ",
                                                 "Source: ",
                                                 "SOURCE: ",
                                                 "Courtesy of ",
                                                 "First published in ",
                                                 "Originally published in ",
                                                 "出典：",
                                                 "出典:",
                                                 "المصدر: ",
                                                 "نقلا عن ",
                                                 "عن "};
  for (const std::string_view start : kStarts) {
    if (!inside.starts_with(start)) continue;
    std::string_view rest = inside.substr(start.size());
    model::Origin origin;
    const size_t comma = rest.find(',');
    const auto date = text::FindDate(rest, language.empty() ? "en" : language);
    if (date && date->precision >= text::DatePrecision::kDay) origin.date = date->day;
    std::string_view publisher = Trimmed(rest.substr(0, comma), " ");
    const std::string_view second = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
    if (publisher.empty() || publisher.size() > 80) return std::nullopt;
    if (!origin.date && !second.empty() && text::FindDate(second, language)) return std::nullopt;
    // A name, not a phrase: "(From left, …)" and "(from 10 a.m.)" are none.
    const char first = publisher.front();
    const bool capital =
        (first >= 'A' && first <= 'Z') || static_cast<unsigned char>(first) >= 0x80;
    if (!capital || (!origin.date && comma != std::string_view::npos)) return std::nullopt;
    if (!origin.date && std::ranges::count(publisher, ' ') > 4) return std::nullopt;
    origin.publisher = publisher;
    return origin;
  }
  return std::nullopt;
}

// The dateline of a wire story: "TOKYO (Reuters) - ", "WASHINGTON (AP) —".
std::optional<model::Origin> FromDateline(std::string_view text) {
  const std::string_view head = base::TruncateUtf8(text, 80);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"},
                                    {"（", "）"},
                                    {"【", "】"},
                                    {"[", "]"}}) {
    const size_t start = head.find(open);
    const size_t end = start == std::string_view::npos ? start : head.find(close, start);
    if (end == std::string_view::npos) continue;
    if (head.substr(0, start).find_first_of(".!?") != std::string_view::npos) continue;
    const auto agency = AgencyOf(head.substr(start + open.size(), end - start - open.size()));
    const std::string_view after = Trimmed(head.substr(end + close.size()), " ");
    const bool dash = after.starts_with("-") || after.starts_with("–") || after.starts_with("—") ||
                      after.starts_with("--") || open == "【" || open == "[" || start == 0;
    if (agency && dash) return model::Origin{*agency, std::nullopt};
  }
  return std::nullopt;
}

// Removes the end of a block's text from its HTML: the text is written anew without its markup when
// the end cannot be found there.
void CutHtml(const std::string& end_text, Block& block, std::string& html) {
  const size_t at = html.rfind(end_text);
  const size_t close = html.rfind("</");
  if (at != std::string::npos && close != std::string::npos && close >= at + end_text.size()) {
    html.erase(at, end_text.size());
  }
  (void)block;
}

}  // namespace

std::optional<model::Origin> TakeOrigin(std::vector<Block>& blocks, std::vector<std::string>& html,
                                        std::string_view language) {
  constexpr size_t kLinesLookedAt = 3;
  size_t looked = 0;
  for (size_t i = blocks.size(); i-- > 0 && looked < kLinesLookedAt;) {
    Block& block = blocks[i];
    if (block.kind == BlockKind::kImage || block.kind == BlockKind::kEmbed) continue;
    ++looked;
    std::optional<model::Origin> origin;
    size_t cut = 0;
    if (const auto bracket = ClosingBracket(block.text)) {
      origin = FromPhrase(bracket->inside, language);
      if (!origin) {
        if (const auto agency = AgencyOf(bracket->inside))
          origin = model::Origin{*agency, std::nullopt};
      }
      cut = bracket->start;
    }
    if (!origin && block.text.size() <= 60) {
      const std::string_view line = Trimmed(block.text, " .-*");
      std::string_view bare = line;
      for (const std::string_view dash : {"—", "–", "©", "Source: ", "Copyright "}) {
        if (bare.starts_with(dash)) bare = Trimmed(bare.substr(dash.size()), " ");
      }
      if (const auto agency = AgencyOf(bare)) origin = model::Origin{*agency, std::nullopt};
      cut = 0;
    }
    if (!origin) continue;
    const std::string_view kept = Trimmed(std::string_view(block.text).substr(0, cut), " \n");
    if (kept.empty()) {
      blocks.erase(blocks.begin() + static_cast<long>(i));
      html.erase(html.begin() + static_cast<long>(i));
    } else {
      const std::string removed = block.text.substr(cut);
      block.text = std::string(kept);
      CutHtml(removed, block, html[i]);
    }
    return origin;
  }
  for (const Block& block : blocks) {
    if (block.kind == BlockKind::kParagraph) return FromDateline(block.text);
  }
  return std::nullopt;
}

bool IsAgency(std::string_view text) {
  return AgencyOf(text).has_value();
}

namespace {

bool HasSegment(std::string_view url, std::initializer_list<std::string_view> segments) {
  const std::string folded = text::Fold(url);
  return std::ranges::any_of(segments, [&](std::string_view segment) {
    const std::string inside = "/" + std::string(segment) + "/";
    return folded.find(inside) != std::string::npos;
  });
}

struct NamedGenre {
  std::string_view word;  // folded
  Genre genre;
};
constexpr NamedGenre kSections[] = {{"opinion", Genre::kOpinion},
                                    {"opinions", Genre::kOpinion},
                                    {"editorial", Genre::kOpinion},
                                    {"editorials", Genre::kOpinion},
                                    {"commentary", Genre::kOpinion},
                                    {"op-ed", Genre::kOpinion},
                                    {"column", Genre::kOpinion},
                                    {"columns", Genre::kOpinion},
                                    {"columnists", Genre::kOpinion},
                                    {"letters", Genre::kOpinion},
                                    {"社説", Genre::kOpinion},
                                    {"論説", Genre::kOpinion},
                                    {"オピニオン", Genre::kOpinion},
                                    {"コラム", Genre::kOpinion},
                                    {"رأي", Genre::kOpinion},
                                    {"الرأي", Genre::kOpinion},
                                    {"مقالات الرأي", Genre::kOpinion},
                                    {"مقالات", Genre::kOpinion},
                                    {"افتتاحية", Genre::kOpinion},
                                    {"meinung", Genre::kOpinion},
                                    {"opinión", Genre::kOpinion},
                                    {"analysis", Genre::kAnalysis},
                                    {"explainers", Genre::kAnalysis},
                                    {"解説", Genre::kAnalysis},
                                    {"分析", Genre::kAnalysis},
                                    {"تحليل", Genre::kAnalysis},
                                    {"تحليلات", Genre::kAnalysis},
                                    {"interview", Genre::kInterview},
                                    {"interviews", Genre::kInterview},
                                    {"インタビュー", Genre::kInterview},
                                    {"مقابلات", Genre::kInterview},
                                    {"حوار", Genre::kInterview},
                                    {"live", Genre::kLive},
                                    {"press release", Genre::kRelease},
                                    {"press releases", Genre::kRelease},
                                    {"プレスリリース", Genre::kRelease},
                                    {"بيان صحفي", Genre::kRelease},
                                    {"sponsored", Genre::kSponsored},
                                    {"advertorial", Genre::kSponsored},
                                    {"partner content", Genre::kSponsored},
                                    {"paid content", Genre::kSponsored},
                                    {"タイアップ", Genre::kSponsored},
                                    {"محتوى ممول", Genre::kSponsored},
                                    {"video", Genre::kVideo},
                                    {"videos", Genre::kVideo},
                                    {"動画", Genre::kVideo},
                                    {"فيديو", Genre::kVideo}};

std::optional<Genre> FromTypes(const std::vector<std::string>& types) {
  for (const std::string& type : types) {
    if (type == "OpinionNewsArticle" || type == "ReviewNewsArticle") return Genre::kOpinion;
    if (type == "AnalysisNewsArticle" || type == "BackgroundNewsArticle") return Genre::kAnalysis;
    if (type == "LiveBlogPosting") return Genre::kLive;
    if (type == "AdvertiserContentArticle") return Genre::kSponsored;
    if (type == "VideoObject" && types.size() == 1) return Genre::kVideo;
  }
  return std::nullopt;
}

std::optional<Genre> FromUrl(std::string_view url) {
  if (HasSegment(url, {"opinion", "opinions", "editorial", "editorials", "commentary", "op-ed",
                       "commentisfree", "columns", "columnists", "shasetsu", "letters"})) {
    return Genre::kOpinion;
  }
  if (HasSegment(url, {"analysis", "explainers"})) return Genre::kAnalysis;
  if (HasSegment(url, {"interview", "interviews"})) return Genre::kInterview;
  if (HasSegment(url, {"live", "liveblog", "live-updates"})) return Genre::kLive;
  if (HasSegment(url, {"press-release", "press-releases", "prnewswire"})) return Genre::kRelease;
  if (HasSegment(url, {"sponsored", "partner-content", "paidpost", "advertorial", "brandvoice"})) {
    return Genre::kSponsored;
  }
  if (HasSegment(url, {"video", "videos"})) return Genre::kVideo;
  return std::nullopt;
}

// "Editorial: …", "Opinion | …", "社説：…", "【社説】…", "Interview: …".
std::optional<Genre> FromTitle(std::string_view title) {
  const std::string folded = text::Fold(title);
  for (const NamedGenre& named : kSections) {
    std::string_view rest = folded;
    for (const std::string_view open : {"【", "[", "<", "("}) {
      if (rest.starts_with(open)) rest.remove_prefix(open.size());
    }
    if (!rest.starts_with(named.word)) continue;
    rest.remove_prefix(named.word.size());
    for (const std::string_view after :
         {":", " |", "：", " :", "】", "]", ">", ")", "|", " - ", "｜"}) {
      if (rest.starts_with(after)) return named.genre;
    }
  }
  return std::nullopt;
}

// Text outside of quotation marks: the author's own voice.
std::string OwnVoice(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("“") || rest.starts_with("「") || rest.starts_with("«")) quoted = true;
    if (rest.starts_with("”") || rest.starts_with("」") || rest.starts_with("»") || text[i] == '\n')
      quoted = false;
    if (text[i] == '"') quoted = !quoted;
    if (!quoted) out.push_back(text[i]);
  }
  return out;
}

// An editorial gives itself away: nobody signs it, the paper does (a closing line with the paper's
// name and a date), and its own voice asks, judges and demands. All three are needed, and of the
// third at least three marks.
bool IsUnsignedArgument(const model::Reading& reading) {
  if (!reading.byline.empty() || !reading.origin || !reading.origin->date) return false;
  const std::string voice = " " + text::Fold(OwnVoice(reading.text));
  size_t marks = reading.title.ends_with('?') || reading.title.ends_with("？") ? 1 : 0;
  const auto count = [&](std::string_view word) {
    for (size_t at = voice.find(word); at != std::string::npos; at = voice.find(word, at + 1))
      ++marks;
  };
  for (const std::string_view word : {"? ",
                                      "?\n",
                                      " should ",
                                      " must ",
                                      " ought to ",
                                      "the only way",
                                      "a mistake",
                                      "no room for",
                                      "do not justify",
                                      "does not justify",
                                      "cannot be allowed",
                                      "it is essential",
                                      "it is vital",
                                      "unacceptable",
                                      "is being tested",
                                      "prerequisite",
                                      "it is necessary",
                                      "need to be",
                                      "べきだ",
                                      "べきである",
                                      "ねばならない",
                                      "求めたい",
                                      "許されない",
                                      "يجب ",
                                      "ينبغي ",
                                      "لا بد "}) {
    count(word);
  }
  return marks >= 3;
}

}  // namespace

Genre FindGenre(const PageFacts& facts, const model::Reading& reading) {
  if (const auto genre = FromTypes(facts.article.types)) return *genre;
  for (const std::string_view section :
       {std::string_view(facts.article.section),
        facts.Meta({"article:section", "section", "og:section"})}) {
    const std::string folded = text::Fold(text::CollapseSpace(section));
    for (const NamedGenre& named : kSections) {
      if (folded == named.word) return named.genre;
    }
  }
  if (const auto genre = FromTitle(reading.title)) return *genre;
  if (const auto genre = FromUrl(reading.url)) return *genre;
  return IsUnsignedArgument(reading) ? Genre::kOpinion : Genre::kReport;
}

}  // namespace extract
