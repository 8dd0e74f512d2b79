#include "lib/text/token.h"

#include <algorithm>
#include <optional>

#include "lib/text/code_point.h"
#include "lib/text/proclitic.h"
#include "lib/text/word_break.h"

namespace marsad::text {
namespace {

// The script of a word is that of its first letter; digits count only if no letter is. In line, as what follows: a call for
// each word is a tenth of what Tokenize costs.
[[gnu::always_inline]] inline Script ScriptOf(std::string_view word, const WordProperties& properties) {
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

[[gnu::always_inline]] inline Token MakeToken(OriginalSpan word, SearchSpan search, std::string_view original,
                                              const Folded& folded, const WordProperties& properties) {
  Token token{.original = word, .search = search};
  token.script = ScriptOf(word.Cut(original), properties);
  if (token.script == Script::kArabic) {
    const ProcliticSplits splits = SplitProclitics(search.Cut(folded.search));
    if (splits.count > 0) token.proclitic = splits.items[splits.count - 1].bytes;
  }
  return token;
}

bool IsHashtag(std::string_view original, OriginalSpan word) {
  return word.begin > 0 && original[word.begin - 1] == '#';
}

// `words` with those of hashtags parted at their underscores.
[[gnu::noinline]] std::vector<Token> PartHashtags(std::string_view original, const Folded& folded,
                                                  const std::vector<Token>& words) {
  std::vector<Token> parted;
  for (const Token& token : words) {
    const std::string_view word = token.original.Cut(original);
    if (!IsHashtag(original, token.original) || word.find('_') == word.npos) {
      parted.push_back(token);
      continue;
    }
    for (size_t begin = word.find_first_not_of('_'); begin < word.size();) {
      const size_t end = std::min(word.find('_', begin), word.size());
      const OriginalSpan part = {token.original.begin + static_cast<uint32_t>(begin),
                                 token.original.begin + static_cast<uint32_t>(end)};
      parted.push_back(MakeToken(part, folded.map.ToSearch(part), original, folded, WordProperties::Get()));
      begin = word.find_first_not_of('_', end);
    }
  }
  return parted;
}

}  // namespace

std::vector<Token> Tokenize(std::string_view original, const Folded& folded) {
  std::vector<Token> tokens;
  tokens.reserve(original.size() / 8);
  uint32_t behind = 0;
  bool holds_hashtag = false;
  WordBreaker words(original);
  OffsetMap::ToSearchCursor cursor(folded.map);
  const WordProperties& properties = WordProperties::Get();
  while (const std::optional<OriginalSpan> word = words.Next()) {
    // Two words share a search text only if a mark of the second melts into the first (kana after a dropped
    // tatweel).
    SearchSpan search = cursor.Next(*word);
    search = {std::max(search.begin, behind), std::max(search.end, behind)};
    behind = search.end;
    holds_hashtag = holds_hashtag || IsHashtag(original, *word);
    tokens.push_back(MakeToken(*word, search, original, folded, properties));
  }
  return holds_hashtag ? PartHashtags(original, folded, tokens) : tokens;
}

}  // namespace marsad::text
