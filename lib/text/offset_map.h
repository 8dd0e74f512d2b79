// Leads between an original text and its search text. Same layout as marsad.v1.OffsetMap.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/text/span.h"

namespace marsad::text {

// Runs in order: `same` bytes that stand one to one, then `original` bytes that became `search` bytes.
// Thread-safe to read. Both texts are at most 2^32 - 1 bytes.
class OffsetMap {
 public:
  struct Run {
    uint32_t same = 0;
    uint32_t original = 0;
    uint32_t search = 0;
  };

  // Building, front to back; neighbouring runs of the same kind merge.
  void AddSame(uint32_t bytes);
  void AddChange(uint32_t original_bytes, uint32_t search_bytes);

  const std::vector<Run>& runs() const { return runs_; }
  static OffsetMap FromRuns(std::vector<Run> runs);

  // The original that `span` was made of: the smallest range that covers it; a change counts as a whole. O(log runs) after
  // the first call on a cursor; see Cursor for walking in order.
  OriginalSpan ToOriginal(SearchSpan span) const;
  // The search text that `span` became.
  SearchSpan ToSearch(OriginalSpan span) const;

 private:
  std::vector<Run> runs_;
};

}  // namespace marsad::text
