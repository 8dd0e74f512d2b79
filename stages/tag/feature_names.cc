#include "stages/tag/feature_names.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "lib/text/casing.h"
#include "stages/tag/arabic_bodies.h"
#include "stages/tag/elision.h"
#include "stages/tag/model/cues.h"

namespace marsad::tag {
namespace {

constexpr uint16_t kBodyConfidence = 700;     // per mille
constexpr uint16_t kFeatureConfidence = 600;  // per mille
constexpr size_t kMostQuoted = 6;             // words of a work's name

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

bool OpensQuote(std::string_view gap) {
  constexpr std::string_view kOpen[] = {" \"",      " \u00AB", " \u00AB\u00A0", " \u00AB\u202F",
                                        " \u00AB ", " \u201C", " \u201E"};
  return std::ranges::find(kOpen, gap) != std::end(kOpen);
}

bool ClosesQuote(std::string_view gap) {
  constexpr std::string_view kClose[] = {"\"", "\u00BB", "\u201D", "\u201C", "\u00A0\u00BB", "\u202F\u00BB", " \u00BB"};
  return std::ranges::any_of(kClose, [&](std::string_view mark) { return gap.starts_with(mark); });
}

// A work or the like in quotes after the word for what it is, which is token `at`: the film "Salt Road". What is quoted ends
// before token `end`, that of the sentence.
std::optional<ModelMention> QuotedAt(const FieldText& field, size_t at, size_t end) {
  const auto gap = [&](size_t before) {
    const size_t next =
        before + 1 < field.tokens.size() ? field.tokens[before + 1].original.begin : field.original.size();
    return text::OriginalSpan{field.tokens[before].original.end, static_cast<uint32_t>(next)}.Cut(field.original);
  };
  if (!OpensQuote(gap(at)) || CueOf(field.tokens[at].search.Cut(field.search)) != Cue::kMiscBefore) return std::nullopt;
  size_t last = at + 1;
  while (last + 1 < end && last < at + kMostQuoted && !ClosesQuote(gap(last))) ++last;
  if (!ClosesQuote(gap(last))) return std::nullopt;
  return ModelMention{.mention = {.span = {field.tokens[at + 1].original.begin, field.tokens[last].original.end},
                                  .confidence = kBodyConfidence,
                                  .detector = Detector::kRule},
                      .type = EntityType::kMisc,
                      .words = static_cast<uint32_t>(last - at)};
}

// Reads a French body from its head on: "tribunal correctionnel de Nantes", "ministère de l'Intérieur".
class FrenchBody {
 public:
  FrenchBody(const FieldText& field, size_t head) : field_(field), at_(head) {}

  std::optional<ModelMention> Read() {
    const text::OriginalSpan span = field_.tokens[at_].original;
    const auto begin = static_cast<uint32_t>(span.end - AfterElision(Original()).size());
    const size_t head = at_;
    if (!ReadHead() || !ReadName(head)) return std::nullopt;
    return ModelMention{.mention = {.span = {begin, field_.tokens[at_].original.end},
                                    .proclitic = {begin, begin},
                                    .confidence = kBodyConfidence,
                                    .detector = Detector::kRule},
                        .type = EntityType::kOrg,
                        .words = static_cast<uint32_t>(at_ + 1 - head)};
  }

 private:
  // "tribunal correctionnel": moves to what follows; false: that is no head, or the text ends.
  bool ReadHead() {
    const size_t head = at_;
    const bool is_head = IsBoundsWord("body-fr", AfterElision(Word()));
    if (!is_head && !Is("qualified-fr")) return false;
    size_t qualifiers = 0;
    while (Next() && Is("qualifier-fr")) ++qualifiers;
    return at_ > head && (is_head || qualifiers > 0);
  }
  // "de la Culture", "d'Orsay": moves to its last word; false: that is no name.
  bool ReadName(size_t head) {
    if (Is("of-fr") && (!Next() || (Is("article-fr") && !Next()))) return false;
    if (at_ < head + 2 && AfterElision(Word()).size() == Word().size()) return false;
    if (!IsCapital()) return false;
    while (Next() && text::StartsUpper(Original())) continue;
    if (!has_ended_) --at_;
    return true;
  }
  std::string_view Word() const { return field_.tokens[at_].search.Cut(field_.search); }
  std::string_view Original() const { return field_.tokens[at_].original.Cut(field_.original); }
  bool Is(std::string_view kind) const { return IsBoundsWord(kind, Word()); }
  bool IsCapital() const { return text::StartsUpper(AfterElision(Original())); }
  // Moves on to the next word if a blank or a hyphen leads to it.
  bool Next() {
    if (at_ + 1 >= field_.tokens.size()) return Stay();
    const text::OriginalSpan gap{field_.tokens[at_].original.end, field_.tokens[at_ + 1].original.begin};
    if (gap.Cut(field_.original) != " " && gap.Cut(field_.original) != "-") return Stay();
    ++at_;
    return true;
  }
  bool Stay() {
    has_ended_ = true;
    return false;
  }

  const FieldText& field_;
  size_t at_;
  bool has_ended_ = false;
};

bool Overlap(const FoundMention& a, const FoundMention& b) {
  return a.field == b.field && a.span.begin < b.span.end && b.span.begin < a.span.end;
}

// Whether `other` forbids `feature`.
bool GoesBeyond(const ModelMention& other, const ModelMention& feature) {
  if (other.mention.is_unsure || !Overlap(other.mention, feature.mention)) return false;
  const bool lies_in =
      feature.mention.span.begin <= other.mention.span.begin && other.mention.span.end <= feature.mention.span.end;
  const bool is_quoted =
      feature.type == EntityType::kMisc;  // what quotes are around is known better than the model knows it
  return !lies_in || (other.mention.span == feature.mention.span && !is_quoted);
}

}  // namespace

void AddFeatures(const Document& document, const Gazetteer& gazetteer, std::vector<ModelMention>* mentions) {
  const bool is_french = document.language.starts_with("fr");
  std::vector<ModelMention> added;
  for (const SentenceRange& range : document.sentences) {
    const FieldText& field = document.field(range.field);
    const auto first = std::ranges::partition_point(
        field.tokens, [&](const text::Token& token) { return token.original.end <= range.span.begin; });
    const auto after = std::partition_point(
        first, field.tokens.end(), [&](const text::Token& token) { return token.original.end <= range.span.end; });
    const auto end = static_cast<size_t>(after - field.tokens.begin());
    const ArabicBodies bodies(document, range.field, gazetteer, *mentions);
    for (auto at = static_cast<size_t>(first - field.tokens.begin()); at + 1 < end; ++at) {
      std::optional<ModelMention> feature = is_french ? FrenchBody(field, at).Read() : bodies.Read(at, end);
      if (!feature && !is_french) feature = FeatureAt(field, at);
      if (!feature) feature = QuotedAt(field, at, end);
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
