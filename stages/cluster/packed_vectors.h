// An article's vectors as they are kept, and sums of them: six bytes a word, in one piece of memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "stages/cluster/term_vector.h"

namespace marsad::cluster {

// A vector's words in rising order of their hashes, and the weight of each. Borrowed.
struct PackedTerms {
  std::span<const uint32_t> hashes = {};
  std::span<const uint16_t> weights = {};

  size_t size() const { return hashes.size(); }
  bool empty() const { return hashes.empty(); }
};

// Rounded down.
uint64_t LengthOf(const PackedTerms& terms);
int64_t Dot(const PackedTerms& a, const PackedTerms& b);
// Words that both have.
size_t CountShared(const PackedTerms& a, const PackedTerms& b);
// Per mille, rounded down, of a product and two lengths; 0 if it is not positive.
int32_t CosineOf(int64_t dot, uint64_t length_a, uint64_t length_b);
int32_t Cosine(const PackedTerms& a, const PackedTerms& b);
// The `count` heaviest, in no order; of equal weights those of smaller hashes.
std::vector<Term> FindHeaviest(const PackedTerms& terms, size_t count);

class PackedVectors {
 public:
  static constexpr int32_t kMostWeight = 1024;  // of a word of an article: some sixty of them can be added up

  PackedVectors() = default;
  // Weights are 1 to kMostWeight, as MakeVectors() gives them.
  explicit PackedVectors(const ArticleVectors& vectors);
  PackedVectors(PackedVectors&& other) noexcept;
  PackedVectors& operator=(PackedVectors&& other) noexcept;
  PackedVectors(const PackedVectors&) = delete;
  PackedVectors& operator=(const PackedVectors&) = delete;
  ~PackedVectors() = default;
  PackedVectors Clone() const;

  ArticleVectors Unpack() const;
  size_t bytes() const;  // of memory, beside the object
  // Lets the memory of the first words come; what follows comes by itself as it is read.
  void Prefetch() const {
    constexpr size_t kCacheLine = 64;
    const size_t hashes = std::min(all() * sizeof(uint32_t), 4 * kCacheLine);
    for (size_t at = 0; at < hashes; at += kCacheLine) __builtin_prefetch(block_.get() + at);
  }
  PackedTerms title() const { return At(0); }
  PackedTerms body() const { return At(1); }
  PackedTerms entities() const { return At(2); }

  void Add(const PackedVectors& other);
  // Of a sum that `other` is in.
  void Subtract(const PackedVectors& other);

 private:
  static constexpr size_t kVectors = 3;  // title, body, entities

  void Combine(const PackedVectors& other, int32_t sign);

  size_t all() const { return size_t{counts_[0]} + counts_[1] + counts_[2]; }
  PackedTerms At(size_t vector) const;

  // The hashes of all three, then their weights.
  std::unique_ptr<std::byte[]> block_;
  std::array<uint16_t, kVectors> counts_{};
};

}  // namespace marsad::cluster
