#include "stages/summarize/phrases.h"

#include <gtest/gtest.h>

#include <string_view>

#include "lib/text/fold.h"

namespace marsad::summarize {
namespace {

// "He dismissed", and what else Arabic makes of it.
constexpr std::string_view kDismissed = "\u0623\u0642\u0627\u0644";
constexpr std::string_view kSheDismissed = "\u0623\u0642\u0627\u0644\u062A";
constexpr std::string_view kAndTheyDismissed = "\u0648\u0623\u0642\u0627\u0644\u0648\u0627";
constexpr std::string_view kSheWillDismiss = "\u0633\u062A\u0642\u064A\u0644";
constexpr std::string_view kAndTheyDismiss = "\u0641\u064A\u0642\u064A\u0644\u0648\u0646";
constexpr std::string_view kMould = "\u0642\u0627\u0644\u0628";  // "a mould": no verb, but begins like "said"

bool Has(Phrase phrase, std::string_view text, std::string_view language) {
  const text::Folded folded = text::Fold(text);
  return Phrases::Of(language).Find(text::Tokenize(text, folded), folded.search).Has(phrase);
}

TEST(Phrases, KnowsAnArabicVerbInAllItsForms) {
  for (const std::string_view form : {kDismissed, kSheDismissed, kAndTheyDismissed, kSheWillDismiss, kAndTheyDismiss}) {
    EXPECT_TRUE(Has(Phrase::kAction, form, "ar")) << form;
    EXPECT_FALSE(Has(Phrase::kAction, form, "en")) << form;
  }
  EXPECT_FALSE(Has(Phrase::kAction, kMould, "ar"));
}

TEST(Phrases, TellsVerbsOfEverydayLifeFromNews) {
  EXPECT_TRUE(Has(Phrase::kEvent, "lifted", "en"));
  EXPECT_FALSE(Has(Phrase::kAction, "lifted", "en"));
  EXPECT_TRUE(Has(Phrase::kAction, "expelled", "en"));
}

}  // namespace
}  // namespace marsad::summarize
