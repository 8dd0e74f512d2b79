#include "cli/stage_table.h"

#include <algorithm>
#include <array>

#include "stages/decode/stage.h"
#include "stages/normalize/stage.h"
#include "stages/summarize/stage.h"
#include "stages/tag/stage.h"

namespace marsad::cli {
namespace {

constexpr std::array<app::StageEntry, 4> kStages = {{
    {.name = "decode", .load_decoder = decode::LoadDecode},
    {.name = "normalize", .load_enricher = normalize::LoadNormalize},
    {.name = "tag", .load_enricher = tag::LoadTag},
    {.name = "summarize", .load_enricher = summarize::LoadSummarize},
}};

}  // namespace

std::span<const app::StageEntry> AllStages() { return kStages; }

Result<std::vector<app::StageEntry>> FindStages(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::none_of(kStages.begin(), kStages.end(), [&](const auto& stage) { return stage.name == name; })) {
      return Fail("'" + name + "' is no stage; there are decode, normalize, tag and summarize");
    }
  }
  std::vector<app::StageEntry> found;
  for (const app::StageEntry& stage : kStages) {
    if (std::find(names.begin(), names.end(), stage.name) != names.end()) found.push_back(stage);
  }
  return found;
}

Result<pipeline::Stages> LoadAllStages(const config::v1::Config& config) {
  pipeline::Stages stages;
  for (const app::StageEntry& stage : kStages) {
    if (stage.load_decoder != nullptr) {
      auto factory = stage.load_decoder(config);
      if (!factory) return tl::unexpected(factory.error());
      stages.push_back((*factory)());
    } else {
      auto factory = stage.load_enricher(config);
      if (!factory) return tl::unexpected(factory.error());
      stages.push_back((*factory)());
    }
  }
  return stages;
}

}  // namespace marsad::cli
