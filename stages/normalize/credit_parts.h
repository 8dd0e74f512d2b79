// What credits and datelines are made of: places, agencies, and the signs between them. Internal to the credits of normalize.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "lib/text/sentence_break.h"

namespace marsad::normalize {

// Here and not in the source: they are asked of every letter.
inline bool IsDash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }
inline bool IsComma(char32_t c) { return c == ',' || c == 0x060C; }
inline bool IsSpace(char32_t c) {
  const bool holds_no_blank = c > 0x00A0 && c < 0x1680;  // most scripts: needs no look at the table
  return !holds_no_blank && text::SentenceBreaker::ClassOf(c) == text::SentenceClass::kSpace;
}

// Without white space at either end.
std::string_view Trim(std::string_view text);

// `text` at commas, dashes and slashes.
std::vector<std::string_view> Parts(std::string_view text);

// Words of `text`, at blanks.
std::vector<std::string_view> Words(std::string_view text);

// `word` is not empty.
text::SentenceClass FirstClass(std::string_view word);

// Where the separator ends that begins `text`: ".-" and ") -." are one.
size_t SeparatorBytes(std::string_view text);

// Whether one of the parts of `text` is an agency.
bool NamesAgency(std::string_view text);

// A place as datelines write it: capitals only, four of them at least.
bool IsPlaceInCapitals(std::string_view text);

// "Baghdad": one or two words, not in small letters.
bool IsBarePlace(std::string_view text);

}  // namespace marsad::normalize
