#include "lib/text/casing.h"

#include <gtest/gtest.h>

#include <string>

namespace marsad::text {
namespace {

constexpr char kCapitalEAcute[] = "\u00C9";  // LATIN CAPITAL LETTER E WITH ACUTE
constexpr char kEAcute[] = "\u00E9";
constexpr char kCyrillicCapitalKa[] = "\u041A";
constexpr char kCyrillicKa[] = "\u043A";
constexpr char kAlef[] = "\u0627";

TEST(StartsUpper, LooksAtTheFirstLetter) {
  EXPECT_TRUE(StartsUpper("Paris"));
  EXPECT_FALSE(StartsUpper("paris"));
  EXPECT_FALSE(StartsUpper("iPhone"));
  EXPECT_TRUE(StartsUpper(std::string(kCapitalEAcute) + "tats"));
  EXPECT_FALSE(StartsUpper(std::string(kEAcute) + "tats"));
  EXPECT_TRUE(StartsUpper(kCyrillicCapitalKa));
  EXPECT_FALSE(StartsUpper(kCyrillicKa));
}

TEST(StartsUpper, SkipsWhatIsNoLetter) {
  EXPECT_TRUE(StartsUpper("'Neill"));
  EXPECT_FALSE(StartsUpper("400"));
  EXPECT_FALSE(StartsUpper(""));
}

TEST(StartsUpper, KnowsNoCaseInArabic) { EXPECT_FALSE(StartsUpper(kAlef)); }

TEST(Capitalize, ChangesTheFirstCharacterAlone) {
  EXPECT_EQ(Capitalize("at nine", "en"), "At nine");
  EXPECT_EQ(Capitalize("It is", "en"), "It is");
  EXPECT_EQ(Capitalize("9 a.m.", "en"), "9 a.m.");
  EXPECT_EQ(Capitalize(kCyrillicKa, "ru"), kCyrillicCapitalKa);
  EXPECT_EQ(Capitalize(kAlef, "ar"), kAlef);
  EXPECT_EQ(Capitalize("iki", "tr-TR"), "\u0130ki");  // LATIN CAPITAL LETTER I WITH DOT ABOVE
  EXPECT_EQ(Capitalize("iki", "de"), "Iki");
  EXPECT_EQ(Capitalize("", "en"), "");
}

TEST(HasLower, FindsOneAnywhere) {
  EXPECT_TRUE(HasLower("WHO says"));
  EXPECT_FALSE(HasLower("WHO SAYS 3"));
  EXPECT_TRUE(HasLower(std::string("A") + kEAcute));
  EXPECT_FALSE(HasLower(kAlef));
}

}  // namespace
}  // namespace marsad::text
