#include "lib/pipeline/culprits.h"

#include <algorithm>

namespace marsad::pipeline {

const Culprit* Culprits::Meet(const Input& input) {
  const auto known = std::ranges::find(known_, input.partition, &Culprit::partition);
  if (known == known_.end()) return nullptr;
  if (known->offset == input.offset) return &*known;
  if (known->offset < input.offset) Forget(input.partition);
  return nullptr;
}

void Culprits::ForgetPassed(const std::vector<Position>& committed) {
  for (const Position& position : committed) {
    const auto known = std::ranges::find(known_, position.partition, &Culprit::partition);
    if (known != known_.end() && known->offset < position.next_offset) Forget(position.partition);
  }
}

void Culprits::Blame(Partition partition, Offset offset, uint32_t stage) {
  journal_.Blame(partition, offset, stage);
  known_ = journal_.culprits();
}

void Culprits::Forget(Partition partition) {
  journal_.Forget(partition);
  std::erase_if(known_, [&](const Culprit& culprit) { return culprit.partition == partition; });
}

}  // namespace marsad::pipeline
