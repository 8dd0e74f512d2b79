// Texts compared by their words: titles with titles, notices with what notices say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// The words of a text (letters, marks and digits, folded as lib/text does), each between blanks: " harbour budget of 41 ".
// Empty without words. `text` is valid UTF-8.
std::string WordsOf(std::string_view text);

// How two titles stand to each other.
enum class Likeness {
  kNone,    // no word of four letters or more in common
  kShares,  // some
  kSame,    // one is the other, the other's begin or end (a cut headline, a site's name after it), or nearly so
  kUnsure,  // one of them has too few words to tell
};
Likeness CompareTitles(std::string_view a, std::string_view b);

// Whether `title` is nothing but the name of its site.
bool IsOneOf(std::string_view title, const std::vector<std::string>& names);

// `title` without the name of its site before or after it and the sign between them (| - : and the like).
std::string WithoutSite(std::string title, const std::vector<std::string>& names);

// Whether `text` ends as a cut text does: with an ellipsis or three dots.
bool IsCut(std::string_view text);

// `text` without them and what blanks stand before.
std::string_view WithoutEllipsis(std::string_view text);

}  // namespace marsad::decode
