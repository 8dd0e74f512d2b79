#include "stages/summarize/start.h"

#include <algorithm>
#include <optional>

#include "stages/summarize/opening.h"
#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

// Whether it is an answer too short to be understood without its question.
bool NeedsQuestion(Kind kind, const Facts& facts) {
  constexpr uint32_t kShort = 9;  // words, with a label
  return kind == Kind::kInterview && facts.needs_antecedent && facts.words < kShort;
}

size_t FirstThatTells(Kind kind, std::span<const Facts> candidates) {
  const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const Facts& facts) {
    return !NeedsQuestion(kind, facts) && (facts.is_thesis || !facts.is_filler);
  });
  return found == candidates.end() ? 0 : static_cast<size_t>(found - candidates.begin());
}

// The first answer that says nearly as much of the title as the one that says most of it.
size_t FindAnnounced(std::span<const Facts> candidates, const TitleWords& title, const Weights& weights) {
  const auto share = [&](const Facts& facts) {
    return NeedsQuestion(Kind::kInterview, facts) || facts.is_filler ? 0 : title.Share(facts.title_bits);
  };
  uint32_t best = 0;
  for (const Facts& facts : candidates) best = std::max(best, share(facts));
  if (best < weights.late_share) return FirstThatTells(Kind::kInterview, candidates);
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const Facts& facts) { return share(facts) * 1000 >= best * weights.late_ratio; });
  return static_cast<size_t>(found - candidates.begin());
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

// The author's thesis, the first sentence that says what should be done, if what stands before it opens an essay: it tells nothing,
// and says "my" or "we" or names nobody.
std::optional<size_t> FindThesisOfEssay(std::span<const Facts> candidates) {
  constexpr size_t kOpening = 3;  // sentences
  constexpr double kScene = 2.1;  // what a scene tells is less: somebody may die in it
  const auto thesis = std::find_if(candidates.begin(), candidates.end(), AuthorDemands);
  const auto before = static_cast<size_t>(thesis - candidates.begin());
  const auto opening = candidates.first(std::min(kOpening, before));
  const auto all = [&](auto is) { return std::all_of(opening.begin(), opening.end(), is); };
  if (opening.empty() || before == candidates.size()) return std::nullopt;
  const bool is_scene = all([](const Facts& facts) { return Tells(facts) < kScene; });
  const bool is_personal = !all([](const Facts& facts) { return !facts.is_personal; });
  const bool names_nobody = opening.size() == kOpening && all([](const Facts& facts) { return facts.names.empty(); });
  return is_scene && (is_personal || names_nobody) ? std::optional(before) : std::nullopt;
}

// `start`, or the first of a decree's decisions right before it.
size_t FirstDecision(std::span<const Facts> candidates, size_t start) {
  if (!candidates[start].is_numbered) return start;
  while (start > 0 && candidates[start - 1].is_numbered) --start;
  return start;
}

constexpr size_t kFewestForScene = 4;  // sentences: in what is shorter, whoever speaks first is no scene

}  // namespace

size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights) {
  if (candidates.empty()) return 0;
  if (kind == Kind::kInterview) return FindAnnounced(candidates, title, weights);
  if (kind != Kind::kReport) return FirstThatTells(kind, candidates);
  if (const std::optional<size_t> fact = FindBetweenPraise(candidates)) return *fact;
  if (const std::optional<size_t> thesis = FindThesisOfEssay(candidates)) return *thesis;
  if (candidates.size() < kFewestForScene && Speaks(candidates.front())) return FirstThatTells(kind, candidates);
  const std::vector<double> scores = ScoreOpenings(candidates, title);
  const auto best = std::max_element(scores.begin(), scores.end());
  return FirstDecision(candidates, static_cast<size_t>(best - scores.begin()));
}

}  // namespace marsad::summarize
