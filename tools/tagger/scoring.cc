#include "tools/tagger/scoring.h"

#include <algorithm>
#include <cstdio>

namespace marsad::tag {
namespace {

template <class Match>
void Count(const std::vector<LabelledName>& gold, const std::vector<LabelledName>& found, Match match, Tally* tallies) {
  std::vector<bool> taken(gold.size());
  for (const LabelledName& name : found) {
    ++tallies[name.type].found, ++tallies[kTypes].found;
    for (size_t i = 0; i < gold.size(); ++i) {
      if (taken[i] || !match(gold[i], name)) continue;
      taken[i] = true;
      ++tallies[name.type].right, ++tallies[kTypes].right;
      break;
    }
  }
  for (const LabelledName& name : gold) ++tallies[name.type].gold, ++tallies[kTypes].gold;
}

std::string Line(const char* name, const Tally* tallies) {
  constexpr const char* kNames[] = {"PER", "ORG", "LOC", "MISC", "all"};
  std::string line = name;
  for (int type = 0; type <= kTypes; ++type) {
    const Tally& tally = tallies[type];
    char part[80];
    std::snprintf(part, sizeof part, "  %s P %.1f R %.1f F %.2f", kNames[type], 100 * tally.Precision(),
                  100 * tally.Recall(), 100 * tally.F1());
    line += part;
  }
  return line + "\n";
}

}  // namespace

std::vector<LabelledName> NamesOf(const std::vector<Label>& labels) {
  std::vector<LabelledName> names;
  for (size_t at = 0; at < labels.size();) {
    if (labels[at] == kOutside) {
      ++at;
      continue;
    }
    size_t end = at + 1;
    while (end < labels.size() && IsInside(labels[end])) ++end;
    names.push_back({at, end, TypeOf(labels[at])});
    at = end;
  }
  return names;
}

bool AreAlike(const LabelledName& a, const LabelledName& b) {
  const size_t begin = std::max(a.begin, b.begin);
  const size_t end = std::min(a.end, b.end);
  return a.type == b.type && begin < end && 2 * (end - begin) >= std::max(a.end - a.begin, b.end - b.begin);
}

void AddSentence(const std::vector<Label>& gold, const std::vector<Label>& found, ScoreTable* table) {
  const std::vector<LabelledName> of_gold = NamesOf(gold);
  const std::vector<LabelledName> of_found = NamesOf(found);
  Count(
      of_gold, of_found, [](const LabelledName& a, const LabelledName& b) { return a == b; }, table->exact);
  Count(of_gold, of_found, AreAlike, table->lenient);
}

std::string Print(const ScoreTable& table) { return Line("exact  ", table.exact) + Line("lenient", table.lenient); }

}  // namespace marsad::tag
