#include "cli/show/segments.h"

#include <algorithm>

#include "lib/base/utf8.h"

namespace marsad::cli {

std::vector<Segment> CutSegments(std::string_view text, uint32_t begin, uint32_t end, std::vector<Marked> marks) {
  end = static_cast<uint32_t>(std::min<size_t>(end, text.size()));
  begin = std::min(begin, end);
  std::sort(marks.begin(), marks.end(), [](const Marked& a, const Marked& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;  // of two at one place the longer
  });
  std::vector<Segment> segments;
  uint32_t at = begin;
  for (const Marked& mark : marks) {
    if (mark.begin < at || mark.end <= mark.begin || mark.end > end) continue;
    if (!IsBoundary(text, mark.begin) || !IsBoundary(text, mark.end)) continue;
    if (mark.begin > at) segments.push_back({text.substr(at, mark.begin - at), std::nullopt});
    segments.push_back({text.substr(mark.begin, mark.end - mark.begin), mark.entity});
    at = mark.end;
  }
  if (at < end) segments.push_back({text.substr(at, end - at), std::nullopt});
  return segments;
}

}  // namespace marsad::cli
