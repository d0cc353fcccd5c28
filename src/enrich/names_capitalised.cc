// Names in scripts that have capitals.
//
// A run of capitalised words is a candidate. The first word of a sentence proves nothing by its
// capital: it must be known, or stand elsewhere with one, or be followed by another. What kind of
// thing a run is: the gazetteer; a word in it that tells ('University', 'River'); a title before it
// ('Prime Minister'); a given name; at last where it stands ('in X' is a place). In German every
// noun has a capital, so there only evidence counts.
#include <algorithm>
#include <optional>
#include <unordered_set>

#include "enrich/gazetteer.h"
#include "enrich/names.h"
#include "text/given_names.h"
#include "text/words.h"

namespace enrich {
namespace {

using model::NameKind;

// A run of tokens [first, last] of one field.
struct Run {
  size_t first = 0;
  size_t last = 0;
  bool title_before = false;
};

bool IsConnector(std::string_view folded) {
  for (std::string_view word :
       {"of", "de", "del", "della", "la", "van", "von", "der", "den", "bin", "ibn",
        "al", "el", "du",  "da",    "di", "dos", "das", "le",  "ten", "zu"}) {
    if (folded == word) return true;
  }
  return false;
}

bool IsPossessive(std::string_view folded) {
  return folded.ends_with("'s") && folded.size() > 3;
}

class Finder {
 public:
  explicit Finder(const Document& document) : document_(document) {
    for (const Field& field : document.fields) {
      for (const Token& token : field.tokens) {
        if (!token.capital) {
          small_.insert(token.folded);
        } else if (!token.first && !field.title_case) {
          capital_.insert(token.folded);
        }
      }
    }
    every_noun_ = document.primary == "de" || document.primary == "lb";
  }

  std::vector<Mention> Find() {
    for (size_t i = 0; i < document_.fields.size(); ++i) FindIn(i);
    return std::move(mentions_);
  }

 private:
  void FindIn(size_t index) {
    const Field& field = document_.fields[index];
    for (size_t at = 0; at < field.tokens.size();) {
      if (!CanBegin(field, at)) {
        ++at;
        continue;
      }
      Run run{at, at, false};
      while (Extend(field, run)) {
      }
      at = run.last + 1;
      AddRun(index, run);
    }
  }

  static std::string Bare(const Token& token) {
    std::string_view word = token.folded;
    if (IsPossessive(word)) word.remove_suffix(2);
    return std::string(word);
  }

  bool CanBegin(const Field& field, size_t at) const {
    const Token& token = field.tokens[at];
    if (!token.capital || (token.stop && !token.all_capital) || token.folded.size() < 2) {
      return token.capital && token.folded.size() == 1 && NextIsCapital(field, at) &&
             token.folded != "i" && token.folded != "a";
    }
    const std::string bare = Bare(token);
    if (IsCapitalisedCommonWord(bare) && !token.all_capital) {
      // "European Union", "British Columbia", "American Airlines".
      if (HeadsLongerName(field, at)) return true;
      // "May" and "April" are names only before another capital ("Theresa May" is in the middle).
      return text::IsGivenName(bare) && NextIsCapital(field, at);
    }
    if (IsCapitalisedCommonWord(bare) && bare != "us" && bare != "who") return false;
    if (bare == "who" && !token.all_capital) return false;
    if (!token.first && !field.title_case) return true;
    if (capital_.contains(token.folded) || capital_.contains(bare)) return true;
    if (FindKnown(bare, document_.primary) && !(token.stop && !token.all_capital)) return true;
    if (token.all_capital && !AllCapitalSentence(field, at)) return true;
    if (small_.contains(bare) && !field.title_case)
      return NextIsCapital(field, at) && IsTitleOfPerson(bare);
    return text::IsGivenName(bare) || IsTitleOfPerson(bare) || NextIsCapital(field, at) ||
           !field.title_case;
  }

  // Whether the sentence shouts: then capitals tell nothing.
  static bool AllCapitalSentence(const Field& field, size_t at) {
    const uint32_t sentence = field.tokens[at].sentence;
    size_t others = 0;
    for (size_t i = at; i < field.tokens.size() && i < at + 4; ++i) {
      if (field.tokens[i].sentence == sentence && !field.tokens[i].all_capital) ++others;
    }
    return others == 0 && at + 1 < field.tokens.size() && field.tokens[at + 1].sentence == sentence;
  }

  bool NextIsCapital(const Field& field, size_t at) const {
    return at + 1 < field.tokens.size() && field.tokens[at + 1].capital &&
           !field.tokens[at + 1].stop && Adjoins(field, at, at + 1) &&
           !IsCapitalisedCommonWord(field.tokens[at + 1].folded);
  }

  // Whether a word that is no name alone begins one with the next.
  bool HeadsLongerName(const Field& field, size_t at) const {
    if (at + 1 >= field.tokens.size() || !Adjoins(field, at, at + 1)) return false;
    const Token& next = field.tokens[at + 1];
    if (!next.capital || next.stop) return false;
    const std::string bare = Bare(next);
    return IsOrganisationWord(bare) || FindKnown(Join(field, at, at + 1), document_.primary) ||
           (at + 2 < field.tokens.size() && Adjoins(field, at + 1, at + 2) &&
            field.tokens[at + 2].capital && IsOrganisationWord(Bare(field.tokens[at + 2])));
  }

