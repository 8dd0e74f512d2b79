// What lib/pipeline promises in the name of every stage, on inputs of every format, good and bad.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lib/pipeline/testing/stage_contract.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/decode/stage.h"

namespace marsad::decode {
namespace {

using pipeline::testing::DecoderInput;

TEST(DecodeContract, HoldsForGoldenInputsUnderEveryContentType) {
  std::vector<DecoderInput> inputs;
  for (const auto& entry : std::filesystem::directory_iterator("stages/decode/golden")) {
    if (entry.path().extension() != ".in") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string value((std::istreambuf_iterator<char>(in)), {});
    inputs.push_back({.value = value});
    inputs.push_back({.value = std::string("\0\0\0\0\1\0", 6) + value});
    inputs.push_back({.value = value,
                      .headers = {{.key = "ce_specversion", .value = "1.0"},
                                  {.key = "ce_source", .value = "broken\xFF"},
                                  {.key = "ce_subject", .value = "x"},
                                  {.key = "ce_time", .value = "\xFF"}}});
    for (const char* type : {"text/plain", "text/plain; charset=windows-1256", "application/json",
                             "application/x-protobuf", "application/rss+xml", "text/html", "image/gif",
                             "application/xml", "application/cloudevents+json", "application/cloudevents-batch+json"}) {
      inputs.push_back({.value = value, .headers = {{.key = "content-type", .value = type}}});
    }
  }
  inputs.push_back({.value = std::string(1000, '\xFF')});
  inputs.push_back({.value = std::string("\0\0\0\0\1\0x", 7)});
  ASSERT_GT(inputs.size(), 50U);
  pipeline::testing::ExpectDecoderContract(*LoadDecode(config::v1::Config()), inputs, {.skip_reasons = {kNoItems}});
}

}  // namespace
}  // namespace marsad::decode
