// Which names of the model are none, and which are no person's: what NameBounds asks before it mends one.
#include <algorithm>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/name_bounds.h"

namespace marsad::tag {
namespace {

bool IsIn(std::string_view word, std::string_view kind) { return IsBoundsWord(kind, word); }

}  // namespace

// A derby, an air raid or a preposition alone is no name, whatever stands around it.
bool NameBounds::IsCommonNoun(const ModelMention& found) const {
  const Tokens tokens = TokensOf(found.mention);
  if (tokens.size() != 1 || tokens.front().script != text::Script::kArabic) return false;
  const FieldText& field = document_.field(found.mention.field);
  const std::string_view word = tokens.front().search.Cut(field.search);
  // Ali is "on" if its last letter is written without dots.
  const bool has_no_dots = tokens.front().original.Cut(field.original).ends_with(kAlefMaksura);
  if (IsIn(word, "common") || (has_no_dots && IsIn(word, "undotted"))) return true;
  return std::ranges::any_of(text::SplitProclitics(word), [&](const text::ProcliticSplit& split) {
    return IsIn(word.substr(split.bytes), "common");
  });
}

// A person's one name has no capital inside, as CalMac has, but after a particle: McKay.
bool NameBounds::IsTrademark(const ModelMention& found) const {
  const Tokens tokens = TokensOf(found.mention);
  if (tokens.size() != 1 || tokens.front().script != text::Script::kLatin) return false;
  const std::string_view word = tokens.front().original.Cut(document_.field(found.mention.field).original);
  for (size_t at = 1; at < word.size(); ++at) {
    const bool is_inside =
        IsBoundary(word, at) && text::HasLower(word.substr(0, at)) && text::StartsUpper(word.substr(at));
    if (!is_inside || word[at - 1] == '-' || word[at - 1] == '\'') continue;
    return text::HasLower(word.substr(at)) && !IsIn(text::FoldText(word.substr(0, at)), "before-capital");
  }
  return false;
}

// What the words say of a name that the model takes for a person's: "{Lorne Shipping}", "the carmaker {Arrin}".
bool NameBounds::IsCompany(const ModelMention& found) const {
  const FieldText& field = document_.field(found.mention.field);
  const Tokens tokens = TokensOf(found.mention);
  if (tokens.empty() || tokens.front().script == text::Script::kArabic) return false;
  const auto word = [&](const text::Token& token) { return token.search.Cut(field.search); };
  if (tokens.size() > 1 && IsIn(word(tokens.back()), "body-end")) return true;
  if (tokens.data() == field.tokens.data() || IsNamePart(lexicon_.Find(word(tokens.front())))) return false;
  const text::Token& before = tokens.data()[-1];
  const text::OriginalSpan gap{before.original.end, tokens.front().original.begin};
  return gap.Cut(field.original) == " " && IsIn(word(before), "body-before");
}

// "{Survivor} told", "the only survivor": who somebody is, maybe after a verb that is also a given name, is no name, unless a
// person before is called so.
bool NameBounds::IsRole(const ModelMention& found, const std::vector<ModelMention>& names) const {
  const FieldText& field = document_.field(found.mention.field);
  Tokens tokens = TokensOf(found.mention);
  if (found.type != EntityType::kPer || tokens.empty() || tokens.front().script != text::Script::kArabic) return false;
  const auto word = [&](const text::Token& token) { return token.search.Cut(field.search); };
  if (tokens.size() > 1 && IsIn(word(tokens.front()), "verb")) tokens = tokens.subspan(1);
  const std::string_view role = word(tokens.front());
  if (!IsIn(role, "role") || tokens.size() > 2) return false;
  if (tokens.size() == 2 && !word(tokens[1]).starts_with(kArticle)) return false;
  return std::ranges::none_of(names, [&](const ModelMention& name) {
    const Tokens before = TokensOf(name.mention);
    return name.type == EntityType::kPer && before.size() > 1 &&
           before.back().search.Cut(document_.field(name.mention.field).search) == role;
  });
}

}  // namespace marsad::tag
