#include "stages/summarize/tells.h"

#include <algorithm>

namespace marsad::summarize {
namespace {

constexpr size_t kOpening = 3;  // sentences

}  // namespace

bool Demands(const Facts& facts) { return facts.demands || facts.is_thesis; }

bool AuthorDemands(const Facts& facts) {
  constexpr uint32_t kFewestWords = 8;
  return Demands(facts) && !Speaks(facts) && !facts.is_filler && !facts.needs_speaker && !facts.lacks_speaker &&
         facts.words >= kFewestWords;
}

double Tells(const Facts& facts) {
  if (facts.is_preamble) return -1;
  const auto if_so = [](bool is, double weight) { return is ? weight : 0.0; };
  const double figures = facts.figures > 1 ? 1.5 : 1.0;
  const double names = 0.5 * static_cast<double>(std::min<size_t>(facts.names.size(), 3));
  return if_so(facts.acts, 2) + if_so(facts.has_score, 2) + if_so(facts.figures > 0, figures) + names +
         if_so(facts.has_day, 0.5) + if_so(Speaks(facts), 1.5) + if_so(Demands(facts), kDemand) +
         if_so(facts.needs_antecedent || facts.needs_speaker, -1) + if_so(facts.is_filler, -2) +
         if_so(facts.is_background, -2);
}

bool OpensEssay(std::span<const Facts> before) {
  constexpr double kScene = 2.1;  // what a scene tells is less: somebody may die in it
  const auto opening = before.first(std::min(kOpening, before.size()));
  const auto rest = before.subspan(opening.size());
  return !opening.empty() &&
         std::all_of(opening.begin(), opening.end(), [](const Facts& facts) { return Tells(facts) < kScene; }) &&
         std::none_of(rest.begin(), rest.end(), [](const Facts& facts) { return facts.acts && facts.is_fresh; });
}

std::optional<size_t> FindThesis(std::span<const Facts> candidates) {
  constexpr ptrdiff_t kFewestPersonal = 2;
  const auto thesis = std::find_if(candidates.begin(), candidates.end(), AuthorDemands);
  if (thesis == candidates.end()) return std::nullopt;
  const auto before = candidates.first(static_cast<size_t>(thesis - candidates.begin()));
  const auto opening = before.first(std::min(kOpening, before.size()));
  const auto is_personal = [](const Facts& facts) { return facts.is_personal; };
  const auto speaks_of_self = [](const Facts& facts) {
    return (facts.is_personal || facts.needs_speaker) && !Speaks(facts);
  };
  const bool is_personal_opening = std::any_of(opening.begin(), opening.end(), is_personal);
  const bool names_nobody =
      opening.size() == kOpening &&
      std::all_of(opening.begin(), opening.end(), [](const Facts& facts) { return facts.names.empty(); });
  const bool is_opinion = std::count_if(candidates.begin(), candidates.end(), speaks_of_self) >= kFewestPersonal ||
                          (OpensEssay(before) && (is_personal_opening || names_nobody));
  return is_opinion ? std::optional(before.size()) : std::nullopt;
}

double IsNew(const Facts& facts, const TitleWords& title) {
  const bool sells = facts.praises && facts.figures == 0 && !facts.acts;
  if (facts.is_filler || facts.is_background || facts.is_earlier || sells) return 0;
  const auto if_so = [](bool is, double weight) { return is ? weight : 0.0; };
  return if_so(facts.acts, 2) + if_so(facts.is_fresh, 1.5) + if_so(facts.turns, 1) + if_so(Speaks(facts), 1) +
         if_so(facts.figures > 0, 0.5) + 3.0 * title.ShareOfDeed(facts.deed_bits) / 1000.0;
}

double News(const Facts& facts, const TitleWords& title) {
  return Tells(facts) + 2.0 * title.Share(facts.title_bits) / 1000.0;
}

}  // namespace marsad::summarize
