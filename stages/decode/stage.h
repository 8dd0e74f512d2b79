// Bytes of a known format become articles. See README.md in this folder.
#pragma once

#include <string_view>

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::decode {

// The reason of Skip for a feed or batch that holds no article: nothing is lost by it.
inline constexpr std::string_view kNoItems = "no_items";

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::DecoderFactory> LoadDecode(const config::v1::Config& config);

}  // namespace marsad::decode
