#include "lib/article/spans.h"

#include <algorithm>

#include "lib/base/utf8.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::article {

static_assert(static_cast<int>(text::TextField::kTitle) == v1::Span::TITLE);
static_assert(static_cast<int>(text::TextField::kBody) == v1::Span::BODY);

v1::Span_Field ToContract(text::TextField field) { return static_cast<v1::Span_Field>(field); }

void WriteSpan(text::TextField field, text::OriginalSpan span, v1::Span* to) {
  to->set_field(ToContract(field));
  to->set_begin(span.begin);
  to->set_end(span.end);
}

text::OriginalSpan ReadSpan(const v1::Span& span) { return {.begin = span.begin(), .end = span.end()}; }

std::string_view TextOf(const v1::Article& article, v1::Span_Field field) {
  if (field == v1::Span::TITLE) return article.title();
  return field == v1::Span::BODY ? std::string_view(article.body()) : std::string_view();
}

bool LiesIn(const v1::Article& article, const v1::Span& span) {
  if (span.field() != v1::Span::TITLE && span.field() != v1::Span::BODY) return false;
  const std::string_view text = TextOf(article, span.field());
  return span.begin() <= span.end() && IsBoundary(text, span.begin()) && IsBoundary(text, span.end());
}

Result<void> ReadSentences(const v1::EnrichedArticle& record, std::vector<text::OriginalSpan>* to) {
  to->clear();
  uint32_t last = 0;
  for (const v1::Span& span : record.text().sentences()) {
    if (span.field() != v1::Span::BODY || !LiesIn(record.article(), span)) {
      return Fail("a sentence does not lie in the body");
    }
    if (span.begin() < last) return Fail("the sentences are not in order");
    last = span.end();
    to->push_back(ReadSpan(span));
  }
  return {};
}

void ReadBlocks(const v1::Text& text, std::initializer_list<v1::Block_Kind> kinds,
                std::vector<text::OriginalSpan>* to) {
  to->clear();
  for (const v1::Block& block : text.blocks()) {
    if (std::find(kinds.begin(), kinds.end(), block.kind()) != kinds.end()) to->push_back(ReadSpan(block.span()));
  }
}

}  // namespace marsad::article
