// Exact and lenient precision, recall and F1 of labels by type.
#pragma once

#include <string>
#include <vector>

#include "stages/tag/model/labels.h"

namespace marsad::tag {

// Words [begin, end) of a sentence.
struct LabelledName {
  size_t begin = 0;
  size_t end = 0;
  int type = 0;
  bool operator==(const LabelledName&) const = default;
};
std::vector<LabelledName> NamesOf(const std::vector<Label>& labels);
// The same type, and half or more of the words of the longer shared.
bool AreAlike(const LabelledName& a, const LabelledName& b);

struct Tally {
  size_t found = 0;
  size_t gold = 0;
  size_t right = 0;
  void Add(const Tally& other) {
    found += other.found;
    gold += other.gold;
    right += other.right;
  }
  double Precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
  double Recall() const { return gold == 0 ? 0 : static_cast<double>(right) / static_cast<double>(gold); }
  double F1() const {
    return found + gold == 0 ? 0 : 2.0 * static_cast<double>(right) / static_cast<double>(found + gold);
  }
};

struct ScoreTable {
  Tally exact[kTypes + 1];    // the last: all
  Tally lenient[kTypes + 1];  // same type, half or more of the words of the longer shared
  void Add(const ScoreTable& other) {
    for (int type = 0; type <= kTypes; ++type)
      exact[type].Add(other.exact[type]), lenient[type].Add(other.lenient[type]);
  }
};

void AddSentence(const std::vector<Label>& gold, const std::vector<Label>& found, ScoreTable* table);
// Two lines for a person: exact, lenient.
std::string Print(const ScoreTable& table);

}  // namespace marsad::tag
