// Word boundaries by the default rules of UAX #29 (Unicode 15), several times faster than ICU's rule engine, which is
// the oracle of the tests. Words that no spaces tell apart (Han, Kana, Thai, ...) are asked of ICU's dictionaries.
// Deliberate differences from ICU 72, which tailors the standard: @ joins no words, a colon joins letters, Hangul and
// other letters join; and from both: a word holds no emoji and does not end in an invisible format control.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/text/code_point.h"
#include "lib/text/span.h"
#include "lib/text/token.h"

namespace marsad::text {

// Word_Break of UAX #29, as far as a word can hold it. kDictionary: scripts that write words without spaces.
enum class WordClass : uint8_t {
  kOther,
  kLetter,
  kHebrewLetter,
  kNumeric,
  kExtendNumLet,
  kMidLetter,
  kMidNum,
  kMidNumLet,
  kSingleQuote,
  kDoubleQuote,
  kExtend,
  kFormat,
  kDictionary,
};

struct WordProperty {
  WordClass word_class = WordClass::kOther;
  Script script = Script::kOther;
};

// Immutable; one for the process.
class WordProperties {
 public:
  static const WordProperties& Get();
  const WordProperty& operator[](char32_t c) const { return table_[c]; }

 private:
  WordProperties();
  CodePointTable<WordProperty> table_;
};

// Walks over the words and numbers of a text, which must be valid UTF-8 and outlive it.
class WordBreaker {
 public:
  explicit WordBreaker(std::string_view text) : text_(text), properties_(WordProperties::Get()) {}

  // The next word or number; absent at the end.
  std::optional<OriginalSpan> Next();

 private:
  struct Item {
    WordClass word_class = WordClass::kOther;
    size_t begin = 0;
    size_t end = 0;   // without format controls after it
    size_t next = 0;  // where the next one begins, after all that extends this one (WB4)
  };
  Item Read(size_t at) const;
  // After the letters of two bytes that follow one another from `at` on: nearly all there is in many scripts.
  size_t SkipLetters(size_t at) const;
  // The last of the letters and digits that follow one another from `at` on; there is one at least.
  Item ReadLetters(size_t at, bool* has_content) const;
  // Whether the word that ends in `last` goes on with the item at last.next, which is `item`. Moves `item` on to the
  // one after it where the two join only together (WB6, WB7, WB7b, WB11, WB12).
  bool Joins(const Item& last, Item* item) const;
  void BreakDictionaryRun(size_t begin);

  std::string_view text_;
  const WordProperties& properties_;
  size_t at_ = 0;
  std::vector<OriginalSpan> pending_;  // words of a dictionary run, in order
  size_t next_pending_ = 0;
};

}  // namespace marsad::text
