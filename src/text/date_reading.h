#pragma once
// One pass over the tokens of a date. Only for dates.cc; the essay is in date_reading.cc.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "text/date_tokens.h"
#include "text/dates.h"

namespace text {

// The day, if it exists and its year is one of those accepted (1600 to 2999).
std::optional<base::Day> DayIfAccepted(int year, int month, int day);

enum class DateUnit { kNone, kYear, kMonth, kDay };

struct DatePart {
  int value = 0;
  int digits = 0;
  DateUnit unit = DateUnit::kNone;
  bool apostrophe = false;  // '25
  char separator = ' ';     // between the part before and this one
};

// The tokens seen so far, sorted.
class DateReading {
 public:
  DateReading(std::span<const DateToken> tokens, std::string_view language)
      : tokens_(tokens), language_(language) {}

  // Takes the token at `position()`, and those that belong to it. False: it does not belong in a
  // date.
  bool Step() {
    const DateToken& token = tokens_[at_];
    switch (token.kind) {
      case DateTokenKind::kNumber:
        return Number();
      case DateTokenKind::kWord:
        return Word();
      case DateTokenKind::kMark:
        return Mark();
    }
    return false;
  }
  size_t position() const { return at_; }
  bool AtEnd() const { return at_ >= tokens_.size(); }

  std::optional<ParsedDate> Resolve() const;
  bool HasShortYear() const {
    return month_ == 0 && std::ranges::none_of(parts_, [](const DatePart& part) {
             return part.digits >= 3 || part.unit == DateUnit::kYear;
           });
  }

 private:
  const DateToken* Peek(size_t ahead) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  bool IsNumber(size_t ahead, int most_digits = 18) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && token->kind == DateTokenKind::kNumber && token->value >= 0 &&
           token->digits <= most_digits;
  }
  bool IsMark(size_t ahead, std::string_view mark) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && token->kind == DateTokenKind::kMark && token->word == mark;
  }
  bool IsWord(size_t ahead) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && token->kind == DateTokenKind::kWord;
  }
  int ValueAt(size_t ahead) const { return static_cast<int>(tokens_[at_ + ahead].value); }
  bool Glued(size_t ahead) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && !token->space_before;
  }
  bool DateIsThere() const { return parts_.size() >= 3 || (month_ != 0 && parts_.size() >= 2); }

  bool Number();
  bool Compact();
  bool ColonTime();
  bool DottedTime();
  bool UnitTime();
  bool HourAndHalf();
  bool CompactTime();
  void PushPart();
  bool Word();
  bool MonthWord();
  bool HalfWord();
  bool Mark();
  bool Parenthesis();
  bool Offset();
  bool NamedMonthDate(int& year, int& day) const;
  bool NumericDate(int& year, int& month, int& day) const;
  std::optional<base::CivilDate> Arrange(DatePrecision& precision) const;

  std::span<const DateToken> tokens_;
  std::string_view language_;
  size_t at_ = 0;

  std::vector<DatePart> parts_;
  int month_ = 0;
  std::string month_word_;
  bool compact_ = false;
  int era_offset_ = 0;
  DateUnit next_unit_ = DateUnit::kNone;

  bool has_time_ = false;
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
  int micros_ = 0;
  int half_ = 0;
  std::string zone_;
  bool has_offset_ = false;
  int offset_minutes_ = 0;
};

}  // namespace text
