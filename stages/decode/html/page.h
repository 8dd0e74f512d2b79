// A page of HTML as an article.
#pragma once

#include <cstddef>
#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// What the page says of itself comes from JSON-LD (NewsArticle), microdata, Open Graph, <meta> and <title>, in this
// order; the text from the page's own markup (main_content.h), unless JSON-LD has one that the page does not show. Refuses
// with MISSING_FIELD where the page is no article: no text, or only headlines that lead elsewhere, or a notice.
// `html` is valid UTF-8. `nesting` is limits.nesting.
OrRefusal<Draft> ReadHtmlPage(std::string_view html, size_t nesting);

}  // namespace marsad::decode
