#include "stages/normalize/aside.h"

#include <algorithm>

#include "stages/normalize/phrases.h"
#include "stages/normalize/signature.h"

namespace marsad::normalize {

std::span<const text::Token> LineWords::Within(text::OriginalSpan part) const {
  const auto begins_before = [](uint32_t at) {
    return [at](const text::Token& token) { return token.original.begin < at; };
  };
  const auto begin = std::partition_point(words.begin(), words.end(), begins_before(part.begin));
  return {begin, std::partition_point(begin, words.end(), begins_before(part.end))};
}

std::optional<Aside> FindAside(const LineWords& line, text::OriginalSpan bracket) {
  if (bracket.empty()) return std::nullopt;
  const text::OriginalSpan inside = {line.span.begin + bracket.begin, line.span.begin + bracket.end};
  const std::span<const text::Token> held = line.Within(inside);
  const std::optional<PhraseMatch> match = Phrases::Get().Match(line.body, held, inside);
  if (!match) return std::nullopt;
  if (match->rule == Rule::kCaption) return Aside{inside, held, BlockKind::kCaption};
  const bool is_note = match->rule == Rule::kNote || match->rule == Rule::kBoilerplate;
  return is_note ? std::optional<Aside>({inside, held, BlockKind::kNote}) : std::nullopt;
}

std::optional<Aside> FindSignature(const LineWords& line) {
  const size_t at = FindSignOff(line.Cut());
  if (at == line.Cut().size()) return std::nullopt;
  const text::OriginalSpan own = {line.span.begin + static_cast<uint32_t>(at), line.span.end};
  return Aside{own, line.Within(own), BlockKind::kBoilerplate};
}

}  // namespace marsad::normalize
