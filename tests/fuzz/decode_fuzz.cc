// Any bytes through every format: no crash, valid UTF-8 out, a key where there is an article, a sentence where there is
// none. The first byte chooses the content type.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/text/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"

namespace {

constexpr std::string_view kTypes[] = {
    "",
    "text/plain",
    "text/plain; charset=windows-1256",
    "text/plain; charset=utf-16",
    "application/json",
    "application/x-protobuf",
    "application/x-protobuf; messageType=marsad.v1.EnrichedArticle",
    "text/html",
    "text/html; charset=utf-8",
    "application/xml",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
};

void Require(bool condition) {
  if (!condition) std::abort();
}

void CheckArticle(const marsad::pipeline::KeyedArticle& keyed) {
  marsad::v1::EnrichedArticle record;
  Require(record.ParseFromString(keyed.delta));
  Require(!keyed.key.empty() && keyed.key == record.article().uri());
  Require(marsad::text::IsValidUtf8(keyed.key));
  Require(marsad::text::IsValidUtf8(record.article().title()) && marsad::text::IsValidUtf8(record.article().body()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  static const auto decoder = (*marsad::decode::LoadDecode(marsad::config::v1::Config()))();
  const std::string_view value(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view type = kTypes[data[0] % std::size(kTypes)];
  const marsad::record::HeaderView header{.key = "content-type", .value = type};
  const marsad::pipeline::Decoded decoded = decoder->Decode({.value = value,
                                                             .headers = {&header, type.empty() ? 0U : 1U},
                                                             .timestamp_ms = 1'793'716'200'000,
                                                             .topic = "news.raw",
                                                             .partition = 0,
                                                             .offset = 0});
  if (const auto* reject = std::get_if<marsad::pipeline::Reject>(&decoded)) {
    Require(!reject->detail.empty() && marsad::text::IsValidUtf8(reject->detail));
  }
  for (const auto& keyed : marsad::pipeline::ArticlesOf(decoded)) CheckArticle(keyed);
  return 0;
}
