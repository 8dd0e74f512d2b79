// Brings labels of other guidelines to ours (docs/entities.md) by stated rules: guideline/LANGUAGE.tsv.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/labels.h"

namespace marsad::tag {

struct LabelledToken {
  std::string word;
  Label label = kOutside;
};

// Rules of one language. A row: RULE, TYPE (or -), words divided by blanks; fields divided by tabs.
//   chain       a head word without a label, and the definite words and names right after it, become one name of TYPE
//   before-name a head word without a label, right before a name, becomes its first word; the name becomes TYPE
//   outside     a name that begins with the word and goes on loses it
//   never       a name of this one word is none
//   join        (no words) a name right after another of TYPE is its continuation: factRuEval marks an adjective and its
//               noun one by one
//   stop        words that end a chain
class Guideline {
 public:
  static Result<Guideline> Read(const std::string& path);

  // Changes the labels of one sentence. Counts tokens by rule in `changed`.
  void Apply(std::vector<LabelledToken>* sentence, std::map<std::string, size_t>* changed) const;

 private:
  struct Rule {
    std::string name;
    int type = -1;
  };

  void Join(std::vector<LabelledToken>* sentence, std::map<std::string, size_t>* changed) const;
  size_t ChainEnd(const std::vector<LabelledToken>& sentence, size_t head) const;
  const Rule* Find(std::string_view word, std::string_view kind) const;

  std::map<std::string, std::vector<Rule>, std::less<>> rules_;  // by folded word
  std::vector<int> joined_;                                      // types
};

}  // namespace marsad::tag
