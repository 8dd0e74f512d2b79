#include "stages/normalize/byline.h"

#include <algorithm>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;
using Words = std::span<const text::Token>;

constexpr size_t kMostWordsWithoutSign = 6;  // of a script without capitals
constexpr size_t kLongestParticle = 4;       // letters: "and", "with", "para"
constexpr size_t kMostWordsOfPart = 4;       // of a place, of an author
constexpr size_t kMostWordsOfRole = 2;       // before the author: "from our correspondent"

SentenceClass FirstClass(const Field& field, const text::Token& word) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(field.original, word.original.begin).value);
}

bool IsSign(char32_t c) { return c == ':' || c == '-' || c == '|' || c == '/' || (c >= 0x2010 && c <= 0x2015); }
bool IsDash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015); }
bool IsComma(char32_t c) { return c == ',' || c == 0x060C || c == '|' || c == '/'; }

// What stands between `words[i]` and the next word.
std::string_view Gap(const Field& field, Words words, size_t i) {
  return text::OriginalSpan{words[i].original.end, words[i + 1].original.begin}.Cut(field.original);
}

template <class Is>
bool Holds(std::string_view text, Is is) {
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (is(c.value)) return true;
    at += c.bytes;
  }
  return false;
}

// A capital, or a letter of a script that has none.
bool MayBeginName(SentenceClass found) {
  return found == SentenceClass::kUpper || found == SentenceClass::kOtherLetter;
}

}  // namespace

bool GoesOnWithNames(const Field& field, Words words, size_t phrase) {
  if (phrase == 0 || words.size() <= phrase) return false;
  const SentenceClass first = FirstClass(field, words[phrase]);
  if (first == SentenceClass::kLower) return false;
  if (first == SentenceClass::kOtherLetter) {
    return words.size() <= kMostWordsWithoutSign || Holds(Gap(field, words, phrase - 1), IsSign);
  }
  for (size_t i = phrase + 1; i < words.size(); ++i) {
    const bool is_name_over = i >= phrase + 2 && Holds(Gap(field, words, i - 1), IsComma);
    if (is_name_over) return true;  // "Middle East correspondent", an outlet, a date
    if (FirstClass(field, words[i]) == SentenceClass::kLower &&
        CountCharacters(field.Word(words[i])) > kLongestParticle)
      return false;
  }
  return true;
}

bool HasSignBehind(const Field& field, Words words, size_t phrase) {
  return phrase > 0 && words.size() > phrase && Holds(Gap(field, words, phrase - 1), IsSign);
}

bool IsPlaceAndAuthor(const Field& field, Words words) {
  size_t dash = 0;  // the word after it
  for (size_t i = 0; i < words.size(); ++i) {
    if (!MayBeginName(FirstClass(field, words[i]))) return false;
    if (i + 1 == words.size()) break;
    const std::string_view gap = Gap(field, words, i);
    const bool is_slash = FirstClass(field, words[i]) == SentenceClass::kOtherLetter && gap.find('/') != gap.npos;
    const bool is_dash = Holds(gap, IsDash) && gap.size() >= 3;  // a hyphen has no blanks
    if (!is_dash && !is_slash) continue;
    if (dash > 0) return false;
    dash = i + 1;
  }
  if (dash == 0 || dash > kMostWordsOfPart) return false;
  const Words author = words.subspan(dash);
  const bool has_role = std::ranges::any_of(author.first(std::min<size_t>(author.size(), 2)), [&](const auto& word) {
    return Phrases::Get().Is(WordKind::kRole, field.Word(word));
  });
  return author.size() <= kMostWordsOfPart + (has_role ? kMostWordsOfRole : 0);
}

bool SameWords(const Field& a, Words a_words, const Field& b, Words b_words) {
  return std::equal(a_words.begin(), a_words.end(), b_words.begin(), b_words.end(),
                    [&](const text::Token& x, const text::Token& y) { return a.Word(x) == b.Word(y); });
}

}  // namespace marsad::normalize
