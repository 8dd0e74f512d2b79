#include "lib/text/token.h"

#include <algorithm>
#include <optional>

#include "lib/text/code_point.h"
#include "lib/text/proclitic.h"
#include "lib/text/word_break.h"

namespace marsad::text {
namespace {

// The script of a word is that of its first letter; digits count only where no letter is.
Script ScriptOf(std::string_view word, const WordProperties& properties) {
  Script script = Script::kOther;
  for (size_t at = 0; at < word.size();) {
    const CodePoint c = CodePointAt(word, at);
    const Script found = properties[c.value].script;
    if (found != Script::kOther && found != Script::kDigits) return found;
    if (found == Script::kDigits) script = found;
    at += c.bytes;
  }
  return script;
}

}  // namespace

std::vector<Token> Tokenize(std::string_view original, const Folded& folded) {
  std::vector<Token> tokens;
  tokens.reserve(original.size() / 8);
  uint32_t behind = 0;
  WordBreaker words(original);
  OffsetMap::ToSearchCursor cursor(folded.map);
  const WordProperties& properties = WordProperties::Get();
  while (const std::optional<OriginalSpan> word = words.Next()) {
    Token token{.original = *word, .search = cursor.Next(*word)};
    // Two words share a search text only where a mark of the second melts into the first (kana behind a dropped
    // tatweel).
    token.search = {std::max(token.search.begin, behind), std::max(token.search.end, behind)};
    behind = token.search.end;
    token.script = ScriptOf(word->Cut(original), properties);
    if (token.script == Script::kArabic) {
      const ProcliticSplits splits = SplitProclitics(token.search.Cut(folded.search));
      if (splits.count > 0) token.proclitic = splits.items[splits.count - 1].bytes;
    }
    tokens.push_back(token);
  }
  return tokens;
}

}  // namespace marsad::text
