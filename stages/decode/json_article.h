// A JSON object as an article: the format "Marsad JSON", whose fields README.md lists.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "stages/decode/draft.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// Keeps the parser's memory between articles: one for each thread.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();

  // `text` is valid UTF-8. Fields that are not known are named in Draft::ignored_fields (at most 16); of a name that
  // comes twice the last one counts; null counts as absent; escapes of half a surrogate pair become U+FFFD.
  OrRefusal<Draft> Read(std::string_view text, const Limits& limits);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// The names of all fields that are known at the top level.
std::span<const std::string_view> KnownJsonFields();

}  // namespace marsad::decode
