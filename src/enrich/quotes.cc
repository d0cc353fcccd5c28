// Who said it.
//
// For each stretch in quotation marks the words around it in its sentence are looked at: behind it
// up to the end of that sentence, then before it from the sentence's beginning. A verb of saying
// there has its speaker beside it: behind it where it follows the quote at once ('… ,' said
// Kallas), else the last name, pronoun or noun phrase before it. 'According to' has it behind.
// Where nothing is said beside the quote, the speaker of the paragraph before goes on, or who was
// the subject of the sentence before. Stretches of one paragraph with only the speaker's words
// between them are one quote of several spans. Pronouns stand for the person who spoke last, or was
// named last.
#include "enrich/quotes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "enrich/gazetteer.h"
#include "enrich/quotes_cjk.h"

namespace enrich {
namespace {

using model::Span;

bool IsPronoun(std::string_view folded) {
  for (std::string_view word : {"he", "she", "they", "i", "we", "it", "who", "er", "sie", "il",
                                "elle", "él", "ella", "lui", "lei", "هو", "هي"}) {
    if (folded == word) return true;
  }
  return false;
}

class Attributor {
 public:
  Attributor(const Document& document, const Names& names) : field_(document.Text()) {
    for (const model::Name& name : names.mentions) {
      if (name.field != "text") continue;
      mentions_.push_back(&name);
    }
    names_ = &names;
  }

  std::vector<model::Quote> Find() {
    quotations_ = FindQuotations(field_.text);
    for (size_t i = 0; i < quotations_.size(); ++i) {
      const Quotation& quotation = quotations_[i];
      std::optional<model::Speaker> speaker = Beside(i);
      const bool beside = speaker.has_value();
      if (!IsSomebodysWords(quotation, beside)) continue;
      if (TryJoin(i, speaker)) continue;
      if (!speaker) speaker = FromBefore(quotation);
      if (speaker) Resolve(quotation, *speaker);
      Add(quotation, std::move(speaker));
    }
    return std::move(quotes_);
  }

 private:
  // ---- what counts as a quote
  size_t WordsIn(Span span) const {
    const auto first = FirstTokenFrom(span.start);
    size_t count = 0;
    for (size_t i = first; i < field_.tokens.size() && field_.tokens[i].start < span.end; ++i)
      ++count;
    return count;
  }

  bool IsSomebodysWords(const Quotation& quotation, bool beside) const {
    const std::string_view inside =
        field_.text.substr(quotation.inside.start, quotation.inside.end - quotation.inside.start);
    const size_t words = WordsIn(quotation.inside);
    if (words == 0) return false;
    const size_t first = FirstTokenFrom(quotation.inside.start);
    const char last = inside.back();
    const bool sentence = last == '.' || last == '!' || last == '?' || last == ',';
    if (words >= 2 && IsTitleOfWork(first, words) && !sentence) return false;
    return words >= 3 || (words >= 2 && (beside || sentence)) || (beside && sentence);
  }

  // Every word of weight has a capital: the name of a film or a book.
  bool IsTitleOfWork(size_t first, size_t words) const {
    size_t weighty = 0;
    for (size_t i = first; i < first + words && i < field_.tokens.size(); ++i) {
      if (field_.tokens[i].stop) continue;
      if (!field_.tokens[i].capital) return false;
      ++weighty;
    }
    return weighty > 0 && weighty < 8;
  }

