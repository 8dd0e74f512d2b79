#include "stages/decode/json/json_ld_mend.h"

#include <gtest/gtest.h>

#include <string>

namespace marsad::decode {
namespace {

TEST(JsonLdMend, TakesAwayWhatTemplatesLeave) {
  const std::string json = R"({"a": "b"})";
  for (const char* text :
       {R"({"a": "b"};)", R"({"a": "b",})", "<!-- {\"a\": \"b\"} -->", "/*<![CDATA[*/{\"a\": \"b\"}/*]]>*/",
        "//<![CDATA[\n{\"a\": \"b\"}\n//]]>", "{\"a\": /* the site's */ \"b\"}", "{\"a\": \"b\" // name\n}",
        "<![CDATA[{\"a\": \"b\"}]]>", "{&quot;a&quot;: &quot;b&quot;}"}) {
    std::string mended = MendJsonLd(text);
    std::erase_if(mended, [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_EQ(mended, R"({"a":"b"})") << text;
  }
  EXPECT_EQ(MendJsonLd(json), json);
}

TEST(JsonLdMend, KeepsWhatStringsHold) {
  for (const char* json : {R"({"a": "x;,}// <!-- /* */ ]]>"})", R"({"a": "\"\\\/\u0627"})", R"(["a", "b"])", "3"}) {
    EXPECT_EQ(MendJsonLd(json), json);
  }
}

TEST(JsonLdMend, MendsStrings) {
  EXPECT_EQ(MendJsonLd("{\"a\": \"one\ntwo\tthree\"}"), R"({"a": "one\ntwo three"})");
  EXPECT_EQ(MendJsonLd(R"({"a": "it\'s \& all"})"), R"({"a": "it's & all"})");
  EXPECT_EQ(MendJsonLd(R"({"a": "He said "no" today", "b": 1})"), R"({"a": "He said \"no\" today", "b": 1})");
}

TEST(JsonLdMend, MakesAListOfSeveralValues) {
  EXPECT_EQ(MendJsonLd(R"({"a": 1}{"b": 2})"), R"([{"a": 1},{"b": 2}])");
  EXPECT_EQ(MendJsonLd(R"({"a": 1},{"b": 2};)"), R"([{"a": 1},{"b": 2}])");
}

TEST(JsonLdMend, TakesTimeInProportion) {
  std::string text = "{\"a\": \"";
  for (int i = 0; i < 300'000; ++i) text += "\"/*";
  EXPECT_GT(MendJsonLd(text).size(), 7U);
}

}  // namespace
}  // namespace marsad::decode
