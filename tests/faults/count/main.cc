// A stage with state, for the matrix of faults and the integration tests: marsad-count numbers the articles and counts
// those of each source, as the model of such a step does (lib/pipeline/testing/toy_stateful.h). The shell is the one that
// ships. Its state is kept in the topic that the configuration calls `tagged`.
#include <memory>

#include "lib/app/service.h"
#include "lib/pipeline/testing/toy_stateful.h"
#include "marsad/config/v1/config.pb.h"

namespace {

using marsad::Result;
using marsad::pipeline::StatefulFactory;
using marsad::pipeline::testing::ToyStateful;

// Fewer than the tests have sources, so that some are forgotten time and again.
constexpr size_t kWindow = 40;

Result<StatefulFactory> LoadCount(const marsad::config::v1::Config&) {
  return StatefulFactory([] { return std::make_unique<ToyStateful>(kWindow, ToyStateful::By::kSource); });
}

constexpr marsad::app::StageEntry kCount = {.name = "count",
                                            .input = "articles",
                                            .output = {.key = "normalized"},
                                            .state = {.key = "tagged", .is_compacted = true},
                                            .load_stateful = LoadCount};

}  // namespace

int main(int argc, char** argv) { return marsad::app::RunStage(argc, argv, {&kCount, 1}, "count"); }
