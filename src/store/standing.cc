// Standing text and what it is learned from, read and written.

#include <fmt/format.h>

#include <algorithm>

#include "store/pages.h"
#include "store/reader.h"
#include "store/transaction.h"

namespace store {
namespace {

using model::BlockMark;
using model::Sighting;
using model::StandingBlock;

constexpr int64_t kPagesOfSite = 40;  // that are remembered
constexpr std::string_view kColumns = "id, site, mark, text, articles, found, decision";

StandingBlock ReadStandingRow(Statement& row) {
  StandingBlock block;
  block.id.value = row.Integer(0);
  block.site = row.Text(1);
  block.mark = static_cast<BlockMark>(row.Integer(2));
  block.text = row.Text(3);
  block.articles = row.Integer(4);
  block.found = row.Instant(5);
  block.decision = model::StandingDecisionFrom(row.Text(6)).value_or(block.decision);
  return block;
}

std::string Packed(const std::vector<BlockMark>& marks) {
  std::string packed;
  packed.reserve(marks.size() * sizeof(BlockMark));
  for (const BlockMark mark : marks) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      packed.push_back(static_cast<char>(mark >> shift & 0xFF));
    }
  }
  return packed;
}

std::vector<BlockMark> Unpacked(std::string_view packed) {
  std::vector<BlockMark> marks;
  for (size_t at = 0; at + sizeof(BlockMark) <= packed.size(); at += sizeof(BlockMark)) {
    BlockMark mark = 0;
    for (size_t i = 0; i < sizeof(BlockMark); ++i) {
      mark = mark << 8 | static_cast<unsigned char>(packed[at + i]);
    }
    marks.push_back(mark);
  }
  return marks;
}

}  // namespace

base::Result<std::vector<StandingBlock>> SnapshotReader::Standing(std::string_view site) {
  std::vector<StandingBlock> blocks;
  TRY_ASSIGN(auto rows,
             site.empty()
                 ? connection_.Query(
                       fmt::format("SELECT {} FROM standing ORDER BY site, id", kColumns), {})
                 : connection_.Query(
                       fmt::format("SELECT {} FROM standing WHERE site = $1 ORDER BY id", kColumns),
                       {site}));
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return blocks;
    blocks.push_back(ReadStandingRow(*rows));
  }
}

base::Result<std::vector<Sighting>> WriteTransaction::RecordSighting(const Job& job,
                                                                     std::string_view site,
                                                                     Sighting& sighting) {
  std::optional<int64_t> address;
  if (const TakenOut* taken = ahead_.FindJob(job.id)) {
    address = taken->address;
  } else {
    TRY_ASSIGN(address,
               FindInteger(connection_, "SELECT address FROM jobs WHERE id = $1", {job.id}));
  }
  std::vector<Sighting> others;
  if (!address || site.empty()) return others;
  sighting.page = *address;
  const std::string marks = Packed(sighting.marks);
  TRY(
      connection_.Put("INSERT INTO sightings (site, address, title, marks) VALUES ($1, $2, $3, $4) "
                      "ON CONFLICT (site, address) DO UPDATE SET title = excluded.title, "
                      "marks = excluded.marks",
                      {site, *address, sighting.title, Blob{marks}}));
  {
    TRY_ASSIGN(auto rows,
               connection_.Query("SELECT address, title, marks FROM sightings WHERE site = $1 "
                                 "ORDER BY address DESC",
                                 {site}));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      others.push_back(
          {.page = rows->Integer(0), .title = rows->String(1), .marks = Unpacked(rows->Text(2))});
    }
  }
  if (static_cast<int64_t>(others.size()) > kPagesOfSite) {
    const int64_t oldest = others[static_cast<size_t>(kPagesOfSite) - 1].page;
    TRY(connection_.Put("DELETE FROM sightings WHERE site = $1 AND address < $2", {site, oldest}));
    others.resize(static_cast<size_t>(kPagesOfSite));
  }
  std::erase_if(others, [&](const Sighting& other) { return other.page == *address; });
  return others;
}

base::Result<int64_t> WriteTransaction::LearnStanding(std::span<const StandingBlock> blocks) {
  int64_t learned = 0;
  for (const StandingBlock& block : blocks) {
    TRY_ASSIGN(
        const int64_t inserted,
        connection_.Run("INSERT INTO standing (site, mark, text, articles, found, decision) "
                        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (site, mark) DO NOTHING",
                        {block.site, static_cast<int64_t>(block.mark), block.text, block.articles,
                         now_, model::StandingDecisionName(block.decision)}));
    if (inserted > 0) TRY(RereadPagesWith(block.site, block.mark));
    learned += inserted;
  }
  return learned;
}

base::Result<StandingBlock> WriteTransaction::DecideStanding(model::StandingId id,
                                                             model::StandingDecision decision) {
  StandingBlock block;
  {
    TRY_ASSIGN(
        auto rows,
        connection_.Query(fmt::format("SELECT {} FROM standing WHERE id = $1", kColumns), {id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) {
      return base::Fail(base::ErrorKind::kNotFound,
                        fmt::format("there is no standing text {}", id.value));
    }
    block = ReadStandingRow(*rows);
  }
  if (block.decision == decision) return block;
  block.decision = decision;
  TRY(connection_.Put("UPDATE standing SET decision = $2 WHERE id = $1",
                      {id, model::StandingDecisionName(decision)}));
  TRY(RereadPagesWith(block.site, block.mark));
  return block;
}

base::Status WriteTransaction::RereadPagesWith(std::string_view site, BlockMark mark) {
  TRY(Settle());
  std::vector<int64_t> addresses;
  {
    TRY_ASSIGN(auto rows,
               connection_.Query("SELECT s.address, s.marks FROM sightings s JOIN addresses d "
                                 "ON d.id = s.address WHERE s.site = $1 AND d.entry IS NOT NULL "
                                 "ORDER BY s.address",
                                 {site}));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      const std::vector<BlockMark> marks = Unpacked(rows->Text(1));
      if (std::ranges::find(marks, mark) != marks.end()) addresses.push_back(rows->Integer(0));
    }
  }
  for (const int64_t address : addresses) {
    TRY_ASSIGN(const bool there, HasPage(page_connection_, address));
    if (there) TRY(Enqueue(Stage::kRead, address, "", Origin::kReread));
  }
  return {};
}

}  // namespace store
