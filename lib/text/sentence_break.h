// Sentence boundaries by the default rules of UAX #29 (Unicode 15): a boundary can only stand behind a terminator, so
// text between terminators is only skipped over. ICU's rule engine is the oracle of the tests.
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
  kParagraph,
  kSpace,
  kLower,
  kUpper,
  kOtherLetter,
  kNumeric,
  kATerm,
  kContinue,
  kSTerm,
  kClose,
};

// A boundary at `end`: the next sentence begins there.
struct SentenceBoundary {
  size_t end = 0;
  size_t terminator = 0;      // where the full stop stands
  bool is_full_stop = false;  // only such a boundary can be an abbreviation's
};

// Walks over the boundaries of a text, which must be valid UTF-8 and outlive it.
class SentenceBreaker {
 public:
  explicit SentenceBreaker(std::string_view text);

  // The next boundary; the last one is the end of the text; absent behind it.
  std::optional<SentenceBoundary> Next();

  // The class of a code point. Thread-safe.
  static SentenceClass ClassOf(char32_t c);

 private:
  struct Item {
    SentenceClass sentence_class = SentenceClass::kOther;
    size_t next = 0;
  };
  Item Read(size_t at) const;  // kOther at the end of the text
  size_t Skip(size_t at, SentenceClass which) const;
  // Where the sentence ends whose terminator stands at `at`; absent where it goes on.
  std::optional<size_t> EndBehind(size_t at, SentenceClass before) const;
  bool GoesOnInLowerCase(size_t at) const;

  std::string_view text_;
  const CodePointTable<SentenceClass>& classes_;
  size_t at_ = 0;
};

}  // namespace marsad::text
