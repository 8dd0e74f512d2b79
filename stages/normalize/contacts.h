// What ends an article: notes to editors, and whom to ask.
#pragma once

#include <span>
#include <string_view>

#include "stages/normalize/article.h"
#include "stages/normalize/lines.h"

namespace marsad::normalize {

// What all of `lines`, of `body`, are by what the first says; kUnspecified: nothing. Below "Notes to editors" and the like
// (data/phrases.tsv) all are notes. Below "Media contact:", "For more information" and the like all are boilerplate, if somebody's
// number or address stands in that line or soon below; where the words do not speak of the press only if no prose follows. So is what a press release says of its sender (about.h).
BlockKind KindToTheEnd(std::string_view body, std::span<const Line> lines);

}  // namespace marsad::normalize
