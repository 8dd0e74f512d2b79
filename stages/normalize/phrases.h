// The table data/phrases.tsv: lines and names that tell boilerplate, bylines and agencies.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "stages/normalize/article.h"

namespace marsad::normalize {

enum class Rule : uint8_t { kBoilerplate, kByline, kAgency };

// Immutable; one for the process.
class Phrases {
 public:
  static const Phrases& Get();

  // Whether the words `tokens` of `field`, which make up the line `line`, match a phrase of `rule`.
  bool Match(Rule rule, const Field& field, std::span<const text::Token> tokens, text::OriginalSpan line) const;

  // Whether `name` is a news agency's, whatever its dots and blanks: A.F.P. is AFP.
  bool IsAgency(std::string_view name) const;

  // The table as it was compiled in.
  static std::string_view Table();

 private:
  struct Matchers {
    std::vector<std::string> start;  // " first words "
    std::vector<std::string> any;
    std::vector<std::string> whole;
    std::vector<std::string> sign;
  };
  Phrases();
  void Add(std::string_view line);

  std::array<Matchers, 3> rules_;
  std::unordered_set<std::string> agencies_;
};

}  // namespace marsad::normalize
