// What an article tells of a word by its other occurrences: features of the second pass.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "stages/tag/model/decode.h"
#include "stages/tag/model/features.h"

namespace marsad::tag {

// All that the second pass looks at of one word, in 64 bits: equal keys have equal features.
using DocumentKey = uint64_t;

// The features of a key.
void AppendFeatures(DocumentKey key, std::vector<FeatureHash>* features);

// Collects the first pass over all sentences of an article, then gives keys of each word. Words that share a stem
// (WordForm::stem) count as occurrences of one another.
class DocumentFeatures {
 public:
  // `words`: of the article, at most so many are learned.
  explicit DocumentFeatures(size_t words);

  // Call for each sentence, in order, before any KeyOf(). `stems` has a hash for each word, 0 for marks.
  void Learn(const std::vector<FeatureHash>& stems, const Labelled& pass);
  // Of word `at` of a sentence that was learned.
  DocumentKey KeyOf(const std::vector<FeatureHash>& stems, const Labelled& pass, size_t at) const;

 private:
  struct Seen {
    FeatureHash stem = 0;
    uint32_t count = 0;
    std::array<float, kTypes> sum{};  // of probabilities of each type
    std::array<float, kTypes> most{};
    uint8_t longest = 0;  // words of the longest name that holds it
    uint8_t place_in_longest = 0;
    uint8_t type_of_longest = 0;
  };

  // Where `stem` is or belongs.
  size_t PlaceOf(FeatureHash stem) const;

  std::vector<Seen> seen_;  // open addressing; a power of two, at most half of them taken
};

}  // namespace marsad::tag