  // Whether nothing but one space, a hyphen, or the point of an initial stands between.
  static bool Adjoins(const Field& field, size_t one, size_t other) {
    const Token& before = field.tokens[one];
    const Token& after = field.tokens[other];
    if (before.sentence != after.sentence) return false;
    const std::string_view gap = field.text.substr(before.end, after.start - before.end);
    if (gap == " " || gap == "-" || gap == "\u00A0" || gap == "\u2011") return true;
    if (gap == ". " || gap == ".") {
      return before.folded.size() == 1 || before.folded == "st" || before.folded == "jr" ||
             before.folded.find('.') != std::string::npos || IsTitleOfPerson(before.folded);
    }
    return gap == " & " || gap == "&";
  }

  bool Extend(const Field& field, Run& run) const {
    const size_t next = run.last + 1;
    if (next >= field.tokens.size() || !Adjoins(field, run.last, next)) return false;
    if (IsPossessive(field.tokens[run.last].folded)) return false;
    const Token& token = field.tokens[next];
    const std::string bare = Bare(token);
    const bool initial = token.capital && token.folded.size() == 1 &&
                         token.end < field.text.size() && field.text[token.end] == '.';
    if (token.capital && (!token.stop || initial)) {
      // Two things that are known by themselves stay two: "EU-Japan".
      if (field.text[field.tokens[run.last].end] == '-' &&
          (FindKnown(Bare(field.tokens[run.last]), document_.primary) ||
           FindKnown(bare, document_.primary)) &&
          !FindKnown(Join(field, run.first, next), document_.primary)) {
        return false;
      }
      if (IsCapitalisedCommonWord(bare) && !IsOrganisationWord(bare) && bare != "may") return false;
      run.last = next;
      return true;
    }
    if (!IsConnector(token.folded) && token.folded != "for" && token.folded != "and") return false;
    const size_t behind = next + 1;
    if (behind >= field.tokens.size() || !field.tokens[behind].capital ||
        field.tokens[behind].stop || !Adjoins(field, next, behind)) {
      return false;
    }
    const std::string head = Bare(field.tokens[run.last]);
    const bool organisation = IsOrganisationWord(head);
    if (token.folded == "for" && !organisation) return false;
    if (token.folded == "and") {
      // "Ministry of Health and Welfare": both parts belong to one head.
      const bool inside = IsOrganisationWord(Bare(field.tokens[run.first])) && run.last > run.first;
      if (!inside || FindKnown(Bare(field.tokens[behind]), document_.primary)) return false;
    }
    if (token.folded == "of" && !organisation && !IsPlaceWord(head) && head != "house" &&
        head != "isle" && head != "gulf" && head != "duke" && head != "house") {
      return false;
    }
    run.last = behind;
    return true;
  }

  std::string Join(const Field& field, size_t first, size_t last) const {
    std::string joined;
    for (size_t i = first; i <= last; ++i) {
      if (i > first) {
        const char gap = field.text[field.tokens[i - 1].end];
        joined += gap == '-' ? '-' : ' ';
      }
      joined += i == last ? Bare(field.tokens[i]) : field.tokens[i].folded;
    }
    return joined;
  }

  void AddRun(size_t index, Run run) {
    const Field& field = document_.fields[index];
    if (!FindKnown(Join(field, run.first, run.last), document_.primary)) {
      while (run.first < run.last && IsTitleOfPerson(field.tokens[run.first].folded) &&
             !IsOrganisationWord(field.tokens[run.first + 1].folded) &&
             field.tokens[run.first + 1].folded != "of") {
        ++run.first;
        run.title_before = true;
      }
    }
    // "of" left at the front or a title alone are no names.
    if (run.first == run.last && IsTitleOfPerson(Bare(field.tokens[run.first])) &&
        !capital_.contains(Bare(field.tokens[run.first]))) {
      return;
    }
    if (!run.title_before && run.first > 0 && IsTitleOfPerson(field.tokens[run.first - 1].folded) &&
        Adjoins(field, run.first - 1, run.first)) {
      run.title_before = true;
    }
    Mention mention;
    mention.field = index;
    mention.start = field.tokens[run.first].start;
    mention.end = field.tokens[run.last].end;
    if (IsPossessive(field.tokens[run.last].folded)) {
      const std::string_view shown = field.Of(field.tokens[run.last]);
      mention.end -= shown.ends_with("\u2019s") || shown.ends_with("\u2019S") ? 4 : 2;
    }
    mention.folded = Join(field, run.first, run.last);
    if (Classify(field, run, mention)) mentions_.push_back(std::move(mention));
  }

