// Names of agencies, cities and the like, found whatever their signs: A.F.P. is AFP.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace marsad::normalize {

// Compares letters and digits alone, folded. Thread-safe once filled.
class NameSet {
 public:
  void Add(std::string_view name);

  // Whether `name`, valid UTF-8, is one of them. What is asked is nearly always none, and is told by its first letters.
  bool Contains(std::string_view name) const;

  // Whether one of them may stand at the begin of `text`: false settles it for every name that could be cut out there.
  bool MayBegin(std::string_view text) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_set<std::string> names_;                            // their letters
  std::unordered_set<std::string, Hash, std::equal_to<>> openings_;  // the first three of these, or all there are
};

}  // namespace marsad::normalize
