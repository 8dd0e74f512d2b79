// How good the finders of the tag stage are on text that people labelled: the gazetteer alone, the model alone, and what
// the stage makes of both.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/runner.h"
#include "stages/tag/tagger.h"
#include "tools/tagger/conll.h"
#include "tools/tagger/scoring.h"

namespace marsad::tag {

enum class Finder { kGazetteer, kModel, kStage };
inline constexpr size_t kFinders = 3;

// Scores of each document, by finder. What a document has to do with another does not count, so that they can be drawn
// anew.
using Evaluation = std::array<std::vector<ScoreTable>, kFinders>;

struct EvaluationOptions {
  std::string language;           // BCP 47
  uint16_t min_confidence = 400;  // per mille; what is below is not counted as found, see tag.min_confidence
};

// A document is read as an article whose lines are its sentences. A mention counts for the words that it touches, so a
// proclitic that people labelled as part of a name is no mistake. Fails if the words of an article are not those of its
// sentences.
Result<Evaluation> Evaluate(const std::vector<TrainingDocument>& documents, const Tagger& tagger,
                            const std::shared_ptr<const Model>& model, const EvaluationOptions& options);

enum class Measure { kExact, kLenient };

struct Interval {
  double low = 0;
  double high = 0;
};

// 95 % of F1 in 1,000 drawings of as many documents with replacement; the same seed draws the same. `type`: kTypes means
// all.
Interval BootstrapF1(const std::vector<ScoreTable>& documents, Measure measure, int type, uint64_t seed);

// Precision, recall, F1 and its interval, in per cent: a row for each finder, measure and type.
std::string Print(const Evaluation& evaluation, uint64_t seed);

}  // namespace marsad::tag
