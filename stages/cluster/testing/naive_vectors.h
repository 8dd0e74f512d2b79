// Sums and cosines of vectors the simple way: what those that are kept packed are compared with.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "stages/cluster/term_vector.h"

namespace marsad::cluster::testing {

// `sum` + `sign` * `vector`.
inline void AddTo(TermVector* sum, const TermVector& vector, int32_t sign) {
  std::map<uint32_t, int32_t> weights;
  for (const Term& term : *sum) weights[term.hash] += term.weight;
  for (const Term& term : vector) weights[term.hash] += sign * term.weight;
  sum->clear();
  for (const auto& [hash, weight] : weights) {
    if (weight != 0) sum->push_back({hash, weight});
  }
}

inline void AddVectors(ArticleVectors* sums, const ArticleVectors& vectors, int32_t sign) {
  AddTo(&sums->title, vectors.title, sign);
  AddTo(&sums->body, vectors.body, sign);
  AddTo(&sums->entities, vectors.entities, sign);
}

inline uint64_t LengthOf(const TermVector& vector) {
  uint64_t square = 0;
  for (const Term& term : vector) square += static_cast<uint64_t>(int64_t{term.weight} * term.weight);
  auto root = static_cast<uint64_t>(std::sqrt(static_cast<double>(square)));
  while (root * root > square) --root;
  while ((root + 1) * (root + 1) <= square) ++root;
  return root;
}

// Per mille, rounded down; 0 if one is empty.
inline int32_t Cosine(const TermVector& a, const TermVector& b) {
  std::map<uint32_t, int64_t> weights;
  for (const Term& term : a) weights[term.hash] = term.weight;
  int64_t dot = 0;
  for (const Term& term : b) dot += weights[term.hash] * term.weight;
  if (dot <= 0) return 0;
  return static_cast<int32_t>(std::min<int64_t>(1000, dot * 1000 / static_cast<int64_t>(LengthOf(a) * LengthOf(b))));
}

}  // namespace marsad::cluster::testing
