#include "stages/cluster/packed_vectors.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

#include "stages/cluster/heap_block.h"

namespace marsad::cluster {
namespace {

// Calls take(i, j) for each word that both have, with where it stands in them.
template <class Take>
void ForEachShared(const PackedTerms& a, const PackedTerms& b, const Take& take) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const uint32_t one = a.hashes[i];
    const uint32_t other = b.hashes[j];
    if (one == other) take(i, j);
    i += one <= other ? 1 : 0;
    j += other <= one ? 1 : 0;
  }
}

// Calls take(hash, weight) for each word of `one` + sign * `two` that has a weight, in order.
template <class Take>
void ForEachInEither(const PackedTerms& one, const PackedTerms& two, int32_t sign, const Take& take) {
  for (size_t i = 0, j = 0; i < one.size() || j < two.size();) {
    const bool has_one = j == two.size() || (i < one.size() && one.hashes[i] <= two.hashes[j]);
    const bool has_two = i == one.size() || (j < two.size() && two.hashes[j] <= one.hashes[i]);
    const uint32_t hash = has_one ? one.hashes[i] : two.hashes[j];
    const int32_t weight = (has_one ? one.weights[i++] : 0) + (has_two ? sign * two.weights[j++] : 0);
    if (weight != 0) take(hash, static_cast<uint16_t>(weight));
  }
}

}  // namespace

uint64_t LengthOf(const PackedTerms& terms) {
  uint64_t square = 0;
  for (const uint64_t weight : terms.weights) square += weight * weight;
  return SquareRoot(square);
}

int64_t Dot(const PackedTerms& a, const PackedTerms& b) {
  int64_t dot = 0;
  ForEachShared(a, b, [&](size_t i, size_t j) { dot += int64_t{a.weights[i]} * b.weights[j]; });
  return dot;
}

size_t CountShared(const PackedTerms& a, const PackedTerms& b) {
  size_t shared = 0;
  ForEachShared(a, b, [&](size_t, size_t) { ++shared; });
  return shared;
}

int32_t CosineOf(int64_t dot, uint64_t length_a, uint64_t length_b) {
  if (dot <= 0) return 0;
  return static_cast<int32_t>(std::min<uint64_t>(1000, static_cast<uint64_t>(dot) * 1000 / (length_a * length_b)));
}

int32_t Cosine(const PackedTerms& a, const PackedTerms& b) { return CosineOf(Dot(a, b), LengthOf(a), LengthOf(b)); }

std::vector<Term> FindHeaviest(const PackedTerms& terms, size_t count) {
  // The weight, then what rises as the hash falls: one number to compare.
  std::vector<uint64_t> ranks;
  ranks.reserve(terms.size());
  for (size_t i = 0; i < terms.size(); ++i) ranks.push_back(uint64_t{terms.weights[i]} << 32 | ~terms.hashes[i]);
  if (count < ranks.size()) {
    std::nth_element(ranks.begin(), ranks.begin() + static_cast<ptrdiff_t>(count), ranks.end(), std::greater<>());
    ranks.resize(count);
  }
  std::vector<Term> heaviest;
  heaviest.reserve(ranks.size());
  for (const uint64_t rank : ranks)
    heaviest.push_back({~static_cast<uint32_t>(rank), static_cast<int32_t>(rank >> 32)});
  return heaviest;
}

PackedVectors::PackedVectors(const ArticleVectors& vectors) {
  const size_t all = vectors.title.size() + vectors.body.size() + vectors.entities.size();
  if (all == 0) return;
  block_ = std::make_unique<std::byte[]>(all * (sizeof(uint32_t) + sizeof(uint16_t)));
  std::byte* hashes = block_.get();
  std::byte* weights = hashes + all * sizeof(uint32_t);
  size_t vector = 0;
  for (const TermVector* terms : {&vectors.title, &vectors.body, &vectors.entities}) {
    counts_.at(vector++) = static_cast<uint16_t>(terms->size());
    for (const Term& term : *terms) {
      const auto weight = static_cast<uint16_t>(term.weight);
      std::memcpy(std::exchange(hashes, hashes + sizeof(uint32_t)), &term.hash, sizeof(uint32_t));
      std::memcpy(std::exchange(weights, weights + sizeof(uint16_t)), &weight, sizeof(uint16_t));
    }
  }
}

PackedVectors::PackedVectors(PackedVectors&& other) noexcept
    : block_(std::move(other.block_)), counts_(std::exchange(other.counts_, {})) {}

PackedVectors& PackedVectors::operator=(PackedVectors&& other) noexcept {
  block_ = std::move(other.block_);
  counts_ = std::exchange(other.counts_, {});
  return *this;
}

PackedVectors PackedVectors::Clone() const {
  PackedVectors clone;
  clone.Add(*this);
  return clone;
}

size_t PackedVectors::bytes() const { return HeapBytes(all() * (sizeof(uint32_t) + sizeof(uint16_t))); }

PackedTerms PackedVectors::At(size_t vector) const {
  size_t first = 0;
  for (size_t i = 0; i < vector; ++i) first += counts_[i];
  // The memory of bytes holds what was copied into it as numbers.
  const auto* const hashes = reinterpret_cast<const uint32_t*>(block_.get());
  const auto* const weights = reinterpret_cast<const uint16_t*>(block_.get() + all() * sizeof(uint32_t));
  return {{hashes + first, counts_[vector]}, {weights + first, counts_[vector]}};
}

ArticleVectors PackedVectors::Unpack() const {
  ArticleVectors vectors;
  size_t vector = 0;
  for (TermVector* terms : {&vectors.title, &vectors.body, &vectors.entities}) {
    const PackedTerms packed = At(vector++);
    terms->reserve(packed.size());
    for (size_t i = 0; i < packed.size(); ++i) terms->push_back({packed.hashes[i], packed.weights[i]});
  }
  return vectors;
}

void PackedVectors::Add(const PackedVectors& other) { Combine(other, 1); }

void PackedVectors::Subtract(const PackedVectors& other) { Combine(other, -1); }

// Counted first, then written to where they stay: sums change with each article, and memory for them in between is what that takes.
void PackedVectors::Combine(const PackedVectors& other, int32_t sign) {
  PackedVectors sum;
  for (size_t vector = 0; vector < kVectors; ++vector) {
    ForEachInEither(At(vector), other.At(vector), sign, [&](uint32_t, uint16_t) { ++sum.counts_[vector]; });
  }
  if (sum.all() > 0) sum.block_ = std::make_unique<std::byte[]>(sum.all() * (sizeof(uint32_t) + sizeof(uint16_t)));
  std::byte* hashes = sum.block_.get();
  std::byte* weights = hashes + sum.all() * sizeof(uint32_t);
  for (size_t vector = 0; vector < kVectors; ++vector) {
    ForEachInEither(At(vector), other.At(vector), sign, [&](uint32_t hash, uint16_t weight) {
      std::memcpy(std::exchange(hashes, hashes + sizeof(hash)), &hash, sizeof(hash));
      std::memcpy(std::exchange(weights, weights + sizeof(weight)), &weight, sizeof(weight));
    });
  }
  *this = std::move(sum);
}

}  // namespace marsad::cluster
