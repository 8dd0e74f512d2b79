// The enricher that adds nothing: for what looks at the shell around a stage.
#pragma once

#include "lib/pipeline/stage.h"

namespace marsad::pipeline::testing {

class Identity final : public Enricher {
 public:
  std::string_view name() const override { return "identity"; }
  std::string_view bundle() const override { return {}; }
  record::Field field() const override { return record::Field::kStory; }
  Enriched Enrich(const v1::EnrichedArticle&) override { return RecordDelta{}; }
};

}  // namespace marsad::pipeline::testing
