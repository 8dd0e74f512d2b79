#include "stages/decode/content_type.h"

#include <gtest/gtest.h>

namespace marsad::decode {
namespace {

TEST(ParseContentType, ReadsParameters) {
  const ContentType plain = ParseContentType(" Text/Plain ;Charset=\"windows-1256\" ; format=flowed");
  EXPECT_EQ(plain.media_type, "text/plain");
  EXPECT_EQ(plain.charset, "windows-1256");
  const ContentType protobuf = ParseContentType("application/x-protobuf;messageType=marsad.v1.Article");
  EXPECT_EQ(protobuf.message_type, "marsad.v1.Article");
  EXPECT_EQ(protobuf.charset, "");
}

TEST(ParseContentType, SurvivesNonsense) {
  for (const char* header :
       {"", ";", ";;;", "=;=", "\"", "text/plain; charset", "text/plain; charset=", "a;b=\"c;d\";e"}) {
    const ContentType type = ParseContentType(header);
    EXPECT_EQ(type.charset, "") << header;
  }
  EXPECT_EQ(ParseContentType("a; x=\"1;2\"; charset=utf-8").charset, "utf-8");
}

TEST(ContentType, KnowsWhatSaysNothingAndWhatSaysProtobuf) {
  EXPECT_TRUE(SaysNothing(""));
  EXPECT_TRUE(SaysNothing("application/octet-stream"));
  EXPECT_FALSE(SaysNothing("text/plain"));
  EXPECT_TRUE(IsProtobuf("application/protobuf"));
  EXPECT_FALSE(IsProtobuf("application/json"));
}

}  // namespace
}  // namespace marsad::decode
