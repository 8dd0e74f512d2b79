// Arabic proclitics: one-letter words written onto the front of the next one (wa-, fa-, bi-, ka-, li-, sa-).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace marsad::text {

// One way to read a folded Arabic word as proclitic and rest.
struct ProcliticSplit {
  uint8_t bytes = 0;              // length of the proclitic in the folded word
  bool restores_article = false;  // lil-: the article lost its alef; the name is found as alef + lam + rest
};

// The readings of `folded_word`, shortest proclitic first; at most 6. Only those that leave at least 3 letters.
// Where restores_article: the word is li + l + rest, `bytes` is the first lam, so that a name begins at the second lam.
struct ProcliticSplits {
  ProcliticSplit items[6];
  uint8_t count = 0;
  // for (const ProcliticSplit& split : SplitProclitics(word)) keeps the splits alive; a view of them would not.
  const ProcliticSplit* begin() const { return items; }
  const ProcliticSplit* end() const { return items + count; }
};
ProcliticSplits SplitProclitics(std::string_view folded_word);

// Whether the first letter of `folded_word` is a conjunction (wa-, fa-), and no letter of its own as in wazir, "minister": all
// words of three letters or more that begin with waw or feh, but for those of data/own_letters.txt. Thread-safe.
bool HasConjunction(std::string_view folded_word);

}  // namespace marsad::text
