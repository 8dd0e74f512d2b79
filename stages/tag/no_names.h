// Which of the names that the model found are none: God, months, diseases, authorities without a name, ordinary words. The
// words stand in data/no_names.tsv.
#pragma once

#include "stages/tag/name_bounds.h"

namespace marsad::tag {

// Whether `found`, the tokens of which are `tokens`, is no name.
bool IsNoName(const Document& document, const ModelMention& found, std::span<const text::Token> tokens);

}  // namespace marsad::tag
