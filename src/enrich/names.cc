// From mentions to entities: which mentions are one and the same.
//
// A person is known by the last word of a full name that stands anywhere in the article, captions
// and title too; so 'Kallas' is Kaja Kallas once a caption has said so. An organisation is known by
// its first word ('Isuzu' for Isuzu Motors) and by its initials. What the gazetteer knows is one by
// its id, whatever the spelling ('EU', 'European Union').
#include "enrich/names.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "text/words.h"

namespace enrich {
namespace {

using model::NameKind;

std::vector<std::string_view> SplitWords(std::string_view folded) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < folded.size();) {
    const size_t end = std::min(folded.find(' ', at), folded.size());
    words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string InitialsOf(const std::vector<std::string_view>& words) {
  std::string initials;
  for (std::string_view word : words) {
    if (word != "of" && word != "the" && word != "and" && word != "for") initials += word[0];
  }
  return initials;
}

// Full names by the short forms that stand for them. A form of two different names stands for none.
class ShortForms {
 public:
  explicit ShortForms(const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) Learn(mention);
  }

  // The full form's mention for a mention that is a short form; null when there is none.
  const Mention* FullOf(const Mention& mention) const {
    if (!mention.id.empty()) return nullptr;  // known by itself: Japan is not Japan Airlines
    if (mention.folded.find(' ') != std::string::npos) {
      const auto found = aliases_.find(mention.folded);
      return found == aliases_.end() ? nullptr : found->second;
    }
    const auto person = persons_.find(mention.folded);
    if (person != persons_.end() && person->second != nullptr) {
      return person->second;
    }
    const auto found = aliases_.find(mention.folded);
    return found == aliases_.end() ? nullptr : found->second;
  }

 private:
  void Learn(const Mention& mention) {
    const auto words = SplitWords(mention.folded);
    // Japanese: family and given name are one word; the finder gives the pair by ' '.
    if (words.size() < 2 || !mention.sure) return;
    if (mention.kind == NameKind::kPerson) {
      Add(persons_, words.back(), mention);
      Add(persons_, words.front(), mention);
      return;
    }
    if (mention.kind == NameKind::kOrganisation) {
      const std::string initials = InitialsOf(words);
      if (initials.size() >= 2) Add(aliases_, initials, mention);
      if (words.front().size() > 3) Add(aliases_, words.front(), mention);
    }
  }

  using Map = std::unordered_map<std::string, const Mention*>;
  static void Add(Map& map, std::string_view key, const Mention& mention) {
    const auto [slot, is_new] = map.try_emplace(std::string(key), &mention);
    if (!is_new && slot->second != nullptr && slot->second->folded != mention.folded) {
      slot->second = nullptr;
    }
  }

  Map persons_;
  Map aliases_;
};

bool IsByline(const Document& document, std::string_view folded) {
  return std::ranges::any_of(document.input->byline,
                             [&](const std::string& name) { return text::Fold(name) == folded; });
}

void Count(const Document& document, const Mention& mention, Entity& entity) {
  if (mention.field == 0) ++entity.in_title;
  if (mention.field == 1) {
    if (entity.in_text++ == 0) entity.first = mention.start;
  }
  if (mention.field > 1) ++entity.in_captions;
  const Field& field = document.fields[mention.field];
  const std::string_view shown = field.text.substr(mention.start, mention.end - mention.start);
  // The fullest form; of equals the one not shouted.
  if (shown.size() > entity.name.size()) entity.name = text::CollapseSpace(shown);
}

std::vector<Mention> FindAll(const Document& document) {
  if (document.IsJapaneseOrChinese()) return FindJapanese(document);
  if (document.primary == "ar") return FindArabic(document);
  return FindCapitalised(document);
}

}  // namespace

std::string SlugOf(std::string_view name) {
  std::string slug;
  for (char c : text::DropMarks(text::Fold(name))) {
    const bool keep =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (keep) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-' && c != '\'') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

Names FindNames(const Document& document) {
  const std::vector<Mention> mentions = FindAll(document);
  const ShortForms forms(mentions);
  Names names;
  for (const Mention& mention : mentions) {
    const Mention* full = forms.FullOf(mention);
    if (!mention.sure && full == nullptr) continue;
    const Mention& who = full == nullptr ? mention : *full;
    const std::string id = SlugOf(who.id.empty() ? who.folded : who.id);
    if (id.empty() || IsByline(document, who.folded)) continue;
    Entity& entity = names.entities[id];
    if (entity.name.empty()) {
      entity.kind = who.kind;
      entity.first = static_cast<uint32_t>(document.Text().text.size());
    }
    Count(document, mention, entity);
    const Field& field = document.fields[mention.field];
    names.mentions.push_back(
        {std::string(field.text.substr(mention.start, mention.end - mention.start)),
         entity.kind,
         id,
         field.name,
         {mention.start, mention.end}});
  }
  return names;
}

}  // namespace enrich
