// Addresses of PostgreSQL as their owner writes them: read by libpq, told without their password.

#include <fmt/format.h>
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "store/store.h"

namespace store {
namespace {

// What libpq reads out of a connection string or URL; null when it is neither. What libpq says of a
// wrong one may quote the password and is told to nobody.
struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using ConninfoOwner = std::unique_ptr<PQconninfoOption, FreeOptions>;

ConninfoOwner ParseConninfo(const std::string& text) {
  char* message = nullptr;
  ConninfoOwner options(PQconninfoParse(text.c_str(), &message));
  PQfreemem(message);
  return options;
}

// What was given of an address, as libpq writes it: name=value, quoted where it must be.
template <typename Choose>
std::string WriteConninfo(const std::string& conninfo, Choose choose) {
  const ConninfoOwner options = ParseConninfo(conninfo);
  std::string out;
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword;
       ++option) {
    if (option->val == nullptr || !choose(std::string_view(option->keyword))) continue;
    out += fmt::format("{}{}=", out.empty() ? "" : " ", option->keyword);
    const std::string_view value(option->val);
    const bool plain = !value.empty() && value.find_first_of(" '\\") == std::string_view::npos;
    if (!plain) out += '\'';
    for (const char c : value) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    if (!plain) out += '\'';
  }
  return out;
}

}  // namespace

bool IsDatabaseAddress(const std::string& conninfo) {
  return ParseConninfo(conninfo) != nullptr;
}

std::string DescribeDatabase(const std::string& conninfo) {
  const std::string out = WriteConninfo(conninfo, [](std::string_view keyword) {
    return keyword == "host" || keyword == "hostaddr" || keyword == "port" || keyword == "dbname" ||
           keyword == "user";
  });
  return out.empty() ? "PostgreSQL" : "PostgreSQL " + out;
}

std::string WithoutPassword(const std::string& conninfo) {
  return WriteConninfo(conninfo,
                       [](std::string_view keyword) { return !keyword.ends_with("password"); });
}

}  // namespace store