  // ---- places in the text
  size_t FirstTokenFrom(uint32_t byte) const {
    return static_cast<size_t>(std::ranges::lower_bound(field_.tokens, byte, {}, &Token::start) -
                               field_.tokens.begin());
  }
  uint32_t ParagraphStart(uint32_t byte) const {
    const size_t at = byte == 0 ? std::string_view::npos : field_.text.rfind('\n', byte - 1);
    return at == std::string_view::npos ? 0 : static_cast<uint32_t>(at + 1);
  }
  // The end of the sentence that goes on behind a quote: a final mark before a space and a capital,
  // the next opening mark, or the paragraph's end.
  uint32_t ClauseEnd(size_t index) const {
    const uint32_t from = quotations_[index].outside.end;
    uint32_t limit =
        static_cast<uint32_t>(std::min(field_.text.find('\n', from), field_.text.size()));
    if (index + 1 < quotations_.size()) {
      limit = std::min(limit, std::max(from, quotations_[index + 1].outside.start));
    }
    for (size_t i = FirstTokenFrom(from);
         i < field_.tokens.size() && field_.tokens[i].start < limit; ++i) {
      if (field_.tokens[i].first && field_.tokens[i].start > from + 3)
        return field_.tokens[i].start;
    }
    return limit;
  }
  uint32_t ClauseStart(size_t index) const {
    const uint32_t to = quotations_[index].outside.start;
    uint32_t start = ParagraphStart(to);
    if (index > 0 && quotations_[index - 1].outside.end <= to) {
      start = std::max(start, quotations_[index - 1].outside.end);
    }
    for (size_t i = FirstTokenFrom(start); i < field_.tokens.size() && field_.tokens[i].start < to;
         ++i) {
      if (field_.tokens[i].first) start = field_.tokens[i].start;
    }
    return start;
  }

  // ---- the speaker beside
  std::optional<model::Speaker> Beside(size_t index) const {
    const Quotation& quotation = quotations_[index];
    const uint32_t end = ClauseEnd(index);
    const bool ended = EndsWithStop(quotation) && NextIsNewSentence(quotation);
    if (!ended) {
      if (auto speaker = Behind(quotation.outside.end, end)) return speaker;
    }
    const uint32_t start = ClauseStart(index);
    if (auto speaker = InFront(start, quotation.outside.start)) return speaker;
    return std::nullopt;
  }

  bool EndsWithStop(const Quotation& quotation) const {
    const char last = field_.text[quotation.inside.end - 1];
    return last == '.' || last == '!' || last == '?';
  }
  bool NextIsNewSentence(const Quotation& quotation) const {
    const size_t next = FirstTokenFrom(quotation.outside.end);
    if (next >= field_.tokens.size()) return true;
    const Token& token = field_.tokens[next];
    if (!token.capital) return false;
    // '"…." Smith said.' is rare but real: a name and a verb of saying at once.
    for (size_t i = next; i < next + 4 && i < field_.tokens.size(); ++i) {
      if (IsCueVerb(field_.tokens[i].folded) && field_.tokens[i].folded != "according")
        return false;
    }
    return true;
  }

  // First name mention that begins in [from, to).
  const model::Name* FirstMention(uint32_t from, uint32_t to) const {
    const auto at = std::ranges::lower_bound(
        mentions_, from, {}, [](const model::Name* name) { return name->span.start; });
    return at != mentions_.end() && (*at)->span.start < to ? *at : nullptr;
  }

  model::Speaker MakeSpeaker(uint32_t start, uint32_t end) const {
    model::Speaker speaker;
    speaker.text = std::string(field_.text.substr(start, end - start));
    speaker.field = "text";
    speaker.span = {start, end};
    return speaker;
  }
  model::Speaker SpeakerOf(const model::Name& name) const {
    model::Speaker speaker = MakeSpeaker(name.span.start, name.span.end);
    speaker.name = NameOf(name.id);
    return speaker;
  }
  std::string NameOf(const std::string& id) const {
    const auto found = names_->entities.find(id);
    return found == names_->entities.end() ? std::string() : found->second.name;
  }

