#include "stages/decode/contract/markup.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "lib/article/spans.h"
#include "marsad/v1/article.pb.h"

namespace marsad::decode {
namespace {

// Keeps those for which `keep` says so, in their order; returns whether any was dropped.
template <class Keep>
bool Filter(v1::Article* article, const Keep& keep) {
  auto* markup = article->mutable_markup();
  int kept = 0;
  for (int i = 0; i < markup->size(); ++i) {
    if (keep(markup->Get(i).span())) markup->SwapElements(kept++, i);
  }
  const int dropped = markup->size() - kept;
  markup->DeleteSubrange(kept, dropped);
  return dropped > 0;
}

}  // namespace

bool DropUnfitMarkup(v1::Article* article) {
  return Filter(article, [&](const v1::Span& span) { return article::LiesIn(*article, span); });
}

void DropMarkupOf(TextField field, v1::Article* article) {
  Filter(article, [&](const v1::Span& span) { return span.field() != article::ToContract(field); });
}

void DropEmptyMarkup(v1::Article* article) {
  Filter(article, [](const v1::Span& span) { return span.begin() < span.end(); });
}

MarkupPlaces::MarkupPlaces(TextField field, const v1::Article& article) {
  std::vector<std::tuple<uint32_t, int, bool>> all;
  for (int i = 0; i < article.markup_size(); ++i) {
    const v1::Span& span = article.markup(i).span();
    if (span.field() != article::ToContract(field)) continue;
    all.emplace_back(span.begin(), i, true);
    all.emplace_back(span.end(), i, false);
  }
  std::sort(all.begin(), all.end());
  for (const auto& [place, index, is_begin] : all) {
    places_.push_back(place);
    ends_.push_back({index, is_begin});
  }
}

void MarkupPlaces::Store(v1::Article* article) const {
  for (size_t i = 0; i < places_.size(); ++i) {
    v1::Span* span = article->mutable_markup(ends_[i].index)->mutable_span();
    if (ends_[i].is_begin) {
      span->set_begin(places_[i]);
    } else {
      span->set_end(places_[i]);
    }
  }
}

}  // namespace marsad::decode
