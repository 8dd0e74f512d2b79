// Bytes of a known format become articles. See README.md in this folder.
#pragma once

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::decode {

// Loads and checks everything the stage needs; fails with a sentence that names file, key or value.
Result<pipeline::DecoderFactory> LoadDecode(const config::v1::Config& config);

}  // namespace marsad::decode
