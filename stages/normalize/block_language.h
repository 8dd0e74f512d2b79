// Whether a block is in another language than its article.
#pragma once

#include <span>
#include <string>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// The BCP 47 tag of the language of `span` in `field`, whose words there are `words`; empty if that is the article's,
// or where too little tells: below 60 bytes of letters nothing does, nor do names alone.
// In another script than the article's, or in Arabic script, DetectLanguage decides. Within one script most blocks are
// done after a few words: they are common ones of the article's language. CLD2 is asked about the rest, and believed
// where its language has common words in the block that the article's has not.
// Thread-safe. Linear in the block up to kLanguageSample bytes.
std::string BlockLanguage(const Field& field, text::OriginalSpan span, std::span<const text::Token> words,
                          const Language& article, text::Script article_script);

}  // namespace marsad::normalize
