// The journal's culprits, as the runner meets them again.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/pipeline/journal.h"
#include "lib/pipeline/ports.h"

namespace marsad::pipeline {

// One thread's. `journal` must outlive it.
class Culprits {
 public:
  explicit Culprits(Journal& journal) : journal_(journal), known_(journal.culprits()) {}

  // The culprit that `input` is, else null; a later record of its partition says that it was passed, by whoever had the
  // partition. Valid until the next call.
  const Culprit* Meet(const Input& input);

  // What was committed is to blame for nothing any more.
  void ForgetPassed(const std::vector<Position>& committed);

  // See Journal::Blame().
  void Blame(Partition partition, Offset offset, uint32_t stage);

 private:
  void Forget(Partition partition);

  Journal& journal_;
  std::vector<Culprit> known_;  // at most one for each partition
};

}  // namespace marsad::pipeline
