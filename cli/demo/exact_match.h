// What a search for the canonical names, letter by letter, would have found, beside what Marsad found: computed on the same
// texts, so that the comparison on the demo page is a fact and not a claim.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace marsad::v1 {
class EnrichedArticle;
}

namespace marsad::cli {

// Why the exact search misses a mention.
enum class MissReason {
  kProclitic,  // an Arabic one-letter word is written onto the name
  kSpelling,   // the same letters but for marks, case or hamza: equal after folding
  kOtherForm,  // another form of the name: a surname, an inflection, another transcription
};

struct Miss {
  std::string language;
  std::string id;  // of the entity, or its name where it is not linked
  std::string canonical;
  std::string written;  // the mention with its proclitic, as it stands in the text
  MissReason reason = MissReason::kOtherForm;
  size_t count = 0;
};

struct Score {
  size_t marsad = 0;      // mentions that Marsad found
  size_t exact = 0;       // of these, those that the exact search finds
  size_t exact_only = 0;  // what the exact search finds and Marsad does not
};

struct Comparison {
  std::map<std::string, Score> by_language;
  std::vector<Miss> misses;  // most frequent first
};

// The exact search knows the canonical name and the labels, in all languages, of every entity found in any of `articles`, and
// finds them as whole words. Linear in the length of the texts.
Comparison CompareWithExact(const std::vector<const v1::EnrichedArticle*>& articles);

}  // namespace marsad::cli