  // A person or, failing that, any name, else a noun phrase, in [from, to), the nearest to its end
  // (`backwards`) or to its beginning.
  std::optional<model::Speaker> SubjectIn(uint32_t from, uint32_t to, bool backwards) const {
    const model::Name* best = nullptr;
    for (auto at = std::ranges::lower_bound(
             mentions_, from, {}, [](const model::Name* name) { return name->span.start; });
         at != mentions_.end() && (*at)->span.end <= to; ++at) {
      const bool person = (*at)->kind == model::NameKind::kPerson;
      const bool had_person = best != nullptr && best->kind == model::NameKind::kPerson;
      if ((*at)->kind == model::NameKind::kPlace && best != nullptr) continue;
      if (best == nullptr || (person && !had_person) || (backwards && person)) best = *at;
    }
    const size_t first = FirstTokenFrom(from);
    for (size_t i = first; i < field_.tokens.size() && field_.tokens[i].end <= to; ++i) {
      const Token& token = field_.tokens[i];
      if (IsPronoun(token.folded) && token.folded != "who" && token.folded != "it" &&
          (best == nullptr || best->kind != model::NameKind::kPerson)) {
        return MakeSpeaker(token.start, token.end);
      }
    }
    if (best != nullptr && best->kind != model::NameKind::kPlace) return SpeakerOf(*best);
    if (auto phrase = PhraseIn(from, to, backwards)) return phrase;
    if (best != nullptr) return SpeakerOf(*best);
    return std::nullopt;
  }

  // "the two sides", "a spokesman for the ministry": up to a comma, at most twelve words.
  std::optional<model::Speaker> PhraseIn(uint32_t from, uint32_t to, bool backwards) const {
    size_t first = FirstTokenFrom(from);
    size_t last = first;
    while (last < field_.tokens.size() && field_.tokens[last].end <= to) ++last;
    if (last == first) return std::nullopt;
    if (backwards) {
      // From the last break before the verb.
      size_t begin = last - 1;
      while (begin > first && last - begin < 8 && !BreaksBetween(begin - 1, begin)) --begin;
      first = begin;
    } else {
      size_t end = first + 1;
      while (end < last && end - first < 8 && !BreaksBetween(end - 1, end)) ++end;
      last = end;
    }
    while (first < last &&
           (field_.tokens[first].folded == "and" || field_.tokens[first].folded == "but" ||
            field_.tokens[first].folded == "that" || field_.tokens[first].folded == "as")) {
      ++first;
    }
    if (first == last) return std::nullopt;
    return MakeSpeaker(field_.tokens[first].start, field_.tokens[last - 1].end);
  }
  bool BreaksBetween(size_t one, size_t other) const {
    const std::string_view gap = field_.text.substr(
        field_.tokens[one].end, field_.tokens[other].start - field_.tokens[one].end);
    return gap.find(',') != std::string_view::npos || gap.find(';') != std::string_view::npos ||
           gap.find("—") != std::string_view::npos || gap.find(':') != std::string_view::npos;
  }

  static bool IsCue(const Token& token) { return !token.capital && IsCueVerb(token.folded); }

  std::optional<model::Speaker> Behind(uint32_t from, uint32_t to) const {
    const size_t first = FirstTokenFrom(from);
    constexpr size_t kFarthest = 24;
    for (size_t i = first;
         i < field_.tokens.size() && i < first + kFarthest && field_.tokens[i].end <= to; ++i) {
      const Token& token = field_.tokens[i];
      if (token.folded == "according") return SubjectIn(token.end + 3, to, false);
      if (!IsCueVerb(token.folded)) continue;
      // '… , told reporters' has no subject; 'said Kallas' has it behind, at once.
      if (i == first) return SubjectAfterVerb(token.end, to);
      if (auto subject = SubjectIn(from, token.start, false)) return subject;
      return SubjectAfterVerb(token.end, to);
    }
    return std::nullopt;
  }

  // Behind the verb: a name before any comma, else a phrase.
  std::optional<model::Speaker> SubjectAfterVerb(uint32_t from, uint32_t to) const {
    uint32_t stop = to;
    for (size_t i = FirstTokenFrom(from) + 1;
         i < field_.tokens.size() && field_.tokens[i].end <= to; ++i) {
      if (BreaksBetween(i - 1, i)) {
        stop = field_.tokens[i - 1].end;
        break;
      }
    }
    if (const model::Name* name = FirstMention(from, stop); name != nullptr) {
      // The person of 'said European Commission president Ursula von der Leyen', not the office.
      return SubjectIn(from, stop, false);
    }
    return SubjectIn(from, stop, false);
  }

