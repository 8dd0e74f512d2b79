#include "stages/cluster/canonical.h"

#include <algorithm>

#include "lib/text/code_point.h"

namespace marsad::cluster {
namespace {

constexpr std::string_view kWaw = "\u0648";
constexpr std::string_view kArticle = "\u0627\u0644";  // alef, lam
constexpr size_t kArabicLetter = 2;                    // bytes
constexpr size_t kFewestConsonants = 4;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsArabic(char32_t c) { return c >= 0x0620 && c <= 0x064A; }

bool IsLongVowel(char32_t c) { return c == 0x0627 || c == 0x0648 || c == 0x064A; }  // alef, waw, yeh

bool IsProclitic(char32_t c) {  // waw, feh, beh, lam, kaf
  return c == 0x0648 || c == 0x0641 || c == 0x0628 || c == 0x0644 || c == 0x0643;
}

// Bytes of what is written onto the digits that `word` begins with otherwise; 0: nothing is.
size_t ProcliticBeforeDigits(std::string_view word) {
  size_t at = 0;
  while (at < word.size() && !IsDigit(word[at])) {
    const text::CodePoint c = text::CodePointAt(word, at);
    if (!IsProclitic(c.value) || at >= 2 * kArabicLetter) return 0;
    at += c.bytes;
  }
  return at == word.size() ? 0 : at;
}

bool IsNumeral(std::string_view word) {
  return !word.empty() && IsDigit(word.front()) && IsDigit(word.back()) &&
         std::all_of(word.begin(), word.end(), [](char c) { return IsDigit(c) || c == '.' || c == ','; });
}

// Whether every separator has three digits after it, and one to three stand before the first: 1,000 or 1.000.
bool HasThousands(std::string_view numeral) {
  size_t since = 0;
  bool is_first = true;
  for (const char c : numeral) {
    if (IsDigit(c)) {
      ++since;
      continue;
    }
    if (is_first ? since > 3 || numeral.front() == '0' : since != 3) return false;
    is_first = false;
    since = 0;
  }
  return !is_first && since == 3;
}

// Whether letters of `stem`, an Arabic word without article, stand as in `pattern`: a dot is a consonant, others are themselves.
bool HasPattern(std::u32string_view stem, std::u32string_view pattern) {
  return std::ranges::equal(stem, pattern, [](char32_t letter, char32_t wanted) {
    if (wanted == U'.') return !IsLongVowel(letter);
    return letter == wanted;
  });
}

// Whether its vowels make the word another one than that with the same consonants. In names from abroad they are spelled one
// way or the other; Arabic forms words by them: Mahmoud is not Mohammed, an aide not Masoud, Suleiman not Salman, Naima not Nima.
bool HasPatternOfItsOwn(std::u32string_view stem) {
  constexpr std::u32string_view kPatterns[] = {
      U"\u0645..\u0648.",        // passive participle
      U"\u0645.\u0627..",        // active one of the third form
      U"..\u064A.\u0627\u0646",  // diminutive
      U"..\u064A.\u0647",        // feminine
      U".\u0627..\u0647",       U"..\u0627.\u0647",
  };
  return std::ranges::any_of(kPatterns, [&](std::u32string_view pattern) { return HasPattern(stem, pattern); });
}

std::string Bare(std::string_view numeral) {
  std::string number;
  const bool has_thousands = HasThousands(numeral);
  for (const char c : numeral) {
    if (IsDigit(c)) {
      number += c;
    } else if (!has_thousands) {
      number += '.';
    }
  }
  if (std::count(number.begin(), number.end(), '.') > 1) return number;  // a date or a version: each part as it is
  if (number.find('.') != number.npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
  }
  const size_t zeros = std::min(number.find_first_not_of('0'), number.size() - 1);
  const bool keeps_one = zeros > 0 && number[zeros] == '.';
  return number.substr(keeps_one ? zeros - 1 : zeros);
}

}  // namespace

std::string_view WithoutWaw(std::string_view word) {
  const bool has = word.starts_with(kWaw) && word.size() >= kWaw.size() + 3 * kArabicLetter;
  return has ? word.substr(kWaw.size()) : word;
}

std::optional<GluedNumber> CanonicalNumber(std::string_view word) {
  if (std::none_of(word.begin(), word.end(), IsDigit)) return std::nullopt;
  const std::string_view bare = word.substr(ProcliticBeforeDigits(word));
  if (IsNumeral(bare)) return GluedNumber{Bare(bare), {}};
  const size_t end = std::min(bare.find_first_not_of("0123456789.,"), bare.size());
  const std::string_view rest = bare.substr(end);
  const bool is_glued = IsNumeral(bare.substr(0, end)) && std::none_of(rest.begin(), rest.end(), IsDigit) &&
                        IsArabic(text::CodePointAt(rest, 0).value);
  if (is_glued) return GluedNumber{Bare(bare.substr(0, end)), rest};
  return GluedNumber{std::string(word), {}};
}

std::string CanonicalWord(std::string_view word) {
  const std::string_view bare = WithoutWaw(word);
  const size_t article = bare.starts_with(kArticle) ? kArticle.size() : 0;
  std::string skeleton(bare.substr(0, article));
  std::u32string stem;
  for (size_t at = article; at < bare.size();) {
    const text::CodePoint c = text::CodePointAt(bare, at);
    if (!IsArabic(c.value)) return std::string(bare);
    const bool is_edge = at == article || at + c.bytes == bare.size();
    if (is_edge || !IsLongVowel(c.value)) skeleton += bare.substr(at, c.bytes);
    stem += c.value;
    at += c.bytes;
  }
  const auto consonants = static_cast<size_t>(std::ranges::count_if(stem, [](char32_t c) { return !IsLongVowel(c); }));
  return consonants >= kFewestConsonants && !HasPatternOfItsOwn(stem) ? skeleton : std::string(bare);
}

}  // namespace marsad::cluster
