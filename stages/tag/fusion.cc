#include "stages/tag/fusion.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>

#include "lib/text/fold.h"
#include "stages/tag/entity_groups.h"
#include "stages/tag/name_links.h"
#include "stages/tag/spelling.h"

namespace marsad::tag {
namespace {

// Confidences, per mille, from which the model is believed against the gazetteer.
constexpr uint16_t kSureOfType = 800;    // the same words, another type
constexpr uint16_t kSureOfLength = 500;  // a longer name around a known one

enum class Winner { kKnown, kModel, kKnownInLonger };

bool Overlap(const FoundMention& a, const FoundMention& b) {
  return a.field == b.field && a.span.begin < b.span.end && b.span.begin < a.span.end;
}

bool Holds(const text::OriginalSpan& outer, const text::OriginalSpan& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

// Who is right where a known name and a name of the model meet.
Winner Judge(const KnownMention& known, const KnownEntity& entity, const ModelMention& model) {
  const text::OriginalSpan& k = known.mention.span;
  const text::OriginalSpan& m = model.mention.span;
  if (k == m || !Holds(m, k)) {
    const bool is_other_type = entity.type != model.type && entity.tier > 1 && model.mention.confidence >= kSureOfType;
    return k == m && is_other_type ? Winner::kModel : Winner::kKnown;
  }
  if (model.mention.confidence < kSureOfLength) return Winner::kKnown;
  const bool is_at_an_end = k.begin == m.begin || k.end == m.end;
  const bool is_lengthened = entity.type == EntityType::kPer && model.type == EntityType::kPer && known.words > 1;
  return is_lengthened && is_at_an_end ? Winner::kKnownInLonger : Winner::kModel;
}

class Fusion {
 public:
  Fusion(const Document& document, const Gazetteer& gazetteer) : document_(document), gazetteer_(gazetteer) {}

  std::vector<FusedMention> Merge(const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled);
  void AgreeOnTypes(std::vector<FusedMention>* fused) const;
  std::vector<FoundEntity> Group(const std::vector<FusedMention>& fused) const;

 private:
  // A dateline begins with a town, whatever the model makes of its capitals.
  bool BeginsDateline(const FoundMention& mention) const {
    return mention.field == Field::kBody &&
           std::ranges::binary_search(document_.datelines, mention.span.begin, {}, &text::OriginalSpan::begin);
  }
  std::string KeyOf(const FoundMention& mention) const {
    return SpellingKey(text::FoldText(mention.span.Cut(document_.field(mention.field).original)));
  }

  const Document& document_;
  const Gazetteer& gazetteer_;
};

std::vector<FusedMention> Fusion::Merge(const std::vector<KnownMention>& known,
                                        const std::vector<ModelMention>& modelled) {
  std::vector<bool> is_out(known.size());
  std::vector<FusedMention> fused;
  size_t next = 0;
  for (const ModelMention& model : modelled) {
    while (next < known.size() && (known[next].mention.field < model.mention.field ||
                                   (known[next].mention.field == model.mention.field &&
                                    known[next].mention.span.end <= model.mention.span.begin))) {
      ++next;
    }
    std::optional<uint32_t> entity;
    bool is_kept = true;  // an unsure name gives way to a known one
    size_t last = next;
    for (; last < known.size() && Overlap(known[last].mention, model.mention); ++last) {
      const Winner winner = Judge(known[last], gazetteer_.entity(known[last].entity), model);
      is_kept = is_kept && winner != Winner::kKnown && !model.mention.is_unsure;
      if (winner == Winner::kKnownInLonger) entity = known[last].entity;
    }
    if (!is_kept) continue;
    for (size_t i = next; i < last; ++i) is_out[i] = true;
    const EntityType found = BeginsDateline(model.mention) ? EntityType::kLoc : model.type;
    const EntityType type = entity ? gazetteer_.entity(*entity).type : found;
    fused.push_back({model.mention, entity, type, model.words, KeyOf(model.mention)});
  }
  for (size_t i = 0; i < known.size(); ++i) {
    if (is_out[i]) continue;
    const EntityType type = gazetteer_.entity(known[i].entity).type;
    fused.push_back({known[i].mention, known[i].entity, type, known[i].words, KeyOf(known[i].mention)});
  }
  std::sort(fused.begin(), fused.end(),
            [](const FusedMention& a, const FusedMention& b) { return ComesBefore(a.mention, b.mention); });
  return fused;
}

// One name in an article is one entity: of the types that the model gave its mentions, the one with the most confidence,
// of equals the first by number.
void Fusion::AgreeOnTypes(std::vector<FusedMention>* fused) const {
  std::unordered_map<std::string_view, std::array<uint64_t, kTypes + 1>> votes;
  for (const FusedMention& found : *fused) {
    if (!found.entity && !found.mention.is_unsure)
      votes[found.key][static_cast<size_t>(found.type)] += found.mention.confidence;
  }
  for (FusedMention& found : *fused) {
    const auto vote = votes.find(found.key);
    if (found.entity || vote == votes.end()) continue;
    const auto& of_name = vote->second;
    found.type = static_cast<EntityType>(std::max_element(of_name.begin(), of_name.end()) - of_name.begin());
  }
}

std::vector<FoundEntity> Fusion::Group(const std::vector<FusedMention>& fused) const {
  const NameLinks links(document_, gazetteer_, fused);
  EntityGroups groups(document_, gazetteer_);
  for (const FusedMention& found : fused) {
    const FusedMention& meant = links.Resolve(found);
    if (meant.entity) {
      groups.AddKnown(*meant.entity, found.mention);
    } else {
      groups.AddUnknown({meant.type, meant.key, meant.mention}, found.mention);
    }
  }
  return groups.Take();
}

}  // namespace

std::vector<FoundEntity> Fuse(const Document& document, const Gazetteer& gazetteer,
                              const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled) {
  Fusion fusion(document, gazetteer);
  std::vector<FusedMention> fused = fusion.Merge(known, modelled);
  fusion.AgreeOnTypes(&fused);
  return fusion.Group(fused);
}

}  // namespace marsad::tag
