// From the model's own probability of a name to how often such names are right, measured on text that it did not learn
// from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace marsad::tag {

// Immutable; share between threads.
class Calibration {
 public:
  // Both per mille. Of names that the model states with `stated`, `right` are right.
  struct Point {
    uint16_t stated = 0;
    uint16_t right = 0;
    bool operator==(const Point&) const = default;
  };

  Calibration() = default;  // takes the model at its word
  // REQUIRES: `stated` grows from point to point, `right` does not fall, none is above 1000.
  explicit Calibration(std::vector<Point> points) : points_(std::move(points)) {}

  // On the line between the points around it; before the first and after the last their value.
  uint16_t Of(uint16_t stated) const;

  const std::vector<Point>& points() const { return points_; }
  std::string Write() const;
  static Result<Calibration> Parse(std::string_view bytes);

 private:
  std::vector<Point> points_;
};

}  // namespace marsad::tag
