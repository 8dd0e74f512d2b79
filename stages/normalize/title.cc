#include "stages/normalize/title.h"

#include <algorithm>

#include "lib/text/code_point.h"

namespace marsad::normalize {
namespace {

constexpr size_t kLeastTitleWords = 3;  // of the part that both have, where one has more
constexpr size_t kMostNameWords = 4;

bool IsDashOrBar(char32_t c) { return c == '-' || c == '|' || (c >= 0x2010 && c <= 0x2015) || c == 0x00B7; }

// Whether between the words at `count - 1` and `count` of `field` a dash or bar stands, after a blank.
bool PartsBefore(const Field& field, std::span<const text::Token> words, size_t count) {
  const text::OriginalSpan gap = {words[count - 1].original.end, words[count].original.begin};
  const std::string_view between = gap.Cut(field.original);
  const size_t blank = between.find(' ');
  return blank != between.npos && blank + 1 < between.size() &&
         IsDashOrBar(text::CodePointAt(between, blank + 1).value);
}

// "Breaking: " or "Sport | " before the title: up to two words and a sign.
bool HasMarkerBefore(const Field& body, std::span<const text::Token> words, const Field& title) {
  constexpr size_t kMostMarkerWords = 2;
  const size_t count = title.tokens.size();
  if (count < kLeastTitleWords || words.size() <= count || words.size() > count + kMostMarkerWords) return false;
  const size_t marker = words.size() - count;
  const text::OriginalSpan gap = {words[marker - 1].original.end, words[marker].original.begin};
  if (gap.Cut(body.original).find_first_of(":|") == std::string_view::npos) return false;
  return std::equal(words.begin() + static_cast<std::ptrdiff_t>(marker), words.end(), title.tokens.begin(),
                    [&](const text::Token& x, const text::Token& y) { return body.Word(x) == title.Word(y); });
}

}  // namespace

bool RepeatsTitle(const Field& body, std::span<const text::Token> words, const Field& title) {
  const std::span<const text::Token> wanted = title.tokens;
  if (HasMarkerBefore(body, words, title)) return true;
  const size_t common = std::min(words.size(), wanted.size());
  if (common == 0 || std::max(words.size(), wanted.size()) > common + kMostNameWords) return false;
  const bool is_same =
      std::equal(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(common), wanted.begin(),
                 [&](const text::Token& x, const text::Token& y) { return body.Word(x) == title.Word(y); });
  if (!is_same || words.size() == wanted.size()) return is_same;
  if (common < kLeastTitleWords) return false;
  return words.size() > common ? PartsBefore(body, words, common) : PartsBefore(title, wanted, common);
}

}  // namespace marsad::normalize
