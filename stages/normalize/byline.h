// Who wrote an article, as papers put it on a line of its own.
#pragma once

#include <span>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// Whether `words` of `field`, the first `phrase` of which say that names follow ("By", "Written by"), go on as a list of
// names with what belongs to them: "By Jane Q. Doe and Omar Hadi in Amman, Middle East correspondents". Where the script
// has capitals, words in small letters are short ones, or stand after a comma that follows a name. If it has none,
// more than six words must follow a colon or dash.
bool GoesOnWithNames(const Field& field, std::span<const text::Token> words, size_t phrase);

// Whether a colon, dash, bar or slash stands after the first `phrase` of `words`, which has more.
bool HasSignBehind(const Field& field, std::span<const text::Token> words, size_t phrase);

// Whether a line is a place and an author, or an author and a place: "Beirut - Jane Doe". Both are short and the dash
// is the only one; in scripts without capitals a slash is one, too. The author may be "our correspondent Jane Doe".
bool IsPlaceAndAuthor(const Field& field, std::span<const text::Token> words);

// Whether they are the same words as far as search is concerned.
bool SameWords(const Field& a, std::span<const text::Token> a_words, const Field& b,
               std::span<const text::Token> b_words);

}  // namespace marsad::normalize
