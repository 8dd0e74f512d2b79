#include "stages/summarize/start.h"

#include <algorithm>
#include <optional>

#include "stages/summarize/opening.h"
#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

// Whether it is an answer too short to be understood without its question.
bool NeedsQuestion(const Facts& facts) {
  constexpr uint32_t kShort = 9;  // words, with a label
  return facts.needs_antecedent && (facts.is_reply || facts.words < kShort);
}

// The first that `is_fit` and tells something.
template <class IsFit>
size_t FirstThatTells(std::span<const Facts> candidates, const IsFit& is_fit) {
  const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const Facts& facts) {
    return is_fit(facts) && (facts.is_thesis || !facts.is_filler);
  });
  return found == candidates.end() ? 0 : static_cast<size_t>(found - candidates.begin());
}

size_t FirstThatTells(std::span<const Facts> candidates) {
  return FirstThatTells(candidates, [](const Facts& /*facts*/) { return true; });
}

// What a press release tells between sentences that sell: the first that tells nearly as much as the best one, losses before all.
// Absent if it does not open so, or tells little.
std::optional<size_t> FindBetweenPraise(std::span<const Facts> candidates) {
  constexpr ptrdiff_t kFewestPraises = 2;
  constexpr size_t kOpening = 3;  // sentences
  constexpr double kLoss = 2;     // what losses tell more, as fillers that they are wrapped in tell less
  constexpr double kLeast = 3.5;
  constexpr double kOfBest = 0.75;
  const auto sells = [](const Facts& facts) { return facts.praises && !(facts.acts && facts.figures > 0); };
  const auto opening = candidates.first(std::min(kOpening, candidates.size()));
  if (std::count_if(opening.begin(), opening.end(), sells) < kFewestPraises) return std::nullopt;
  const auto tells = [&](const Facts& facts) {
    const double filler = facts.is_filler ? kLoss : 0;
    return sells(facts) ? 0 : Tells(facts) + (facts.loses ? kLoss + filler : 0);
  };
  double best = kLeast;
  for (const Facts& facts : candidates) best = std::max(best, tells(facts));
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const Facts& facts) { return tells(facts) >= best * kOfBest; });
  if (found == candidates.end() || best == kLeast) return std::nullopt;
  return static_cast<size_t>(found - candidates.begin());
}

// `start`, or the first of a decree's decisions right before it.
size_t FirstDecision(std::span<const Facts> candidates, size_t start) {
  if (!candidates[start].is_numbered) return start;
  while (start > 0 && candidates[start - 1].is_numbered) --start;
  return start;
}

// `start`, or the sentence right after it if that one says what became of it: "This decision was overturned on Friday". After a
// report's first sentence it says more of what is news already.
size_t WhatBecameOf(std::span<const Facts> candidates, size_t start) {
  if (start == 0 || start + 1 == candidates.size()) return start;
  const Facts& next = candidates[start + 1];
  const bool is_next = next.number == candidates[start].number + 1;
  return is_next && next.refers != 0 && next.is_fresh && !candidates[start].is_fresh ? start + 1 : start;
}

constexpr size_t kFewestForScene = 4;  // sentences: in what is shorter, whoever speaks first is no scene

}  // namespace

size_t FindAnnounced(std::span<const Facts> candidates, size_t introduced, const TitleWords& title,
                     const Weights& weights) {
  const auto says = [&](const Facts& facts) {
    return NeedsQuestion(facts) || facts.is_filler ? 0 : title.Share(facts.title_bits | facts.deed_bits);
  };
  // What it says of whom the title names announces nothing.
  const auto news = [&](const Facts& facts) {
    const uint32_t said = says(facts);
    return said == 0 ? 0 : said + title.ShareOfDeed(facts.deed_bits);
  };
  uint32_t most = 0;
  uint32_t best = 0;
  for (const Facts& facts : candidates) {
    most = std::max(most, says(facts));
    best = std::max(best, news(facts));
  }
  if (most < weights.late_share) {
    return FirstThatTells(candidates, [](const Facts& facts) { return !NeedsQuestion(facts); });
  }
  size_t found = 0;
  while (news(candidates[found]) * 1000 < best * (found < introduced ? 1000 : weights.late_ratio)) ++found;
  return found;
}

size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title) {
  if (candidates.empty()) return 0;
  if (kind != Kind::kReport) return FirstThatTells(candidates);
  if (const std::optional<size_t> fact = FindBetweenPraise(candidates)) return *fact;
  if (const std::optional<size_t> thesis = FindThesis(candidates); thesis && OpensEssay(candidates.first(*thesis))) {
    return *thesis;
  }
  if (candidates.size() < kFewestForScene && Speaks(candidates.front())) return FirstThatTells(candidates);
  const std::vector<double> scores = ScoreOpenings(candidates, title);
  const auto best = std::max_element(scores.begin(), scores.end());
  return WhatBecameOf(candidates, FirstDecision(candidates, static_cast<size_t>(best - scores.begin())));
}

}  // namespace marsad::summarize
