// Rivers, dams and French courts and authorities that the model missed, told by their heads. The rule stands in README.md of this folder, its words
// in data/name_bounds.tsv.
#pragma once

#include <vector>

#include "stages/tag/name_bounds.h"

namespace marsad::tag {

// Adds Arabic names of a head and a word with the article: the dam of al-Wahda, the basin of the Yarmouk; and French ones of
// a body's head and the name after it: "tribunal correctionnel de Nantes". What is sure and
// goes beyond such a name is left as it is; what lies in one, or is unsure, gives way. Keeps the order of the mentions.
void AddFeatures(const Document& document, std::vector<ModelMention>* mentions);

}  // namespace marsad::tag
