// Leads between an original text and its search text. Same layout as marsad.v1.OffsetMap.
#pragma once

#include <cstddef>
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
    friend bool operator==(const Run&, const Run&) = default;
  };

  // Building, front to back. Bytes that stand one to one merge; each change stays on its own, so that a span can end
  // between two of them.
  void AddSame(uint32_t bytes);
  void AddChange(uint32_t original_bytes, uint32_t search_bytes);

  const std::vector<Run>& runs() const { return runs_; }
  static OffsetMap FromRuns(const std::vector<Run>& runs);
  // Whether the runs make up exactly these two texts; ask before you trust a map that was read.
  bool Covers(size_t original_bytes, size_t search_bytes) const;

  // The original that `span` was made of: the smallest range that covers it. A change counts as a whole; what folding
  // dropped at the edges is left out. O(log runs).
  OriginalSpan ToOriginal(SearchSpan span) const;
  // The search text that `span` became, by the same rules.
  SearchSpan ToSearch(OriginalSpan span) const;

  // ToSearch() of spans that come in order, without a search for each.
  class ToSearchCursor {
   public:
    explicit ToSearchCursor(const OffsetMap& map) : map_(map) {}
    // No span may begin before the last one ended.
    SearchSpan Next(OriginalSpan span);

   private:
    const OffsetMap& map_;
    size_t run_ = 0;
  };

  friend bool operator==(const OffsetMap& a, const OffsetMap& b) { return a.runs_ == b.runs_; }

 private:
  struct Start {
    uint32_t original = 0;
    uint32_t search = 0;
  };
  void Open();  // starts a new run after the last
  // The last run that starts at or before `offset`; there is one.
  template <class D>
  size_t FindRun(uint32_t offset) const;
  // `find` gives the run of an offset, as FindRun() does.
  template <class D, class Find>
  typename D::Answer Convert(typename D::Question span, Find find) const;

  std::vector<Run> runs_;
  std::vector<Start> starts_;  // where runs_[i] begins in both texts
};

}  // namespace marsad::text
