// Which sentences tell the news: the one where it begins, then those that add most to what is said.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/summarize/lead.h"

namespace marsad::summarize {

struct Budget {
  size_t sentences = 3;
  size_t words = 60;  // once there are so many, no further sentence; each stays whole
};

// What a sentence adds: the sum of these. Those that are marked with L were set by what they cost on EASC, Arabic articles
// with summaries by five people (tools/eval_summarizer), the others by reading summaries; README.md says what each is for.
struct Weights {
  double position = 1.0;      // over its distance in sentences from where the news begins, plus one
  double announced = 0.2;     // L: share of the title's words that nothing chosen says yet
  double name = 0.05;         // L: names not yet said, three or more count full
  double figure = 0.0;        // L: it has a number; costs more than it brings: a number counts through `empty` alone
  double speech = 0.05;       // L: a person or organization says or decides something
  double empty = -0.05;       // L: neither a name nor a number
  double evaluation = -0.15;  // says what the news "reflects" or "underlines"
  double filler = -1.0;       // begins as sentences do that tell no news
  double orphan = -0.3;       // begins with a word that refers to a sentence that is not chosen
  double before = -1.0;       // stands before the sentence where the news begins
  double least = -0.4;        // what adds less is left out
  // The news begins with the first sentence that says at least `late_ratio` per mille of what the sentence says that says
  // most of the title's words, if that one says `late_share` per mille of them.
  uint32_t late_share = 300;
  uint32_t late_ratio = 500;
};

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
  text::OriginalSpan sentence;
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
