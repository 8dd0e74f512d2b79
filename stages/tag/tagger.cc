#include "stages/tag/tagger.h"

#include <algorithm>

#include "stages/tag/entity_groups.h"
#include "stages/tag/matcher.h"
#include "stages/tag/resolver.h"

namespace marsad::tag {
namespace {

bool IsIn(std::span<const text::OriginalSpan> spans, text::OriginalSpan span) {
  const auto behind =
      std::partition_point(spans.begin(), spans.end(), [&](text::OriginalSpan one) { return one.end <= span.begin; });
  return behind != spans.end() && behind->begin <= span.begin;
}

void FindIn(const FieldReader& reader, const std::vector<Candidate>& candidates, Resolver* resolver,
            std::vector<KnownMention>* found) {
  for (size_t i = 0; i < candidates.size(); ++i) {
    const std::optional<Decision> decision = resolver->Resolve(reader, candidates, i);
    if (!decision) continue;
    FoundMention mention{.field = candidates[i].field, .span = reader.Original(candidates[i])};
    mention.proclitic = reader.Proclitic(candidates[i], mention.span);
    mention.confidence = decision->confidence;
    mention.detector = decision->detector;
    found->push_back({mention, decision->entity, candidates[i].tokens});
  }
}

}  // namespace

std::vector<KnownMention> Tagger::Find(const Document& document) const {
  const uint32_t languages = gazetteer_->LanguageBits(document.language);
  FieldReader title(Field::kTitle, document.title, *gazetteer_, languages);
  FieldReader body(Field::kBody, document.body, *gazetteer_, languages);
  const std::vector<Candidate> in_title = title.Find();
  std::vector<Candidate> in_body = body.Find();
  std::erase_if(in_body, [&](const Candidate& one) { return IsIn(document.apart, body.Original(one)); });
  Resolver resolver(*gazetteer_, document.language);
  resolver.Learn(title, in_title);
  resolver.Learn(body, in_body);
  for (const Candidate& candidate : in_body) {
    if (IsIn(document.datelines, body.Original(candidate))) resolver.LearnTown(body, candidate);
  }
  std::vector<KnownMention> found;
  FindIn(title, in_title, &resolver, &found);
  FindIn(body, in_body, &resolver, &found);
  return found;
}

std::vector<FoundEntity> Tagger::Tag(const Document& document) const {
  EntityGroups groups(document, *gazetteer_);
  for (const KnownMention& known : Find(document)) groups.AddKnown(known.entity, known.mention);
  return groups.Take();
}

}  // namespace marsad::tag
