// The names of every enumeration of model: one table each, both ways, the same in database, API and
// page.

#include <array>
#include <utility>

#include "model/article.h"
#include "model/enrichment.h"
#include "model/source.h"
#include "model/standing.h"
#include "model/story.h"
#include "model/subscription.h"

namespace model {
namespace {

template <typename Enum, size_t kCount>
using Table = std::array<std::pair<Enum, std::string_view>, kCount>;

template <typename Enum, size_t kCount>
std::string_view NameOf(const Table<Enum, kCount>& table, Enum value) {
  for (const auto& [key, name] : table) {
    if (key == value) return name;
  }
  return {};
}

template <typename Enum, size_t kCount>
std::optional<Enum> ValueOf(const Table<Enum, kCount>& table, std::string_view name) {
  for (const auto& [key, text] : table) {
    if (text == name) return key;
  }
  return std::nullopt;
}

constexpr Table<SourceKind, 4> kSourceKinds = {{{SourceKind::kUnknown, "unknown"},
                                                {SourceKind::kFeed, "feed"},
                                                {SourceKind::kSitemap, "sitemap"},
                                                {SourceKind::kPage, "page"}}};

constexpr Table<HttpVersion, 3> kHttpVersions = {
    {{HttpVersion::kAny, "any"}, {HttpVersion::kHttp1, "1.1"}, {HttpVersion::kHttp2, "2"}}};

constexpr Table<SubscriptionState, 4> kSubscriptionStates = {
    {{SubscriptionState::kWanted, "wanted"},
     {SubscriptionState::kActive, "active"},
     {SubscriptionState::kDenied, "denied"},
     {SubscriptionState::kLeaving, "leaving"}}};

constexpr Table<FeedFormat, 10> kFeedFormats = {{{FeedFormat::kNone, "none"},
                                                 {FeedFormat::kRss, "rss"},
                                                 {FeedFormat::kRdf, "rdf"},
                                                 {FeedFormat::kAtom, "atom"},
                                                 {FeedFormat::kJsonFeed, "json"},
                                                 {FeedFormat::kSitemap, "sitemap"},
                                                 {FeedFormat::kSitemapIndex, "sitemap_index"},
                                                 {FeedFormat::kCdf, "cdf"},
                                                 {FeedFormat::kOpml, "opml"},
                                                 {FeedFormat::kHtml, "html"}}};

constexpr Table<BlockKind, 8> kBlockKinds = {{{BlockKind::kParagraph, "paragraph"},
                                              {BlockKind::kHeading, "heading"},
                                              {BlockKind::kListItem, "list_item"},
                                              {BlockKind::kQuote, "quote"},
                                              {BlockKind::kCode, "code"},
                                              {BlockKind::kTable, "table"},
                                              {BlockKind::kImage, "image"},
                                              {BlockKind::kEmbed, "embed"}}};

constexpr Table<Genre, 8> kGenres = {{{Genre::kReport, "report"},
                                      {Genre::kOpinion, "opinion"},
                                      {Genre::kAnalysis, "analysis"},
                                      {Genre::kInterview, "interview"},
                                      {Genre::kLive, "live"},
                                      {Genre::kRelease, "release"},
                                      {Genre::kSponsored, "sponsored"},
                                      {Genre::kVideo, "video"}}};

constexpr Table<Paywall, 3> kPaywalls = {
    {{Paywall::kNone, "none"}, {Paywall::kPartial, "partial"}, {Paywall::kFull, "full"}}};

constexpr Table<Verdict, 2> kVerdicts = {
    {{Verdict::kArticle, "article"}, {Verdict::kQuarantine, "quarantine"}}};

constexpr Table<Reason, 16> kReasons = {{{Reason::kNone, ""},
                                         {Reason::kNoBody, "no_body"},
                                         {Reason::kFactBox, "fact_box"},
                                         {Reason::kEscapedMarkup, "escaped_markup"},
                                         {Reason::kCaptionsOnly, "captions_only"},
                                         {Reason::kAuthorPage, "author_page"},
                                         {Reason::kListPage, "list_page"},
                                         {Reason::kPaywallStub, "paywall_stub"},
                                         {Reason::kVideoOnly, "video_only"},
                                         {Reason::kHeadlineMismatch, "headline_mismatch"},
                                         {Reason::kDuplicatedBody, "duplicated_body"},
                                         {Reason::kConsentPage, "consent_page"},
                                         {Reason::kLoginPage, "login_page"},
                                         {Reason::kErrorPage, "error_page"},
                                         {Reason::kNotHtml, "not_html"},
                                         {Reason::kBrokenMarkup, "broken_markup"}}};

constexpr Table<StandingDecision, 3> kStandingDecisions = {{{StandingDecision::kLearned, "learned"},
                                                            {StandingDecision::kDropped, "dropped"},
                                                            {StandingDecision::kKept, "kept"}}};

constexpr Table<NameKind, 3> kNameKinds = {{{NameKind::kPerson, "person"},
                                            {NameKind::kPlace, "place"},
                                            {NameKind::kOrganisation, "organisation"}}};

constexpr Table<LineageKind, 4> kLineageKinds = {{{LineageKind::kOriginal, "original"},
                                                  {LineageKind::kCopy, "copy"},
                                                  {LineageKind::kRewrite, "rewrite"},
                                                  {LineageKind::kVersion, "version"}}};

}  // namespace

std::string_view SourceKindName(SourceKind kind) {
  return NameOf(kSourceKinds, kind);
}
std::optional<SourceKind> SourceKindFrom(std::string_view name) {
  return ValueOf(kSourceKinds, name);
}
std::string_view HttpVersionName(HttpVersion version) {
  return NameOf(kHttpVersions, version);
}
std::optional<HttpVersion> HttpVersionFrom(std::string_view name) {
  return ValueOf(kHttpVersions, name);
}
std::string_view SubscriptionStateName(SubscriptionState state) {
  return NameOf(kSubscriptionStates, state);
}
std::optional<SubscriptionState> SubscriptionStateFrom(std::string_view name) {
  return ValueOf(kSubscriptionStates, name);
}
std::string_view FeedFormatName(FeedFormat format) {
  return NameOf(kFeedFormats, format);
}
std::string_view BlockKindName(BlockKind kind) {
  return NameOf(kBlockKinds, kind);
}
std::optional<BlockKind> BlockKindFrom(std::string_view name) {
  return ValueOf(kBlockKinds, name);
}
std::string_view GenreName(Genre genre) {
  return NameOf(kGenres, genre);
}
std::optional<Genre> GenreFrom(std::string_view name) {
  return ValueOf(kGenres, name);
}
std::string_view PaywallName(Paywall paywall) {
  return NameOf(kPaywalls, paywall);
}
std::optional<Paywall> PaywallFrom(std::string_view name) {
  return ValueOf(kPaywalls, name);
}
std::string_view VerdictName(Verdict verdict) {
  return NameOf(kVerdicts, verdict);
}
std::string_view StandingDecisionName(StandingDecision decision) {
  return NameOf(kStandingDecisions, decision);
}

std::optional<StandingDecision> StandingDecisionFrom(std::string_view name) {
  return ValueOf(kStandingDecisions, name);
}

std::string_view ReasonName(Reason reason) {
  return NameOf(kReasons, reason);
}
std::optional<Reason> ReasonFrom(std::string_view name) {
  return ValueOf(kReasons, name);
}
std::string_view NameKindName(NameKind kind) {
  return NameOf(kNameKinds, kind);
}
std::optional<NameKind> NameKindFrom(std::string_view name) {
  return ValueOf(kNameKinds, name);
}
std::string_view LineageKindName(LineageKind kind) {
  return NameOf(kLineageKinds, kind);
}
std::optional<LineageKind> LineageKindFrom(std::string_view name) {
  return ValueOf(kLineageKinds, name);
}

}  // namespace model
