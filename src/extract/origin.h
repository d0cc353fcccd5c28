#pragma once
// Where a text says that it comes from, and of which kind it is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/facts.h"
#include "model/article.h"

namespace extract {

// Takes a closing "(From The Yomiuri Shimbun, July 29, 2025)" or an agency's closing line
// ("Reuters", "（共同）") out of the last text blocks and says what it was; also knows the agency
// of a dateline ("TOKYO (Reuters) - …"), which stays. Blocks that become empty are removed, from
// `html` too. Absent when the text says nothing.
std::optional<model::Origin> TakeOrigin(std::vector<model::Block>& blocks,
                                        std::vector<std::string>& html, std::string_view language);

// Whether the text is the name of a news agency, as datelines and bylines spell it.
bool IsAgency(std::string_view text);

// The kind of piece: by structured types, section, address and headline; lacking these, an unsigned
// argument that a newspaper's closing line marks as its own (an editorial).
model::Genre FindGenre(const PageFacts& facts, const model::Reading& reading);

}  // namespace extract
