#include "stages/normalize/draft.h"

#include <algorithm>

#include "stages/normalize/line_shape.h"

namespace marsad::normalize {

void ChooseHeadings(std::span<Draft> drafts) {
  const auto candidates = std::ranges::count_if(drafts, &Draft::may_be_heading);
  if (candidates > std::ranges::count_if(drafts, IsProse)) return;
  bool prose_below = false;
  for (auto draft = drafts.rbegin(); draft != drafts.rend(); ++draft) {
    if (draft->may_be_heading && prose_below) draft->kind = BlockKind::kHeading;
    prose_below = prose_below || IsProse(*draft);
  }
}

void MarkForeignLines(const Field& body, std::span<Draft> drafts) {
  constexpr size_t kFewestForeignWords = 3;
  constexpr size_t kMostForeignWords = 15;
  const auto is_latin = [](const text::Token& word) { return word.script == text::Script::kLatin; };
  const auto is_foreign = [&](const Draft& draft) {
    return draft.kind == BlockKind::kParagraph && draft.words.size() >= kFewestForeignWords &&
           draft.words.size() <= kMostForeignWords && !EndsLikeProse(draft.span.Cut(body.original)) &&
           std::ranges::all_of(draft.words, is_latin);
  };
  if (std::ranges::none_of(drafts, is_foreign)) return;  // nearly all articles in Arabic
  const auto arabic = std::ranges::count(body.tokens, text::Script::kArabic, &text::Token::script);
  if (arabic * 2 < static_cast<ptrdiff_t>(body.tokens.size())) return;
  for (Draft& draft : drafts) {
    if (!is_foreign(draft)) continue;
    draft.kind = BlockKind::kBoilerplate;
    draft.may_be_heading = false;
  }
}

}  // namespace marsad::normalize
