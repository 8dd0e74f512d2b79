// What letters and common words say about a language, where a statistical detector errs: short texts, and languages that it
// saw too little of. Internal to language.cc.
#pragma once

#include <string_view>

#include "lib/text/token.h"

namespace marsad::normalize {

// Whether `sample` holds letters that `tag`, a BCP 47 tag, has not in its alphabet, one in a hundred at least: yery in
// Serbian, Ukrainian i in Russian. False for languages whose letters data/alphabets.tsv does not know.
bool ContradictsAlphabet(std::string_view tag, std::string_view sample);

// Whether data/alphabets.tsv knows the letters of `tag`, a BCP 47 tag.
bool HasAlphabet(std::string_view tag);

// The language whose common words (common_words.h) stand in `sample` more often than those of any other that its letters
// allow; `claimed` and `guessed` count as much as one more word each. Empty if fewer than three words speak for it
// (two for `guessed`), or another has nearly as many.
std::string_view LanguageOfWords(std::string_view sample, std::string_view claimed, std::string_view guessed);

}  // namespace marsad::normalize
