// Lines that say who wrote an article, told by what stands around them. Internal to the structure of normalize.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stages/normalize/lines.h"
#include "stages/normalize/phrases.h"
#include "stages/normalize/structure.h"

namespace marsad::normalize {

// Looks at the input and at `lines`, its body's, which both outlive it. From line `tail` on all are no prose.
class OwnBylines {
 public:
  using Words = std::span<const text::Token>;

  OwnBylines(const StructureInput& input, std::span<const Line> lines, size_t tail)
      : in_(input), lines_(lines), tail_(tail) {}

  // Whether line `index` is one, of the words `words`; `match` is what the table says of it, `has_prose`: text stands above it.
  bool IsByline(size_t index, Words words, const std::optional<PhraseMatch>& match, bool has_prose) const;

  // "Wrote - Jane Miller: The port ...": the words of a byline that its colon parts from the article's first sentence; empty:
  // there is none.
  Words Leading(text::OriginalSpan span, Words words) const;

 private:
  std::string_view Cut(text::OriginalSpan span) const { return span.Cut(in_.body.original); }
  std::string_view Below(size_t index) const { return Cut(lines_[index + 1].span); }
  bool IsFollowed(size_t index) const { return index + 1 < lines_.size(); }
  bool IsAuthorAboveText(size_t index, Words words) const;
  bool MayBeQuoting(size_t index, Words words, const PhraseMatch& match, bool has_prose) const;
  bool IsNameAbove(size_t index, Words words) const;
  bool IsAboveDateline(size_t index, bool has_prose) const;
  bool NamesAuthor(Words words) const;

  const StructureInput& in_;
  const std::span<const Line> lines_;
  const size_t tail_;
};

}  // namespace marsad::normalize
