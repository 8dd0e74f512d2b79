#include "lib/text/contact.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"

namespace marsad::text {
namespace {

constexpr size_t kLeastDigits = 6;
constexpr size_t kYearDigits = 4;

// Digits of groups that stand in a row: "+44 1632 960 118" is 2, 4, 3, 3.
using Groups = std::vector<size_t>;

// "2026-11-03", "3/11/2026", "2026-2027"
bool IsDateOrYears(const Groups& groups) {
  const auto years = static_cast<size_t>(std::ranges::count(groups, kYearDigits));
  if (groups.size() == 2) return years == 2;
  return groups.size() == 3 && years == 1 &&
         std::ranges::count_if(groups, [](size_t digits) { return digits <= 2; }) == 2;
}

bool IsNumber(const Groups& groups) {
  size_t digits = 0;
  for (const size_t group : groups) digits += group;
  return digits >= kLeastDigits && !IsDateOrYears(groups);
}

bool HoldsNumber(std::string_view line) {
  constexpr std::string_view kBetween = " ()-/+.";
  Groups groups;
  bool in_group = false;
  for (size_t at = 0; at < line.size();) {
    const CodePoint c = CodePointAt(line, at);
    const bool is_digit = SentenceBreaker::ClassOf(c.value) == SentenceClass::kNumeric;
    if (is_digit && !in_group) groups.push_back(0);
    if (is_digit) ++groups.back();
    in_group = is_digit;
    if (!is_digit && kBetween.find(line[at]) == kBetween.npos) {
      if (IsNumber(groups)) return true;
      groups.clear();
    }
    at += c.bytes;
  }
  return IsNumber(groups);
}

}  // namespace

bool HoldsContact(std::string_view line) {
  return line.find('@') != line.npos || line.find("www.") != line.npos || line.find("://") != line.npos ||
         HoldsNumber(line);
}

}  // namespace marsad::text
