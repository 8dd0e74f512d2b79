// For tests: tags plain strings as if normalize had seen them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/tag/tagger.h"

namespace marsad::tag::testing {

// A field with all that normalize makes of it.
struct PreparedField {
  explicit PreparedField(std::string text)
      : original(std::move(text)), folded(text::Fold(original)), tokens(text::Tokenize(original, folded)) {}

  FieldText View() const { return {original, folded.search, &folded.map, tokens}; }

  std::string original;
  text::Folded folded;
  std::vector<text::Token> tokens;
};

struct PreparedArticle {
  PreparedArticle(std::string title_text, std::string body_text, std::string language_tag)
      : title(std::move(title_text)), body(std::move(body_text)), language(std::move(language_tag)) {}

  Document View() const { return {title.View(), body.View(), language}; }
  std::string_view Cut(const FoundMention& mention, text::OriginalSpan span) const {
    return span.Cut(mention.field == Field::kTitle ? title.original : body.original);
  }

  PreparedField title;
  PreparedField body;
  std::string language;
};

inline std::string_view TypeName(EntityType type) {
  constexpr std::string_view kNames[] = {"?", "PER", "ORG", "LOC", "MISC"};
  return kNames[static_cast<size_t>(type)];
}

}  // namespace marsad::tag::testing
