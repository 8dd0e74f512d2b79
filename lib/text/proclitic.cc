#include "lib/text/proclitic.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "lib/base/take_until.h"
#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kOwnLetters;
}

namespace marsad::text {
namespace {

// An Arabic letter is two bytes of UTF-8 that begin with 0xD8..0xDB; here as one number.
constexpr uint32_t kWaw = 0xD988;
constexpr uint32_t kFeh = 0xD981;
constexpr uint32_t kBeh = 0xD8A8;
constexpr uint32_t kKaf = 0xD983;
constexpr uint32_t kLam = 0xD984;
constexpr size_t kLetter = 2;           // bytes
constexpr size_t kLeast = 3 * kLetter;  // what must be left

uint32_t LetterAt(std::string_view word, size_t at) {
  return static_cast<uint32_t>(static_cast<uint8_t>(word[at])) << 8 | static_cast<uint8_t>(word[at + 1]);
}

bool IsArabic(std::string_view word) {
  return word.size() % kLetter == 0 && static_cast<uint8_t>(word[0]) >= 0xD8 && static_cast<uint8_t>(word[0]) <= 0xDB;
}

// Readings of the word after its first `from` bytes: a preposition, and with it the article that li- swallowed. A word
// that begins with two lams is read three ways: li + lam..., li + the article without its alef + rest, and lil + rest.
void AddPreposition(std::string_view word, size_t from, ProcliticSplits* splits) {
  const size_t end = from + kLetter;
  if (word.size() < end + kLeast) return;
  const uint32_t letter = LetterAt(word, from);
  if (letter != kBeh && letter != kKaf && letter != kLam) return;
  splits->items[splits->count++] = {.bytes = static_cast<uint8_t>(end)};
  if (letter != kLam || LetterAt(word, end) != kLam) return;
  splits->items[splits->count++] = {.bytes = static_cast<uint8_t>(end), .restores_article = true};
  if (word.size() < end + kLetter + kLeast) return;
  splits->items[splits->count++] = {.bytes = static_cast<uint8_t>(end + kLetter)};
}

// Words that begin with a waw or feh of their own.
class OwnLetters {
 public:
  OwnLetters() {
    for (std::string_view rest = embedded::kOwnLetters; !rest.empty();) {
      std::string_view line = TakeUntil("\n", &rest);
      if (line.starts_with('#')) continue;
      while (!line.empty()) Add(TakeUntil(" ", &line));
    }
  }

  bool Has(std::string_view word) const {
    if (words_.contains(word)) return true;
    for (size_t bytes = kShortest; bytes <= std::min(word.size(), longest_); bytes += kLetter) {
      if (beginnings_.contains(word.substr(0, bytes))) return true;
    }
    return false;
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Set = std::unordered_set<std::string, Hash, std::equal_to<>>;
  static constexpr size_t kShortest = 3 * kLetter;  // of what stands for all words that begin so

  void Add(std::string_view word) {
    const bool is_beginning = word.ends_with('*');
    std::string folded = FoldText(word.substr(0, word.size() - (is_beginning ? 1 : 0)));
    if (is_beginning) longest_ = std::max(longest_, folded.size());
    (is_beginning ? beginnings_ : words_).insert(std::move(folded));
  }

  Set words_;
  Set beginnings_;
  size_t longest_ = 0;  // bytes
};

}  // namespace

bool HasConjunction(std::string_view folded_word) {
  static const OwnLetters own_letters;
  if (folded_word.size() < kLeast || !IsArabic(folded_word)) return false;
  const uint32_t first = LetterAt(folded_word, 0);
  return (first == kWaw || first == kFeh) && !own_letters.Has(folded_word);
}

ProcliticSplits SplitProclitics(std::string_view folded_word) {
  ProcliticSplits splits;
  if (folded_word.size() < kLetter + kLeast || !IsArabic(folded_word)) return splits;
  const uint32_t first = LetterAt(folded_word, 0);
  const bool conjunction = first == kWaw || first == kFeh;
  if (conjunction) splits.items[splits.count++] = {.bytes = kLetter};
  AddPreposition(folded_word, conjunction ? kLetter : 0, &splits);
  return splits;
}

}  // namespace marsad::text
