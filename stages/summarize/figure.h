// Which numbers of a text count something: no time of day, date, or number that names a law, a minute, a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "lib/text/span.h"
#include "lib/text/token.h"
#include "stages/summarize/lead.h"
#include "stages/summarize/phrases.h"

namespace marsad::summarize {

class Figures {
 public:
  explicit Figures(const Article& article) : article_(article), phrases_(Phrases::Of(article.language)) {}

  // The figure that begins with the word `at` of a sentence's `tokens`, with what belongs to it ("4.5 million", "2 900",
  // "35 %", "3-2"); empty if none does.
  text::OriginalSpan At(std::span<const text::Token> tokens, size_t at) const;
  // Whether a score begins there: "3-2", "4:3".
  bool IsScore(std::span<const text::Token> tokens, size_t at) const;

 private:
  uint32_t EndOf(std::span<const text::Token> tokens, size_t at) const;
  bool IsNumber(std::span<const text::Token> tokens, size_t at) const;
  bool NamesSomething(std::span<const text::Token> tokens, size_t at) const;
  bool IsInDate(std::span<const text::Token> tokens, size_t at) const;
  bool IsBesideClock(std::span<const text::Token> tokens, size_t at) const;
  bool IsInTime(std::span<const text::Token> tokens, size_t at) const;
  std::string_view Between(const text::Token& first, const text::Token& second) const;
  std::string_view Word(const text::Token& token) const { return token.search.Cut(article_.search_body); }

  const Article& article_;
  const Phrases& phrases_;
};

}  // namespace marsad::summarize
