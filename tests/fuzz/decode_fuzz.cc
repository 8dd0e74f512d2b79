// Any bytes through every format, by content type or by a look at them. The last byte names the type where it is one of
// kTypes from 0x80 on: so an article of any format is a seed as it is, and is guessed.
#include <iterator>

#include "tests/fuzz/stage_input.h"

namespace {

constexpr std::string_view kTypes[] = {
    "text/plain",
    "text/plain; charset=windows-1256",
    "text/plain; charset=utf-16",
    "text/plain; charset=shift_jis",
    "application/json",
    "application/x-protobuf",
    "application/x-protobuf; messageType=marsad.v1.EnrichedArticle",
    "text/html",
    "text/html; charset=utf-8",
    "application/xml",
    "application/rss+xml; charset=iso-8859-6",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view value = marsad::fuzz::BytesOf(data, size);
  if (size == 0 || data[size - 1] < 0x80 || data[size - 1] - 0x80U >= std::size(kTypes)) {
    marsad::fuzz::RequireSound(marsad::fuzz::Decode(value, {}));
    return 0;
  }
  const marsad::record::HeaderView header{.key = "content-type", .value = kTypes[data[size - 1] - 0x80U]};
  value.remove_suffix(1);
  marsad::fuzz::RequireSound(marsad::fuzz::Decode(value, {&header, 1}));
  return 0;
}
