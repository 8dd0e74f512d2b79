// What the source's markup says of an article's body, as normalize reads it.
#pragma once

#include <vector>

#include "stages/normalize/article.h"

namespace marsad::v1 {
class Article;
}

namespace marsad::normalize {

// The marks of the body, in their order; `to` is emptied first.
void ReadMarkup(const v1::Article& article, std::vector<Markup>* to);

}  // namespace marsad::normalize
