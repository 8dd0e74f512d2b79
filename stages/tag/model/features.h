// What the model looks at: features of a word are numbers, hashes of a template and a value, and the model has weights
// for those that it learned. The templates follow the recipe of linear taggers for Arabic news (words, affixes, shapes,
// classes, lists, cues in a window of five words; see README.md).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "stages/tag/model/lexicon.h"
#include "stages/tag/model/sequence.h"

namespace marsad::tag {

using FeatureHash = uint64_t;

// What depends on the word form alone. `own` holds where the word itself stands, `beside` for its neighbours, `near`
// for words two away; each is mixed with its distance by At().
struct WordForm {
  std::vector<FeatureHash> own;
  std::vector<FeatureHash> beside;
  std::vector<FeatureHash> near;
  FeatureHash word = 0;  // for pairs
  FeatureHash stem = 0;
  FeatureHash shape = 0;
  FeatureHash fine = 0;  // class; 0: none
  FeatureHash middle = 0;
  uint8_t cue = 0;
  bool is_open = false;  // opens a quotation or bracket
  bool is_close = false;
};

WordForm DescribeWord(const ModelWord& word, const Lexicon& lexicon);

// The hash of `feature` of a word that stands `distance` words after the one that is labelled: -2 to 2.
FeatureHash At(FeatureHash feature, int distance);

// Features of word `at` that no single word form tells: pairs, the place in the sentence, quotations, listed phrases,
// heads of organizations before it. Appended to `features`.
class ContextFeatures {
 public:
  ContextFeatures(const Sequence& sequence, const std::vector<const WordForm*>& forms, const Lexicon& lexicon);

  void Append(size_t at, std::vector<FeatureHash>* features) const;

 private:
  void MarkPhrases(const Lexicon& lexicon);
  size_t LongestPhrase(size_t begin, std::string_view first, const Lexicon& lexicon, uint8_t* types) const;
  void MarkQuotes();
  void MarkHeads();

  const Sequence& sequence_;
  const std::vector<const WordForm*>& forms_;
  std::vector<uint16_t> phrase_;  // bits: types of phrases that begin here, and of those that go on here, 4 higher
  std::vector<uint8_t> quote_;    // words of the quotation or brackets around the word, at most 7; 0: none
  std::vector<uint8_t> head_;     // cue and distance of the last head before the word; 0: none
};

// The stem that the recipe uses: an Arabic word without proclitics and article; other words as they are.
std::string_view StemOf(std::string_view folded, text::Script script);

}  // namespace marsad::tag
