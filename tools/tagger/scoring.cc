#include "tools/tagger/scoring.h"

#include <algorithm>
#include <cstdio>

namespace marsad::tag {
namespace {

struct Name {
  size_t begin;
  size_t end;
  int type;
  bool operator==(const Name&) const = default;
};

std::vector<Name> NamesOf(const std::vector<Label>& labels) {
  std::vector<Name> names;
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

bool Shares(const Name& a, const Name& b) {
  const size_t begin = std::max(a.begin, b.begin);
  const size_t end = std::min(a.end, b.end);
  return a.type == b.type && begin < end && 2 * (end - begin) >= std::max(a.end - a.begin, b.end - b.begin);
}

template <class Match>
void Count(const std::vector<Name>& gold, const std::vector<Name>& found, Match match, Tally* tallies) {
  std::vector<bool> taken(gold.size());
  for (const Name& name : found) {
    ++tallies[name.type].found, ++tallies[kTypes].found;
    for (size_t i = 0; i < gold.size(); ++i) {
      if (taken[i] || !match(gold[i], name)) continue;
      taken[i] = true;
      ++tallies[name.type].right, ++tallies[kTypes].right;
      break;
    }
  }
  for (const Name& name : gold) ++tallies[name.type].gold, ++tallies[kTypes].gold;
}

std::string Line(const char* name, const Tally* tallies) {
  constexpr const char* kNames[] = {"PER", "ORG", "LOC", "MISC", "all"};
  std::string line = name;
  for (int type = 0; type <= kTypes; ++type) {
    const Tally& tally = tallies[type];
    char part[80];
    std::snprintf(part, sizeof part, "  %s P %.1f R %.1f F %.2f", kNames[type],
                  tally.found == 0 ? 0 : 100.0 * static_cast<double>(tally.right) / static_cast<double>(tally.found),
                  tally.gold == 0 ? 0 : 100.0 * static_cast<double>(tally.right) / static_cast<double>(tally.gold),
                  100 * tally.F1());
    line += part;
  }
  return line + "\n";
}

}  // namespace

void AddSentence(const std::vector<Label>& gold, const std::vector<Label>& found, ScoreTable* table) {
  const std::vector<Name> of_gold = NamesOf(gold);
  const std::vector<Name> of_found = NamesOf(found);
  Count(
      of_gold, of_found, [](const Name& a, const Name& b) { return a == b; }, table->exact);
  Count(of_gold, of_found, Shares, table->lenient);
}

std::string Print(const ScoreTable& table) { return Line("exact  ", table.exact) + Line("lenient", table.lenient); }

}  // namespace marsad::tag
