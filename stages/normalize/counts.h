// How often a page was read, and what readers did with it.
#pragma once

#include <span>
#include <string_view>

#include "lib/text/token.h"
#include "stages/normalize/article.h"

namespace marsad::normalize {

// Whether `line`, of `words`, is such figures and nothing else: "1.2K views", "5 min read | 12 comments", by the words of
// data/phrases.tsv.
bool IsCounts(const Field& field, std::span<const text::Token> words, std::string_view line);

}  // namespace marsad::normalize
