// What a later text is to an earlier one that shares words with it. In doubt kRevised: then somebody is told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stages/cluster/align.h"
#include "stages/cluster/copy_text.h"

namespace marsad::cluster {

enum class Relation : uint8_t {
  kNone,
  kExact,     // the same words, in the form that facts.h gives them
  kNear,      // tells a reader of the earlier one nothing new
  kPart,      // the same, of a piece of the earlier one
  kContains,  // holds all of the earlier one, and more
  kRevised,   // the same text with other facts, or too much rewritten to say that they are the same
  kShares,    // another text with a passage of it
};

// Whether its reader learns nothing.
inline bool IsCopy(Relation relation) {
  return relation == Relation::kExact || relation == Relation::kNear || relation == Relation::kPart;
}

struct Difference {
  FactKind kind = FactKind::kNone;  // kNone: words that are no facts
  WordRange here;                   // empty: dropped
  WordRange there;                  // empty: put in
  std::string was;                  // the earlier text's facts in it, as written
};

// All in per mille.
struct RelationLimits {
  uint32_t copied = 750;  // of one side's words are shared
  uint32_t revised = 450;
  uint32_t substituted = 60;  // of the later text's words stand for others
  uint32_t inserted = 50;
  uint32_t strange_edges = 120;    // before the first shared run and after the last: credits, boilerplate
  uint32_t shortest_passage = 20;  // words
};

// How much of the later text stands outside of what it shares, in words.
struct Rewording {
  uint32_t substituted = 0;  // for others
  uint32_t inserted = 0;     // one or two in one place count only if they are new facts
  uint32_t edges = 0;        // before the first shared run and after the last
};

struct Comparison {
  Relation relation = Relation::kNone;
  uint32_t of_this = 0;                 // per mille of the later text's words that are shared
  uint32_t of_that = 0;                 // of the earlier one's
  std::vector<Shared> passages;         // runs of three words and more
  std::vector<Difference> differences;  // that changed a fact
  Rewording reworded;
};

// Of the later text (`here`) to the earlier one. Deterministic. Thread-safe.
Comparison Compare(const CopyText& here, const CopyText& there, const RelationLimits& limits = {});

}  // namespace marsad::cluster
