#include "stages/tag/demonyms.h"

#include <gtest/gtest.h>

namespace marsad::tag {
namespace {

TEST(Demonyms, TellTheCountryOfAName) {
  EXPECT_EQ(CountryOfAdjectives("Jordanian Union of Millers"), "JO");
  EXPECT_EQ(CountryOfAdjectives("Fédération tunisienne de voile"), "TN");
  EXPECT_EQ(CountryOfAdjectives("Zentralrat der Deutschen Müller"), "DE");
  // The Egyptian union, with the Arabic article.
  EXPECT_EQ(CountryOfAdjectives("\u0627\u0644\u0627\u062A\u062D\u0627\u062F \u0627\u0644\u0645\u0635\u0631\u064A"),
            "EG");
}

TEST(Demonyms, OfTwoCountriesOrNoneTellNothing) {
  EXPECT_EQ(CountryOfAdjectives("Russian-Turkish Chamber"), "");
  EXPECT_EQ(CountryOfAdjectives("Syrian and Lebanese Chamber"), "");
  EXPECT_EQ(CountryOfAdjectives("Quorvex Mills"), "");
  EXPECT_EQ(CountryOfAdjectives(""), "");
}

}  // namespace
}  // namespace marsad::tag
