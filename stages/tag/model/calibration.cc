#include "stages/tag/model/calibration.h"

#include <algorithm>

#include "lib/base/bytes.h"

namespace marsad::tag {
namespace {

constexpr uint64_t kWhole = 1000;

}  // namespace

uint16_t Calibration::Of(uint16_t stated) const {
  if (points_.empty()) return stated;
  const auto after = std::partition_point(points_.begin(), points_.end(),
                                          [stated](const Point& point) { return point.stated < stated; });
  if (after == points_.begin()) return points_.front().right;
  if (after == points_.end()) return points_.back().right;
  const Point& low = *std::prev(after);
  const uint32_t width = after->stated - low.stated;
  const uint32_t rise = after->right - low.right;
  return static_cast<uint16_t>(low.right + (rise * (stated - low.stated) + width / 2) / width);
}

std::string Calibration::Write() const {
  ByteWriter out;
  for (const Point& point : points_) {
    out.Number(point.stated, 2);
    out.Number(point.right, 2);
  }
  return out.Take();
}

Result<Calibration> Calibration::Parse(std::string_view bytes) {
  ByteReader in(bytes);
  std::vector<Point> points;
  while (!in.at_end()) {
    const uint64_t stated = in.Number(2);
    const uint64_t right = in.Number(2);
    const bool grows = points.empty() || (stated > points.back().stated && right >= points.back().right);
    if (!in.ok() || !grows || stated > kWhole || right > kWhole)
      return Fail("the calibration is cut off or does not grow");
    points.push_back({static_cast<uint16_t>(stated), static_cast<uint16_t>(right)});
  }
  return Calibration(std::move(points));
}

}  // namespace marsad::tag
