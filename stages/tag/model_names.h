// Names that a trained model finds in an article.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/tag/model/runner.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

struct ModelMention {
  FoundMention mention;  // without the proclitic; confidence: the model's own for its least sure word, per mille
  EntityType type = EntityType::kMisc;
  uint32_t words = 0;  // marks between them count
};

// In the order of the text, the title's first; they do not overlap. `runner` may keep what it computes.
std::vector<ModelMention> FindByModel(const Document& document, const Lexicon& lexicon, ModelRunner* runner);

// The family name of whoever was named in full is a name wherever it stands alone in the article: adds such mentions
// outside of those that are there.
void AddSurnames(const Document& document, const Lexicon& lexicon, std::vector<ModelMention>* mentions);

}  // namespace marsad::tag
