#include "lib/base/base64.h"

#include <gtest/gtest.h>

namespace marsad {
namespace {

TEST(DecodeBase64, ReadsTheVectorsOfTheRfc) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"Zg==", "f"},
                                                       {"Zm8=", "fo"},
                                                       {"Zm9v", "foo"},
                                                       {"Zm9vYg==", "foob"},
                                                       {"Zm9vYmE=", "fooba"},
                                                       {"Zm9vYmFy", "foobar"}};
  for (const auto& [text, bytes] : cases) EXPECT_EQ(DecodeBase64(text), bytes);
}

TEST(DecodeBase64, PassesOverBlanksAndMissingPadding) {
  EXPECT_EQ(DecodeBase64("\n Zm9v\r\n YmE \n"), "fooba");
  EXPECT_EQ(DecodeBase64("+/8"), "\xFB\xFF");
}

TEST(DecodeBase64, ReadsTheAlphabetOfAddresses) {
  EXPECT_EQ(DecodeBase64("-_8", Base64Alphabet::kUrl), "\xFB\xFF");
  EXPECT_EQ(DecodeBase64("+/8", Base64Alphabet::kUrl), std::nullopt);
  EXPECT_EQ(DecodeBase64("-_8"), std::nullopt);
}

TEST(DecodeBase64, RefusesWhatIsNone) {
  for (const char* text : {"?", "Zm9v-", "Z", "Zm9vY", "Zg==Zg"}) EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace marsad
