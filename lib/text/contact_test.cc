#include "lib/text/contact.h"

#include <gtest/gtest.h>

namespace marsad::text {
namespace {

TEST(HoldsContact, AddressesAndNumbers) {
  for (const char* line : {"press@port.example", "See www.port.example", "https://port.example/17", "+44 1632 960 118",
                           "Tel. (0555) 01401", "Tel: 555 014", "1632/960118",
                           "\u0660\u0661\u0662 \u0663\u0664\u0665\u0666"}) {  // ARABIC-INDIC DIGITS
    EXPECT_TRUE(HoldsContact(line)) << line;
  }
}

TEST(HoldsContact, DatesYearsAndFewDigitsAreNone) {
  for (const char* line : {"", "Port House", "2026-11-03", "On 3/11/2026 at noon", "3.11.2026", "The season 2026-2027",
                           "12 boats, 14 crews, 300 people", "Room 12345", "1, 2, 3, 4, 5, 6"}) {
    EXPECT_FALSE(HoldsContact(line)) << line;
  }
}

}  // namespace
}  // namespace marsad::text
