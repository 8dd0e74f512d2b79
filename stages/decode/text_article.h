// Plain text as an article.
#pragma once

#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// The first line that is not blank is the title, what follows the body, without the blank lines around it. A first line
// of more than 200 characters is no title but the body's first paragraph. `text` is valid UTF-8.
Draft ReadTextArticle(std::string_view text);

}  // namespace marsad::decode
