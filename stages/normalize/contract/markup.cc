#include "stages/normalize/contract/markup.h"

#include "lib/article/spans.h"
#include "marsad/v1/article.pb.h"

namespace marsad::normalize {

static_assert(static_cast<int>(MarkupKind::kTable) == v1::Markup::TABLE,
              "the core's enum carries the contract's numbers");

void ReadMarkup(const v1::Article& article, std::vector<Markup>* to) {
  to->clear();
  for (const v1::Markup& mark : article.markup()) {
    if (mark.span().field() != v1::Span::BODY) continue;
    to->push_back({static_cast<MarkupKind>(mark.kind()), article::ReadSpan(mark.span())});
  }
}

}  // namespace marsad::normalize