  // Sets kind, id and sure. False: no name.
  bool Classify(const Field& field, const Run& run, Mention& mention) const {
    if (const auto known = FindKnown(mention.folded, document_.primary);
        known && !(run.title_before && run.first == run.last)) {
      mention.kind = known->kind;
      mention.id = known->id;
      return true;
    }
    const std::string first = Bare(field.tokens[run.first]);
    const std::string last = Bare(field.tokens[run.last]);
    const size_t length = run.last - run.first + 1;
    if (length == 1) return ClassifyOne(field, run, first, mention);
    if (run.title_before) return Is(NameKind::kPerson, mention);
    const bool given = text::IsGivenName(first);
    if (IsOrganisationWord(last) && !(given && length == 2 && text::IsGivenName(last))) {
      return Is(NameKind::kOrganisation, mention);
    }
    if (IsPlaceWord(last)) return Is(NameKind::kPlace, mention);
    if (IsEventWord(last)) return false;
    if (given) return Is(NameKind::kPerson, mention);
    for (size_t i = run.first; i <= run.last; ++i) {
      const std::string word = Bare(field.tokens[i]);
      if (IsOrganisationWord(word)) return Is(NameKind::kOrganisation, mention);
    }
    if (IsPlaceWord(first)) return Is(NameKind::kPlace, mention);
    if (every_noun_) return false;
    if (first.size() == 1 && length <= 3) return Is(NameKind::kPerson, mention);
    for (size_t i = run.first; i <= run.last; ++i) {
      if (field.tokens[i].all_capital && field.tokens[i].folded.size() > 1) {
        return Is(NameKind::kOrganisation, mention);
      }
    }
    if (field.title_case) return Unsure(NameKind::kPerson, mention);
    if (StandsBeforePlace(field, run.last)) return Is(NameKind::kPlace, mention);
    const std::string_view before = Before(field, run);
    // "the Boston Bruins": people have no article, and teams are called by their town.
    if (before == "the" || FindKnown(first, document_.primary)) {
      return Is(NameKind::kOrganisation, mention);
    }
    if (length == 2 && (before == "in" || before == "near" || before == "at")) {
      return Is(NameKind::kPlace, mention);
    }
    return Is(length <= 3 ? NameKind::kPerson : NameKind::kOrganisation, mention);
  }

  bool ClassifyOne(const Field& field, const Run& run, const std::string& word,
                   Mention& mention) const {
    const Token& token = field.tokens[run.first];
    if (run.title_before) return Is(NameKind::kPerson, mention);
    if (IsCapitalisedCommonWord(word)) return false;
    if (token.all_capital && word.size() <= 6 && !small_.contains(word)) {
      return Is(NameKind::kOrganisation, mention);
    }
    if (every_noun_) return Unsure(NameKind::kPerson, mention);
    const bool weak = token.first || field.title_case;
    if (text::IsGivenName(word) && !small_.contains(word)) return Is(NameKind::kPerson, mention);
    if (weak && !capital_.contains(word)) return Unsure(NameKind::kPerson, mention);
    if (IsOrganisationWord(word) || IsPlaceWord(word) || IsTitleOfPerson(word)) return false;
    for (std::string_view ending : {"land", "stan", "burg", "ville", "shire", "grad", "ford",
                                    "bury", "abad", "pur", "ania", "istan"}) {
      if (word.size() > ending.size() + 2 && word.ends_with(ending)) {
        return Is(NameKind::kPlace, mention);
      }
    }
    const std::string_view before = Before(field, run);
    if (before == "in" || before == "near" || before == "from" || before == "at" ||
        before == "outside") {
      return Is(NameKind::kPlace, mention);
    }
    if (run.last + 1 < field.tokens.size() && IsCueVerb(field.tokens[run.last + 1].folded)) {
      return Is(NameKind::kPerson, mention);
    }
    if (StandsBeforePlace(field, run.last)) return Is(NameKind::kPlace, mention);
    return Unsure(NameKind::kPerson, mention);
  }

  // "Frøslev, Denmark"
  bool StandsBeforePlace(const Field& field, size_t last) const {
    if (last + 1 >= field.tokens.size()) return false;
    const Token& here = field.tokens[last];
    const Token& next = field.tokens[last + 1];
    const std::string_view gap = field.text.substr(here.end, next.start - here.end);
    if (here.sentence != next.sentence || (gap != ", " && gap != " , ") || !next.capital)
      return false;
    const auto known = FindKnown(Bare(next), document_.primary);
    return known && known->kind == NameKind::kPlace;
  }

  static std::string_view Before(const Field& field, const Run& run) {
    if (run.first == 0 ||
        field.tokens[run.first - 1].sentence != field.tokens[run.first].sentence) {
      return {};
    }
    return field.tokens[run.first - 1].folded;
  }
  static bool Is(NameKind kind, Mention& mention) {
    mention.kind = kind;
    return true;
  }
  static bool Unsure(NameKind kind, Mention& mention) {
    mention.kind = kind;
    mention.sure = false;
    return true;
  }

  const Document& document_;
  std::unordered_set<std::string> small_;    // words that stand without a capital
  std::unordered_set<std::string> capital_;  // words that have one inside a sentence
  bool every_noun_ = false;
  std::vector<Mention> mentions_;
};

}  // namespace

std::vector<Mention> FindCapitalised(const Document& document) {
  return Finder(document).Find();
}

}  // namespace enrich
