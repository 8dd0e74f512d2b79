#include "stages/summarize/late.h"

#include <algorithm>
#include <utility>

#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

constexpr size_t kOpening = 3;  // sentences

// Whether it is an entry of an encyclopedia, which has no news: the first sentences say all of a title of one or two words.
bool IsEntry(std::span<const Facts> opening, const TitleWords& title) {
  constexpr uint32_t kAll = 1000;
  return title.is_term() && std::any_of(opening.begin(), opening.end(),
                                        [&](const Facts& facts) { return title.Share(facts.title_bits) == kAll; });
}

// The first of the newest candidates from `from` on that `is` true of and that are as new as `least`; "I" or "we" makes one newer by
// `personal`.
template <class Is>
std::optional<size_t> Newest(std::span<const Facts> candidates, size_t from, double least, const TitleWords& title,
                             const Is& is, double personal = 0) {
  std::optional<size_t> newest;
  double most = least;
  for (size_t i = from; i < candidates.size(); ++i) {
    const double is_new = IsNew(candidates[i], title) + (candidates[i].is_personal ? personal : 0);
    if (is_new < most || (newest && is_new == most) || !is(candidates[i])) continue;
    newest = i;
    most = is_new;
  }
  return newest;
}

// Whether what was told before is no longer so: "But the court suspended the law".
bool Reverses(const Facts& facts) {
  return facts.turns && (facts.opens_paragraph || facts.is_fresh) && (facts.acts || (facts.is_fresh && Speaks(facts)));
}

}  // namespace

std::optional<size_t> FindLate(std::span<const Facts> candidates, size_t start, const TitleWords& title,
                               const Weights& weights) {
  if (const std::optional<size_t> thesis = FindThesis(candidates)) {
    return *thesis > start + 1 ? thesis : std::nullopt;
  }
  const size_t end = std::min(start + kOpening, candidates.size());
  const auto opening = candidates.subspan(start, end - start);
  double seen = 0;
  for (const Facts& facts : opening) seen = std::max(seen, IsNew(facts, title));
  if (IsEntry(opening, title)) return std::nullopt;
  const double least = std::max(weights.late_new, seen + weights.late_new_more);
  const auto newest = Newest(candidates, end, least, title, [](const Facts& /*facts*/) { return true; });
  if (newest && seen <= weights.opening_new) return newest;
  return Newest(candidates, std::min(start + 1, candidates.size()), weights.turn_new, title, Reverses);
}

std::optional<size_t> FindAntecedent(std::span<const Facts> candidates, size_t start) {
  constexpr uint32_t kMostWords = 40;
  if (start == 0 || candidates[start].refers == 0) return std::nullopt;
  const Facts& before = candidates[start - 1];
  const bool is_near = before.number + 1 == candidates[start].number;
  return is_near && before.words <= kMostWords && !before.is_filler ? std::optional(start - 1) : std::nullopt;
}

std::optional<size_t> FindAnswer(std::span<const Facts> candidates, size_t first, const TitleWords& title,
                                 const Weights& weights) {
  constexpr double kPersonal = 1;  // what who answers does
  const auto answers = candidates.subspan(first);
  const bool is_personal =
      std::any_of(answers.begin(), answers.end(), [](const Facts& facts) { return facts.is_personal; });
  if (!is_personal) return std::nullopt;  // a report with questions as its headings
  return Newest(
      candidates, first, weights.answer_new, title, [](const Facts& facts) { return facts.acts; }, kPersonal);
}

std::optional<size_t> FindWhoAnswers(std::span<const Facts> introduction, const TitleWords& title) {
  std::optional<size_t> found;
  std::pair<bool, uint32_t> most;
  for (size_t i = 0; i < introduction.size(); ++i) {
    const Facts& facts = introduction[i];
    // How somebody "receives us" is a scene.
    const std::pair<bool, uint32_t> fitness = {!facts.is_personal, title.Share(facts.title_bits)};
    const bool names_one =
        std::any_of(facts.names.begin(), facts.names.end(), [](const Name& name) { return name.may_speak; });
    if (!names_one || (found && fitness <= most)) continue;
    found = i;
    most = fitness;
  }
  return found;
}

}  // namespace marsad::summarize
