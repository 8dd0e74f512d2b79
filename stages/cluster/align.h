// Which passages two texts share, word for word, moved ones too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace marsad::cluster {

// Words [begin, begin + count) of a text.
struct WordRange {
  uint32_t begin = 0;
  uint32_t count = 0;

  uint32_t end() const { return begin + count; }
  bool empty() const { return count == 0; }
  friend bool operator==(const WordRange&, const WordRange&) = default;
};

// A run of words that stands in both: of the same length.
struct Shared {
  WordRange here;   // in the newer text
  WordRange there;  // in the older one

  friend bool operator==(const Shared&, const Shared&) = default;
};

// What stands between two shared runs of the newer text, or before the first, or after the last.
struct Gap {
  WordRange here;
  WordRange there;       // empty unless the runs around it follow one another in the older text too
  bool is_edge = false;  // before the first run or after the last
  bool is_paired =
      false;  // the runs around it follow one another in the older text, so that `there` was replaced by `here`
};

struct Alignment {
  std::vector<Shared> shared;  // in the newer text's order; no word of either text is in two
  std::vector<Gap> gaps;       // those that are not empty on both sides, in the same order
  uint32_t matched = 0;        // words in `shared`
};

inline constexpr uint32_t kShortestRun = 3;  // words; shorter runs only inside paired gaps

// Of words as CopyText::Keys gives them. Greedy: on where the last run ended, else the longest run, of equal ones the first.
// Linear but for words that repeat: at most 16 places of a shingle are looked at.
Alignment Align(std::span<const uint32_t> here, std::span<const uint32_t> there);

}  // namespace marsad::cluster
