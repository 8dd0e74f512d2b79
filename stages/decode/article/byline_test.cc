#include "stages/decode/article/byline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace marsad::decode {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(AuthorIn, TakesTheWordBeforeTheNameAway) {
  EXPECT_EQ(AuthorIn("By Ada Marsh"), "Ada Marsh");
  EXPECT_EQ(AuthorIn(" BY:\tADA MARSH "), "ADA MARSH");
  EXPECT_EQ(AuthorIn("von Jan Maas"), "Jan Maas");
  // KAF, TEH, BEH: "wrote"
  EXPECT_EQ(AuthorIn("\xD9\x83\xD8\xAA\xD8\xA8: Ali"), "Ali");
}

TEST(AuthorIn, LeavesNamesAsTheyAre) {
  for (const char* name : {"Ada Marsh", "Byron Lake", "Ada by the Sea", "By", "By:", "Vonda", ""}) {
    EXPECT_EQ(AuthorIn(name), name);
  }
}

TEST(AuthorsIn, TakesEachName) {
  EXPECT_THAT(AuthorsIn("By RUBY HOLM, TOVE BYSTROM and KARIM NASR"),
              ElementsAre("RUBY HOLM", "TOVE BYSTROM", "KARIM NASR"));
  EXPECT_THAT(AuthorsIn("Ada Marsh & Bo Lin | Senior reporters"), ElementsAre("Ada Marsh", "Bo Lin"));
  // LEILA HADDAD and OMAR HADI, joined by a waw, "and"
  EXPECT_THAT(
      AuthorsIn("\u0645\u0646 \u0644\u064A\u0644\u0649 \u062D\u062F\u0627\u062F "
                "\u0648\u0639\u0645\u0631 \u0647\u0627\u062F\u064A"),
      ElementsAre("\u0644\u064A\u0644\u0649 \u062D\u062F\u0627\u062F", "\u0639\u0645\u0631 \u0647\u0627\u062F\u064A"));
}

TEST(AuthorsIn, LeavesOutWhatIsNoName) {
  EXPECT_THAT(AuthorsIn("Ingrid Kvale, Cairo"), ElementsAre("Ingrid Kvale"));
  EXPECT_THAT(AuthorsIn("Ingrid Kvale, chief correspondent, 2,310 followers"), ElementsAre("Ingrid Kvale"));
  EXPECT_THAT(AuthorsIn("Ingrid Kvale | kvale@paper.example"), ElementsAre("Ingrid Kvale"));
  EXPECT_THAT(AuthorsIn("kvale@paper.example"), IsEmpty());
  EXPECT_THAT(AuthorsIn("14.2K followers"), IsEmpty());
  EXPECT_THAT(AuthorsIn(""), IsEmpty());
}

TEST(AuthorsIn, LeavesNamesAsTheyAre) {
  for (const char* name :
       {"Ruby Holm", "Smith, John", "Tove Bystrom", "Madonna", "Johnson and Sons", "Staff", "Jean-Luc de la Rue"}) {
    EXPECT_THAT(AuthorsIn(name), ElementsAre(name));
  }
}

}  // namespace
}  // namespace marsad::decode
