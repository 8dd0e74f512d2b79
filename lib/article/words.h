// Carries what `normalize` found of an article's words between the record and the plain structs of lib/text, so that
// every stage reads and writes it alike.
#pragma once

#include <cstddef>
#include <span>

#include "lib/base/result.h"
#include "lib/text/fold.h"
#include "lib/text/offset_map.h"
#include "lib/text/token.h"
#include "lib/text/token_columns.h"

namespace marsad::v1 {
class EnrichedArticle;
class OffsetMap;
class Text;
}  // namespace marsad::v1

namespace marsad::article {

// Title or body: its search text and its tokens.
struct Words {
  text::Folded folded;
  std::span<const text::Token> tokens;  // lent for the call
};

// Fills tokens, search texts, their maps and fold_version of `to`.
void WriteWords(Words title, Words body, v1::Text* to);

// The tokens of `record`. Fails if they do not fit its texts: then the record was not written by WriteWords().
Result<text::ArticleTokens> ReadTokens(const v1::EnrichedArticle& record);

// Fails if the map is not one between an original of `original_bytes` and a search text of `search_bytes`.
Result<text::OffsetMap> ReadMap(const v1::OffsetMap& map, size_t original_bytes, size_t search_bytes);

}  // namespace marsad::article
