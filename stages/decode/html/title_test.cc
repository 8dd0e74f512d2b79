#include "stages/decode/html/title.h"

#include <gtest/gtest.h>

namespace marsad::decode {
namespace {

TEST(Title, IsNeverTheSitesName) {
  EXPECT_EQ(ChooseTitle({.headings = {"The Quay"},
                         .shared = {"The Quay"},
                         .document = "Pier opens | The Quay",
                         .sites = {"The Quay"}}),
            "Pier opens");
  EXPECT_EQ(ChooseTitle({.shared = {"The Quay"}, .document = "Board approves the budget of the harbour by nine votes"}),
            "Board approves the budget of the harbour by nine votes");
  EXPECT_EQ(ChooseTitle({.document = "The Quay", .sites = {"The Quay"}}), "The Quay");  // better than none
}

TEST(Title, LosesTheSitesNameAtEitherEndAlone) {
  for (const char* title :
       {"Pier opens | The Quay", "The Quay - Pier opens", "Pier opens \u2014 The Quay", "The Quay :: Pier opens"}) {
    EXPECT_EQ(ChooseTitle({.document = title, .sites = {"The Quay"}}), "Pier opens") << title;
  }
  EXPECT_EQ(ChooseTitle({.document = "The Quay wins a prize", .sites = {"The Quay"}}), "The Quay wins a prize");
  // Nobody names the site, but the page shows the title.
  EXPECT_EQ(ChooseTitle({.lesser = {"More", "Pier opens"}, .document = "Pier opens - Nobody's Paper"}), "Pier opens");
  EXPECT_EQ(ChooseTitle({.lesser = {"Pier opens"}, .document = "Nobody's Paper - Pier opens"}), "Pier opens");
}

TEST(Title, IsWhole) {
  EXPECT_EQ(ChooseTitle({.headline = "Pier opens after two...", .headings = {"Pier opens after two winters"}}),
            "Pier opens after two winters");
  EXPECT_EQ(ChooseTitle({.headline = "Pier opens after two win\u2026",
                         .shared = {"Pier opens after two winters | Q"},
                         .sites = {"Q"}}),
            "Pier opens after two winters");
  EXPECT_EQ(ChooseTitle({.headline = "A headline that was cut without a sign because it was longer than",
                         .headings = {"A headline that was cut without a sign because it was longer than allowed"}}),
            "A headline that was cut without a sign because it was longer than allowed");
  EXPECT_EQ(ChooseTitle({.headline = "Wait and see...", .headings = {"Something else"}}), "Wait and see...");
}

TEST(Title, IsNotTheSection) {
  const std::string title = "Spider hunts without a web";
  EXPECT_EQ(ChooseTitle({.headings = {"Science"}, .lesser = {title, "More"}, .document = title + " | Science | Q"}),
            title);
  EXPECT_EQ(ChooseTitle({.headings = {"Science"}, .lesser = {"More", title}, .shared = {title}, .document = "Q"}),
            title);
  EXPECT_EQ(ChooseTitle({.headings = {title}, .lesser = {"How it hunts at night"}, .document = title + " | Q"}), title);
  EXPECT_EQ(ChooseTitle({.headings = {"Spider!"}, .lesser = {"How it hunts at night"}, .document = "Q news of today"}),
            "Spider!");
}

TEST(Title, OfSeveralHeadingsIsTheOneThatThePageStates) {
  EXPECT_EQ(
      ChooseTitle({.headings = {"Sport today", "Pier opens after storm"}, .document = "Pier opens after storm - Q"}),
      "Pier opens after storm");
}

// Section, title, <title>: in English, Spanish, Arabic, Russian, French and Persian.
TEST(Title, IsNotTheSectionInAnyLanguage) {
  const std::string cases[][3] = {
      {"Culture", "Museum shows old maps", "Museum shows old maps | Culture | The Quay"},
      {"Ciencia", "El faro mide la lluvia", "El faro mide la lluvia - Nadie"},
      {"\u0627\u0642\u062A\u0635\u0627\u062F",
       "\u0627\u0644\u0631\u0635\u064A\u0641 \u064A\u0641\u062A\u062D \u0623\u0628\u0648\u0627\u0628\u0647",
       "\u0627\u0644\u0631\u0635\u064A\u0641 \u064A\u0641\u062A\u062D \u0623\u0628\u0648\u0627\u0628\u0647 | "
       "\u0646\u0628\u0623"},
      {"\u041D\u0430\u0443\u043A\u0430", "\u041C\u043E\u0441\u0442 \u0441\u043D\u043E\u0432\u0430 \u0446\u0435\u043B",
       "\u041C\u043E\u0441\u0442 \u0441\u043D\u043E\u0432\u0430 \u0446\u0435\u043B - \u041D\u0430\u0431\u0430\u0442"},
      {"Soci\u00E9t\u00E9", "Le quai rouvre lundi", "Le Quai : Le quai rouvre lundi"},
      {"\u0648\u0631\u0632\u0634", "\u067E\u0644 \u062F\u0648\u0628\u0627\u0631\u0647 \u0628\u0627\u0632 \u0634\u062F",
       "\u067E\u0644 \u062F\u0648\u0628\u0627\u0631\u0647 \u0628\u0627\u0632 \u0634\u062F | \u0631\u0648\u0632"}};
  for (const auto& [section, title, document] : cases) {
    EXPECT_EQ(ChooseTitle({.headings = {section}, .lesser = {"More", title}, .document = document}), title) << title;
    EXPECT_EQ(ChooseTitle({.headings = {section}, .lesser = {title}, .shared = {title}, .document = document}), title);
  }
  EXPECT_EQ(ChooseTitle({.headings = {"Pier opens"}, .lesser = {"What to know now"}, .document = "Pier opens - Q"}),
            "Pier opens");
}

}  // namespace
}  // namespace marsad::decode
