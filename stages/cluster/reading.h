// What Fold() reads of one article before it looks at others.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "stages/cluster/article_view.h"
#include "stages/cluster/copy_text.h"
#include "stages/cluster/markers.h"
#include "stages/cluster/sample.h"

namespace marsad::cluster {

inline constexpr size_t kFewestTokens = 12;  // a shorter body is compared together with its title

struct Reading {
  Marker marker = {};
  std::string title_key = {};  // without the marker
  std::vector<std::string> named_titles = {};
  uint64_t text_hash = 0;  // of title_key, the body's tokens and what the marker is; 0: it has no text
  uint32_t source = 0;     // hash; 0: not known
  uint32_t language = 0;   // LanguageKey()
  int32_t day = 0;         // of publication, else of the receipt, UTC
  bool is_short = false;
  std::vector<Token> tokens = {};  // that are compared
  size_t title_tokens = 0;         // of them
  CopyText text = {};
  Sample sample = {};

  // Where words [begin, begin + count) of `tokens` stand: in two places if they begin in the title and end in the body.
  text::TextField FieldOf(size_t token) const {
    return token < title_tokens ? text::TextField::kTitle : text::TextField::kBody;
  }
};

Reading ReadArticle(const ArticleView& article);

// Of a text that is kept: the same as of the one that it was made of.
Sample SampleOf(const CopyText& text);

}  // namespace marsad::cluster
