// What a sentence adds to those chosen already, and the sentences that together tell most within a budget.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stages/summarize/facts.h"
#include "stages/summarize/kind.h"
#include "stages/summarize/title_words.h"
#include "stages/summarize/weights.h"

namespace marsad::summarize {

struct Budget {
  size_t sentences = 3;
  size_t words = 60;  // what makes a summary longer must tell more; each sentence stays whole

  // Whether there is room for more than the news: an article told in short, from the top down.
  bool is_long() const { return sentences > 3 || words > 90; }
};

// What is chosen from. Indexes are into `candidates`.
struct Ground {
  Kind kind = Kind::kReport;
  std::span<const Facts> candidates;   // in their order
  size_t start = 0;                    // where the news begins
  std::optional<size_t> late;          // news that comes late and is told beside it
  size_t introduced = 0;               // an interview's answers begin there
  std::optional<size_t> introduction;  // says who answers, or what the sentence refers to with which the news begins
  bool has_newest_answer = false;      // the news is an answer that is newer than those before it
  bool is_hard_news = false;           // the news tells much, so that facts are wanted beside it
  bool is_comeback = false;            // of a match: who trailed won
  bool is_long = false;                // for a long budget a report is told from the top down
};

// What chosen sentences say.
class Told {
 public:
  void Add(const Facts& facts);

  uint32_t words() const { return words_; }
  uint64_t title_bits() const { return title_bits_; }
  uint64_t deed_bits() const { return deed_bits_; }
  bool Names(uint32_t entity) const { return names_[entity % kMostNames]; }
  size_t CountNewNames(const Facts& facts) const;
  // Per mille of what it says that nothing chosen says in the same words.
  uint32_t ShareOfNewWords(const Facts& facts) const;

 private:
  static constexpr size_t kMostNames = 256;  // two entities so far apart are taken for one

  uint32_t words_ = 0;
  uint64_t title_bits_ = 0;
  uint64_t deed_bits_ = 0;
  std::bitset<kMostNames> names_;
  WordBits said_;
};

// The arguments must outlive it. Thread-safe.
class Gains {
 public:
  using Picked = std::span<const size_t>;  // chosen candidates

  Gains(const Ground& ground, const TitleWords& title, const Weights& weights)
      : ground_(ground), candidates_(ground.candidates), title_(title), weights_(weights) {}

  // In the order of their choice, where the news begins first; empty if there are no candidates. They are searched for as a set;
  // for a long budget one after the other.
  std::vector<size_t> Choose(const Budget& budget) const;

  // Whether the sentence right before the candidate in the article is one of `picked`.
  bool FollowsChosen(size_t candidate, Picked picked) const;

 private:
  double Of(size_t candidate, const Told& told, Picked picked) const;
  bool FollowsSpeaker(size_t candidate, Picked picked) const;
  bool RefersToNothing(size_t candidate, Picked picked) const;
  bool IsAnswer(size_t candidate, Picked picked) const;
  size_t Distance(size_t candidate, Picked picked) const;
  double PositionGain(size_t candidate, Picked picked) const;
  double Worth(size_t candidate, const Told& told, Picked picked) const;
  double PartGain(const Facts& facts, const Told& told) const;
  double NoveltyGain(const Facts& facts, const Told& told) const;
  double ContentGain(const Facts& facts) const;
  double HardGain(size_t candidate, const Told& told, Picked picked) const;
  bool TellsOutcome(size_t candidate, Picked picked) const;
  bool IsBuildUp(size_t candidate) const;
  double LengthCost(uint32_t words, const Budget& budget) const;
  std::vector<size_t> Pool() const;
  double ValueOf(Picked set, const Budget& budget) const;
  std::vector<size_t> ChooseSet(const Budget& budget) const;
  std::optional<size_t> BestOfRest(const Told& told, Picked picked) const;

  const Ground& ground_;
  const std::span<const Facts> candidates_;
  const TitleWords& title_;
  const Weights& weights_;
};

}  // namespace marsad::summarize
