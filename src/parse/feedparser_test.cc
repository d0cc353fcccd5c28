// The public test feeds of feedparser (https://github.com/kurtmckee/feedparser, BSD) carry what a
// reader must find in them as a comment: "Expect: not bozo and feed['title'] == u'Example feed'".
// This test runs them all and evaluates every comparison about something that Octavo keeps of a
// feed. It needs the development data beside the project and is skipped where that is absent.
//
// What is compared how: titles, descriptions and summaries are plain text here and HTML there, so
// the expectation is turned into text first; contents are compared by their text; dates as
// instants; charsets by the Encoding Standard's names.
//
// 'bozo', feedparser's word for "not well-formed", is that there are warnings; "not bozo" alone
// does not bring the rest of an expectation into scope.
//
// Out of scope is what no field of model::Feed holds: `links` as a list (here they are sorted into
// home, self, hubs, replies, enclosures, license), type, base and mode of text constructs, language
// of any text but the content and the title, width, height, title and link of a feed's image, docs,
// cloud, text input, validity of a feed, elements of nobody's vocabulary; and HTTP's own headers.
// What Octavo decided otherwise is in scope, counts as failed, and stands below with its reason.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/time.h"
#include "base/utf8.h"
#include "html/text.h"
#include "parse/draft.h"
#include "parse/feed.h"
#include "parse/people.h"
#include "parse/testing/dataset.h"
#include "parse/testing/expectation.h"
#include "parse/testing/feedparser_fields.h"
#include "text/charset.h"
#include "text/charset_labels.h"
#include "text/dates.h"
#include "text/words.h"

