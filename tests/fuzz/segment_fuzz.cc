// Any text cut into sentences and words: both in order, on character boundaries, with nothing lost between them; by the
// standard's own rules sentences end where ICU's engine ends them.
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <memory>
#include <vector>

#include "lib/text/sentence.h"
#include "lib/text/sentence_break.h"
#include "lib/text/token.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/check.h"

namespace {

using marsad::fuzz::Require;
using marsad::fuzz::RequireInside;

bool IsBlank(std::string_view text) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(text.data(), at, length, c);
    if (!u_isUWhiteSpace(c)) return false;
  }
  return true;
}

void CheckSentences(std::string_view text, std::string_view language) {
  uint32_t last = 0;
  for (const auto sentence : marsad::text::Sentences(text, language)) {
    RequireInside(text, sentence.begin, sentence.end);
    Require(sentence.begin >= last, "sentences stand in order, apart from each other");
    Require(IsBlank(text.substr(last, sentence.begin - last)), "only white space lies between sentences");
    last = sentence.end;
  }
  Require(IsBlank(text.substr(last)), "only white space lies after the last sentence");
}

void CheckWords(std::string_view text) {
  uint32_t last = 0;
  for (const auto& token : marsad::text::Tokenize(text, marsad::text::Fold(text))) {
    RequireInside(text, token.original.begin, token.original.end);
    Require(token.original.begin >= last, "words stand in order, apart from each other");
    Require(!marsad::text::HasLetter(text.substr(last, token.original.begin - last)), "no letter lies between words");
    last = token.original.end;
  }
  Require(!marsad::text::HasLetter(text.substr(last)), "no letter lies after the last word");
}

void CheckAgainstIcu(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  static const std::unique_ptr<icu::BreakIterator> oracle(
      icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), error));
  UText utf8 = UTEXT_INITIALIZER;
  utext_openUTF8(&utf8, text.data(), static_cast<int64_t>(text.size()), &error);
  oracle->setText(&utf8, error);
  Require(U_SUCCESS(error), "ICU reads the text");
  oracle->first();
  marsad::text::SentenceBreaker breaker(text, marsad::text::SentenceRules::kStandard);
  for (int32_t to = oracle->next(); to != icu::BreakIterator::DONE; to = oracle->next()) {
    const auto ours = breaker.Next();
    Require(ours && ours->end == static_cast<size_t>(to), "a sentence by the standard ends where ICU ends it");
  }
  Require(!breaker.Next().has_value(), "there are as many sentences as ICU finds");
  utext_close(&utf8);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = marsad::text::RepairUtf8(marsad::fuzz::BytesOf(data, size)).text;
  for (const std::string_view language : {"", "ar", "en", "ru", "de"}) CheckSentences(text, language);
  CheckWords(text);
  CheckAgainstIcu(text);
  return 0;
}
