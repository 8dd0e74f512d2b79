// Carries spans, sentences and blocks between the record and the plain structs of lib/text, so that every stage reads and
// writes them alike. What another program wrote may be anything: LiesIn() and ReadSentences() check, the others do not.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/text/span.h"

namespace marsad::v1 {
class Article;
class EnrichedArticle;
class Span;
class Text;
enum Block_Kind : int;
enum Span_Field : int;
}  // namespace marsad::v1

namespace marsad::article {

v1::Span_Field ToContract(text::TextField field);

void WriteSpan(text::TextField field, text::OriginalSpan span, v1::Span* to);
text::OriginalSpan ReadSpan(const v1::Span& span);

// Title or body; empty for what is neither.
std::string_view TextOf(const v1::Article& article, v1::Span_Field field);

// Whether `span` is in title or body, and begins and ends there between characters. It may be empty.
bool LiesIn(const v1::Article& article, const v1::Span& span);

// The sentences of the body, in order. Fails if one does not lie there, or they are not in order; then `to` holds those
// before it.
Result<void> ReadSentences(const v1::EnrichedArticle& record, std::vector<text::OriginalSpan>* to);

// The spans of the blocks of these kinds, in order.
void ReadBlocks(const v1::Text& text, std::initializer_list<v1::Block_Kind> kinds, std::vector<text::OriginalSpan>* to);

}  // namespace marsad::article
