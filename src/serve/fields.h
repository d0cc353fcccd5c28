#pragma once
// What a template is filled with: values by name, and sections, each a list of Fields of its own.
// Plain values, so that pages can be made and tested without the template library.

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace serve {

class Fields {
 public:
  // A value for {{NAME}}, escaped by where it stands in the template. One that is not empty also
  // shows the sections {{#IF_NAME}} of the same template.
  Fields& Set(std::string_view name, std::string value) {
    values_.emplace_back(name, std::move(value));
    return *this;
  }
  // Shows {{#NAME}} once, with the values of the template around it.
  Fields& Show(std::string_view name) {
    Add(name);
    return *this;
  }
  // One more turn of the section {{#NAME}}. The reference is good as long as this object.
  Fields& Add(std::string_view name) { return AddChild(name, {}); }
  // One more turn of {{>NAME}}: the template "templates/FILE.tpl" with these values alone.
  Fields& Include(std::string_view name, std::string_view file) { return AddChild(name, file); }

 private:
  friend class Templates;
  struct Child;

  Fields& AddChild(std::string_view name, std::string_view file);

  std::vector<std::pair<std::string, std::string>> values_;
  std::deque<Child> children_;
};

struct Fields::Child {
  std::string name;
  std::string file;  // empty: a section
  Fields fields;
};

inline Fields& Fields::AddChild(std::string_view name, std::string_view file) {
  children_.push_back({std::string(name), std::string(file), Fields()});
  return children_.back().fields;
}

}  // namespace serve
