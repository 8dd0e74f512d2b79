// One form for what houses write differently, by rule; by list: fact_words.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace marsad::cluster {

// A numeral and the Arabic word that is written onto it without a blank, if one is.
struct GluedNumber {
  std::string number;
  std::string_view rest;
};

// Of a folded word with digits: separators of thousands, leading zeros and zeros at the end of a fraction dropped, the comma
// before a fraction a full stop; an Arabic proclitic before the digits dropped. A word that has other letters beside digits is
// itself. Absent if the word has no digits.
std::optional<GluedNumber> CanonicalNumber(std::string_view word);

// Of a folded word without digits. In Arabic script: waw before it is dropped if three letters are left, and the long vowels
// between its first letter and its last if four consonants are left, the article not counted: names are spelled with and without
// them. Not so where Arabic makes other words by them, such as Mahmoud beside Mohammed.
std::string CanonicalWord(std::string_view word);

// `word` without waw before it, if three letters are left; all others as they are.
std::string_view WithoutWaw(std::string_view word);

}  // namespace marsad::cluster
