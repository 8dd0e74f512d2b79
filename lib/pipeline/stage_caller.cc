#include "lib/pipeline/stage_caller.h"

namespace marsad::pipeline {

StageCall StageCaller::Begin(const Step& step, uint32_t stage) const {
  const int64_t now = clock_.UnixMicros();
  return {.stage = stage,
          .name = NameOf(step),
          .bundle = BundleOf(step),
          .started_micros = now,
          .finished_micros = now,
          .started = clock_.Now()};
}

void StageCaller::Finish(StageCall* call) {
  call->finished_micros = clock_.UnixMicros();
  call->took = clock_.Now() - call->started;
  if (call->took < slowest_) return;
  slowest_ = call->took;
  slowest_stage_ = call->stage;
}

}  // namespace marsad::pipeline
