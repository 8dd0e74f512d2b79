// Lines on their way to being blocks. Internal to the structure of normalize.
#pragma once

#include <span>

#include "stages/normalize/article.h"

namespace marsad::normalize {

struct Draft {
  text::OriginalSpan span;
  std::span<const text::Token> words;
  BlockKind kind = BlockKind::kUnspecified;
  bool may_be_heading = false;  // nothing speaks against it, and no markup calls it a paragraph
};

// Whether it is text that is no heading.
inline bool IsProse(const Draft& draft) {
  return !draft.may_be_heading &&
         (draft.kind == BlockKind::kParagraph || draft.kind == BlockKind::kListItem || draft.kind == BlockKind::kQuote);
}

// What can be told of lines only beside the others, once all have been looked at. Each changes kinds alone.

// A heading has prose under it. Where more lines look like headings than like prose they are something else: verse, a
// table, lines broken by hand.
void ChooseHeadings(std::span<Draft> drafts);

// In a text of Arabic script, short lines of Latin letters that end no sentence are what a picture or a button had for a name:
// boilerplate.
void MarkForeignLines(const Field& body, std::span<Draft> drafts);

}  // namespace marsad::normalize
