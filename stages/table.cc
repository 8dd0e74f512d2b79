#include "stages/table.h"

#include <array>

#include "stages/cluster/stage.h"
#include "stages/decode/stage.h"
#include "stages/normalize/stage.h"
#include "stages/summarize/stage.h"
#include "stages/tag/stage.h"

namespace marsad::stages {
namespace {

constexpr std::array kStages = {
    app::StageEntry{
        .name = "decode", .input = "raw", .output = {.key = "articles"}, .load_decoder = decode::LoadDecode},
    app::StageEntry{.name = "normalize",
                    .input = "articles",
                    .output = {.key = "normalized"},
                    .load_enricher = normalize::LoadNormalize,
                    .bundle_paths = normalize::BundlePaths},
    app::StageEntry{.name = "tag",
                    .input = "normalized",
                    .output = {.key = "tagged"},
                    .load_enricher = tag::LoadTag,
                    .bundle_paths = tag::BundlePaths,
                    .bundle_notes = tag::BundleNotes},
    app::StageEntry{.name = "summarize",
                    .input = "tagged",
                    .output = {.key = "enriched"},
                    .load_enricher = summarize::LoadSummarize},
    app::StageEntry{
        .name = "order", .input = "enriched", .output = {.key = "ordered", .partitions = 1}, .is_relay = true},
    app::StageEntry{.name = "cluster",
                    .input = "ordered",
                    .input_partitions = 1,
                    .output = {.key = "stories"},
                    .state = {.key = "stories_state", .is_compacted = true},
                    .state_hours = cluster::StateHours,
                    .load_stateful = cluster::LoadCluster},
};

}  // namespace

app::StageTable Table() { return kStages; }

}  // namespace marsad::stages
