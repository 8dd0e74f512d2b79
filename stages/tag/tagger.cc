#include "stages/tag/tagger.h"

#include <algorithm>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "stages/tag/entity_groups.h"
#include "stages/tag/initials.h"
#include "stages/tag/longer_name.h"
#include "stages/tag/matcher.h"
#include "stages/tag/resolver.h"
#include "stages/tag/towns.h"

namespace marsad::tag {
namespace {

bool IsIn(std::span<const text::OriginalSpan> spans, text::OriginalSpan span) {
  const auto behind =
      std::partition_point(spans.begin(), spans.end(), [&](text::OriginalSpan one) { return one.end <= span.begin; });
  return behind != spans.end() && behind->begin <= span.begin;
}

// Initials before a family name are part of it. False if they are those of somebody else: M. Trump is not Donald.
bool TakeInitials(const FieldReader& reader, const Candidate& candidate, const Gazetteer& gazetteer,
                  std::string_view language, KnownMention* known) {
  const KnownEntity entity = gazetteer.entity(known->entity);
  if (entity.type != EntityType::kPer || candidate.tokens != 1) return true;
  const uint32_t first = InitialsBefore(reader.text(), candidate.first, language);
  if (first == candidate.first) return true;
  const std::string_view word = reader.Folded(first);
  const std::string_view initial = word.substr(0, NextBoundary(word, 0));
  const bool is_own = std::ranges::any_of(gazetteer.Labels(entity), [&](std::string_view label) {
    return label.find(' ') != std::string_view::npos && text::FoldText(label).starts_with(initial);
  });
  known->mention.span.begin = reader.text().tokens[first].original.begin;
  known->mention.proclitic = {known->mention.span.begin, known->mention.span.begin};
  known->words += candidate.first - first;
  return is_own;
}

// A known place that is a piece of something else's name: if that is told by the word before it, the mention is all of it.
KnownMention Piece(const FieldReader& reader, const Candidate& candidate) {
  KnownMention piece{.mention = {.field = candidate.field, .span = reader.Original(candidate)},
                     .words = candidate.tokens,
                     .is_piece = true};
  const std::optional<NameWithHead> name = WithHead(reader, candidate);
  if (!name) return piece;
  piece.mention.span = reader.Original(name->whole);
  piece.mention.proclitic = reader.Proclitic(name->whole, piece.mention.span);
  piece.mention.confidence = kSupported;
  piece.mention.detector = Detector::kRule;
  piece.words = name->whole.tokens;
  piece.with_head = name->type;
  return piece;
}

void FindIn(const FieldReader& reader, const std::vector<Candidate>& candidates, const Gazetteer& gazetteer,
            std::string_view language, Resolver* resolver, std::vector<KnownMention>* found) {
  for (size_t i = 0; i < candidates.size(); ++i) {
    const std::optional<Decision> decision = resolver->Resolve(reader, candidates, i);
    if (!decision && !resolver->IsPiece(reader, candidates[i])) continue;
    if (!decision) {
      KnownMention piece = Piece(reader, candidates[i]);
      const bool is_free = found->empty() || found->back().mention.field != piece.mention.field ||
                           found->back().mention.span.end <= piece.mention.span.begin;
      if (is_free) found->push_back(piece);
      continue;
    }
    FoundMention mention{.field = candidates[i].field, .span = reader.Original(candidates[i])};
    mention.proclitic = reader.Proclitic(candidates[i], mention.span);
    mention.confidence = decision->confidence;
    mention.detector = decision->detector;
    KnownMention known{mention, decision->entity, candidates[i].tokens};
    if (TakeInitials(reader, candidates[i], gazetteer, language, &known)) found->push_back(known);
  }
}

}  // namespace

std::vector<KnownMention> Tagger::Find(const Document& document) const {
  const uint32_t languages = gazetteer_->LanguageBits(document.language);
  FieldReader title(Field::kTitle, document.title, *gazetteer_, languages);
  FieldReader body(Field::kBody, document.body, *gazetteer_, languages);
  std::vector<Candidate> in_title = title.Find();
  std::vector<Candidate> in_body = body.Find();
  std::erase_if(in_body, [&](const Candidate& one) { return IsIn(document.apart, body.Original(one)); });
  TellTownsFromCountries(title, {}, document.language, &in_title);
  TellTownsFromCountries(body, document.datelines, document.language, &in_body);
  Resolver resolver(*gazetteer_, document.language);
  resolver.Learn(title, in_title);
  resolver.Learn(body, in_body);
  for (const Candidate& candidate : in_body) {
    if (IsIn(document.datelines, body.Original(candidate))) resolver.LearnTown(body, candidate);
  }
  std::vector<KnownMention> found;
  FindIn(title, in_title, *gazetteer_, document.language, &resolver, &found);
  FindIn(body, in_body, *gazetteer_, document.language, &resolver, &found);
  return found;
}

std::vector<FoundEntity> Tagger::Tag(const Document& document) const {
  EntityGroups groups(document, *gazetteer_);
  for (const KnownMention& known : Find(document)) {
    if (!known.is_piece) groups.AddKnown(known.entity, known.mention);
  }
  return groups.Take();
}

}  // namespace marsad::tag
