// JSON text as simdjson's tree, with the repairs and sentences that all JSON formats share.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "stages/decode/refusal.h"

namespace simdjson::dom {
class element;
}

namespace marsad::decode {

// Keeps its memory between texts: one for each thread.
class JsonParser {
 public:
  JsonParser();
  ~JsonParser();

  // `text` is valid UTF-8. The tree lives until the next call and is never null. Escapes of half a surrogate pair become
  // U+FFFD and count in repairs(). More than `nesting` levels are refused.
  OrRefusal<const simdjson::dom::element*> Parse(std::string_view text, size_t nesting);
  uint32_t repairs() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace marsad::decode
