// Which sentences tell the news: the one where it begins, then those that add most to what is said.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/summarize/gain.h"
#include "stages/summarize/lead.h"
#include "stages/summarize/weights.h"

namespace marsad::summarize {

enum class ReasonKind : uint8_t {  // the numbers are those of marsad.v1.Summary.Reason.Kind
  kLead = 1,
  kAnnounced = 2,
  kName = 3,
  kFigure = 4,
  kSpeech = 5,
  kNewest = 6,
  kFollows = 7,
};

struct Reason {
  ReasonKind kind = ReasonKind::kLead;
  std::vector<text::OriginalSpan> evidence;  // in the sentence; at most three
};

struct ChosenSentence {
  text::OriginalSpan sentence;  // whole, but for an opener (CutOpener)
  std::vector<Reason> reasons;
};

struct Choice {
  std::vector<ChosenSentence> sentences;  // in their order; empty: no sentence is fit
  size_t headline = 0;                    // which of them tells the news in one
  uint32_t words = 0;                     // two characters of scripts without blanks are one
  std::vector<size_t> ranking;            // `sentences` by when they were chosen
};

// Deterministic, linear in the article's length. Thread-safe.
Choice Choose(const Article& article, const Budget& budget, const Weights& weights = {});

}  // namespace marsad::summarize