  std::optional<model::Speaker> InFront(uint32_t from, uint32_t to) const {
    const size_t end = FirstTokenFrom(to);
    for (size_t i = end; i > 0 && field_.tokens[i - 1].start >= from; --i) {
      const Token& token = field_.tokens[i - 1];
      if (!IsCueVerb(token.folded)) continue;
      if (token.folded == "according") return SubjectIn(token.end + 3, to, false);
      // Only a verb whose object the quote can be: not far away.
      if (end - i > 14) return std::nullopt;
      if (auto subject = SubjectIn(from, token.start, true)) return subject;
      // Arabic: the verb stands first.
      return SubjectAfterVerb(token.end, to);
    }
    // 'Kallas: "…"'
    if (end > 0 && field_.tokens[end - 1].end >= from &&
        field_.text.substr(field_.tokens[end - 1].end, to - field_.tokens[end - 1].end).find(':') !=
            std::string_view::npos) {
      return SubjectIn(from, to, true);
    }
    return std::nullopt;
  }

  // ---- the speaker from before
  std::optional<model::Speaker> FromBefore(const Quotation& quotation) const {
    const uint32_t paragraph = ParagraphStart(quotation.outside.start);
    if (!quotes_.empty() && quotes_.back().speaker) {
      const bool same = last_.paragraph == quotation.paragraph;
      // A whole paragraph of words goes on where the one before ended with a quote.
      const bool next =
          last_.paragraph + 1 == quotation.paragraph && quotation.outside.start == paragraph;
      if (same || next) return quotes_.back().speaker;
    }
    const size_t first = FirstTokenFrom(quotation.outside.start);
    if (first == 0) return std::nullopt;
    // The subject of the sentence it stands in, or of the one before.
    uint32_t from = paragraph;
    if (quotation.outside.start == paragraph) {
      from = ParagraphStart(paragraph == 0 ? 0 : paragraph - 1);
      if (quotation.paragraph == 0) return std::nullopt;
    }
    return LastPersonIn(from, quotation.outside.start);
  }

  std::optional<model::Speaker> LastPersonIn(uint32_t from, uint32_t to) const {
    std::optional<model::Speaker> found;
    for (auto at = std::ranges::lower_bound(
             mentions_, from, {}, [](const model::Name* name) { return name->span.start; });
         at != mentions_.end() && (*at)->span.end <= to; ++at) {
      if ((*at)->kind == model::NameKind::kPerson && !found) found = SpeakerOf(**at);
    }
    if (found) return found;
    for (size_t i = FirstTokenFrom(from); i < field_.tokens.size() && field_.tokens[i].end <= to;
         ++i) {
      if (field_.tokens[i].folded == "he" || field_.tokens[i].folded == "she") {
        return MakeSpeaker(field_.tokens[i].start, field_.tokens[i].end);
      }
    }
    return std::nullopt;
  }

