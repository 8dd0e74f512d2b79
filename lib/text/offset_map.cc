#include "lib/text/offset_map.h"

#include <algorithm>

namespace marsad::text {

namespace {

struct ToOriginalDirection {
  using Question = SearchSpan;
  using Answer = OriginalSpan;
  static uint32_t From(const auto& item) { return item.search; }
  static uint32_t To(const auto& item) { return item.original; }
};

struct ToSearchDirection {
  using Question = OriginalSpan;
  using Answer = SearchSpan;
  static uint32_t From(const auto& item) { return item.original; }
  static uint32_t To(const auto& item) { return item.search; }
};

}  // namespace

void OffsetMap::AddSame(uint32_t bytes) {
  if (bytes == 0) return;
  if (!runs_.empty() && runs_.back().original == 0 && runs_.back().search == 0) {
    runs_.back().same += bytes;
    return;
  }
  Open();
  runs_.back().same = bytes;
}

void OffsetMap::AddChange(uint32_t original_bytes, uint32_t search_bytes) {
  if (original_bytes == 0 && search_bytes == 0) return;
  if (runs_.empty() || runs_.back().original != 0 || runs_.back().search != 0) Open();
  runs_.back().original = original_bytes;
  runs_.back().search = search_bytes;
}

void OffsetMap::Open() {
  Start start;
  if (!runs_.empty()) {
    const Run& last = runs_.back();
    start = {starts_.back().original + last.same + last.original, starts_.back().search + last.same + last.search};
  }
  runs_.emplace_back();
  starts_.push_back(start);
}

OffsetMap OffsetMap::FromRuns(const std::vector<Run>& runs) {
  OffsetMap map;
  for (const Run& run : runs) {
    map.AddSame(run.same);
    map.AddChange(run.original, run.search);
  }
  return map;
}

bool OffsetMap::Covers(size_t original_bytes, size_t search_bytes) const {
  uint64_t original = 0;
  uint64_t search = 0;
  for (const Run& run : runs_) {
    original += uint64_t{run.same} + run.original;
    search += uint64_t{run.same} + run.search;
  }
  return original == original_bytes && search == search_bytes;
}

template <class D>
size_t OffsetMap::FindRun(uint32_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset,
                                      [](uint32_t value, const Start& start) { return value < D::From(start); });
  return static_cast<size_t>(after - starts_.begin()) - 1;
}

template <class D, class Find>
typename D::Answer OffsetMap::Convert(typename D::Question span, Find find) const {
  if (runs_.empty()) return {};
  // After a change that left nothing the later run is found, so that what was dropped before the span stays out.
  const size_t first = find(span.begin);
  const uint32_t into = span.begin - D::From(starts_[first]);
  const Run& run = runs_[first];
  uint32_t begin = D::To(starts_[first]) + std::min(into, run.same);
  const bool behind_all = into >= run.same + D::From(run);
  if (behind_all && into > 0) begin = D::To(starts_[first]) + run.same + D::To(run);
  if (span.empty()) return {begin, begin};

  const bool in_first = first + 1 == starts_.size() || span.end <= D::From(starts_[first + 1]);
  const size_t last = in_first ? first : find(span.end - 1);
  const uint32_t length = span.end - D::From(starts_[last]);
  uint32_t end = D::To(starts_[last]);
  end += length <= runs_[last].same ? length : runs_[last].same + D::To(runs_[last]);
  return {begin, end};
}

OriginalSpan OffsetMap::ToOriginal(SearchSpan span) const {
  return Convert<ToOriginalDirection>(span, [this](uint32_t offset) { return FindRun<ToOriginalDirection>(offset); });
}

SearchSpan OffsetMap::ToSearch(OriginalSpan span) const {
  return Convert<ToSearchDirection>(span, [this](uint32_t offset) { return FindRun<ToSearchDirection>(offset); });
}

SearchSpan OffsetMap::ToSearchCursor::Next(OriginalSpan span) {
  return map_.Convert<ToSearchDirection>(span, [this](uint32_t offset) {
    while (run_ + 1 < map_.starts_.size() && map_.starts_[run_ + 1].original <= offset) ++run_;
    return run_;
  });
}

}  // namespace marsad::text
