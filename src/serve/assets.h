#pragma once
// The files that are part of the program: templates, styles, scripts, locales (made from web/ by
// the build), and the addresses under which styles and scripts are given out.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace serve {

struct EmbeddedFile {
  std::string_view name;   // "templates/front.tpl"
  std::string_view bytes;  // for the life of the program
};

// All of them. Defined in the C++ file that the build makes.
std::span<const EmbeddedFile> EmbeddedFiles();

// The bytes of one. Precondition: it is there (a wrong name is a bug).
std::string_view EmbeddedBytes(std::string_view name);

// A style sheet, script or drawing with a name that changes with its bytes, so that it may be kept
// by browsers for ever.
struct Asset {
  std::string path;  // "/assets/paper-0123456789abcdef.css"
  std::string content_type;
  std::string_view bytes;
};

class Assets {
 public:
  Assets();
  // Null when there is none of that path.
  const Asset* Find(std::string_view path) const;
  // By embedded name: "styles/paper.css". Precondition: it is there.
  const std::string& PathOf(std::string_view name) const;

 private:
  struct Entry {
    std::string_view name;
    Asset asset;
  };
  std::vector<Entry> entries_;
};

}  // namespace serve
