// What Fold() says of two articles: from a comparison to what is told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stages/cluster/fold.h"
#include "stages/cluster/reading.h"
#include "stages/cluster/relation.h"
#include "stages/cluster/text_window.h"
#include "stages/cluster/versions.h"

namespace marsad::cluster {

// An earlier article, and what the new one is to it.
struct Found {
  std::string uri = {};
  uint64_t version = 0;
  Comparison comparison = {};
  bool is_embargoed = false;
};

// As Compare(). A short text that is the same on another day ("no flights today") is no copy: the day is what changed.
Comparison CompareWithDays(const Reading& reading, const KeptText& other, const RelationLimits& limits);

// By relation, EXACT first, then by the share of the new text; equal ones stay as they were.
void SortByNearness(std::vector<Found>* found);

// The uris of those that it has the text of, perhaps revised. Borrowed.
std::vector<std::string_view> SameText(const std::vector<Found>& found);

DuplicateKind KindOf(Relation relation);
DuplicateKind KindOf(Action action);  // of a notice under another uri
Link MakeLink(const Found& found, const Reading& reading);
// To the article that it corrects, withdraws or holds, with the passages if `found` has that too.
Link MakeTargetLink(const Decision& decision, uint64_t target_version, const std::vector<Found>& found,
                    const Reading& reading);

// Of a story that `uri` begins: that, and a number for each time that one of its own ended with the window, so that no two
// stories have one id.
std::string NewStoryId(std::string_view uri, std::string_view last_story);

}  // namespace marsad::cluster
