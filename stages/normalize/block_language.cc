#include "stages/normalize/block_language.h"

#include <algorithm>
#include <array>
#include <bit>

#include "lib/text/casing.h"
#include "stages/normalize/common_words.h"

namespace marsad::normalize {
namespace {

using text::Script;
using text::Token;
using Words = std::span<const Token>;

constexpr uint32_t kLeastBytes = 60;           // of letters in one block
constexpr uint32_t kLeastBytesUnlisted = 160;  // where CLD2 alone knows the language
constexpr uint32_t kLeastConfidence = 500;     // per mille
constexpr int kEnoughOwnWords = 4;
constexpr size_t kMostWords = 100;  // of a block
constexpr size_t kMostLooks = 40;   // words

// Scripts that many languages of the news write.
bool IsShared(Script script) {
  return script == Script::kLatin || script == Script::kCyrillic || script == Script::kArabic;
}

// Whether common words of the article's language make a look at others needless.
bool IsPlainlyOwn(const Field& field, Words words, LanguageSet own) {
  const CommonWords& common = CommonWords::Get();
  int owned = 0;
  int foreign = 0;
  for (const Token& token : words.first(std::min(words.size(), kMostLooks))) {
    const LanguageSet languages = common.LanguagesOf(field.Word(token));
    owned += (languages & own) != 0;
    foreign += languages != 0 && (languages & own) == 0;
    if (owned >= kEnoughOwnWords && owned > 2 * foreign) return true;
  }
  return false;
}

// Whether CLD2 is worth its price: another language has more common words in the block than the article's, or the block
// is long and has none of the latter.
bool IsWorthAsking(const Field& field, Words words, LanguageSet own, uint32_t letters) {
  const CommonWords& common = CommonWords::Get();
  std::array<int, CommonWords::kMostLanguages> hits{};
  int owned = 0;
  for (const Token& token : words) {
    LanguageSet languages = common.LanguagesOf(field.Word(token));
    owned += (languages & own) != 0;
    for (languages &= ~own; languages != 0; languages &= languages - 1) ++hits[std::countr_zero(languages)];
  }
  const int most = *std::max_element(hits.begin(), hits.end());
  const bool may_be_unlisted = own != 0 && owned == 0 && letters >= kLeastBytesUnlisted;
  return most > owned || may_be_unlisted;
}

// Whether the block may be in another language than the article's, which is written in the same script. `own`: the article's,
// 0 if it has no common words.
bool MayBeForeign(const Field& field, Words words, LanguageSet own, const ScriptCounts& counts) {
  const Script script = counts.Dominant();
  if (!IsShared(script)) return false;
  if (script == Script::kArabic) return true;
  if (own != 0 && IsPlainlyOwn(field, words, own)) return false;
  return IsWorthAsking(field, words.first(std::min(words.size(), kMostWords)), own, counts.Bytes(script));
}

// Whether words that `other` has and `own` has not speak for `other`, and clearly more than the reverse. Where most words
// begin with capitals they are names, or a title's, and tell nothing.
bool SpeakFor(LanguageSet other, LanguageSet own, const Field& field, Words words) {
  const CommonWords& common = CommonWords::Get();
  int for_other = 0;
  int for_own = 0;
  size_t capitals = 0;
  for (const Token& token : words) {
    const LanguageSet languages = common.LanguagesOf(field.Word(token));
    for_other += (languages & other) != 0 && (languages & own) == 0;
    for_own += (languages & own) != 0 && (languages & other) == 0;
    capitals += text::StartsUpper(token.original.Cut(field.original));
  }
  return for_other > 0 && for_other > 2 * for_own && 2 * capitals <= words.size();
}

}  // namespace

std::string BlockLanguage(const Field& field, text::OriginalSpan span, Words words, const Language& article,
                          Script article_script) {
  ScriptCounts counts;
  for (const Token& token : words) counts.Add(token);
  const Script script = counts.Dominant();
  if (counts.Bytes(script) < kLeastBytes) return {};
  const bool is_same_script = script == article_script;
  const LanguageSet own = is_same_script ? CommonWords::Get().Find(article.tag) : 0;
  if (is_same_script && !MayBeForeign(field, words, own, counts)) return {};
  const Language found = DetectLanguage({.text = span.Cut(field.original), .script = script, .claimed = {}});
  if (found.tag == article.tag || found.confidence < kLeastConfidence) return {};
  if (script == Script::kArabic || !IsShared(script)) return found.tag;
  const LanguageSet other = CommonWords::Get().Find(found.tag);
  if (other == 0) return counts.Bytes(script) < kLeastBytesUnlisted ? std::string() : found.tag;
  const Words telling = is_same_script ? words.first(std::min(words.size(), kMostWords)) : words;
  return other != own && SpeakFor(other, own, field, telling) ? found.tag : std::string();
}

}  // namespace marsad::normalize
