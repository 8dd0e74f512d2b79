#include "stages/tag/arabic_bodies.h"

#include <algorithm>
#include <string>
#include <utility>

#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/model/cues.h"

namespace marsad::tag {
namespace {

constexpr uint16_t kConfidence = 700;  // per mille
constexpr std::string_view kPlural = "\u064A\u0646";
constexpr std::string_view kPluralSubject = "\u0648\u0646";
constexpr size_t kLeastDefinite = 8;  // bytes: the article and two letters
constexpr size_t kLeastOfEvent = 3;   // words, unless somebody's or a place's name is among them
constexpr size_t kMostWords = 8;

bool IsDefinite(std::string_view folded) { return folded.starts_with(kArticle) && folded.size() >= kLeastDefinite; }

std::string_view WithoutArticle(std::string_view folded) {
  return IsDefinite(folded) ? folded.substr(kArticle.size()) : folded;
}

bool EndsAsAdjective(std::string_view folded) {
  for (const std::string_view end : {kHeh, kPlural, kPluralSubject}) {
    if (folded.ends_with(end)) return folded.substr(0, folded.size() - end.size()).ends_with(kYeh);
  }
  return folded.ends_with(kYeh);
}

// What says when or which, and is no part of a name: "last", "that", "Sunday".
bool Stops(std::string_view folded) {
  return IsBoundsWord("not-field", folded) || IsBoundsWord("stop", folded) || IsBoundsWord("ordinal", folded);
}

bool IsAdjective(std::string_view folded) {
  if (!IsDefinite(folded) || Stops(folded)) return false;
  return IsBoundsWord("general", folded) || IsBoundsWord("adjective", folded) || EndsAsAdjective(folded);
}

}  // namespace

// Whether a blank alone leads to token `at`, which is a word of the sentence.
bool ArabicBodies::Follows(size_t at, size_t end) const {
  if (at == 0 || at >= end || text_.tokens[at].script != text::Script::kArabic) return false;
  const text::OriginalSpan gap{text_.tokens[at - 1].original.end, text_.tokens[at].original.begin};
  return gap.Cut(text_.original) == " ";
}

// What `word`, which is token `at` or the end of it, is the head of.
std::optional<ArabicBodies::Head::Kind> ArabicBodies::KindOf(std::string_view word, size_t at) const {
  using Kind = Head::Kind;
  static const auto heads = [] {
    auto* all = new BoundsTable<Kind>;
    for (const auto& [row, kind] : {std::pair{"body", Kind::kBody},
                                    {"weak-body", Kind::kWeak},
                                    {"facility", Kind::kFacility},
                                    {"place-name", Kind::kPlaceName},
                                    {"event", Kind::kEvent},
                                    {"pair", Kind::kPair},
                                    {"general-body", Kind::kGeneral}}) {
      for (const std::string& head : BoundsWords(row)) all->try_emplace(head.substr(0, head.find('_')), kind);
    }
    return all;
  }();
  const auto found = heads->find(word);
  if (found == heads->end()) return std::nullopt;
  if (found->second != Kind::kPair) return found->second;
  if (at + 1 >= text_.tokens.size()) return std::nullopt;
  if (IsBoundsWord("pair", std::string(word).append("_").append(Word(at + 1)))) return Kind::kPair;
  return IsBoundsWord("general-body", word) ? std::optional(Kind::kGeneral) : std::nullopt;
}

std::optional<ArabicBodies::Head> ArabicBodies::HeadAt(size_t at) const {
  const std::string_view word = Word(at);
  if (const auto kind = KindOf(word, at)) return Head{*kind, 0};
  for (const text::ProcliticSplit& split : text::SplitProclitics(word)) {
    const std::string_view rest = word.substr(split.bytes);
    // "To the bloc" is none without the article.
    if (!split.restores_article && word.substr(0, split.bytes).ends_with(kForThe)) continue;
    const auto kind = split.restores_article ? KindOf(std::string(kAlef).append(rest), at) : KindOf(rest, at);
    if (kind) return Head{*kind, split.bytes};
  }
  return std::nullopt;
}

// After a name that somebody found at token `at`; `at`: there is none.
size_t ArabicBodies::MentionEnd(size_t at, size_t end) const {
  const uint32_t begin = text_.tokens[at].original.begin;
  const auto found = std::ranges::find_if(mentions_, [&](const ModelMention& one) {
    return one.mention.field == which_ && !one.mention.is_unsure && one.mention.span.begin == begin;
  });
  if (found == mentions_.end()) return at;
  size_t after = at;
  while (after < end && text_.tokens[after].original.begin < found->mention.span.end) ++after;
  return after;
}

// After the longest place of the lists that begins at token `at`; `at`: there is none.
size_t ArabicBodies::PlaceEnd(size_t at, size_t end) const {
  const NameIndex& index = gazetteer_.index();
  const NameIndex::Node* node = index.Begin(Word(at));
  size_t longest = at;
  for (size_t next = at + 1; node != nullptr; ++next) {
    const bool is_place = std::ranges::any_of(index.Values(*node), [&](uint32_t number) {
      return gazetteer_.entity(gazetteer_.name(number).entity).type == EntityType::kLoc;
    });
    if (is_place) longest = next;
    node = Follows(next, end) ? index.Next(*node, Word(next)) : nullptr;
  }
  return longest;
}

// Whether token `at` is a noun with the article that may be what a body is for.
bool ArabicBodies::IsNoun(size_t at) const {
  const std::string_view word = Word(at);
  return IsDefinite(word) && !Stops(word) && CueOf(word) == Cue::kNone;
}

size_t ArabicBodies::AfterAdjectives(size_t at, size_t end) const {
  while (Follows(at, end) && IsAdjective(Word(at)) && CueOf(Word(at)) == Cue::kNone) ++at;
  return at;
}

// "{and fighting corruption}", "{and the medicine} of Egypt": after further nouns and adjectives.
size_t ArabicBodies::AfterNouns(size_t at, size_t end) const {
  at = AfterAdjectives(at, end);
  while (Follows(at, end) && Word(at).starts_with(kWaw)) {
    const std::string_view word = Word(at).substr(kWaw.size());
    if (MentionEnd(at, end) != at || CueOf(word) != Cue::kNone || Stops(word) || IsBoundsWord("no-body", word)) break;
    if (IsDefinite(word) && (IsBoundsWord("field", WithoutArticle(word)) || EndsAsAdjective(word))) {
      at = AfterAdjectives(at + 1, end);
    } else if (IsBoundsWord("further-field", word) && Follows(at + 1, end) && IsNoun(at + 1)) {
      at = AfterAdjectives(at + 2, end);
    } else {
      break;
    }
  }
  return at;
}

// "of the {general for civil aviation}": after what a body with the article is for; `at`: nothing is said.
size_t ArabicBodies::GeneralEnd(size_t at, size_t end) const {
  const size_t field = AfterAdjectives(at, end);
  if (field == at || !Follows(field, end)) return at;
  const std::string_view word = Word(field);
  if (!word.starts_with(kForThe) || word.size() < kLeastDefinite) return at;
  const std::string noun = std::string(kAlef).append(word.substr(kForThe.size() / 2));
  if (Stops(noun) || Stops(WithoutArticle(noun)) || CueOf(noun) != Cue::kNone) return at;
  return AfterNouns(field + 1, end);
}

// Of a chain of nouns without the article, each of which is a field, a facility or what towns are called by: after the name
// that ends it.
size_t ArabicBodies::FieldEnd(size_t at, size_t end) const {
  size_t noun = at;
  while (Follows(noun, end) && !IsDefinite(Word(noun)) &&
         (IsBoundsWord("field", Word(noun)) || IsBoundsWord("facility", Word(noun)) ||
          IsBoundsWord("toponym", Word(noun)) || FeatureHead(Word(noun)) == 0)) {
    ++noun;
  }
  if (!Follows(noun, end)) return at;
  const size_t named = std::max(MentionEnd(noun, end), PlaceEnd(noun, end));
  if (named > noun) return AfterAdjectives(named, end);
  // What may not follow a head may follow a field: "the affairs of the state".
  if (!IsNoun(noun) || (noun == at && IsBoundsWord("no-body", Word(noun)))) return at;
  return AfterNouns(noun + 1, end);
}

// After the name that the head before token `at` makes; `at`: none.
size_t ArabicBodies::NameEnd(const Head& head, size_t at, size_t end) const {
  if (!Follows(at, end)) return at;
  switch (head.kind) {
    case Head::Kind::kPair:
      return AfterAdjectives(at + 1, end);
    case Head::Kind::kGeneral:
      return GeneralEnd(at, end);
    case Head::Kind::kWeak:
      return IsBoundsWord("field", WithoutArticle(Word(at))) ? FieldEnd(at, end) : at;
    case Head::Kind::kFacility:
      return IsBoundsWord("no-feature", Word(at)) ? at : FieldEnd(at, end);
    case Head::Kind::kPlaceName:
      return std::max(MentionEnd(at, end), PlaceEnd(at, end)) > at ? FieldEnd(at, end) : at;
    case Head::Kind::kEvent: {
      const size_t last = FieldEnd(at, end);
      const bool is_named = std::max(MentionEnd(at, end), PlaceEnd(at, end)) > at;
      return is_named || last + 1 >= at + kLeastOfEvent ? last : at;
    }
    case Head::Kind::kBody:
      break;
  }
  return FieldEnd(at, end);
}

std::optional<ModelMention> ArabicBodies::Read(size_t at, size_t end) const {
  if (text_.tokens[at].script != text::Script::kArabic) return std::nullopt;
  const std::optional<Head> head = HeadAt(at);
  if (!head) return std::nullopt;
  const size_t last = NameEnd(*head, at + 1, end);
  if (last == at + 1 || last - at > kMostWords) return std::nullopt;
  const text::Token& first = text_.tokens[at];
  const uint32_t begin = OriginalAt(text_, first, static_cast<uint32_t>(first.search.begin + head->proclitic));
  const bool is_place = head->kind == Head::Kind::kFacility || head->kind == Head::Kind::kPlaceName;
  const EntityType type = is_place                           ? EntityType::kLoc
                          : head->kind == Head::Kind::kEvent ? EntityType::kMisc
                                                             : EntityType::kOrg;
  return ModelMention{.mention = {.field = which_,
                                  .span = {begin, text_.tokens[last - 1].original.end},
                                  .proclitic = {first.original.begin, begin},
                                  .confidence = kConfidence,
                                  .detector = Detector::kRule},
                      .type = type,
                      .words = static_cast<uint32_t>(last - at)};
}

}  // namespace marsad::tag
