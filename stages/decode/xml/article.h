// An XML text as articles: what it is its root says.
#pragma once

#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// Feeds (see feed_article.h), NewsML-G2 and NITF (see newsml_article.h). `text` is valid UTF-8. Refuses another root with
// UNKNOWN_FORMAT. What had to be mended is named in the first draft's ignored_fields.
OrRefusal<Drafts> ReadXmlArticles(std::string_view text, const Limits& limits);

}  // namespace marsad::decode
