#include <fmt/format.h>

#include "commands.h"
#include "owner.h"
#include "settings.h"
#include "store/digest.h"

namespace octavo {
namespace {

int Complain(const base::Error& error) {
  return octavo::Complain("digest", kFailed, error.message());
}

int RunDigest(const Arguments& arguments) {
  const auto settings = LoadSettings(arguments);
  if (!settings) {
    return octavo::Complain("digest", kUsage, settings.error().message());
  }
  const store::Options options = StoreOptions(*settings);
  const auto digest = store::Digest(options);
  if (!digest) return Complain(digest.error());
  fmt::print("{}", *digest);
  if (!arguments.Has("check")) return kDone;
  const auto faults = store::FindFaults(options);
  if (!faults) return Complain(faults.error());
  for (const std::string& fault : *faults) octavo::Complain("digest", kFailed, fault);
  return faults->empty() ? kDone : kFailed;
}

}  // namespace

Command DigestCommand() {
  Command command{
      "digest",
      "print what the store holds, to compare two stores",
      "Prints what the store holds without ids and fetch times, one JSON object a line, sorted:\n"
      "two stores hold the same exactly when this prints the same. Another process may be\n"
      "writing to the store meanwhile.",
      "",
      SettingOptions({"data", "database"}),
      RunDigest,
      "octavo digest --data a > a.jsonl; octavo digest --data b | diff a.jsonl -"};
  command.options.push_back(
      {"check", "", "also look for faults inside the store, and fail if there are any"});
  return command;
}

}  // namespace octavo
