// Training text: CoNLL files of two columns, read into the sentences that the tagger sees in an article.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/labels.h"
#include "stages/tag/model/sequence.h"
#include "tools/tagger/guideline.h"

namespace marsad::tag {

// Owns the texts that its sequence points into; stays where it is.
struct TrainingSentence {
  std::string text;
  text::Folded folded;
  std::vector<text::Token> tokens;
  Sequence words;
  std::vector<Label> gold;  // of each word

  TrainingSentence() = default;
  TrainingSentence(const TrainingSentence&) = delete;
  TrainingSentence& operator=(const TrainingSentence&) = delete;
};

struct TrainingDocument {
  std::vector<std::unique_ptr<TrainingSentence>> sentences;
  float weight = 1;  // of its sentences in training
};

// `TOKEN TAB LABEL` a line (BIO with PER, ORG, LOC, MISC), sentences divided by blank lines. A line that begins with
// "# " and has no tab begins a document, but for "# conf ..." which is a comment. Files without such lines are cut
// into documents of `sentences_a_document`, since names that repeat nearby help each other. `change` may mend the labels
// of a sentence, e.g. by a Guideline; empty: it does not. Words are found as normalize finds them, so a token may become
// several.
using LabelChange = std::function<void(std::vector<LabelledToken>*)>;
Result<std::vector<TrainingDocument>> ReadConll(const std::string& path, size_t sentences_a_document,
                                                const LabelChange& change);

}  // namespace marsad::tag
