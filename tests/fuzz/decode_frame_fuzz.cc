// Frames around a payload: Confluent's in the value or in a header, CloudEvents' in headers, protobuf messages. An input
// is lines NAME=VALUE, an empty line, and the value; without an empty line all of it is a protobuf value.
#include <vector>

#include "stages/decode/contract/frame.h"
#include "tests/fuzz/stage_input.h"

namespace {

using marsad::fuzz::Require;
using marsad::record::HeaderView;

constexpr HeaderView kProtobuf{.key = "content-type", .value = "application/x-protobuf"};

std::vector<HeaderView> TakeHeaders(std::string_view* value) {
  const size_t end = value->find("\n\n");
  if (end == std::string_view::npos) return {kProtobuf};
  std::vector<HeaderView> headers;
  for (std::string_view rest = value->substr(0, end + 1); !rest.empty() && headers.size() < 50;) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    const size_t equals = line.find('=');
    if (equals != std::string_view::npos) headers.push_back({line.substr(0, equals), line.substr(equals + 1)});
  }
  value->remove_prefix(end + 2);
  return headers;
}

void CheckPath(std::string_view bytes) {
  const auto path = marsad::decode::ReadMessagePath(bytes);
  if (!path) return;
  Require(path->bytes > 0 && path->bytes <= bytes.size(), "a message path lies inside the bytes");
  Require(!path->indexes.empty() && path->indexes.size() <= bytes.size(),
          "a message path has an index for a byte at most");
}

void CheckFrame(std::string_view value, const std::vector<HeaderView>& headers) {
  const auto unframed = marsad::decode::Unframe(value, headers, "application/x-protobuf");
  if (!unframed) return marsad::fuzz::RequireSound(unframed.error());
  Require(value.ends_with(unframed->payload), "a frame stands in front of its payload");
}

// A frame says nothing of the article in it.
void CheckReframed(std::string_view value) {
  if (value.empty() || value[0] == '\0') return;
  const auto bare = marsad::fuzz::RequireSound(marsad::fuzz::Decode(value, {&kProtobuf, 1}));
  const std::string frame(std::string_view("\0\0\0\0\1\0", 6));
  const auto framed = marsad::fuzz::RequireSound(marsad::fuzz::Decode(frame + std::string(value), {&kProtobuf, 1}));
  Require(bare.size() == framed.size(), "a frame makes and unmakes no article");
  for (size_t i = 0; i < bare.size(); ++i) {
    Require(bare[i].title() == framed[i].title() && bare[i].body() == framed[i].body(), "a frame changes no text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view value = marsad::fuzz::BytesOf(data, size);
  const std::vector<HeaderView> headers = TakeHeaders(&value);
  CheckPath(value);
  CheckFrame(value, headers);
  CheckReframed(value);
  marsad::fuzz::RequireSound(marsad::fuzz::Decode(value, headers));
  return 0;
}
