// Samples of a text's shingles: what two texts share is estimated from them, at half the memory of MinHash.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace marsad::cluster {

// How much of a text's shingles its sample keeps: 1/1, 1/8, 1/16, 1/32. What a coarser rate keeps, all finer ones keep too.
enum class Rate : uint8_t { kAll = 0, kEighth = 1, kSixteenth = 2, kThirtySecond = 3 };
inline constexpr size_t kRates = 4;

struct Sample {
  Rate rate = Rate::kAll;
  // Ascending, each once. One more is that of all words together, unless `rate` keeps all: it is in no count, so that the same text
  // shares more than any other, also in a crowd from one mould of which the sample keeps what they all have.
  std::vector<uint32_t> fingerprints;
  std::array<uint32_t, kRates> counts{};  // how many of them each rate keeps; of finer rates than `rate`: all of them

  uint32_t CountAt(Rate coarser) const { return counts[static_cast<size_t>(coarser)]; }
};

inline constexpr size_t kShingle = 3;  // words

// Of the hashes of a text's words, in order (HashWord, facts folded). A text of fewer than three words is one shingle; of
// none: nothing. The rate follows from the number of shingles: all below 48 (of fewer, an eighth is often none), 1/8 to 127, 1/16 to 511, 1/32 above.
Sample SampleShingles(std::span<const uint32_t> words);

// The coarser of the two: the only rate at which both samples tell the same.
inline Rate Coarser(Rate a, Rate b) { return a < b ? b : a; }

}  // namespace marsad::cluster
