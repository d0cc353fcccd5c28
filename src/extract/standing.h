#pragma once
// Standing text: what a site prints under many headlines. Pure: what was seen goes in, what is
// standing text comes out; the store keeps both.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/blocks.h"
#include "model/standing.h"

namespace extract {

// What a text is recognised by. 0: it is too short to be standing text.
model::BlockMark MarkOf(std::string_view text);
// The same of a block; 0: it is no text.
model::BlockMark MarkOf(const model::Block& block);

// Of all blocks that have a mark, without doubles, at most 64: those at the ends first.
std::vector<model::MarkedBlock> MarksOf(const std::vector<model::Block>& blocks);

// Takes the blocks away that bear one of the marks, and headings that nothing is left under.
void DropStanding(std::span<const model::BlockMark> standing, Blocks& made);

// Which marks of an article are standing text, given other articles of its site: those that stand
// under at least four headlines that have nothing to do with each other.
std::vector<model::BlockMark> LearnStanding(const model::Sighting& article,
                                            std::span<const model::Sighting> others);

// Whether an earlier page of the site, under a headline about something else, has all of this
// body.
bool IsBodyOfAnother(const model::Sighting& article, std::span<const model::Sighting> others);

}  // namespace extract
