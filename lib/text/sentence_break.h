// Sentence boundaries by the default rules of UAX #29 (Unicode 15), or by those with what news writes: a boundary can
// only stand after a terminator, so text between terminators is only skipped over. ICU's rule engine and the standard's
// own test file are the oracles of the tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/text/code_point.h"

namespace marsad::text {

// Sentence_Break of UAX #29. kIgnored: Extend and Format.
enum class SentenceClass : uint8_t {
  kOther,
  kIgnored,
  kSpace,
  kLower,
  kUpper,
  kOtherLetter,
  kNumeric,
  kContinue,
  kClose,
  kATerm,  // from here on: a sentence can end here
  kSTerm,
  kParagraph,
  kEmoji,  // kOther in the standard and in ClassOf; apart only if the rules are those of news
};

// kNews is the standard but for
//   - the ellipsis character, which is a full stop (ATerm) as three of them are;
//   - SB7: a capital right after the full stop of a word begins a sentence where the word has two letters or more and
//     ends in a small one: the blank was forgotten;
//   - SB8: a small letter goes on after question and exclamation marks too, with nothing but quotation marks, commas
//     and dashes between; one that a capital follows (eBay) begins a sentence;
//   - SB8: a number after the full stop and a blank may begin a sentence, also if a small letter follows it;
//   - an emoji and the blank after it, which may end a sentence.
// kGreekNews is kNews with the semicolon (U+003B and U+037E) as a question mark (STerm).
enum class SentenceRules : uint8_t { kStandard, kNews, kGreekNews };

// A boundary at `end`: the next sentence begins there.
struct SentenceBoundary {
  size_t end = 0;
  size_t terminator = 0;          // where the full stop stands
  bool is_full_stop = false;      // only such a boundary can be an abbreviation's
  bool is_emoji = false;          // no terminator: whether a sentence ends here the words must tell
  bool is_before_number = false;  // a number and then a small letter follow: the word before it must tell
};

// Walks over the boundaries of a text, which must be valid UTF-8 and outlive it.
class SentenceBreaker {
 public:
  SentenceBreaker(std::string_view text, SentenceRules rules);

  // The next boundary; the last one is the end of the text; absent after it.
  std::optional<SentenceBoundary> Next();

  // The class of a code point in the standard. Thread-safe.
  static SentenceClass ClassOf(char32_t c);

 private:
  struct Item {
    SentenceClass sentence_class = SentenceClass::kOther;
    size_t next = 0;
  };
  Item Read(size_t at) const;  // kOther at the end of the text
  size_t Skip(size_t at, SentenceClass which) const;
  // The next terminator or separator from `at` on, or the end of the text.
  size_t FindStop(size_t at) const;
  // The class of the last character in [begin, end) that is not ignored; if there is none, `otherwise`.
  SentenceClass ClassBefore(size_t begin, size_t end, SentenceClass otherwise) const;
  // Where the sentence ends whose terminator stands at `at`; absent if it goes on.
  std::optional<SentenceBoundary> EndBehind(size_t at, SentenceClass before) const;
  // Moves after the run of emoji at `stop` and the blanks that follow it; whether it may end a sentence.
  bool TakeEmoji(size_t stop);
  bool GoesOnInLowerCase(size_t at, bool behind_full_stop) const;
  bool LacksBlank(size_t full_stop, size_t behind) const;
  bool IsInsideWord(size_t full_stop, size_t next, SentenceClass before) const;

  std::string_view text_;
  const SentenceRules rules_;
  const CodePointTable<SentenceClass>& classes_;
  size_t at_ = 0;
};

}  // namespace marsad::text
