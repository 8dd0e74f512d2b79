#include "lib/article/mentions.h"

#include <algorithm>

#include "lib/article/spans.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::article {

std::vector<SureMention> ReadSureMentions(const v1::EnrichedArticle& record, text::TextField field) {
  std::vector<SureMention> mentions;
  size_t entity = 0;
  for (const v1::Entity& each : record.entities()) {
    for (const v1::Mention& mention : each.mentions()) {
      const v1::Span& span = mention.span();
      if (mention.unsure() || span.field() != ToContract(field) || !LiesIn(record.article(), span)) continue;
      if (span.begin() < span.end()) mentions.push_back({ReadSpan(span), entity, &mention});
    }
    ++entity;
  }
  std::stable_sort(mentions.begin(), mentions.end(),
                   [](const SureMention& a, const SureMention& b) { return a.span.begin < b.span.begin; });
  return mentions;
}

}  // namespace marsad::article
