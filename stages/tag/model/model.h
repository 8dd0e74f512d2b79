// A trained tagger of one language: lexicon, weights of the first pass, weights of the document pass.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/document.h"
#include "stages/tag/model/lexicon.h"
#include "stages/tag/model/sequence.h"
#include "stages/tag/model/weights.h"

namespace marsad::tag {

// Scores of one natural logarithm: weights are kept as whole multiples of 1/24.
inline constexpr int kScale = 24;

// Immutable: share one between threads.
class Model {
 public:
  Model(std::string language, Lexicon lexicon, Weights first, Weights document)
      : language_(std::move(language)),
        lexicon_(std::move(lexicon)),
        first_(std::move(first)),
        document_(std::move(document)) {}

  // Fails with a sentence: no model, of another version, cut off.
  static Result<Model> Parse(std::string_view bytes);
  std::string Write() const;
  // The language of a model's file, without taking it apart; fails like Parse() if it is no model.
  static Result<std::string> LanguageOf(std::string_view bytes);

  std::string_view language() const { return language_; }  // BCP 47
  const Lexicon& lexicon() const { return lexicon_; }
  const Weights& first() const { return first_; }
  const Weights& document() const { return document_; }

 private:
  std::string language_;
  Lexicon lexicon_;
  Weights first_;
  Weights document_;
};

// Runs a model over articles. Not thread-safe: keeps what it has computed of word forms from article to article.
class ModelRunner {
 public:
  explicit ModelRunner(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  // Both passes; one answer for each sentence, in order.
  std::vector<Labelled> Run(const std::vector<Sequence>& sentences);
  // The first pass alone.
  Labelled RunFirst(const Sequence& sentence);

 private:
  // A word form with its scores at each place of the window, computed once.
  struct Known {
    WordForm form;
    std::array<Scores, 5> scores;  // [distance + 2]
  };

  // A sentence after the first pass, with what the second goes on from.
  struct Read {
    std::vector<Scores> emissions;
    std::vector<FeatureHash> stems;  // of words; 0 for marks
    Labelled first;
  };

  const Known& Look(const ModelWord& word);
  Read ReadSentence(const Sequence& sentence);

  std::shared_ptr<const Model> model_;
  std::unordered_map<std::string, std::unique_ptr<Known>> known_;
  std::vector<FeatureHash> features_;  // scratch
};

}  // namespace marsad::tag
