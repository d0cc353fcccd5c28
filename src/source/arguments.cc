#include "source/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_set>
#include <utility>

#include "base/file.h"
#include "base/utf8.h"
#include "net/url.h"
#include "text/charset.h"

namespace source {
namespace {

constexpr size_t kLongestFile = size_t{32} << 20;
constexpr size_t kMostSources = 50'000;
constexpr size_t kMostProblems = 1'000;

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

bool IsLoopback(std::string_view host) {
  return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

// "example.org", "example.org:8080/feed", "[::1]/": a host first, with a dot in it or a loopback.
bool LooksLikeHost(std::string_view text) {
  if (text.empty() || text.find_first_of(" \t\"'<>|\\") != std::string_view::npos) return false;
  const std::string_view host = text.substr(0, text.find_first_of("/?#"));
  if (host.empty() || host.starts_with('.') || host.contains('@')) return false;
  const std::string_view name =
      host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  if (IsLoopback(name)) return true;
  // A file's name has a dot, too; its ending is no top-level domain.
  const std::string ending = Lower(name.substr(std::min(name.rfind('.'), name.size())));
  for (const std::string_view file : {".opml", ".xml", ".txt", ".json", ".rss", ".html", ".atom"}) {
    if (ending == file && host.size() == text.size()) return false;
  }
  return ending.size() > 1;
}

std::string Shown(std::string_view text) {
  return base::RepairUtf8(base::TruncateUtf8(text, 100));
}

// Adds what is new of `more` to `list`.
void Join(List more, List& list, std::unordered_set<std::string>& known) {
  if (list.title.empty()) list.title = std::move(more.title);
  for (model::Source& source : more.sources) {
    if (known.insert(source.url).second) list.sources.push_back(std::move(source));
  }
  for (Problem& problem : more.problems) list.problems.push_back(std::move(problem));
}

List AddressesFromText(std::string_view text, const std::string& name) {
  List list;
  std::unordered_set<std::string> known;
  size_t line = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view address = Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    if (address.empty() || address.starts_with('#')) continue;
    auto source = SourceFromAddress(address);
    if (!source) {
      if (list.problems.size() >= kMostProblems) break;
      list.problems.push_back(
          {line, fmt::format("{}: line {}: {}", name, line, source.error().message())});
    } else if (list.sources.size() < kMostSources && known.insert(source->url).second) {
      list.sources.push_back(std::move(*source));
    }
  }
  return list;
}

}  // namespace

base::Result<model::Source> SourceFromAddress(std::string_view address) {
  const std::string_view given = Trim(address);
  std::string text(given);
  const std::string start = Lower(text.substr(0, 12));
  if (start.starts_with("feed://")) {
    text = "http" + text.substr(4);
  } else if (start.starts_with("feed:http")) {
    text = text.substr(5);
  } else if (!start.starts_with("http:") && !start.starts_with("https:") && LooksLikeHost(given)) {
    const std::string_view host = given.substr(0, given.find_first_of("/?#"));
    const std::string_view name = host.starts_with('[') ? host : host.substr(0, host.find(':'));
    text = (IsLoopback(name) || host.starts_with("[::1]") ? "http://" : "https://") + text;
  }
  const auto url = net::Url::Parse(text);
  if (!url) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("'{}' is neither a file nor a web address: give an OPML file, or "
                                  "an address such as https://example.org/feed",
                                  Shown(given)));
  }
  if (!url->IsHttp()) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("'{}': only http and https are read, not {}:", Shown(given),
                                  Shown(url->scheme())));
  }
  model::Source source;
  source.url = url->href();
  return source;
}

base::Result<List> SourcesFromFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("'{}' is a folder: give the OPML file in it", Shown(path)));
  }
  TRY_ASSIGN_WITH(fmt::format("reading {}", Shown(path)), const std::string bytes,
                  base::ReadFile(path, kLongestFile));
  const std::string name = Shown(std::filesystem::path(path).filename().string());
  if (LooksLikeOpml(bytes)) return ReadOpml(bytes, name);
  // A picture, an archive: told once, not for each of its lines. (UTF-16 says what it is.)
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (!utf16 && bytes.find('\0') != std::string::npos) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("{}: this is no text: give an OPML file, or a list of addresses, "
                                  "one a line",
                                  name));
  }
  const std::string text = text::DecodeXml(bytes, {}).text;
  const std::string_view trimmed = Trim(text);
  if (trimmed.starts_with('<') || trimmed.starts_with('{')) {
    return base::Fail(
        base::ErrorKind::kInvalidInput,
        fmt::format("{}: this is neither OPML nor a list of addresses, one a line: export the list "
                    "from your reader as OPML",
                    name));
  }
  List list = AddressesFromText(text, name);
  if (list.sources.empty()) {
    list.problems.push_back({0, fmt::format("{}: there is no address in it", name)});
  }
  return list;
}

List SourcesFromArguments(std::span<const std::string> arguments) {
  List list;
  std::unordered_set<std::string> known;
  for (const std::string& argument : arguments) {
    std::error_code error;
    if (std::filesystem::exists(argument, error)) {
      auto from_file = SourcesFromFile(argument);
      if (from_file) {
        Join(std::move(*from_file), list, known);
      } else {
        list.problems.push_back({0, from_file.error().message()});
      }
      continue;
    }
    auto source = SourceFromAddress(argument);
    if (!source) {
      list.problems.push_back({0, source.error().message()});
    } else if (known.insert(source->url).second) {
      list.sources.push_back(std::move(*source));
    }
  }
  return list;
}

}  // namespace source
