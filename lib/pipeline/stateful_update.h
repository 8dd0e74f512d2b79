// What one record changes in a stateful step: it goes out with the record, or is rolled back. Internal to the chain.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lib/pipeline/collector.h"
#include "lib/pipeline/ports.h"
#include "lib/pipeline/stage.h"

namespace marsad::pipeline {

// The one that is stateful; null: none.
Stateful* FindStateful(const Stages& stages);
// Takes over the stateful step from `old`, with what it remembers, into the place of that in `stages`.
void KeepStateful(Stages* old, Stages* stages);

class StatefulUpdate {
 public:
  // Both must outlive it.
  StatefulUpdate(Stateful& step, const Input& input) : step_(step), input_(input) {}
  // Rolls back what was not committed.
  ~StatefulUpdate();
  StatefulUpdate(const StatefulUpdate&) = delete;
  StatefulUpdate& operator=(const StatefulUpdate&) = delete;

  // The step's own field. An exception passes through.
  Enriched Fold(std::string_view key, const v1::EnrichedArticle& article);
  // The record failed after Fold().
  void RollBack();
  // The record has passed: its changes go out after it.
  void Commit(Collector* collector);

 private:
  Stateful& step_;
  const Input& input_;
  std::optional<Stateful::Mark> mark_;
  std::vector<StateRecord> state_;
};

}  // namespace marsad::pipeline
