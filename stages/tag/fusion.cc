#include "stages/tag/fusion.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "lib/text/fold.h"
#include "stages/tag/arabic.h"
#include "stages/tag/entity_groups.h"
#include "stages/tag/model/sequence.h"
#include "stages/tag/name_evidence.h"
#include "stages/tag/name_links.h"
#include "stages/tag/spelling.h"

namespace marsad::tag {
namespace {

// Confidences, per mille, from which the model is believed against the gazetteer.
constexpr uint16_t kSureOfType = 800;    // the same words, another type
constexpr uint16_t kSureOfLength = 500;  // a longer name around a known one
constexpr uint8_t kWellKnown = 1;        // the tier of countries and capitals

enum class Winner { kKnown, kModel, kKnownInLonger };

bool Overlap(const FoundMention& a, const FoundMention& b) {
  return a.field == b.field && a.span.begin < b.span.end && b.span.begin < a.span.end;
}

bool EndsBefore(const FoundMention& a, const FoundMention& b) {
  return a.field < b.field || (a.field == b.field && a.span.end <= b.span.begin);
}

bool Holds(const text::OriginalSpan& outer, const text::OriginalSpan& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

// What the words that the model adds to a known person's name make of it.
enum class Addition { kNone, kOwnName, kOther };

bool IsBlankOrHyphen(char c) { return c == ' ' || c == '-'; }

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find_first_of(" -", begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

class Fusion {
 public:
  Fusion(const Document& document, const Gazetteer& gazetteer, const Lexicon* lexicon)
      : document_(document), gazetteer_(gazetteer), evidence_(document, gazetteer, lexicon) {}

  std::vector<FusedMention> Merge(const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled);
  void AgreeOnTypes(std::vector<FusedMention>* fused) const;
  std::vector<FoundEntity> Group(const std::vector<FusedMention>& fused) const;

 private:
  // A dateline begins with a town, whatever the model makes of its capitals.
  bool BeginsDateline(const FoundMention& mention) const {
    return mention.field == Field::kBody &&
           std::ranges::binary_search(document_.datelines, mention.span.begin, {}, &text::OriginalSpan::begin);
  }
  Winner Judge(const KnownMention& known, const ModelMention& model) const;
  bool IsPlayers(const KnownMention& known, const ModelMention& model) const;
  FusedMention OfSomebodyElse(const KnownMention& known) const;
  Winner JudgeInLonger(const KnownMention& known, const ModelMention& model) const;
  void AddKnown(const std::vector<KnownMention>& known, const std::vector<bool>& is_out,
                std::vector<FusedMention>* fused) const;
  bool IsToldWhat(const KnownMention& known, const ModelMention& model) const;
  std::optional<FusedMention> Accept(std::span<const KnownMention> met, const ModelMention& model) const;
  bool IsList(std::span<const KnownMention> known, const FoundMention& model) const;
  bool KeepsProclitic(const ModelMention& model) const;
  Addition Added(const KnownMention& known, const ModelMention& model) const;
  std::string KeyOf(const FoundMention& mention) const {
    return SpellingKey(text::FoldText(mention.span.Cut(document_.field(mention.field).original)));
  }

  const Document& document_;
  const Gazetteer& gazetteer_;
  const NameEvidence evidence_;
};

// Who is right where a known name and a name of the model meet.
Winner Fusion::Judge(const KnownMention& known, const ModelMention& model) const {
  const text::OriginalSpan& k = known.mention.span;
  const text::OriginalSpan& m = model.mention.span;
  if (known.is_piece) return k == m || !Holds(m, k) ? Winner::kKnown : Winner::kModel;
  const KnownEntity& entity = gazetteer_.entity(known.entity);
  if (k == m && IsPlayers(known, model)) return Winner::kModel;
  if (k == m || !Holds(m, k)) {
    const bool is_other_type = entity.type != model.type && entity.tier > 1 && model.mention.confidence >= kSureOfType;
    return k == m && is_other_type ? Winner::kModel : Winner::kKnown;
  }
  return JudgeInLonger(known, model);
}

// Whether a town is the surname of somebody whom the article names in full: "Enner Valencia … {Valencia} scored".
bool Fusion::IsPlayers(const KnownMention& known, const ModelMention& model) const {
  const KnownEntity entity = gazetteer_.entity(known.entity);
  const bool is_surname =
      model.type == EntityType::kPer && model.words == 1 && model.mention.detector == Detector::kRule;
  if (!is_surname || entity.type != EntityType::kLoc || entity.tier <= kWellKnown) return false;
  return !BeginsDateline(known.mention) && !evidence_.IsWherePlacesStand(known.mention);
}

// The person of that longer name, whom no list knows.
FusedMention Fusion::OfSomebodyElse(const KnownMention& known) const {
  FoundMention mention = known.mention;
  mention.span.begin = evidence_.TokenBefore(mention)->original.begin;
  mention.proclitic = {mention.span.begin, mention.span.begin};
  mention.detector = Detector::kRule;
  return {mention, std::nullopt, EntityType::kPer, known.words + 1, KeyOf(mention)};
}

// The same if the model's name holds the known one and more.
Winner Fusion::JudgeInLonger(const KnownMention& known, const ModelMention& model) const {
  const KnownEntity& entity = gazetteer_.entity(known.entity);
  if (model.mention.confidence < kSureOfLength || IsToldWhat(known, model)) return Winner::kKnown;
  // A rule that goes on after a known body's name does not know better.
  const bool goes_on =
      model.mention.detector == Detector::kRule && known.mention.span.begin == model.mention.span.begin;
  if (goes_on && entity.type == model.type) return Winner::kKnown;
  if (entity.type != EntityType::kPer || model.type != EntityType::kPer || known.words < 2) return Winner::kModel;
  switch (Added(known, model)) {
    case Addition::kNone:
      return Winner::kKnown;
    case Addition::kOwnName:
      return Winner::kKnownInLonger;
    case Addition::kOther:
      break;
  }
  return Winner::kModel;
}

// "The agency Reuters": one word more says what the known body is, and is no part of its name.
bool Fusion::IsToldWhat(const KnownMention& known, const ModelMention& model) const {
  if (gazetteer_.entity(known.entity).type != EntityType::kOrg || model.type != EntityType::kOrg) return false;
  if (known.mention.span.end != model.mention.span.end || known.mention.span.begin <= model.mention.span.begin)
    return false;
  const std::string_view text = document_.field(model.mention.field).original;
  std::string_view before = text::OriginalSpan{model.mention.span.begin, known.mention.span.begin}.Cut(text);
  if (!before.ends_with(' ')) return false;
  before.remove_suffix(1);
  return gazetteer_.IsContext(ContextWord::kKindOfBody, text::FoldText(before));
}

// "President Vladimir Putin" is he; so is who has his names before and after; a further given name or another family's is
// somebody else's.
Addition Fusion::Added(const KnownMention& known, const ModelMention& model) const {
  const std::string_view text = document_.field(model.mention.field).original;
  const std::string_view before = text::OriginalSpan{model.mention.span.begin, known.mention.span.begin}.Cut(text);
  const std::string_view after = text::OriginalSpan{known.mention.span.end, model.mention.span.end}.Cut(text);
  const bool is_clitic = !before.empty() && !IsBlankOrHyphen(before.back());
  const auto is_name = [&](std::string_view word) { return evidence_.IsFurtherName(word); };
  const bool has_name_before = !is_clitic && std::ranges::any_of(Words(before), is_name);
  if (has_name_before && !evidence_.IsNameOf(before, known.entity)) return Addition::kOther;
  const std::vector<std::string_view> words = Words(after);
  const bool is_compound = after.starts_with('-') && document_.language.starts_with("de");
  if (words.empty() || is_compound) return has_name_before ? Addition::kOwnName : Addition::kNone;
  if (evidence_.IsNameOf(after, known.entity)) return Addition::kOwnName;
  return evidence_.IsFurtherName(words.front()) ? Addition::kOther : Addition::kNone;
}

// "Beijing and Shanghai": known names that fill the model's name, each after the first with an Arabic "and" written onto it,
// are as many names.
bool Fusion::IsList(std::span<const KnownMention> known, const FoundMention& model) const {
  if (known.size() < 2 || known.front().mention.span.begin != model.span.begin) return false;
  const std::string_view text = document_.field(model.field).original;
  for (size_t i = 1; i < known.size(); ++i) {
    const FoundMention& mention = known[i].mention;
    if (mention.proclitic.Cut(text) != kWaw || mention.proclitic.begin != known[i - 1].mention.span.end + 1)
      return false;
  }
  return known.back().mention.span.end == model.span.end;
}

// Whether the model's name begins with a word that is no proclitic and a name without more evidence: "petroleum" is not "by
// Terrol". One such word is a name only as a person's: Klaus.
bool Fusion::KeepsProclitic(const ModelMention& model) const {
  const FoundMention& found = model.mention;
  if (found.proclitic.empty()) return false;
  const FieldText& field = document_.field(found.field);
  const auto word = TokenFrom(field, found.proclitic.begin);
  if (word == field.tokens.end()) return false;
  const std::string_view folded = word->search.Cut(field.search);
  return gazetteer_.IsContext(ContextWord::kWhole, folded) || gazetteer_.IsContext(ContextWord::kDoubted, folded);
}

// Those that are not out and stand for themselves.
void Fusion::AddKnown(const std::vector<KnownMention>& known, const std::vector<bool>& is_out,
                      std::vector<FusedMention>* fused) const {
  for (size_t i = 0; i < known.size(); ++i) {
    if (is_out[i] || (known[i].is_piece && !known[i].with_head)) continue;
    if (known[i].is_piece) {
      fused->push_back({known[i].mention, std::nullopt, *known[i].with_head, known[i].words, KeyOf(known[i].mention)});
      continue;
    }
    if (evidence_.HasGivenNameBefore(known[i])) {
      fused->push_back(OfSomebodyElse(known[i]));
      continue;
    }
    const EntityType type = gazetteer_.entity(known[i].entity).type;
    fused->push_back({known[i].mention, known[i].entity, type, known[i].words, KeyOf(known[i].mention)});
  }
}

// The model's name as it stands in the answer, if it wins against the known ones that it meets.
std::optional<FusedMention> Fusion::Accept(std::span<const KnownMention> met, const ModelMention& model) const {
  std::optional<uint32_t> entity;
  for (const KnownMention& known : met) {
    const Winner winner = Judge(known, model);
    if (winner == Winner::kKnown || model.mention.is_unsure) return std::nullopt;  // an unsure name gives way
    if (winner == Winner::kKnownInLonger) entity = known.entity;
  }
  if (IsList(met, model.mention)) return std::nullopt;
  FoundMention mention = model.mention;
  if (met.empty() && KeepsProclitic(model)) {
    if (model.words == 1 && model.type != EntityType::kPer) return std::nullopt;
    mention.span.begin = std::exchange(mention.proclitic, {}).begin;
  }
  const EntityType found = BeginsDateline(mention) ? EntityType::kLoc : model.type;
  const EntityType type = entity ? gazetteer_.entity(*entity).type : found;
  return FusedMention{mention, entity, type, model.words, KeyOf(mention)};
}

std::vector<FusedMention> Fusion::Merge(const std::vector<KnownMention>& known,
                                        const std::vector<ModelMention>& modelled) {
  std::vector<bool> is_out(known.size());
  std::vector<FusedMention> fused;
  size_t next = 0;
  for (const ModelMention& model : modelled) {
    while (next < known.size() && EndsBefore(known[next].mention, model.mention)) ++next;
    size_t last = next;
    while (last < known.size() && Overlap(known[last].mention, model.mention)) ++last;
    std::optional<FusedMention> accepted = Accept(std::span(known).subspan(next, last - next), model);
    if (!accepted) continue;
    // The gazetteer itself does not take a proclitic off for a lesser place, but where somebody else says that there is a
    // name it may: "{Sfax} and {Gabes}".
    if (last == next && !accepted->mention.is_unsure && !accepted->mention.proclitic.empty())
      accepted->entity = evidence_.OnlyNamed(accepted->mention, accepted->type, known);
    for (size_t i = next; i < last; ++i) is_out[i] = true;
    fused.push_back(std::move(*accepted));
  }
  AddKnown(known, is_out, &fused);
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
                              const std::vector<KnownMention>& known, const std::vector<ModelMention>& modelled,
                              const Lexicon* lexicon) {
  Fusion fusion(document, gazetteer, lexicon);
  std::vector<FusedMention> fused = fusion.Merge(known, modelled);
  fusion.AgreeOnTypes(&fused);
  return fusion.Group(fused);
}

}  // namespace marsad::tag
