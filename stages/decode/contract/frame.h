// The frame that a schema registry's serializers put around a value or, in newer clients, into a header.
// https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/record/header.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// Which message of a .proto file a protobuf payload is: indexes from the file down into nested messages.
struct MessagePath {
  std::vector<uint32_t> indexes;
  size_t bytes = 0;  // that the path takes up
};

// Reads a list of message indexes at the front of `bytes`: a count and the indexes as zigzag varints, [0] also as the
// single byte 00, or, if that cannot be, as the plain varints of older clients. Absent if it is none.
std::optional<MessagePath> ReadMessagePath(std::string_view bytes);

// A value without its frame.
struct Unframed {
  std::string_view payload = {};
  bool has_frame = false;
  std::string schema = {};   // "id 42", or the GUID in hexadecimal
  bool is_protobuf = false;  // else JSON
  // Of protobuf: the message that the path names, marsad.v1.Article or EnrichedArticle, if it lies in the file of that
  // name; empty if the path is [0], which is the only message of a schema of one's own.
  std::string_view message = {};
};

// Takes the frame off. `media_type` may say nothing; then a payload that begins with { or [ is JSON, as no message path
// does. A frame around anything else, and a path to a message that is none of the two, are refused.
OrRefusal<Unframed> Unframe(std::string_view value, record::HeadersView headers, std::string_view media_type);

}  // namespace marsad::decode
