#pragma once
// JSON written as it comes, without a tree: for answers that are long. The text is one line, as
// base::WriteJson writes it.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"

namespace base {

// Appends to a string that must outlive it. The caller opens and closes in pairs and gives every
// member of an object a key first; commas are put here. For one thread at a time.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }

  // `key` is plain ASCII without quotation marks: a name of the program's own.
  void Key(std::string_view key) {
    Comma();
    out_ += '"';
    out_ += key;
    out_ += "\":";
    needs_comma_ = false;
  }
  void String(std::string_view text);  // what is not UTF-8 becomes U+FFFD
  void Integer(int64_t number);
  void Number(double number);  // null when it is not finite
  void Boolean(bool flag);
  void Null();
  void Value(const Json& value);

  // Room for `bytes` more, where the caller knows how much will come.
  void Reserve(size_t bytes) { out_.reserve(out_.size() + bytes); }

  void Member(std::string_view key, std::string_view text) {
    Key(key);
    String(text);
  }

 private:
  void Comma() {
    if (needs_comma_) out_ += ',';
    needs_comma_ = true;
  }
  void Begin(char bracket) {
    Comma();
    out_ += bracket;
    needs_comma_ = false;
  }
  void End(char bracket) {
    out_ += bracket;
    needs_comma_ = true;
  }

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace base
