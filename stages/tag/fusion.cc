#include "stages/tag/fusion.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>

#include "lib/text/fold.h"
#include "stages/tag/entity_groups.h"

namespace marsad::tag {
namespace {

// Confidences, per mille, from which the model is believed against the gazetteer.
constexpr uint16_t kSureOfType = 800;    // the same words, another type
constexpr uint16_t kSureOfLength = 500;  // a longer name around a known one

enum class Winner { kKnown, kModel, kKnownInLonger };

// One mention of the answer.
struct Fused {
  FoundMention mention;
  std::optional<uint32_t> entity;  // of the gazetteer
  EntityType type = EntityType::kMisc;
  uint32_t words = 1;
  std::string key{};  // its words, folded
};

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

  std::vector<Fused> Merge(const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled);
  void AgreeOnTypes(std::vector<Fused>* fused) const;
  std::vector<FoundEntity> Group(const std::vector<Fused>& fused) const;

 private:
  // A dateline begins with a town, whatever the model makes of its capitals.
  bool BeginsDateline(const FoundMention& mention) const {
    return mention.field == Field::kBody &&
           std::ranges::binary_search(document_.datelines, mention.span.begin, {}, &text::OriginalSpan::begin);
  }
  std::string KeyOf(const FoundMention& mention) const {
    return text::FoldText(mention.span.Cut(document_.field(mention.field).original));
  }

  const Document& document_;
  const Gazetteer& gazetteer_;
};

std::vector<Fused> Fusion::Merge(const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled) {
  std::vector<bool> is_out(known.size());
  std::vector<Fused> fused;
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
            [](const Fused& a, const Fused& b) { return ComesBefore(a.mention, b.mention); });
  return fused;
}

// One name in an article is one entity: of the types that the model gave its mentions, the one with the most confidence,
// of equals the first by number.
void Fusion::AgreeOnTypes(std::vector<Fused>* fused) const {
  std::unordered_map<std::string_view, std::array<uint64_t, kTypes + 1>> votes;
  for (const Fused& found : *fused) {
    if (!found.entity && !found.mention.is_unsure)
      votes[found.key][static_cast<size_t>(found.type)] += found.mention.confidence;
  }
  for (Fused& found : *fused) {
    const auto vote = votes.find(found.key);
    if (found.entity || vote == votes.end()) continue;
    const auto& of_name = vote->second;
    found.type = static_cast<EntityType>(std::max_element(of_name.begin(), of_name.end()) - of_name.begin());
  }
}

// The beginnings and ends of a full name, at its blanks: what a person is called after it was said once.
std::vector<std::string_view> PartsOf(std::string_view full) {
  std::vector<std::string_view> parts;
  for (size_t blank = full.find(' '); blank != std::string_view::npos; blank = full.find(' ', blank + 1)) {
    parts.push_back(full.substr(blank + 1));
    parts.push_back(full.substr(0, blank));
  }
  return parts;
}

// A part of a person's name belongs to the first person whose full name ends or begins with it.
std::vector<FoundEntity> Fusion::Group(const std::vector<Fused>& fused) const {
  std::unordered_map<std::string_view, const Fused*> by_part;
  for (const Fused& found : fused) {
    if (found.type != EntityType::kPer || found.words < 2 || found.mention.is_unsure) continue;
    if (by_part.contains(found.key)) continue;  // itself a part of a longer one
    for (const std::string_view part : PartsOf(found.key)) by_part.try_emplace(part, &found);
  }
  EntityGroups groups(document_, gazetteer_);
  for (const Fused& found : fused) {
    std::optional<uint32_t> entity = found.entity;
    std::string_view key = found.key;
    const auto full = entity || found.type != EntityType::kPer ? by_part.end() : by_part.find(found.key);
    if (full != by_part.end()) {
      entity = full->second->entity;
      key = full->second->key;
    }
    if (entity) {
      groups.AddKnown(*entity, found.mention);
    } else {
      groups.AddUnknown(found.type, key, found.mention);
    }
  }
  return groups.Take();
}

}  // namespace

std::vector<FoundEntity> Fuse(const Document& document, const Gazetteer& gazetteer,
                              const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled) {
  Fusion fusion(document, gazetteer);
  std::vector<Fused> fused = fusion.Merge(known, modelled);
  fusion.AgreeOnTypes(&fused);
  return fusion.Group(fused);
}

}  // namespace marsad::tag
