// What the gazetteer knows and what the model finds, made into one answer. The rules stand in README.md of this folder.
#pragma once

#include <vector>

#include "stages/tag/model/lexicon.h"
#include "stages/tag/model_names.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

// `known` and `modelled` as Tagger::Find() and FindByModel() give them. Entities in the order of their first mention;
// mentions do not overlap. `lexicon`, if any, is that of the model: it tells further names of a person from ordinary words.
std::vector<FoundEntity> Fuse(const Document& document, const Gazetteer& gazetteer,
                              const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled,
                              const Lexicon* lexicon = nullptr);

}  // namespace marsad::tag
