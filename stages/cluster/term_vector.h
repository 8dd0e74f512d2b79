// Vectors of weighted words in integers: what stories compare. The same on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "stages/cluster/article_view.h"

namespace marsad::cluster {

struct Term {
  uint32_t hash = 0;
  int32_t weight = 0;
  friend bool operator==(const Term&, const Term&) = default;
};

// In rising order of their hashes, none twice, no weight 0.
using TermVector = std::vector<Term>;

// How rare words are, made from text of open licences when the bundle is made. Immutable; thread-safe.
class WordRarity {
 public:
  // `rarity` of a word's hash: ln(documents / documents that have it), in 1/256. Of a hash that is there twice the last counts.
  explicit WordRarity(std::span<const std::pair<uint32_t, uint16_t>> words, uint16_t rarest);

  // That of the rarest for a word that it does not know.
  uint32_t Of(uint32_t hash) const;
  // Whoever asks for several lets the memory of all of them come at once.
  void Prefetch(uint32_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint16_t rarity = 0;
    bool used = false;
  };
  size_t SlotOf(uint32_t hash) const;  // the word's, or the free one where it belongs

  std::vector<Slot> slots_;  // a power of two, at most half of them used
  uint16_t rarest_;
};

inline constexpr size_t kBodyTerms = 60;
inline constexpr size_t kTitleTerms = 20;
inline constexpr size_t kEntityTerms = 16;

// Each of length 1024, as near as integers come, or empty.
struct ArticleVectors {
  TermVector title;
  TermVector body;  // the title's words too, which count twice, as do the first 40 of the body
  TermVector entities;
  friend bool operator==(const ArticleVectors&, const ArticleVectors&) = default;
};
ArticleVectors MakeVectors(const ArticleView& article, const WordRarity& rarity);

// Rounded down.
uint64_t SquareRoot(uint64_t square);

}  // namespace marsad::cluster
