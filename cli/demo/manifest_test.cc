#include "cli/demo/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace marsad::cli {
namespace {

using testing::HasSubstr;

TEST(ParseManifestTest, ReadsEveryColumn) {
  auto samples = ParseManifest("# comment\n\na.json\tapplication/json\tk1\tarticle\tx=1;y=a=b\n-\t-\tk1\tkill\t-\n");
  ASSERT_TRUE(samples) << samples.error().message;
  ASSERT_EQ(samples->size(), 2u);
  EXPECT_EQ((*samples)[0].file, "a.json");
  EXPECT_EQ((*samples)[0].content_type, "application/json");
  EXPECT_EQ((*samples)[0].key, "k1");
  EXPECT_THAT((*samples)[0].headers, testing::ElementsAre(testing::Pair("x", "1"), testing::Pair("y", "a=b")));
  EXPECT_EQ((*samples)[1].expected, Expected::kKill);
  EXPECT_EQ((*samples)[1].content_type, std::nullopt);
}

TEST(ParseManifestTest, NamesTheLineAndTheFault) {
  const std::pair<const char*, const char*> faults[] = {
      {"a\tb\n", "2 columns"},          {"a\t-\t-\tmaybe\t-\n", "'maybe'"}, {"a\t-\t-\tarticle\tx\n", "no header"},
      {"a\t-\tk\tkill\t-\n", "a kill"}, {"-\t-\t-\tkill\t-\n", "the key"},  {"-\t-\tk\tarticle\t-\n", "a kill"},
  };
  for (const auto& [text, expected] : faults) {
    auto samples = ParseManifest(std::string("# comment\n") + text);
    ASSERT_FALSE(samples) << text;
    EXPECT_THAT(samples.error().message, HasSubstr("line 2: "));
    EXPECT_THAT(samples.error().message, HasSubstr(expected));
  }
}

}  // namespace
}  // namespace marsad::cli
