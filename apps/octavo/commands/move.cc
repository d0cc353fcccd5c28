#include "store/move.h"

#include <fmt/format.h>

#include "commands.h"
#include "owner.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "move";

store::Options PlaceOf(const std::string& typed) {
  store::Options options;
  if (NamesDatabase(typed)) {
    options.database = typed;
  } else {
    options.folder = typed;
  }
  return options;
}

base::Status MayMove(const store::Options& from, const store::Options& to) {
  if (from.database.empty()) {
    TRY(MayRead(from.folder));
    TRY(MayWrite(from.folder));  // nobody else is to write meanwhile, which takes a lock
  }
  return to.database.empty() ? MayWrite(to.folder) : base::Status();
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  const auto& places = arguments.positional;
  if (places.size() != 2 || places[0].empty() || places[1].empty()) {
    return Complain(kName, kUsage, "name the store to move from, and the one to move to");
  }
  const store::Options from = PlaceOf(places[0]);
  const store::Options to = PlaceOf(places[1]);
  if (const auto may = MayMove(from, to); !may) {
    return Complain(kName, kFailed, may.error().message());
  }
  const auto moved = store::Move(
      from, to, arguments.Has("again") ? store::MoveStart::kAgain : store::MoveStart::kFirst,
      [](std::string_view table) { fmt::print(stderr, "{}\n", table); });
  if (!moved) return Complain(kName, kFailed, moved.error().message());
  fmt::print("copied: {} and {}; both stores hold the same\n", CountOf(moved->rows, "row"),
             CountOf(moved->pages, "page"));
  return kDone;
}

}  // namespace

Command MoveCommand() {
  auto options = SettingOptions({"log_level"});
  options.insert(options.begin(), {"again", "", "begin anew a move that was ended in its middle"});
  return {
      kName,
      "copy everything from one store into another, empty one",
      "Copies an instance from a data folder into a PostgreSQL, or back: everything, with the\n"
      "same ids. Nobody may write to either meanwhile: as long as a worker lives on one of\n"
      "them, or did a few seconds ago, it is refused. At the end both are compared; until then\n"
      "the target is refused by every other command. What it was copied from stays.",
      "FROM TO",
      options,
      Run,
      "  octavo move .octavo postgresql://octavo@localhost/octavo\n"
      "  octavo move \"dbname=octavo user=octavo\" /var/lib/octavo"};
}

}  // namespace octavo
