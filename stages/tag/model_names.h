// Names that a trained model finds in an article.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/tag/model/runner.h"
#include "stages/tag/name_bounds.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

// In the order of the text, the title's first; they do not overlap. All that the model finds, however unsure. `runner` may
// keep what it computes.
std::vector<ModelMention> FindByModel(const Document& document, const Lexicon& lexicon, ModelRunner* runner);

// The family name of whoever was named in full is a name wherever it stands alone in the article: adds such mentions
// outside of those that are there; one that is unsure gives way. `gazetteer` knows in which cases the name may stand.
void AddSurnames(const Document& document, const Gazetteer& gazetteer, const Lexicon& lexicon,
                 std::vector<ModelMention>* mentions);

}  // namespace marsad::tag
