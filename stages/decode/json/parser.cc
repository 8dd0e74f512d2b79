#include "stages/decode/json/parser.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>

#include "stages/decode/json/error.h"

namespace marsad::decode {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The code unit of the escape "\uXXXX" at `at`, or -1.
int32_t EscapedUnit(std::string_view text, size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
  int32_t unit = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHigh(int32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLow(int32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Programs that cut strings between UTF-16 units leave half a pair behind, which is no character and which simdjson
// refuses or, worse, lets through as broken UTF-8. Every such escape becomes \uFFFD. Returns how many; `copy` is only
// written where there are any.
uint32_t ReplaceLoneSurrogates(std::string_view text, std::string* copy) {
  uint32_t replaced = 0;
  for (size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    const int32_t unit = EscapedUnit(text, at);
    if (unit < 0) {
      at += 2;
      continue;
    }
    if (IsHigh(unit) && IsLow(EscapedUnit(text, at + 6))) {
      at += 12;
      continue;
    }
    if (IsHigh(unit) || IsLow(unit)) {
      if (replaced++ == 0) *copy = text;
      copy->replace(at + 2, 4, "FFFD");
    }
    at += 6;
  }
  return replaced;
}

Refusal Explain(std::string_view text, simdjson::error_code error, size_t nesting) {
  if (error == simdjson::DEPTH_ERROR) {
    return {Fault::kLimitExceeded,
            "JSON nested too deeply; allowed are " + std::to_string(nesting) + " levels (limits.nesting)"};
  }
  const std::optional<JsonError> where = FindJsonError(text);
  if (!where) return {Fault::kMalformed, std::string("JSON that cannot be read: ") + simdjson::error_message(error)};
  return {Fault::kMalformed, "broken JSON at byte " + std::to_string(where->byte) + " (line " +
                                 std::to_string(where->line) + ", column " + std::to_string(where->column) +
                                 "): " + where->what};
}

}  // namespace

struct JsonParser::State {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string repaired;
  uint32_t repairs = 0;
};

JsonParser::JsonParser() : state_(std::make_unique<State>()) {}
JsonParser::~JsonParser() = default;

uint32_t JsonParser::repairs() const { return state_->repairs; }

OrRefusal<const simdjson::dom::element*> JsonParser::Parse(std::string_view text, size_t nesting) {
  State& state = *state_;
  state.repairs = ReplaceLoneSurrogates(text, &state.repaired);
  if (state.repairs > 0) text = state.repaired;
  // The parser grows its memory when it meets a longer text, and then forgets the depth.
  if (state.parser.capacity() < text.size() || state.parser.max_depth() != nesting) {
    if (state.parser.allocate(std::max<size_t>(text.size(), 65536), nesting)) {
      return Refuse(Fault::kMalformed, "JSON too long for the parser");
    }
  }
  if (const auto error = state.parser.parse(text.data(), text.size()).get(state.root)) {
    return tl::unexpected(Explain(text, error, nesting));
  }
  return &state.root;
}

}  // namespace marsad::decode
