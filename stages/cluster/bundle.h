// What stories are decided with: the weights of the model, and how rare words are in each language. Learned and counted by
// tools/story_bundle; one file, read at start.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "stages/cluster/fold.h"
#include "stages/cluster/story_index.h"

namespace marsad::cluster {

// How rare the words of one language are, as the file has it.
struct RarityTable {
  std::string language;    // BCP 47, its first subtag
  uint32_t documents = 0;  // that were counted
  uint16_t rarest = 0;     // of a word that is in none of them, in 1/256 as WordRarity has it
  std::vector<std::pair<uint32_t, uint16_t>> words = {};  // hash, rarity; in rising order of the hashes, none twice
};

// Of a language that there is no table of all words are rare, but for those that are frequent in a language that there is one of.
ClusterModel MakeModel(const StoryModel& stories, std::span<const RarityTable> tables);

// The same tables in the same order give the same bytes.
std::string WriteBundle(const StoryModel& stories, std::span<const RarityTable> tables);

// Fails with a sentence if `bytes` is no bundle, is damaged, or was made of words as another version of the fold has them.
Result<std::shared_ptr<const ClusterModel>> ParseBundle(std::string_view bytes);

}  // namespace marsad::cluster
