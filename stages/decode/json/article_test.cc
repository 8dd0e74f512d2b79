#include "stages/decode/json/article.h"
#include "lib/base/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "stages/decode/json/error.h"
#include "stages/decode/testing/limits.h"
#include "tests/shared_data.h"

namespace marsad::decode {
namespace {

using testing::HasSubstr;

std::string Load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(JsonReader, RemembersNothingOfTheArticleBefore) {
  JsonReader reader;
  EXPECT_EQ(reader.Read(R"({"title":"A","body":"B","mood":1})", kLimits)->drafts.at(0).body, "B");
  EXPECT_FALSE(reader.Read("{\"title\":", kLimits).has_value());
  const OrRefusal<Drafts> read = reader.Read(R"({"title":"C"})", kLimits);
  const Draft& draft = read->drafts.at(0);
  EXPECT_EQ(draft.title, "C");
  EXPECT_EQ(draft.body, "");
  EXPECT_TRUE(draft.ignored_fields.empty());
}

TEST(JsonReader, KeepsItsDepthWhenItGrows) {
  JsonReader reader;
  ASSERT_TRUE(reader.Read("{\"title\":\"" + std::string(200'000, 'a') + "\"}", kLimits).has_value());
  const std::string deep = "{\"x\":" + std::string(300, '[') + std::string(300, ']') + "}";
  EXPECT_THAT(reader.Read(deep, kLimits).error().detail, HasSubstr("200 levels"));
}

TEST(JsonReader, RefusesNumbersThatItCannotHold) {
  JsonReader reader;
  const OrRefusal<Drafts> read = reader.Read(R"({"title":"A","x":123456789012345678901234567890})", kLimits);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().detail, HasSubstr("JSON that cannot be read"));
}

TEST(JsonReader, EveryKnownFieldStandsInTheReadme) {
  const std::string readme = Load("stages/decode/README.md");
  for (const std::string_view name : KnownJsonFields()) {
    EXPECT_THAT(readme, HasSubstr("\n| `" + std::string(name) + "` | ")) << name;
  }
}

TEST(FindJsonError, SaysWhereAndWhat) {
  struct Case {
    std::string json;
    size_t byte;
    std::string what;
  };
  const Case cases[] = {
      {"", 0, "the text ends where a value is expected"},
      {"{", 1, "the text ends where a field name in double quotes is expected"},
      {"{\"a\" 1}", 5, "expected a colon, found \"1\""},
      {"{\"a\":1,}", 7, "expected a field name in double quotes, found \"}\""},
      {"[1 2]", 3, "expected a comma or ], found \"2\""},
      {"[1] x", 4, "something follows the end of the JSON value"},
      {"\"a\nb\"", 2, "a line break or control character stands unescaped in a string"},
      {"\"\\q\"", 1, "an escape that JSON does not know"},
      {"\"\\u12\"", 1, "\\u needs four hexadecimal digits"},
      {"-", 1, "the text ends where a value is expected"},
      {"[nil]", 2, "expected a value, found \"i\""},
      {"[1.]", 3, "expected a digit, found \"]\""},
      {"1e+", 3, "the text ends where a digit is expected"},
      {"1e999", 0, "a number that is too large"},
      {"\"a", 2, "the text ends inside a string"},
      {std::string("1\0", 2), 1, "something follows the end of the JSON value"},
      {std::string("\"\0\"", 3), 1, "a line break or control character stands unescaped in a string"},
      {"\"\\ud800\"", 1, "an escape with half of a surrogate pair"},
      {"01", 1, "something follows the end of the JSON value"},
  };
  for (const Case& c : cases) {
    const auto error = FindJsonError(c.json);
    ASSERT_TRUE(error) << c.json;
    EXPECT_EQ(error->byte, c.byte) << c.json;
    EXPECT_EQ(error->what, c.what) << c.json;
  }
  const auto second_line = FindJsonError("{\n\"\xD9\x85\" 1}");  // MEEM: columns count characters
  EXPECT_EQ(second_line->line, 2U);
  EXPECT_EQ(second_line->column, 5U);
  const auto deep = FindJsonError(std::string(1'000'000, '['));  // deeper than any stack
  EXPECT_EQ(deep->byte, 1'000'000U);
  EXPECT_FALSE(FindJsonError(" {\"a\": [1, -2.5e+3, true, false, null, \"\\u0645\\n\", {}, []]} "));
}

// The parser that explains and the fast one must agree on what is JSON.
TEST(FindJsonError, AgreesWithTheParser) {
  const std::string json = R"({"title": "a\u0645", "x": [1, -2.5e3, true, null, {"y": []}], "z": {}})";
  EXPECT_TRUE(rc::check([&] {
    std::string broken = json;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
      const auto at = *rc::gen::inRange<size_t>(0, broken.size());
      broken[at] = *rc::gen::element('{', '}', '[', ']', '"', ',', ':', '0', 'e', '.', '-', 'x', '\\', '\n', ' ', 't');
    }
    const bool parsed = [&] {
      JsonReader reader;
      const OrRefusal<Drafts> read = reader.Read(broken, kLimits);
      return read || read.error().fault == Fault::kBadField || read.error().detail.starts_with("the JSON is");
    }();
    const bool too_large =
        !parsed && JsonReader().Read(broken, kLimits).error().detail.starts_with("JSON that cannot be read");
    if (!too_large) RC_ASSERT(parsed == !FindJsonError(broken).has_value());
  }));
}

// y_ must be accepted as JSON, n_ refused. They hold no articles, so "accepted" is "not malformed".
TEST(JsonReader, AgreesWithJsonTestSuite) {
  const auto folder = tests::SharedData("badinput/jsontestsuite/test_parsing");
  if (!folder) GTEST_SKIP() << "badinput/jsontestsuite is not here: set MARSAD_SHARED_DATA";
  JsonReader reader;
  int accepted = 0;
  int refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const std::string name = entry.path().filename();
    const std::string bytes = Load(entry.path());
    const bool valid_utf8 = IsValidUtf8(bytes);
    const OrRefusal<Drafts> draft = valid_utf8 ? reader.Read(bytes, kLimits) : Refuse(Fault::kMalformed, "not UTF-8");
    const bool is_json =
        draft || draft.error().fault == Fault::kBadField || draft.error().detail.starts_with("the JSON is");
    if (name.starts_with("y_")) {
      EXPECT_TRUE(is_json) << name << ": " << draft.error().detail;
      EXPECT_FALSE(FindJsonError(bytes)) << name;
      ++accepted;
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(is_json) << name;
      if (valid_utf8) {
        EXPECT_TRUE(FindJsonError(bytes)) << name;
      }
      ++refused;
    }
  }
  EXPECT_EQ(accepted, 95);
  EXPECT_EQ(refused, 188);
}

}  // namespace
}  // namespace marsad::decode
