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

// What is known of a word form and goes into features of several words.
struct WordForm {
  FeatureHash word = 0;  // for pairs
  FeatureHash stem = 0;
  FeatureHash shape = 0;
  FeatureHash fine = 0;  // class; 0: none
  FeatureHash middle = 0;
  uint8_t cue = 0;
  bool is_open = false;  // opens a quotation or bracket
  bool is_close = false;
  PhraseFacts phrase{};          // of the listed names that begin with the word
  PhraseFacts without_letter{};  // the same without its first letter, if that may be a proclitic
};

// Features that depend on the word form alone. `own` holds where the word itself stands, `beside` for its neighbours,
// `near` for words two away; each is mixed with its distance by At().
struct FormFeatures {
  std::vector<FeatureHash> own;
  std::vector<FeatureHash> beside;
  std::vector<FeatureHash> near;

  const std::vector<FeatureHash>& At(int distance) const {
    return distance == 0 ? own : distance * distance == 1 ? beside : near;
  }
};

WordForm DescribeWord(const ModelWord& word, const Lexicon& lexicon, FormFeatures* features);

// What stands before and after a sentence.
const WordForm& EdgeForm();

// The hash of `feature` of a word that stands `distance` words after the one that is labelled: -2 to 2.
FeatureHash At(FeatureHash feature, int distance);

// Features that two neighbouring words tell together; a class pair is 0 if one of them has no class.
struct PairFeatures {
  // Of the second word.
  FeatureHash words, stems, shapes, cue_and_shape, stem_and_cue, classes = 0;
  // Of the first.
  FeatureHash words_after, shapes_after, classes_after = 0;
  // Of the word after both.
  FeatureHash words_before, cues_before;

  PairFeatures(const WordForm& first, const WordForm& second);
};

// Features that its neighbours tell of a word.
struct GapFeatures {
  FeatureHash words, classes;

  GapFeatures(const WordForm& left, const WordForm& right);
};

// Features of word `at` that no single word form tells: pairs, the place in the sentence, quotations, listed phrases,
// heads of organizations before it. Appended to `features`.
class ContextFeatures {
 public:
  ContextFeatures(const Sequence& sequence, const std::vector<const WordForm*>& forms, const Lexicon& lexicon);

  void Append(size_t at, std::vector<FeatureHash>* features) const;
  // The same without those of PairFeatures.
  void AppendWithoutPairs(size_t at, std::vector<FeatureHash>* features) const;

 private:
  struct Place {
    uint16_t phrase = 0;  // bits: types of phrases that begin here, and of those that go on here, 4 higher
    uint8_t quote = 0;    // words of the quotation or brackets around the word, at most 7; 0: none
    uint8_t head = 0;     // cue and distance of the last head before the word; 0: none
  };

  void MarkPhrases(const Lexicon& lexicon);
  size_t LongestPhrase(size_t begin, std::string_view first, PhraseFacts facts, const Lexicon& lexicon,
                       uint8_t* types) const;
  void MarkQuotes();
  void MarkHeads();
  const WordForm& Form(size_t at, int distance) const;
  void AppendPlace(size_t at, std::vector<FeatureHash>* features) const;

  const Sequence& sequence_;
  const std::vector<const WordForm*>& forms_;
  std::vector<Place> places_;
};

// The stem that the recipe uses: an Arabic word without proclitics and article; other words as they are.
std::string_view StemOf(std::string_view folded, text::Script script);

}  // namespace marsad::tag
