#include "lib/text/proclitic.h"

#include <algorithm>

namespace marsad::text {
namespace {

constexpr std::string_view kWaw = "\u0648";
constexpr std::string_view kFeh = "\u0641";
constexpr std::string_view kBeh = "\u0628";
constexpr std::string_view kKaf = "\u0643";
constexpr std::string_view kLam = "\u0644";
constexpr size_t kLetter = 2;       // bytes of an Arabic letter in UTF-8
constexpr size_t kLeast = 3 * kLetter;  // what must be left: three letters

bool IsOneOf(std::string_view letter, std::initializer_list<std::string_view> letters) {
  return std::find(letters.begin(), letters.end(), letter) != letters.end();
}

// Arabic letters are two bytes that begin with 0xD8..0xDB.
bool IsArabic(std::string_view word) {
  return word.size() % kLetter == 0 && static_cast<uint8_t>(word[0]) >= 0xD8 && static_cast<uint8_t>(word[0]) <= 0xDB;
}

// Readings of the word behind its first `from` bytes: a preposition, and with it the article that li- swallowed. A word
// that begins with two lams is read three ways: li + lam..., li + the article without its alef + rest, and lil + rest.
void AddPreposition(std::string_view word, size_t from, ProcliticSplits* splits) {
  const std::string_view letter = word.substr(from, kLetter);
  const size_t end = from + kLetter;
  if (!IsOneOf(letter, {kBeh, kKaf, kLam}) || word.size() < end + kLeast) return;
  splits->items[splits->count++] = {.bytes = static_cast<uint8_t>(end)};
  if (letter != kLam || word.substr(end, kLetter) != kLam) return;
  splits->items[splits->count++] = {.bytes = static_cast<uint8_t>(end), .restores_article = true};
  if (word.size() < end + kLetter + kLeast) return;
  splits->items[splits->count++] = {.bytes = static_cast<uint8_t>(end + kLetter)};
}

}  // namespace

ProcliticSplits SplitProclitics(std::string_view folded_word) {
  ProcliticSplits splits;
  if (folded_word.size() < kLetter + kLeast || !IsArabic(folded_word)) return splits;
  const bool conjunction = IsOneOf(folded_word.substr(0, kLetter), {kWaw, kFeh});
  if (conjunction) splits.items[splits.count++] = {.bytes = kLetter};
  AddPreposition(folded_word, conjunction ? kLetter : 0, &splits);
  return splits;
}

}  // namespace marsad::text
