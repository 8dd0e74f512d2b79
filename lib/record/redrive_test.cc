#include "lib/record/redrive.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace marsad::record {
namespace {

constexpr RecordPlace kPlace = {"news.raw", Partition(2), Offset(77)};

std::vector<HeaderView> View(const Headers& headers) {
  std::vector<HeaderView> views;
  for (const Header& header : headers) views.push_back({header.key, header.value});
  return views;
}

TEST(RedriveHeaders, SayHowOftenAndWhereTheOriginalLay) {
  const std::vector<HeaderView> headers = {{"a", ""}, {"b", std::nullopt}};
  const Headers once = RedriveHeaders(headers, 1, kPlace);
  ASSERT_EQ(once.size(), 4U);
  EXPECT_EQ(once[0].value, "");
  EXPECT_EQ(once[1].value, std::nullopt);
  EXPECT_EQ(once[2].key, "marsad-redrives");
  EXPECT_EQ(once[2].value, "1");
  EXPECT_EQ(once[3].key, "marsad-original");
  EXPECT_EQ(once[3].value, "news.raw:2:77");
  EXPECT_EQ(FindOriginal(View(once)), kPlace);
}

TEST(RedriveHeaders, DoNotGrowAndKeepTheFirstOriginal) {
  const Headers once = RedriveHeaders({}, 1, kPlace);
  const Headers twice = RedriveHeaders(View(once), 2, {"news.raw", Partition(2), Offset(4711)});
  EXPECT_EQ(twice.size(), once.size());
  EXPECT_EQ(FindRedrives(View(twice)), 2U);
  EXPECT_EQ(FindOriginal(View(twice)), kPlace);
}

TEST(RedriveHeaders, AForeignOriginalThatIsNoPlaceIsReplaced) {
  const std::vector<HeaderView> headers = {{"MARSAD-Original", "nowhere"}, {"Marsad-Redrives", "many"}};
  const Headers again = RedriveHeaders(headers, 1, kPlace);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(FindOriginal(View(again)), kPlace);
}

TEST(KeepOriginal, NamesThePlaceUnlessOneIsNamed) {
  Headers headers = {{"x", "1"}, {"Marsad-Original", "nowhere"}};
  KeepOriginal(kPlace, &headers);
  ASSERT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers[0].key, "x");
  EXPECT_EQ(FindOriginal(View(headers)), kPlace);
  KeepOriginal({"other", Partition(1), Offset(2)}, &headers);
  EXPECT_EQ(headers.size(), 2U);
  EXPECT_EQ(FindOriginal(View(headers)), kPlace);
}

TEST(FindOriginal, TrustsNothingThatIsNoPlace) {
  const std::string long_topic(250, 't');
  for (const std::string& text :
       {std::string(""), std::string(":"), std::string("::"), std::string("t:1"), std::string("t:1:"),
        std::string(":1:2"), std::string("t:-1:2"), std::string("t:1:-2"), std::string("t:1:2:3"),
        std::string("t:1: 2"), std::string("t t:1:2"), std::string("t\n:1:2"), std::string("t:2147483648:2"),
        std::string("t:1:9223372036854775808"), long_topic + ":1:2"}) {
    const std::vector<HeaderView> headers = {{"marsad-original", text}};
    EXPECT_EQ(FindOriginal(headers), std::nullopt) << text;
  }
  const std::vector<HeaderView> null = {{"marsad-original", std::nullopt}};
  EXPECT_EQ(FindOriginal(null), std::nullopt);
  const std::vector<HeaderView> largest = {{"marsad-original", "a.B-9_z:2147483647:9223372036854775807"}};
  EXPECT_EQ(FindOriginal(largest), (RecordPlace{"a.B-9_z", Partition(std::numeric_limits<int32_t>::max()),
                                                Offset(std::numeric_limits<int64_t>::max())}));
}

}  // namespace
}  // namespace marsad::record
