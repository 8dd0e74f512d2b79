#include "stages/normalize/name_set.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "lib/text/sentence_break.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kOpening = 16;  // bytes of a name: four letters of whatever script

// The same of ASCII, which is most of what is asked in many languages.
std::string AsciiLettersOf(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) letters += c;
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
  }
  return letters;
}

// Letters and digits only.
std::string LettersOf(std::string_view name) {
  if (std::ranges::all_of(name, IsAscii)) return AsciiLettersOf(name);
  const std::string folded = text::FoldText(name);
  std::string letters;
  for (size_t at = 0; at < folded.size();) {
    const text::CodePoint c = text::CodePointAt(folded, at);
    const SentenceClass found = text::SentenceBreaker::ClassOf(c.value);
    const bool is_letter = found == SentenceClass::kLower || found == SentenceClass::kOtherLetter ||
                           found == SentenceClass::kUpper || found == SentenceClass::kNumeric;
    if (is_letter) letters += folded.substr(at, c.bytes);
    at += c.bytes;
  }
  return letters;
}

constexpr int kTold = 3;  // first letters by which names are told

std::string_view First(int count, std::string_view letters) {
  size_t end = 0;
  for (int i = 0; i < count && end < letters.size(); ++i) end = NextBoundary(letters, end);
  return letters.substr(0, end);
}

constexpr size_t kTwoByteCharacters = 0x800;

// The letter to which each character of at most two bytes is folded; 0: to none, to several, or to one of more bytes.
const std::array<char32_t, kTwoByteCharacters>& SimpleLetters() {
  static const auto letters = [] {
    std::array<char32_t, kTwoByteCharacters> all{};
    for (char32_t c = '0'; c < all.size(); ++c) {
      std::string character;
      AppendUtf8(c, &character);
      const std::string folded = LettersOf(character);
      const text::CodePoint letter = text::CodePointAt(folded, 0);
      if (letter.bytes == folded.size() && letter.value < all.size()) all[c] = letter.value;
    }
    return all;
  }();
  return letters;
}

// Tatweel and the signs of Arabic that folding drops and that combine with no letter (NFC), as others may.
bool IsVowelSign(char32_t c) { return c == 0x0640 || (c >= 0x064B && c <= 0x0652); }

// Opening() of a text that begins with four such letters, which is most of what is asked; empty: not so.
std::string SimpleOpening(std::string_view text) {
  std::string opening;
  int count = 0;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    at += c.bytes;
    const char32_t letter = c.value < kTwoByteCharacters ? SimpleLetters()[c.value] : U'\0';
    if (letter == U'\0') {
      if (c.value == ' ' || IsVowelSign(c.value)) continue;
      return {};
    }
    if (count++ == kTold) return opening;
    AppendUtf8(letter, &opening);
  }
  return {};
}

// The first letters of `text`; empty if no fourth one says that nothing more combines with them.
std::string Opening(std::string_view text) {
  const std::string_view begin = PrefixAtBoundary(text, kOpening);
  if (std::string simple = SimpleOpening(begin); !simple.empty()) return simple;
  std::string letters = LettersOf(begin);
  const size_t told = First(kTold, letters).size();
  letters.resize(told < letters.size() ? told : 0);
  return letters;
}

}  // namespace

void NameSet::Add(std::string_view name) {
  std::string letters = LettersOf(name);
  openings_.emplace(First(kTold, letters));
  names_.insert(std::move(letters));
}

bool NameSet::MayBegin(std::string_view text) const {
  const std::string opening = Opening(text);
  if (opening.empty() || openings_.contains(opening)) return true;
  return openings_.contains(First(1, opening)) || openings_.contains(First(2, opening));  // whole names
}

bool NameSet::Contains(std::string_view name) const {
  if (name.size() > kOpening) {
    const std::string opening = Opening(name);
    if (!opening.empty() && !openings_.contains(opening)) return false;
  }
  return names_.contains(LettersOf(name));
}

}  // namespace marsad::normalize
