// Classes of words that occur in like surroundings: vectors by CBOW with negative sampling (Mikolov et al. 2013), put
// into classes by spherical k-means. Deterministic.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace marsad::tag {

struct ClassOptions {
  int dimensions = 48;
  int epochs = 4;
  int window = 2;
  int negatives = 5;
  uint32_t least = 3;  // occurrences of a word to get a class
};

// The class of each frequent word at each size; 1-based, in the order of `sizes`.
std::unordered_map<std::string, std::vector<uint16_t>> LearnClasses(
    const std::vector<std::vector<std::string_view>>& sentences, const std::vector<int>& sizes,
    const ClassOptions& options);

}  // namespace marsad::tag