  // ---- whom a mention stands for
  void Resolve(const Quotation& quotation, model::Speaker& speaker) const {
    if (!speaker.name.empty()) return;
    const std::string folded = text::Fold(speaker.text);
    if (!IsPronoun(folded) || folded == "they" || folded == "we" || folded == "i") return;
    // Who spoke last, if nobody else was named since; else who was named last before the pronoun.
    const model::Name* named = nullptr;
    const uint32_t limit = std::min(speaker.span.start, quotation.outside.start);
    auto at = std::ranges::lower_bound(mentions_, limit, {},
                                       [](const model::Name* name) { return name->span.start; });
    constexpr int kFarthest = 40;
    for (int i = 0; i < kFarthest && at != mentions_.begin() && named == nullptr; ++i) {
      --at;
      const bool person = (*at)->kind == model::NameKind::kPerson;
      if (person && !InsideQuotation((*at)->span)) named = *at;
    }
    if (!quotes_.empty() && quotes_.back().speaker && !quotes_.back().speaker->name.empty() &&
        (named == nullptr || named->span.start <= last_.outside.end + 200)) {
      if (named == nullptr || NameOf(named->id) == quotes_.back().speaker->name ||
          named->span.start < last_.outside.end) {
        speaker.name = quotes_.back().speaker->name;
        return;
      }
    }
    if (named != nullptr) speaker.name = NameOf(named->id);
  }
  bool InsideQuotation(Span span) const {
    const auto at = std::ranges::upper_bound(quotations_, span.start, {},
                                             [](const Quotation& q) { return q.outside.start; });
    return at != quotations_.begin() && span.end <= std::prev(at)->outside.end;
  }

  // ---- one quote of several spans
  bool TryJoin(size_t index, const std::optional<model::Speaker>& speaker) {
    if (quotes_.empty() || index == 0) return false;
    const Quotation& quotation = quotations_[index];
    model::Quote& last = quotes_.back();
    // A quotation left open goes on in the next paragraph.
    if (last_.open_end && last_.paragraph + 1 == quotation.paragraph && !last.spans.empty()) {
      last.spans.push_back(quotation.inside);
      if (speaker && !last.speaker) last.speaker = speaker;
      if (speaker && last.speaker && last.speaker->name.empty()) last.speaker = speaker;
      if (last.speaker) Resolve(quotation, *last.speaker);
      last_ = quotation;
      return true;
    }
    if (last_.paragraph != quotation.paragraph || !last.speaker) return false;
    // Only who speaks stands between the two.
    const Span who = last.speaker->span;
    if (who.start < last_.outside.end || who.end > quotation.outside.start) return false;
    if (quotation.outside.start - last_.outside.end > 120 || !Interrupts(quotation)) return false;
    last.spans.push_back(quotation.inside);
    last_ = quotation;
    return true;
  }

  // Whether what stands between the last stretch and this one only names the speaker: the gap's
  // sentence has not gone on to tell something else.
  bool Interrupts(const Quotation& quotation) const {
    const std::string_view gap =
        field_.text.substr(last_.outside.end, quotation.outside.start - last_.outside.end);
    const size_t first = FirstTokenFrom(last_.outside.end);
    size_t words = 0;
    bool cue = false;
    for (size_t i = first;
         i < field_.tokens.size() && field_.tokens[i].start < quotation.outside.start; ++i) {
      ++words;
      cue = cue || IsCueVerb(field_.tokens[i].folded);
      // 'she said, adding that "…"' begins another.
      for (std::string_view other : {"adding", "that", "and", "but", "while"}) {
        if (field_.tokens[i].folded == other) return false;
      }
    }
    const size_t end = gap.find_last_not_of(' ');
    const bool closes = end != std::string_view::npos && (gap[end] == '.' || gap[end] == ',');
    return cue && words <= 16 && closes;
  }

  void Add(const Quotation& quotation, std::optional<model::Speaker> speaker) {
    model::Quote quote;
    quote.spans.push_back(quotation.inside);
    quote.field = "text";
    quote.speaker = std::move(speaker);
    quotes_.push_back(std::move(quote));
    last_ = quotation;
  }

  const Field& field_;
  const Names* names_ = nullptr;
  std::vector<const model::Name*> mentions_;  // of the text
  std::vector<Quotation> quotations_;
  std::vector<model::Quote> quotes_;
  Quotation last_;  // the last stretch that became part of a quote
};

}  // namespace

std::vector<model::Quote> FindQuotes(const Document& document, const Names& names) {
  if (document.IsJapaneseOrChinese()) return FindQuotesWithCornerBrackets(document, names);
  return Attributor(document, names).Find();
}

}  // namespace enrich
