#pragma once
// Word lists for names in Japanese.

#include <string_view>

namespace enrich {

// 佐藤, 長谷川: the few hundred most frequent, and those of people often in the news.
bool IsJapaneseFamilyName(std::string_view word);

// Ends like the name of an organisation and is a common noun: 私立大学, 官庁.
bool IsCommonOrganisation(std::string_view word);

}  // namespace enrich
