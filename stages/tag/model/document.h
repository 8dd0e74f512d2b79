// What an article tells of a word by its other occurrences: features of the second pass.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "stages/tag/model/decode.h"
#include "stages/tag/model/features.h"

namespace marsad::tag {

// Collects the first pass over all sentences of an article, then gives features of each word. Words that share a stem
// (WordForm::stem) count as occurrences of one another.
class DocumentFeatures {
 public:
  // Call for each sentence, in order, before any Append(). `stems` has a hash for each word, 0 for marks.
  void Learn(const std::vector<FeatureHash>& stems, const Labelled& pass);
  // Features of word `at` of a sentence that was learned.
  void Append(const std::vector<FeatureHash>& stems, const Labelled& pass, size_t at,
              std::vector<FeatureHash>* features) const;

 private:
  struct Seen {
    uint32_t count = 0;
    std::array<float, kTypes> sum{};  // of probabilities of each type
    std::array<float, kTypes> most{};
    std::array<uint16_t, kTypes> spans{};  // how often within a name of the type, by the labels
    uint8_t longest = 0;                   // words of the longest name that holds it
    uint8_t place_in_longest = 0;
    uint8_t type_of_longest = 0;
  };

  std::unordered_map<FeatureHash, Seen> seen_;
};

}  // namespace marsad::tag
