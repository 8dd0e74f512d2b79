// What bytes without a content type seem to be.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "stages/decode/content_type.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// JSON or plain text. `text` is valid UTF-8. Markup is refused: taken for plain text it would end up in alerts.
OrRefusal<Format> GuessTextFormat(std::string_view text);

// The schema id of a value that begins with a schema registry's frame: a zero byte, then the id in four bytes, big
// endian. No format of ours begins with a zero byte.
std::optional<uint32_t> FramedSchema(std::string_view value);

}  // namespace marsad::decode
