// JSON as articles: the format "Marsad JSON", whose fields README.md lists, and ninjs.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

class JsonParser;

// Keeps the parser's memory between articles: one for each thread.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();

  // `text` is valid UTF-8: one object, Marsad's or ninjs (see ninjs_article.h), or a list of such. Fields that are not
  // known are named in Draft::ignored_fields (at most 16); of a name that comes twice the last one counts; null counts as
  // absent; escapes of half a surrogate pair become U+FFFD.
  OrRefusal<Drafts> Read(std::string_view text, const Limits& limits);

  JsonParser& parser() { return *parser_; }

 private:
  std::unique_ptr<JsonParser> parser_;
};

// The names of all fields that are known at the top level.
std::span<const std::string_view> KnownJsonFields();

}  // namespace marsad::decode
