#pragma once
// The evaluation sets beside the project, for tests that are skipped where they are absent.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace parse {

// Unpacks data/`pack`.tar.gz of the development data into a folder of its own and gives its path;
// absent: there is no such data here.
inline std::optional<std::filesystem::path> UnpackedDataset(const std::string& shared,
                                                            const std::string& pack) {
  const auto file = std::filesystem::path(shared) / "data" / (pack + ".tar.gz");
  if (!std::filesystem::exists(file)) return std::nullopt;
  const auto folder = std::filesystem::temp_directory_path() /
                      ("octavo_" + file.stem().stem().string() + "_" + std::to_string(getuid()));
  std::filesystem::create_directories(folder);
  const std::string command = "tar xzf '" + file.string() + "' -C '" + folder.string() + "'";
  if (std::system(command.c_str()) != 0) return std::nullopt;
  return folder;
}

}  // namespace parse
