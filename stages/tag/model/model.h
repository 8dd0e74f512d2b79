// A trained tagger of one language: lexicon, weights of the first pass, weights of the document pass, and how often it is
// right. What runs it: runner.h.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "stages/tag/model/calibration.h"
#include "stages/tag/model/decode.h"
#include "stages/tag/model/lexicon.h"
#include "stages/tag/model/weights.h"

namespace marsad::tag {

// Scores of one natural logarithm: weights are kept as whole multiples of 1/24.
inline constexpr int kScale = 24;

// Immutable: share one between threads.
class Model {
 public:
  Model(std::string language, Lexicon lexicon, Weights first, Weights document, Calibration calibration = {})
      : language_(std::move(language)),
        lexicon_(std::move(lexicon)),
        first_(std::move(first)),
        document_(std::move(document)),
        calibration_(std::move(calibration)),
        first_decoder_(first_.transitions(), kScale),
        document_decoder_(document_.transitions(), kScale) {}

  // Fails with a sentence: no model, of another version, cut off.
  static Result<Model> Parse(std::string_view bytes);
  std::string Write() const;
  // The language of a model's file, without taking it apart; fails like Parse() if it is no model.
  static Result<std::string> LanguageOf(std::string_view bytes);

  std::string_view language() const { return language_; }  // BCP 47
  const Lexicon& lexicon() const { return lexicon_; }
  const Weights& first() const { return first_; }
  const Weights& document() const { return document_; }
  const Calibration& calibration() const { return calibration_; }
  // For the trainer, which measures a model that is there.
  void set_calibration(Calibration calibration) { calibration_ = std::move(calibration); }
  const Decoder& first_decoder() const { return first_decoder_; }
  const Decoder& document_decoder() const { return document_decoder_; }

 private:
  std::string language_;
  Lexicon lexicon_;
  Weights first_;
  Weights document_;
  Calibration calibration_;
  Decoder first_decoder_;
  Decoder document_decoder_;
};

}  // namespace marsad::tag
