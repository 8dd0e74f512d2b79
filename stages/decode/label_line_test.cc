#include "stages/decode/label_line.h"

#include <gtest/gtest.h>

namespace marsad::decode {
namespace {

TEST(LabelLineTest, LabelsWithNumbersAndDates) {
  for (const char* line : {"FOR IMMEDIATE RELEASE",
                           "News Release 14-26",
                           "PRESS RELEASE #7",
                           "Press release: 2 March 2026",
                           "Press Release | No. 12 | March 2, 2026",
                           "2 March 2026 - Press release",
                           "Pressemitteilung Nr. 12/2026",
                           "Pressemitteilung 12/2026 vom 3. März 2026",
                           "Presse-Information (Nr. 5)",
                           "Communiqué de presse n° 3",
                           "Communiqué n°3 du 12 mars 2026",
                           "Nota de prensa 88",
                           "Nota de prensa núm. 88",
                           "Comunicado N.º 4/2026",
                           "Basın bülteni 45",
                           "BASIN BÜLTENİ - Sayı: 45",
                           "Пресс-релиз № 9",
                           "Пресс-релиз №9 от 3 марта 2026 года",
                           "بيان صحفي رقم 12",
                           "بيان صحفي رقم (١٢)",
                           "بيان صحفي 12/2026",
                           "بیانیه شماره ۱۲",
                           "No. 118/2026",
                           "№ 9",
                           "10 November 2026"})
    EXPECT_TRUE(IsLabelLine(line)) << line;
}

TEST(LabelLineTest, Titles) {
  for (const char* line : {"", "12", "2026", "Press release: town opens gardens", "Release of 12 prisoners agreed",
                           "Yacht No. 5", "Number 12 wins", "Press release 12: the pier opens",
                           "بيان صحفي رقم 12: افتتاح الرصيف", "Nota de prensa del ayuntamiento", "Communiqué de Paris"})
    EXPECT_FALSE(IsLabelLine(line)) << line;
}

}  // namespace
}  // namespace marsad::decode
