#include "lib/pipeline/stateful_update.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

namespace marsad::pipeline {
namespace {

bool IsStateful(const Step& step) { return std::holds_alternative<std::unique_ptr<Stateful>>(step); }

}  // namespace

Stateful* FindStateful(const Stages& stages) {
  // Records of two would share a topic: a defect of who put them together.
  if (std::count_if(stages.begin(), stages.end(), IsStateful) > 1) std::abort();
  const auto found = std::find_if(stages.begin(), stages.end(), IsStateful);
  return found == stages.end() ? nullptr : std::get<std::unique_ptr<Stateful>>(*found).get();
}

void KeepStateful(Stages* old, Stages* stages) {
  const auto known = std::find_if(old->begin(), old->end(), IsStateful);
  const auto given = std::find_if(stages->begin(), stages->end(), IsStateful);
  if (known != old->end() && given != stages->end()) std::swap(*known, *given);
}

StatefulUpdate::~StatefulUpdate() { RollBack(); }

Enriched StatefulUpdate::Fold(std::string_view key, const v1::EnrichedArticle& article) {
  mark_ = step_.SetMark();
  auto folded = step_.Fold({.partition = input_.partition, .offset = input_.offset}, key, article);
  if (Reject* reject = std::get_if<Reject>(&folded)) return std::move(*reject);
  auto& [delta, state] = std::get<Folded>(folded);
  state_ = std::move(state);
  return std::move(delta);
}

void StatefulUpdate::RollBack() {
  state_.clear();
  if (mark_) step_.RollBack(*mark_);
  mark_.reset();
}

void StatefulUpdate::Commit(Collector* collector) {
  mark_.reset();
  for (StateRecord& record : state_) {
    collector->TakeState({.lane = Lane::kState,
                          .timestamp = {},
                          .key = std::move(record.key),
                          .value = std::move(record.value),
                          .headers = {},
                          .partition = input_.partition});
  }
  state_.clear();
}

}  // namespace marsad::pipeline
