#include "stages/summarize/late.h"

#include <algorithm>

#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

constexpr size_t kOpening = 3;  // sentences

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
  uint32_t most = 0;
  for (size_t i = 0; i < introduction.size(); ++i) {
    const auto& names = introduction[i].names;
    const uint32_t share = title.Share(introduction[i].title_bits);
    const bool names_one = std::any_of(names.begin(), names.end(), [](const Name& name) { return name.may_speak; });
    if (!names_one || (found && share <= most)) continue;
    found = i;
    most = share;
  }
  return found;
}

}  // namespace marsad::summarize