namespace parse {
namespace {

// ---- comparing

std::string Text(const std::string& html) {
  return text::Normalise(text::CollapseSpace(html::ToText(html)));
}

std::optional<std::string> TimeText(std::string_view literal) {
  if (const auto text = StringOf(literal)) {
    const auto date = text::ParseDate(*text, "");
    if (!date) return std::nullopt;
    return base::FormatRfc3339(date->instant ? *date->instant : base::StartOf(date->day));
  }
  const std::vector<double> parts = NumbersOf(literal);
  if (parts.size() < 6) return std::nullopt;
  const auto part = [&](size_t i) { return static_cast<int>(parts[i]); };
  const base::CivilDate date{part(0), part(1), part(2)};
  if (!base::IsValid(date)) return std::nullopt;
  const int64_t seconds = int64_t{part(3)} * 3600 + part(4) * 60 + part(5);
  return base::FormatRfc3339(
      {base::StartOf(base::DayFromCivil(date)).micros + seconds * base::kMicrosPerSecond});
}

// A person's name and a bracketed address are two things here.
std::string NameText(const std::string& text) {
  std::vector<model::Person> people;
  AddPeople(text, "author", people);
  const std::vector<std::string> names = AuthorsOf(people);
  return names.empty() ? std::string() : names.front();
}

// As an expectation would be if it were ours; absent: this kind of literal is not understood.
std::optional<std::string> Converted(Kind kind, const std::string& literal,
                                     const std::string& base) {
  if (literal == "None") return std::string();
  if (kind == Kind::kTime) return TimeText(literal);
  if (kind == Kind::kFlag) return literal == "1" ? "True" : literal;
  const std::vector<double> numbers = NumbersOf(literal);
  if (kind == Kind::kPoint && numbers.size() >= 2) return ShownPoint(numbers[0], numbers[1]);
  if (kind == Kind::kMilliseconds && numbers.size() >= 2) {
    return std::to_string(
        std::llround(numbers[1] * 1000 + (numbers.size() > 2 ? numbers[2] / 1000 : 0)));
  }
  const auto value = StringOf(literal);
  if (!value) {
    const bool simple = kind == Kind::kExact && (Number(literal) || literal == "{}");
    return simple ? std::optional<std::string>(literal) : std::nullopt;
  }
  switch (kind) {
    case Kind::kText:
      return Text(*value);
    case Kind::kLanguage:
      return LanguageTag(*value);
    case Kind::kName:
      return NameText(*value);
    case Kind::kCharset: {
      const text::Charset* charset = text::FindCharset(*value);
      if (charset != nullptr && charset->name == "gbk") return "gb18030";
      return charset == nullptr ? LowerAscii(*value) : std::string(charset->name);
    }
    case Kind::kUrl: {
      model::Feed feed;
      return Draft(Input{{}, base, {}, {}}, feed).Resolve(*value);
    }
    default:
      // Netscape's 0.91 and UserLand's differ in the DOCTYPE alone.
      return *value == "rss091n" || *value == "rss091u" ? "rss091" : *value;
  }
}

enum class Outcome { kPass, kFail, kOutOfScope };

Outcome CompareField(const Field& field, const std::string& path, const Comparison& comparison,
                     std::string& why) {
  const auto expected = Converted(field.kind, comparison.literal, comparison.base);
  if (!expected) return Outcome::kOutOfScope;
  const std::string found =
      field.kind == Kind::kText ? text::CollapseSpace(field.value) : field.value;
  bool equal = found == *expected;
  // ASCII is a part of both; there is nothing else in these files.
  const bool is_ascii = field.kind == Kind::kCharset && comparison.literal == "'us-ascii'";
  equal = equal || (is_ascii && (found == "utf-8" || found == "windows-1252"));
  // A title of plain text stays plain text, though there are angle brackets in it.
  const auto as_written = StringOf(comparison.literal);
  equal = equal ||
          (field.kind == Kind::kText && as_written && found == text::CollapseSpace(*as_written));
  if (equal != comparison.negated) return Outcome::kPass;
  why = path + ": expected '" + *expected + "', found '" + found + "'";
  return Outcome::kFail;
}

// Everything that a path names, of a literal with members each by itself.
Outcome ComparePath(const Fields& fields, const std::string& path, const Comparison& comparison,
                    std::string& why) {
  const auto members = MembersOf(comparison.literal);
  if (!members.empty()) {
    Outcome all = Outcome::kOutOfScope;
    for (const auto& [name, literal] : members) {
      std::string member = path;
      member += "." + name;
      const Comparison one{{member}, literal, comparison.negated, comparison.base};
      const Outcome outcome = ComparePath(fields, one.paths[0], one, why);
      if (outcome == Outcome::kFail) return outcome;
      if (outcome == Outcome::kPass) all = outcome;
    }
    return all;
  }
  // ord(entries[0].description) == 8230
  if (path.starts_with("ord(")) {
    std::string character;
    base::AppendCodePoint(static_cast<char32_t>(std::atoi(comparison.literal.c_str())), character);
    const Comparison text{{}, "'" + character + "'", comparison.negated, comparison.base};
    return ComparePath(fields, path.substr(4, path.size() - 5), text, why);
  }
  const auto field = fields.find(path);
  return field == fields.end() ? Outcome::kOutOfScope
                               : CompareField(field->second, path, comparison, why);
}

// All comparisons that are in scope must hold; without any the expectation is out of it.
Outcome Evaluate(const model::Feed& feed, const Input& input, const std::string& expectation,
                 std::string& why) {
  const Fields fields = FieldsOf(feed, input);
  Outcome all = Outcome::kOutOfScope;
  const std::vector<Comparison> comparisons = ComparisonsOf(expectation);
  for (const Comparison& comparison : comparisons) {
    // a == b: both are paths.
    Comparison resolved = comparison;
    resolved.base = input.url;
    if (const auto other = fields.find(comparison.literal); other != fields.end()) {
      resolved.literal = "'" + other->second.value + "'";
    }
    for (const std::string& path : comparison.paths) {
      const Outcome outcome = ComparePath(fields, path, resolved, why);
      if (outcome == Outcome::kFail) return outcome;
      // "not bozo" alone does not make the rest one of ours.
      const bool counts = path != "bozo" || comparisons.size() == 1;
      if (outcome == Outcome::kPass && counts) all = outcome;
    }
  }
  return all;
}

// ---- the files

// What Octavo decided otherwise, and why. These count as failed.
struct Decision {
  const char* end_of_path;
  const char* why;
};
constexpr Decision kDecidedOtherwise[] = {
    {"_crazy.xml", "a web page in a title: what is in <head> and <script> is no text"},
    {"_iframe.xml", "what stands in an <iframe> is for browsers that have none"},
    {"/item_content_encoded_script_nested_cdata.xml", "a second CDATA wrapping goes"},
    {"entities/lang.xml", "HTML 5's brackets, no longer HTML 4's"},
    {"entities/rang.xml", "as above"},
    {"/bozo_http_i18n.xml", "RFC 7303 took back that text/xml is ASCII where nothing is said"},
    {"/bozo_linenoise.xml", "nobody knows what it is in; its declaration is believed"},
    {"_explicit_whitespace.xml", "' yes ' is yes"},
    {"_explicit_uppercase.xml", "'YES' is yes"},
    {"/entry_link_no_href_link_priority.xml", "two entries at one address are one"},
    {"/entry_link_rel_enclosure_no_href.xml", "two entries at one address are one"},
    {"/node_precedence/atom10_title.xml", "the same text twice without an id is one entry"},
    {"/node_precedence/atom10_id.xml", "two entries of one id and title are one"},
    {"/entry_content_xml_lang_blank_3.xml", "the same text twice without an id is one entry"},
    {"/gml_linestring_utm.xml", "metres of a projection are no degrees"},
    {"/gml_point_utm.xml", "metres of a projection are no degrees"},
    {"_id_base_docuri.xml", "an id is compared byte for byte (RFC 4287, 4.2.6.1), not resolved"},
    {"_id_base_content_location.xml", "as above"},
};

std::string CommentLine(std::string_view text, std::string_view name) {
  const size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  const size_t start = at + name.size();
  const size_t end = std::min(text.find('\n', start), text.size());
  return std::string(TrimSpace(text.substr(start, end - start)));
}

Input InputOf(std::string_view bytes, std::string_view text, const std::string& path) {
  Input input;
  input.bytes = bytes;
  input.url = "http://127.0.0.1:8097/" + path;
  const std::string header = CommentLine(text, "Header:");
  const size_t colon = header.find(':');
  if (colon != std::string::npos) {
    input.headers.emplace_back(LowerAscii(header.substr(0, colon)),
                               TrimSpace(header.substr(colon + 1)));
  }
  return input;
}

struct Tally {
  int passed = 0;
  int out_of_scope = 0;
  int decided_otherwise = 0;
  std::vector<std::string> failures;
};

void RunFile(const std::string& bytes, const std::string& path, Tally& tally) {
  // The comment is written in the file's own charset.
  const std::string text = text::DecodeXml(bytes, {}).text;
  const Input input = InputOf(bytes, text, path);
  const model::Feed feed = ParseFeed(input);
  const std::string expectation = CommentLine(text, "Expect:");
  std::string why;
  switch (expectation.empty() ? Outcome::kOutOfScope : Evaluate(feed, input, expectation, why)) {
    case Outcome::kPass:
      ++tally.passed;
      return;
    case Outcome::kOutOfScope:
      ++tally.out_of_scope;
      if (std::getenv("OCTAVO_SHOW_OUT_OF_SCOPE") != nullptr) {
        printf("out of scope: %s: %s\n", path.c_str(), expectation.c_str());
      }
      return;
    case Outcome::kFail:
      break;
  }
  const bool decided = std::ranges::any_of(kDecidedOtherwise, [&](const Decision& decision) {
    return path.ends_with(decision.end_of_path);
  });
  if (decided) {
    ++tally.decided_otherwise;
  } else {
    tally.failures.push_back(path + ": " + why);
  }
}

TEST(Feedparser, ExpectationsOfItsTestFeeds) {
  const auto folder = UnpackedDataset(OCTAVO_SHARED_DIR, "feeds/feedparser");
  if (!folder) GTEST_SKIP() << "development data is not here";
  Tally tally;
  for (const auto& file : std::filesystem::recursive_directory_iterator(*folder / "tests")) {
    if (!file.is_regular_file()) continue;
    const auto bytes = base::ReadFile(file.path());
    ASSERT_TRUE(bytes);
    RunFile(*bytes, std::filesystem::relative(file.path(), *folder / "tests").string(), tally);
  }
  const int applying =
      tally.passed + tally.decided_otherwise + static_cast<int>(tally.failures.size());
  std::string listed;
  for (const std::string& failure : tally.failures) listed += failure + "\n";
  printf("%d of %d expectations in scope hold (%.4f); %d decided otherwise; %d out of scope\n",
         tally.passed, applying, static_cast<double>(tally.passed) / applying,
         tally.decided_otherwise, tally.out_of_scope);
  EXPECT_GE(applying, 1'500);
  EXPECT_GE(tally.passed, applying * 98 / 100);
  EXPECT_TRUE(tally.failures.empty()) << listed;
}

}  // namespace
}  // namespace parse
