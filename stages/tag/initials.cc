#include "stages/tag/initials.h"

#include "lib/base/utf8.h"
#include "lib/text/casing.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kGaps[] = {".", ". ", ".\u00A0"};

// French has "M." for Monsieur.
bool IsTitle(std::string_view word, std::string_view language) { return word == "M" && language.starts_with("fr"); }

// One capital, or several with periods between them.
bool AreInitials(std::string_view word) {
  for (size_t at = 0; at < word.size();) {
    const size_t end = NextBoundary(word, at);
    if (!text::StartsUpper(word.substr(at, end - at))) return false;
    if (end == word.size()) return true;
    if (word[end] != '.') return false;
    at = end + 1;
  }
  return false;
}

}  // namespace

uint32_t InitialsBefore(const FieldText& field, uint32_t at, std::string_view language) {
  for (; at > 0; --at) {
    const text::Token& before = field.tokens[at - 1];
    const uint32_t begin = before.original.end;
    const uint32_t end = field.tokens[at].original.begin;
    if (end <= begin) break;
    const std::string_view gap = field.original.substr(begin, end - begin);
    const std::string_view word = before.original.Cut(field.original);
    const bool has_gap = gap == kGaps[0] || gap == kGaps[1] || gap == kGaps[2];
    if (!has_gap || IsTitle(word, language) || !AreInitials(word)) break;
  }
  return at;
}

}  // namespace marsad::tag
