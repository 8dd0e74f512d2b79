// A record that looks as if normalize had found its words, for tests and benchmarks of the stages after it.
#pragma once

#include "lib/article/words.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::article::testing {

// Folds and tokenizes the title and body that `record` has.
inline void FillWords(v1::EnrichedArticle* record) {
  const text::Folded title = text::Fold(record->article().title());
  const text::Folded body = text::Fold(record->article().body());
  const auto title_tokens = text::Tokenize(record->article().title(), title);
  const auto body_tokens = text::Tokenize(record->article().body(), body);
  WriteWords({title, title_tokens}, {body, body_tokens}, record->mutable_text());
}

}  // namespace marsad::article::testing
