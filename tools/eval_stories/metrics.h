// How well predicted groups agree with labelled ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace marsad::eval_stories {

struct Agreement {
  double precision = 0;
  double recall = 0;
  double F() const { return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall); }
};

// Both of one length: the group of each item.
struct Labels {
  std::vector<std::string> gold;  // empty: of the crowd. It is in no gold group, and wrong in any predicted one
  std::vector<uint64_t> predicted;
};

// Without the crowd.
Labels Labelled(const Labels& labels);

// Mean over the items that are labelled of the share of its predicted group that is of its gold group, and of its gold group that is of
// its predicted one; itself counts (Bagga and Baldwin 1998).
Agreement BCubed(const Labels& labels);
// Of the pairs of items in one predicted group those in one gold group, and the other way round. 1 if there are none.
Agreement Pairwise(const Labels& labels);
// Mean over the gold groups of the predicted groups that their items are in.
double Fragments(const Labels& labels);

}  // namespace marsad::eval_stories
