#include "stages/tag/feature_names.h"

#include <algorithm>
#include <optional>

namespace marsad::tag {
namespace {

constexpr uint16_t kFeatureConfidence = 600;  // per mille

// The name whose head is token `at` of the field.
std::optional<ModelMention> FeatureAt(const FieldText& field, size_t at) {
  const text::Token& head = field.tokens[at];
  const text::Token& word = field.tokens[at + 1];
  if (head.script != text::Script::kArabic || word.script != text::Script::kArabic) return std::nullopt;
  const std::optional<size_t> proclitic = FeatureHead(head.search.Cut(field.search));
  if (!proclitic || !MayNameFeature(word.search.Cut(field.search))) return std::nullopt;
  if (text::OriginalSpan{head.original.end, word.original.begin}.Cut(field.original) != " ") return std::nullopt;
  const uint32_t begin = OriginalAt(field, head, static_cast<uint32_t>(head.search.begin + *proclitic));
  return ModelMention{.mention = {.span = {begin, word.original.end},
                                  .proclitic = {head.original.begin, begin},
                                  .confidence = kFeatureConfidence,
                                  .detector = Detector::kRule},
                      .type = EntityType::kLoc,
                      .words = 2};
}

bool Overlap(const FoundMention& a, const FoundMention& b) {
  return a.field == b.field && a.span.begin < b.span.end && b.span.begin < a.span.end;
}

// Whether `other` forbids `feature`.
bool GoesBeyond(const ModelMention& other, const ModelMention& feature) {
  if (other.mention.is_unsure || !Overlap(other.mention, feature.mention)) return false;
  const bool lies_in =
      feature.mention.span.begin <= other.mention.span.begin && other.mention.span.end <= feature.mention.span.end;
  return !lies_in || other.mention.span == feature.mention.span;
}

}  // namespace

void AddFeatures(const Document& document, std::vector<ModelMention>* mentions) {
  std::vector<ModelMention> added;
  for (const SentenceRange& range : document.sentences) {
    const FieldText& field = document.field(range.field);
    const auto first = std::ranges::partition_point(
        field.tokens, [&](const text::Token& token) { return token.original.end <= range.span.begin; });
    for (auto at = static_cast<size_t>(first - field.tokens.begin());
         at + 1 < field.tokens.size() && field.tokens[at + 1].original.end <= range.span.end; ++at) {
      std::optional<ModelMention> feature = FeatureAt(field, at);
      if (!feature) continue;
      feature->mention.field = range.field;
      const bool is_taken =
          (!added.empty() && Overlap(added.back().mention, feature->mention)) ||
          std::ranges::any_of(*mentions, [&](const ModelMention& other) { return GoesBeyond(other, *feature); });
      if (!is_taken) added.push_back(*feature);
    }
  }
  if (added.empty()) return;
  std::erase_if(*mentions, [&](const ModelMention& found) {
    return std::ranges::any_of(added, [&](const ModelMention& one) { return Overlap(one.mention, found.mention); });
  });
  mentions->insert(mentions->end(), added.begin(), added.end());
  std::sort(mentions->begin(), mentions->end(),
            [](const ModelMention& a, const ModelMention& b) { return ComesBefore(a.mention, b.mention); });
}

}  // namespace marsad::tag
