#include "tools/eval_stories/metrics.h"

#include <map>
#include <set>
#include <utility>

namespace marsad::eval_stories {
namespace {

struct Counts {
  std::map<std::string, double> gold;
  std::map<uint64_t, double> predicted;
  std::map<std::pair<std::string, uint64_t>, double> both;
};

Counts Count(const Labels& labels) {
  Counts counts;
  for (size_t i = 0; i < labels.gold.size(); ++i) {
    ++counts.predicted[labels.predicted[i]];
    if (labels.gold[i].empty()) continue;
    ++counts.gold[labels.gold[i]];
    ++counts.both[{labels.gold[i], labels.predicted[i]}];
  }
  return counts;
}

double Pairs(double items) { return items * (items - 1) / 2; }

}  // namespace

Labels Labelled(const Labels& labels) {
  Labels labelled;
  for (size_t i = 0; i < labels.gold.size(); ++i) {
    if (labels.gold[i].empty()) continue;
    labelled.gold.push_back(labels.gold[i]);
    labelled.predicted.push_back(labels.predicted[i]);
  }
  return labelled;
}

Agreement BCubed(const Labels& labels) {
  const Counts counts = Count(labels);
  double items = 0;
  for (const auto& [group, count] : counts.gold) items += count;
  Agreement agreement;
  for (const auto& [groups, both] : counts.both) {
    agreement.precision += both * both / counts.predicted.at(groups.second) / items;
    agreement.recall += both * both / counts.gold.at(groups.first) / items;
  }
  return agreement;
}

Agreement Pairwise(const Labels& labels) {
  const Counts counts = Count(labels);
  double gold = 0;
  double predicted = 0;
  double both = 0;
  for (const auto& [group, items] : counts.gold) gold += Pairs(items);
  for (const auto& [group, items] : counts.predicted) predicted += Pairs(items);
  for (const auto& [groups, items] : counts.both) both += Pairs(items);
  return {predicted == 0 ? 1 : both / predicted, gold == 0 ? 1 : both / gold};
}

double Fragments(const Labels& labels) {
  const Counts counts = Count(labels);
  return static_cast<double>(counts.both.size()) / static_cast<double>(counts.gold.size());
}

}  // namespace marsad::eval_stories
