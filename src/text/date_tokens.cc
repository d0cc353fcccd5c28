#include "text/date_tokens.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "base/utf8.h"
#include "text/date_words.h"

namespace text {
namespace {

// Words of dates written without spaces between them, longest first where one starts another.
constexpr std::string_view kJoinedWords[] = {
    "令和", "平成", "昭和", "大正", "明治", "午前", "午後", "上午", "下午", "오전", "오후", "公開",
    "更新", "投稿", "掲載", "配信", "作成", "最終", "日時", "発表", "发布", "發布", "时间", "時間",
    "发表", "입력", "수정", "발행", "등록", "승인", "星期", "礼拜", "曜日", "요일"};

constexpr std::u32string_view kHanDigits = U"〇一二三四五六七八九";

bool IsJoinedScript(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
  return script == USCRIPT_HAN || script == USCRIPT_HANGUL;
}

bool IsMark(char32_t c) {
  const int8_t type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

int DigitOf(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  return c < 0x80 ? -1 : u_charDigitValue(static_cast<UChar32>(c));
}

std::string_view PlainMark(char32_t c) {
  switch (c) {
    case U'，':
    case U'、':
    case U'،':
      return ",";
    case U'。':
    case U'．':
    case U'・':
    case U'·':
      return ".";
    case U'：':
    case U'∶':
      return ":";
    case U'／':
    case U'⁄':
      return "/";
    case U'（':
    case U'【':
    case U'［':
      return "(";
    case U'）':
    case U'】':
    case U'］':
      return ")";
    case U'−':
    case U'‐':
    case U'‑':
    case U'－':
      return "-";
    case U'–':
    case U'—':
    case U'|':
    case U'｜':
      return "|";
    case U'’':
    case U'‘':
    case U'ʼ':
      return "'";
    case U'＋':
      return "+";
    default:
      return {};
  }
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<DateToken> Run() {
    while (position_ < text_.size()) {
      const size_t start = position_;
      const char32_t c = base::NextCodePoint(text_, position_);
      if (u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || c == 0x200B || c == 0xFEFF) {
        space_ = true;
      } else if (c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)) {
        continue;  // direction marks between the parts of an Arabic date
      } else if (DigitOf(c) >= 0) {
        position_ = start;
        Number();
      } else if (IsJoinedScript(c)) {
        position_ = start;
        Joined();
      } else if (u_isalpha(static_cast<UChar32>(c)) != 0 || c == U'º' || c == U'ª') {
        position_ = start;
        WordToken();
      } else {
        const std::string_view plain = PlainMark(c);
        Push(DateTokenKind::kMark,
             std::string(plain.empty() ? text_.substr(start, position_ - start) : plain));
      }
    }
    return std::move(tokens_);
  }

 private:
  DateToken& Push(DateTokenKind kind, std::string word) {
    DateToken token;
    token.kind = kind;
    token.word = std::move(word);
    token.space_before = space_;
    space_ = false;
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  void Number() {
    DateToken& token = Push(DateTokenKind::kNumber, {});
    while (position_ < text_.size()) {
      size_t next = position_;
      const int digit = DigitOf(base::NextCodePoint(text_, next));
      if (digit < 0) break;
      ++token.digits;
      token.value = token.digits > 18 ? -1 : token.value * 10 + digit;
      position_ = next;
    }
  }

  void WordToken() {
    const size_t start = position_;
    while (position_ < text_.size()) {
      size_t next = position_;
      const char32_t c = base::NextCodePoint(text_, next);
      const bool letter = u_isalpha(static_cast<UChar32>(c)) != 0 || IsMark(c) || c == 0x640;
      if ((!letter && c != U'º' && c != U'ª') || IsJoinedScript(c)) break;
      position_ = next;
    }
    Push(DateTokenKind::kWord, FoldDateWord(text_.substr(start, position_ - start)));
  }

  // 十 and 二十三 and 二〇二五, if a unit of dates stands behind; false: not such a number.
  bool HanNumber() {
    int64_t value = 0;
    int64_t pending = -1;
    int count = 0;
    size_t at = position_;
    size_t next = at;
    char32_t c = 0;
    for (; at < text_.size(); at = next, ++count) {
      c = base::NextCodePoint(text_, next);
      const size_t digit = kHanDigits.find(c);
      if (digit != std::u32string_view::npos) {
        pending = (pending < 0 ? 0 : pending * 10) + static_cast<int64_t>(digit);
      } else if (c == U'十') {
        value += (pending < 0 ? 1 : pending) * 10;
        pending = -1;
      } else if (c == U'元' && count == 0) {
        pending = 1;  // the first year of an era
      } else {
        break;
      }
      if (count > 4) return false;
    }
    const bool unit = std::u32string_view(U"年月日号號時时分").contains(c);
    if (count == 0 || !unit) return false;
    position_ = at;
    DateToken& token = Push(DateTokenKind::kNumber, {});
    token.value = value + std::max<int64_t>(pending, 0);
    return true;
  }

  void Joined() {
    if (HanNumber()) return;
    const std::string_view rest = text_.substr(position_);
    for (const std::string_view word : kJoinedWords) {
      if (!rest.starts_with(word)) continue;
      position_ += word.size();
      Push(DateTokenKind::kWord, std::string(word));
      return;
    }
    const size_t start = position_;
    base::NextCodePoint(text_, position_);
    Push(DateTokenKind::kWord, std::string(text_.substr(start, position_ - start)));
  }

  std::string_view text_;
  size_t position_ = 0;
  bool space_ = false;
  std::vector<DateToken> tokens_;
};

}  // namespace

std::vector<DateToken> TokensOfDate(std::string_view text) {
  return Tokenizer(text).Run();
}

}  // namespace text
