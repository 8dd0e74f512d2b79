// The labels of a word: outside (0), or the beginning or inside of a name of one of four types.
#pragma once

#include <array>
#include <cstdint>

namespace marsad::tag {

inline constexpr int kTypes = 4;  // in the order of marsad.v1.Entity.Type: PER, ORG, LOC, MISC
inline constexpr int kLabels = 1 + 2 * kTypes;
using Label = uint8_t;

inline constexpr Label kOutside = 0;
constexpr Label Beginning(int type) { return static_cast<Label>(1 + 2 * type); }
constexpr Label Inside(int type) { return static_cast<Label>(2 + 2 * type); }
constexpr bool IsBeginning(Label label) { return label != kOutside && label % 2 == 1; }
constexpr bool IsInside(Label label) { return label != kOutside && label % 2 == 0; }
constexpr int TypeOf(Label label) { return (label - 1) / 2; }  // REQUIRES: not kOutside

// Whether `label` may follow `before`: only a name of the same type goes on.
constexpr bool MayFollow(Label before, Label label) {
  return !IsInside(label) || (before != kOutside && TypeOf(before) == TypeOf(label));
}

// One score for each label.
using Scores = std::array<int32_t, kLabels>;

}  // namespace marsad::tag
