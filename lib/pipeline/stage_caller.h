// How the chain calls its stages: guarded, timed, and noted in the journal. Internal to the chain.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <new>

#include "lib/base/clock.h"
#include "lib/pipeline/chain_rejects.h"
#include "lib/pipeline/journal.h"
#include "lib/pipeline/ports.h"
#include "lib/pipeline/stage.h"
#include "lib/pipeline/stage_call.h"

namespace marsad::pipeline {

// The record that a stage is called for.
struct CalledFor {
  const Input& input;
  const Culprit* culprit;  // null: every stage is run
};

// One thread's. `clock` and `journal` must outlive it.
class StageCaller {
 public:
  StageCaller(const Clock& clock, Journal& journal) : clock_(clock), journal_(journal) {}

  void BeginRecord() {
    slowest_ = {};
    slowest_stage_ = 0;
  }

  StageCall Begin(const Step& step, uint32_t stage) const;

  // What `function`, a stage, makes of the record, unless it died on it before or throws: both are rejects. Memory that is
  // not to be had is a death in the stage: see chain.h.
  template <class Made, class Function>
  Made Call(const CalledFor& record, StageCall* call, Function function) {
    if (record.culprit != nullptr && record.culprit->DiedIn(call->stage)) return RejectCrash(*record.culprit);
    journal_.Enter(record.input.partition, record.input.offset, call->stage);
    Made made;
    try {
      made = function();
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      made = RejectException(error);
    }
    journal_.Enter(record.input.partition, record.input.offset, kOutsideStages);
    Finish(call);
    return made;
  }

  // The stage that took the longest since BeginRecord(), of equals the last; 0: none was called.
  uint32_t slowest_stage() const { return slowest_stage_; }

 private:
  void Finish(StageCall* call);

  const Clock& clock_;
  Journal& journal_;
  std::chrono::nanoseconds slowest_{0};
  uint32_t slowest_stage_ = 0;
};

}  // namespace marsad::pipeline
