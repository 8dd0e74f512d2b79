// A title that stands in the body once more.
#pragma once

#include <span>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// Whether `words`, a line of `body`, are the words of `title`; one of the two may have a name of up to four words after
// a dash or bar, as sites add their own: "Rain in Bergen | Example News".
bool RepeatsTitle(const Field& body, std::span<const text::Token> words, const Field& title);

}  // namespace marsad::normalize
