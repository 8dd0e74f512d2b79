#include "stages/summarize/late.h"

#include <algorithm>

#include "stages/summarize/start.h"
#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

// Of a text in which the author says "I" or "we" twice: the first sentence in which the author demands something.
std::optional<size_t> FindThesis(std::span<const Facts> candidates) {
  constexpr ptrdiff_t kFewestPersonal = 2;
  const auto personal = std::count_if(candidates.begin(), candidates.end(), [](const Facts& facts) {
    return (facts.is_personal || facts.needs_speaker) && !Speaks(facts);
  });
  const auto thesis = std::find_if(candidates.begin(), candidates.end(), AuthorDemands);
  if (personal < kFewestPersonal || thesis == candidates.end()) return std::nullopt;
  return static_cast<size_t>(thesis - candidates.begin());
}

// Whether it is an entry of an encyclopedia, which has no news: the first sentences say all of a title of one or two words.
bool IsEntry(std::span<const Facts> opening, const TitleWords& title) {
  constexpr uint32_t kAll = 1000;
  return title.is_term() && std::any_of(opening.begin(), opening.end(),
                                        [&](const Facts& facts) { return title.Share(facts.title_bits) == kAll; });
}

}  // namespace

std::optional<size_t> FindLate(std::span<const Facts> candidates, size_t start, const TitleWords& title,
                               const Weights& weights) {
  if (const std::optional<size_t> thesis = FindThesis(candidates)) {
    return *thesis > start + 1 ? thesis : std::nullopt;
  }
  const size_t end = std::min(start + kLeadSentences, candidates.size());
  const auto opening = candidates.subspan(start, end - start);
  double seen = 0;
  for (const Facts& facts : opening) seen = std::max(seen, IsNew(facts, title));
  if (seen > weights.opening_new || IsEntry(opening, title)) return std::nullopt;
  std::optional<size_t> newest;
  double most = std::max(weights.late_new, seen + weights.late_new_more);
  for (size_t i = end; i < candidates.size(); ++i) {
    const double is_new = IsNew(candidates[i], title);
    if (is_new < most || (newest && is_new == most)) continue;
    newest = i;
    most = is_new;
  }
  return newest;
}

}  // namespace marsad::summarize
