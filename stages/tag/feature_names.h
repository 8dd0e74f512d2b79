// Rivers, dams, courts, authorities and quoted works that the model missed, told by the words before them. The rules stand in
// README.md of this folder, their words in data/name_bounds.tsv.
#pragma once

#include <vector>

#include "stages/tag/name_bounds.h"

namespace marsad::tag {

// Adds Arabic names of a head and a word with the article (the dam of al-Wahda), those of ArabicBodies, French ones of a
// body's head and the name after it ("tribunal correctionnel de Nantes"), and what is quoted after the word for a work. What is
// sure and goes beyond such a name is left as it is; what lies in one, or is unsure, gives way. Keeps the order of the mentions.
void AddFeatures(const Document& document, const Gazetteer& gazetteer, std::vector<ModelMention>* mentions);

}  // namespace marsad::tag
