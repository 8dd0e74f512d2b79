#include "stages/summarize/opening.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

// What the sentences before another one say, each at most.
struct Before {
  double tells = 0;
  uint64_t deed_bits = 0;
};

constexpr size_t kShort = 8;    // words
constexpr size_t kShallow = 8;  // sentences
constexpr double kMost = 3;     // difference in what is told that counts, and what counts as one
constexpr double kNamesThatCount = 3;

OpeningValues ValuesOf(const Facts& facts, size_t at, const Before& before, int deeds, const TitleWords& title) {
  const bool is_first = at == 0;
  const auto if_so = [](bool is) { return is ? 1.0 : 0.0; };
  const auto of_first = [&](double value) { return is_first ? value : 0; };
  const double announces = title.is_quotation() ? 0 : 0.001;  // a quotation announces nothing
  const double share = announces * title.Share(facts.title_bits);
  const double deed = announces * title.ShareOfDeed(facts.deed_bits);
  const double tells = Tells(facts);
  const double names = std::min<double>(static_cast<double>(facts.names.size()), kNamesThatCount) / kNamesThatCount;
  const double new_deeds = std::popcount(facts.deed_bits & ~before.deed_bits);
  return {deed,
          new_deeds / std::max(deeds, 1),
          std::clamp(tells, -2.0, 7.0) / kMost,
          is_first ? 0 : std::clamp(tells - before.tells, -kMost, kMost) / kMost,
          std::clamp(IsNew(facts, title), 0.0, 7.0) / kMost,
          if_so(facts.demands),
          if_so(facts.turns && (facts.acts || facts.may_act)),
          if_so(facts.has_day),
          if_so(Speaks(facts)),
          if_so(facts.is_routine),
          if_so(facts.is_filler),
          if_so(facts.has_year),
          if_so(facts.is_background),
          if_so(facts.loses),
          if_so(facts.joins),
          if_so(facts.words < kShort),
          if_so(facts.opens_paragraph),
          at > kShallow ? static_cast<double>(at - kShallow) / kShallow : 0,
          if_so(is_first),
          of_first(share),
          of_first(deed),
          of_first(names),
          of_first(if_so(!facts.speech.empty())),
          of_first(if_so(facts.has_day)),
          of_first(if_so(facts.is_routine)),
          of_first(if_so(IsScene(facts, title)))};
}

}  // namespace

std::vector<OpeningValues> OpeningValuesOf(std::span<const Facts> candidates, const TitleWords& title) {
  uint64_t deeds = 0;
  for (const Facts& facts : candidates) deeds |= facts.deed_bits;
  std::vector<OpeningValues> values;
  values.reserve(candidates.size());
  Before before;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Facts& facts = candidates[i];
    values.push_back(ValuesOf(facts, i, before, std::popcount(deeds), title));
    before.tells = i == 0 ? Tells(facts) : std::max(before.tells, Tells(facts));
    before.deed_bits |= facts.deed_bits;
  }
  return values;
}

std::vector<double> ScoreOpenings(std::span<const Facts> candidates, const TitleWords& title) {
  const std::vector<OpeningValues> values = OpeningValuesOf(candidates, title);
  std::vector<double> scores(candidates.size(), 0);
  for (size_t i = 0; i < candidates.size(); ++i) {
    for (size_t k = 0; k < kOpeningFeatures.size(); ++k) scores[i] += values[i][k] * kOpeningFeatures[k].weight;
    if (candidates[i].is_preamble) scores[i] = std::numeric_limits<double>::lowest();
  }
  return scores;
}

}  // namespace marsad::summarize
